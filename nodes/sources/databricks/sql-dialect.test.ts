/** The very text that is sent, written by hand from Databricks' documentation. `test/conditions.test.ts` runs it. */
import { test } from 'vitest'
import type { Condition } from '../../../runtime/conditions/tree.ts'
import type { Shape } from '../../../runtime/contract.ts'
import { becomes } from '../../../test/stand-ins/golden.ts'
import { sqlDialect } from './sql-dialect.ts'

const shape: Shape = [
  { key: 'status', type: 'text', native: 'string' },
  { key: 'code', type: 'text', native: 'char(3)' },
  { key: 'qty', type: 'number', native: 'bigint' },
  { key: 'amount', type: 'number', native: 'decimal(12,2)' },
  { key: 'rate', type: 'number', native: 'double' },
  { key: 'at', type: 'time', zoned: true, native: 'timestamp' },
  { key: 'seen', type: 'time', zoned: false, native: 'timestamp_ntz' },
  { key: 'day', type: 'date', native: 'date' },
  { key: 'paid', type: 'boolean', native: 'boolean' },
  { key: 'tags', type: 'list', native: 'array<string>' },
]
test.each<[Condition, string | undefined, string[]]>([
  [
    { column: 'status', op: 'is', value: "it's" },
    '(`status` = :tributary_1 and cast(`status` as binary) = cast(:tributary_2 as binary))',
    ["it's", "it's"],
  ],
  [{ column: 'status', op: 'contains', value: 'a' }, 'contains(cast(`status` as binary), cast(:tributary_1 as binary))', ['a']],
  [{ column: 'status', op: 'starts_with', value: 'a' }, 'startswith(cast(`status` as binary), cast(:tributary_1 as binary))', ['a']],
  [{ column: 'status', op: 'ends_with', value: 'a' }, 'endswith(cast(`status` as binary), cast(:tributary_1 as binary))', ['a']],
  [{ column: 'status', op: 'is_not_empty' }, 'not coalesce(`status` is null or octet_length(`status`) = 0, false)', []],
  [{ column: 'status', op: 'matches', value: 'a+' }, undefined, []],
  [{ column: 'code', op: 'is', value: 'a' }, undefined, []],
  [{ column: 'qty', op: 'gte', value: 3 }, '`qty` >= cast(:tributary_1 as bigint)', ['3']],
  [{ column: 'qty', op: 'gt', value: 2.5 }, undefined, []],
  [{ column: 'amount', op: 'lt', value: '19.99' }, '`amount` < cast(:tributary_1 as decimal(12,2))', ['19.99']],
  [{ column: 'rate', op: 'gt', value: 1 }, undefined, []],
  [{ column: 'paid', op: 'is_true' }, '`paid`', []],
  [
    { column: 'day', op: 'on', value: '2024-03-30' },
    '(`day` = cast(:tributary_1 as date)) and year(`day`) between 1 and 9999',
    ['2024-03-30'],
  ],
  [
    { column: 'seen', op: 'after', value: '2024-03-30T10:00' },
    '(`seen` > cast(:tributary_1 as timestamp_ntz)) and year(`seen`) between 1 and 9999',
    ['2024-03-30T10:00:00.000000'],
  ],
  [
    { column: 'at', op: 'in_last', value: { amount: 7, unit: 'day' } },
    '(`at` >= cast(:tributary_1 as timestamp) and `at` <= cast(:tributary_2 as timestamp)) and unix_micros(`at`) between -62135596800000000 and 253402300799999999',
    ['2024-03-23T12:00:00.000000Z', '2024-03-30T12:00:00.000000Z'],
  ],
  [{ column: 'tags', op: 'includes_any', value: ['a'] }, undefined, []],
])('%j', (condition, sql, params) => becomes(sqlDialect, shape, condition, sql, params))
