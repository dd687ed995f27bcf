/** The very text that is sent, written by hand from Snowflake's documentation. `test/conditions.test.ts` runs it. */
import { test } from 'vitest'
import type { Condition } from '../../../runtime/conditions/tree.ts'
import type { Shape } from '../../../runtime/contract.ts'
import { becomes } from '../../../test/stand-ins/golden.ts'
import { sqlDialect } from './sql-dialect.ts'

const shape: Shape = [
  { key: 'status', type: 'text', native: 'VARCHAR' },
  { key: 'qty', type: 'number', native: 'NUMBER(38,0)' },
  { key: 'amount', type: 'number', native: 'NUMBER(12,2)' },
  { key: 'rate', type: 'number', native: 'FLOAT' },
  { key: 'at', type: 'time', zoned: true, native: 'TIMESTAMP_TZ' },
  { key: 'local', type: 'time', zoned: true, native: 'TIMESTAMP_LTZ' },
  { key: 'seen', type: 'time', zoned: false, native: 'TIMESTAMP_NTZ' },
  { key: 'day', type: 'date', native: 'DATE' },
  { key: 'paid', type: 'boolean', native: 'BOOLEAN' },
  { key: 'more', type: 'json', native: 'VARIANT' },
]
test.each<[Condition, string | undefined, string[]]>([
  [{ column: 'status', op: 'is', value: "it's" }, `collate("status", '') = :1`, ["it's"]],
  [
    { column: 'status', op: 'is_none_of', value: ['a', 'b'] },
    `not coalesce(collate("status", '') = :1 or collate("status", '') = :2, false)`,
    ['a', 'b'],
  ],
  [{ column: 'status', op: 'contains', value: 'a' }, `contains(collate("status", ''), :1)`, ['a']],
  [{ column: 'status', op: 'starts_with', value: 'a' }, `startswith(collate("status", ''), :1)`, ['a']],
  [{ column: 'status', op: 'ends_with', value: 'a' }, `endswith(collate("status", ''), :1)`, ['a']],
  [{ column: 'status', op: 'is_empty' }, `"status" is null or collate("status", '') = ''`, []],
  [{ column: 'status', op: 'matches', value: 'a+' }, undefined, []],
  [{ column: 'qty', op: 'gte', value: 3 }, `"qty" >= :1::number(38, 0)`, ['3']],
  [{ column: 'qty', op: 'gt', value: 2.5 }, undefined, []],
  [
    { column: 'amount', op: 'between', value: ['1', '19.99'] },
    `"amount" >= :1::number(12, 2) and "amount" <= :2::number(12, 2)`,
    ['1', '19.99'],
  ],
  [{ column: 'rate', op: 'gt', value: 1 }, undefined, []],
  [{ column: 'paid', op: 'is_true' }, `"paid"`, []],
  [{ column: 'day', op: 'on', value: '2024-03-30' }, `("day" = :1::date) and year("day") between 1 and 9999`, ['2024-03-30']],
  [
    { column: 'seen', op: 'after', value: '2024-03-30T10:00' },
    `("seen" > :1::timestamp_ntz) and year("seen") between 1 and 9999`,
    ['2024-03-30T10:00:00.000000'],
  ],
  [
    { column: 'at', op: 'in_last', value: { amount: 7, unit: 'day' } },
    `("at" >= :1::timestamp_tz and "at" <= :2::timestamp_tz) and year(convert_timezone('UTC', "at")) between 1 and 9999`,
    ['2024-03-23T12:00:00.000000+00:00', '2024-03-30T12:00:00.000000+00:00'],
  ],
  [
    { column: 'local', op: 'before', value: '2024-03-30T10:00Z' },
    `("local" < :1::timestamp_tz) and year(convert_timezone('UTC', "local")) between 1 and 9999`,
    ['2024-03-30T10:00:00.000000+00:00'],
  ],
  [{ column: 'more', op: 'is_empty' }, undefined, []],
])('%j', (condition, sql, params) => becomes(sqlDialect, shape, condition, sql, params))
