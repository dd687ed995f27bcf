/** The very text that is sent, written by hand from Google's documentation of GoogleSQL. `test/conditions.test.ts` runs it. */
import { test } from 'vitest'
import type { Condition } from '../../../runtime/conditions/tree.ts'
import type { Shape } from '../../../runtime/contract.ts'
import { becomes } from '../../../test/stand-ins/golden.ts'
import { sqlDialect } from './sql-dialect.ts'

const shape: Shape = [
  { key: 'status', type: 'text', native: 'STRING' },
  { key: 'qty', type: 'number', native: 'INT64' },
  { key: 'amount', type: 'number', native: 'NUMERIC' },
  { key: 'huge', type: 'number', native: 'BIGNUMERIC' },
  { key: 'rate', type: 'number', native: 'FLOAT64' },
  { key: 'at', type: 'time', zoned: true, native: 'TIMESTAMP' },
  { key: 'seen', type: 'time', zoned: false, native: 'DATETIME' },
  { key: 'day', type: 'date', native: 'DATE' },
  { key: 'paid', type: 'boolean', native: 'BOOL' },
  { key: 'tags', type: 'list', native: 'ARRAY<STRING>' },
]
test.each<[Condition, string | undefined, string[]]>([
  [{ column: 'status', op: 'is', value: "it's" }, "collate(`status`, '') = @tributary_1", ["it's"]],
  [
    { column: 'status', op: 'is_none_of', value: ['a', 'b'] },
    "not coalesce(collate(`status`, '') = @tributary_1 or collate(`status`, '') = @tributary_2, false)",
    ['a', 'b'],
  ],
  [{ column: 'status', op: 'contains', value: 'a' }, "strpos(collate(`status`, ''), @tributary_1) > 0", ['a']],
  [{ column: 'status', op: 'starts_with', value: 'a' }, "starts_with(collate(`status`, ''), @tributary_1)", ['a']],
  [{ column: 'status', op: 'ends_with', value: 'a' }, "ends_with(collate(`status`, ''), @tributary_1)", ['a']],
  [{ column: 'status', op: 'is_empty' }, "`status` is null or collate(`status`, '') = ''", []],
  [{ column: 'status', op: 'matches', value: 'a+' }, undefined, []],
  [{ column: 'qty', op: 'gte', value: 3 }, '`qty` >= cast(@tributary_1 as int64)', ['3']],
  [{ column: 'qty', op: 'gt', value: 2.5 }, undefined, []],
  [{ column: 'amount', op: 'lt', value: '19.99' }, '`amount` < cast(@tributary_1 as numeric)', ['19.99']],
  [{ column: 'amount', op: 'lt', value: '0.0000000001' }, undefined, []],
  [{ column: 'huge', op: 'lt', value: '0.0000000001' }, '`huge` < cast(@tributary_1 as bignumeric)', ['0.0000000001']],
  [{ column: 'rate', op: 'gt', value: 1 }, undefined, []],
  [{ column: 'paid', op: 'is_false' }, 'not `paid`', []],
  [{ column: 'day', op: 'on', value: '2024-03-30' }, '`day` = cast(@tributary_1 as date)', ['2024-03-30']],
  [{ column: 'seen', op: 'after', value: '2024-03-30T10:00' }, '`seen` > cast(@tributary_1 as datetime)', ['2024-03-30T10:00:00.000000']],
  [
    { column: 'at', op: 'in_last', value: { amount: 7, unit: 'day' } },
    '`at` >= cast(@tributary_1 as timestamp) and `at` <= cast(@tributary_2 as timestamp)',
    ['2024-03-23T12:00:00.000000Z', '2024-03-30T12:00:00.000000Z'],
  ],
  [{ column: 'tags', op: 'includes_any', value: ['a'] }, undefined, []],
])('%j', (condition, sql, params) => becomes(sqlDialect, shape, condition, sql, params))
