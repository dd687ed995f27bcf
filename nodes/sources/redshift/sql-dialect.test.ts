/** The very text that is sent, written by hand from AWS' documentation. `test/conditions.test.ts` runs it. */
import { test } from 'vitest'
import type { Condition } from '../../../runtime/conditions/tree.ts'
import type { Shape } from '../../../runtime/contract.ts'
import { becomes } from '../../../test/stand-ins/golden.ts'
import { sqlDialect } from './sql-dialect.ts'

const shape: Shape = [
  { key: 'status', type: 'text', native: 'varchar' },
  { key: 'code', type: 'text', native: 'char' },
  { key: 'qty', type: 'number', native: 'integer' },
  { key: 'amount', type: 'number', native: 'numeric(12,2)' },
  { key: 'rate', type: 'number', native: 'double precision' },
  { key: 'at', type: 'time', zoned: true, native: 'timestamptz' },
  { key: 'seen', type: 'time', zoned: false, native: 'timestamp' },
  { key: 'day', type: 'date', native: 'date' },
  { key: 'paid', type: 'boolean', native: 'boolean' },
  { key: 'more', type: 'json', native: 'super' },
]
test.each<[Condition, string | undefined]>([
  [{ column: 'status', op: 'is', value: "it's" }, `("status" = 'it''s' and md5("status") = md5('it''s'))`],
  [{ column: 'status', op: 'is_not', value: 'paid' }, `not coalesce(("status" = 'paid' and md5("status") = md5('paid')), false)`],
  [{ column: 'status', op: 'is_empty' }, `"status" is null or octet_length("status") = 0`],
  [{ column: 'status', op: 'is', value: 'a\\b' }, undefined],
  [{ column: 'status', op: 'contains', value: 'a' }, undefined],
  [{ column: 'code', op: 'is', value: 'a' }, undefined],
  [{ column: 'qty', op: 'gte', value: 3 }, `"qty" >= '3'::bigint`],
  [{ column: 'qty', op: 'gt', value: 2.5 }, undefined],
  [{ column: 'amount', op: 'between', value: ['1', '19.99'] }, `"amount" >= '1'::numeric(12,2) and "amount" <= '19.99'::numeric(12,2)`],
  [{ column: 'amount', op: 'gt', value: '0.001' }, undefined],
  [{ column: 'rate', op: 'gt', value: 1 }, undefined],
  [{ column: 'paid', op: 'is_true' }, `"paid"`],
  [{ column: 'day', op: 'on', value: '2024-03-30' }, `("day" = '2024-03-30'::date) and date_part('year', "day") between 1 and 9999`],
  [
    { column: 'seen', op: 'before', value: '2024-03-30T10:00' },
    `("seen" < '2024-03-30 10:00:00.000000'::timestamp) and date_part('year', "seen") between 1 and 9999`,
  ],
  [
    { column: 'at', op: 'in_last', value: { amount: 7, unit: 'day' } },
    `("at" >= '2024-03-23 12:00:00.000000+00'::timestamptz and "at" <= '2024-03-30 12:00:00.000000+00'::timestamptz) and date_part('year', "at") between 1 and 9999`,
  ],
  [{ column: 'more', op: 'is_empty' }, undefined],
])('%j', (condition, sql) => becomes(sqlDialect, shape, condition, sql))
