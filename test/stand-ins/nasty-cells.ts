/** Cells that trip comparisons, a table of them, and conditions over it by chance. */
import fc from 'fast-check'
import type { Condition, Conditions, Operator, SegmentUse } from '../../runtime/conditions/tree.ts'

export const now = Date.parse('2024-03-31T12:00:00Z')
const texts = [
  null,
  '',
  ' ',
  'paid',
  'Paid',
  'PAID',
  'paid ',
  'a%b',
  'a_b',
  'a\\b',
  "it's",
  '"q"',
  'é',
  'e\u0301',
  'É',
  'ß',
  'SS',
  'İ',
  'i',
  '🧵',
  '🧵🪡',
  '1',
  '01',
  '1.0',
  '1e3',
  'null',
  'NaN',
  'true',
  '2024-03-31',
  'Z',
  'z',
  'ä',
  'line\nbreak',
  '\u200b',
  '\ud7ff',
]
const integers = [null, '0', '-1', '1', '9007199254740992', '9007199254740993', '-9223372036854775808', '9223372036854775807']
const decimals = [
  null,
  '0',
  '-0.01',
  '0.1',
  '0.10',
  '0.3',
  '1.005',
  '19.99',
  '9007199254740993.01',
  '9007199254740993.02',
  '-1234567890.12',
]
const instants = [
  null,
  '2024-02-29 12:00:00+00',
  '2024-02-29 11:59:59.999999+00',
  '2024-03-24 12:00:00+00',
  '2024-03-24 11:59:59.999999+00',
  '2024-03-31 12:00:00+00',
  '2024-03-31 12:00:00.000001+00',
  '2024-03-31 01:30:00+01',
  '1970-01-01 00:00:00+00',
  '0001-01-01 00:00:00+00',
  '9999-12-31 23:59:59.999999+00',
  '2023-03-31 12:00:00+00',
  '2024-04-30 12:00:00+00',
]
const walls = [null, '2024-03-31 02:30:00', '2024-03-31 02:30:00.123456', '2024-02-29 00:00:00', '2000-01-01 00:00:00']
const dates = [null, '2024-02-29', '2024-03-01', '2024-03-31', '1970-01-01', '0001-01-01', '9999-12-31']
const truths = [null, 'true', 'false']

const columns = { t: texts, i: integers, d: decimals, z: instants, w: walls, y: dates, b: truths }
const size = 240
const cell = (values: readonly (string | null)[], row: number, step: number) =>
  values[(row * step + Math.floor(row / values.length)) % values.length]!
export const table = Array.from({ length: size }, (_, row) => Object.values(columns).map((values, step) => cell(values, row, step + 1)))

const some = (values: readonly (string | null)[]) => fc.constantFrom(...values.filter(v => v !== null))
const anySpan = fc.record({
  amount: fc.integer({ min: 1, max: 40 }),
  unit: fc.constantFrom('minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'),
})
/** Spans whose edges lie exactly on cells of the table, leap day and end of month included. */
const span = fc.oneof(
  fc.constantFrom(
    { amount: 7, unit: 'day' } as const,
    { amount: 1, unit: 'week' } as const,
    { amount: 1, unit: 'month' } as const,
    { amount: 1, unit: 'year' } as const,
    { amount: 3000, unit: 'year' } as const,
    { amount: 100_000, unit: 'year' } as const,
  ),
  anySpan,
)
const iso = (text: string) => text.replace(' ', 'T').replace('+00', 'Z')
type Value = NonNullable<Condition['value']>
const comparing: Operator[] = ['is', 'is_not', 'eq', 'ne', 'gt', 'gte', 'lt', 'lte']
function leaf(
  column: string,
  value: fc.Arbitrary<Value>,
  ops: readonly Operator[],
  more: fc.Arbitrary<Condition>[] = [],
): fc.Arbitrary<Condition> {
  const single = fc.record({ column: fc.constant(column), op: fc.constantFrom(...ops), value })
  const lists = fc.record({
    column: fc.constant(column),
    op: fc.constantFrom<Operator>('is_any_of', 'is_none_of'),
    value: fc.array(value, { minLength: 1, maxLength: 4 }) as fc.Arbitrary<any>,
  })
  const empty = fc.record({ column: fc.constant(column), op: fc.constantFrom<Operator>('is_empty', 'is_not_empty') })
  return fc.oneof(single, lists, empty, ...more)
}
const pair = (column: string, value: fc.Arbitrary<Value>): fc.Arbitrary<Condition> =>
  fc.record({ column: fc.constant(column), op: fc.constant<Operator>('between'), value: fc.tuple(value, value) as fc.Arbitrary<any> })
const spans = (column: string): fc.Arbitrary<Condition> =>
  fc.record({ column: fc.constant(column), op: fc.constantFrom<Operator>('in_last', 'not_in_last', 'in_next'), value: span })

const words = fc.oneof(
  some(texts).filter(t => t !== ''),
  fc.string({ minLength: 1, maxLength: 3, unit: 'grapheme' }),
)
const numbers = fc.oneof(some(integers), some(decimals), fc.integer(), fc.constantFrom(0.1, 0.3, '1.0050', '+1', '1e3', '19.990'))
const times = some(instants).map(iso)
export const leaves = fc.oneof(
  leaf('t', words, ['is', 'is_not', 'contains', 'starts_with', 'ends_with']),
  leaf('i', numbers, comparing, [pair('i', numbers)]),
  leaf('d', numbers, comparing, [pair('d', numbers)]),
  leaf('z', times, [...comparing, 'before', 'after'], [pair('z', times), spans('z')]),
  leaf(
    'w',
    some(walls).map(w => w.replace(' ', 'T')),
    [...comparing, 'before', 'after'],
  ),
  leaf('y', some(dates), [...comparing, 'before', 'after', 'on'], [pair('y', some(dates))]),
  fc.record({ column: fc.constant('b'), op: fc.constantFrom<Operator>('is_true', 'is_false', 'is_empty', 'is_not_empty') }),
  leaf('b', fc.constantFrom(true, false, 'true'), ['is', 'is_not']),
)
export const { tree } = fc.letrec<{ tree: Conditions; use: SegmentUse }>(tie => ({
  tree: fc.record({
    match: fc.constantFrom('all' as const, 'any' as const, 'none' as const),
    conditions: fc.array(fc.oneof({ depthSize: 'small' }, leaves, tie('tree'), tie('use')), { maxLength: 4 }),
  }),
  use: fc.record({
    segment: fc.constantFrom('Paid', 'VIP'),
    is: fc.boolean(),
    where: fc.record({
      match: fc.constantFrom('all' as const, 'any' as const, 'none' as const),
      conditions: fc.array(fc.oneof({ depthSize: 'small' }, leaves, tie('tree')), { minLength: 1, maxLength: 3 }),
    }),
  }),
}))
