import { describe, expect, test } from 'vitest'
import type { ColumnType, Value } from '../contract.ts'
import { Stop } from '../contract.ts'
import { predicate } from './predicate.ts'
import { conditionProblems } from './problems.ts'
import type { Condition, Conditions, Operator } from './tree.ts'
import { words } from './words.ts'

const now = Date.parse('2024-03-31T12:00:00Z')
function meets(type: ColumnType, cell: Value, op: Operator, value?: Condition['value'], timezone = 'Europe/Berlin'): boolean {
  const where: Conditions = { match: 'all', conditions: [{ column: 'c', op, ...(value !== undefined && { value }) }] }
  return predicate(where, [{ key: 'c', type }], { now, timezone })({ c: cell })
}
type Case = [type: ColumnType, cell: Value, op: Operator, value: Condition['value'] | undefined, expected: boolean]
const big = '9007199254740993'

const cases: Record<string, Case[]> = {
  'an empty cell meets no comparison and every opposite': [
    ['text', null, 'is', 'x', false],
    ['text', null, 'is_not', 'x', true],
    ['text', '', 'contains', 'x', false],
    ['text', null, 'is_any_of', ['x'], false],
    ['text', null, 'is_none_of', ['x'], true],
    ['number', null, 'gt', 0, false],
    ['number', null, 'lte', 0, false],
    ['number', null, 'ne', 0, true],
    ['time', null, 'in_last', { amount: 7, unit: 'day' }, false],
    ['time', null, 'not_in_last', { amount: 7, unit: 'day' }, true],
    ['boolean', null, 'is_true', undefined, false],
    ['boolean', null, 'is_false', undefined, false],
    ['text', null, 'matches', '.*', false],
    ['list', null, 'includes_any', ['a'], false],
    ['number', 'n/a', 'lt', 5, false],
    ['time', 'soon', 'before', '2030-01-01', false],
  ],
  'empty is no value, empty text and an empty list': [
    ['text', null, 'is_empty', undefined, true],
    ['text', '', 'is_empty', undefined, true],
    ['text', ' ', 'is_empty', undefined, false],
    ['list', [], 'is_empty', undefined, true],
    ['json', {}, 'is_empty', undefined, false],
    ['number', 0, 'is_not_empty', undefined, true],
    ['boolean', false, 'is_empty', undefined, false],
  ],
  'text is compared by its characters': [
    ['text', 'Paid', 'is', 'paid', false],
    ['text', 'paid', 'is', 'paid', true],
    ['text', 'e\u0301', 'is', 'é', false],
    ['text', 'a%b', 'contains', '%', true],
    ['text', 'ab', 'contains', '%', false],
    ['text', 'paid', 'starts_with', 'pa', true],
    ['text', 'paid', 'ends_with', 'id', true],
    ['text', '01', 'is', 1, false],
    ['text', '1', 'is', 1, true],
    ['text', 'order-17', 'matches', '^order-\\d+$', true],
    ['text', 'ORDER', 'matches', '(?i)order', true],
    ['text', 'x', 'matches', 'y', false],
  ],
  'numbers are exact': [
    ['number', big, 'gt', '9007199254740992', true],
    ['number', big, 'eq', '9007199254740992', false],
    ['number', '0.10', 'eq', 0.1, true],
    ['number', 0.3, 'eq', '0.3', true],
    ['number', '0.30000000000000004', 'gt', '0.3', true],
    ['number', '1e3', 'is', 1000, true],
    ['number', '-0', 'eq', 0, true],
    ['number', '-10', 'lt', '-9.99', true],
    ['number', 'NaN', 'ne', 1, true],
    ['number', 'Infinity', 'gt', 1, false],
    ['number', '5', 'between', [5, 7], true],
    ['number', '7.01', 'between', [5, 7], false],
    ['number', '1.005', 'is_any_of', ['1.0050'], true],
    ['text', '12.50', 'gt', 12, true],
    ['text', 'twelve', 'gt', 1, false],
  ],
  'times are instants, to the microsecond': [
    ['time', '2024-03-24T12:00:00Z', 'in_last', { amount: 7, unit: 'day' }, true],
    ['time', '2024-03-24T11:59:59.999999Z', 'in_last', { amount: 7, unit: 'day' }, false],
    ['time', '2024-03-31T12:00:00.000001Z', 'in_last', { amount: 7, unit: 'day' }, false],
    ['time', '2024-03-31T12:00:00.000001Z', 'in_next', { amount: 1, unit: 'hour' }, true],
    ['time', '2024-03-31T12:00:00Z', 'in_next', { amount: 1, unit: 'hour' }, false],
    ['time', '2024-02-29T12:00:00Z', 'in_last', { amount: 1, unit: 'month' }, true],
    ['time', '2024-02-29T11:59:59Z', 'in_last', { amount: 1, unit: 'month' }, false],
    ['time', '2023-03-31T12:00:00Z', 'in_last', { amount: 4, unit: 'quarter' }, true],
    ['time', '2024-03-31T14:00:00+02:00', 'is', '2024-03-31T12:00:00Z', true],
    ['time', '2024-03-31T10:00:00Z', 'before', '2024-03-31T10:00:00.000001Z', true],
    ['time', '2024-03-31 10:00:00+00', 'after', '2024-03-31T09:59Z', true],
  ],
  'days, weeks and months are the zone’s, over clock changes too': [
    ['time', '2024-03-30T23:00:00Z', 'on', '2024-03-31', true],
    ['time', '2024-03-30T22:59:59Z', 'on', '2024-03-31', false],
    ['time', '2024-03-31T21:59:59.999999Z', 'on', '2024-03-31', true],
    ['time', '2024-03-31T22:00:00Z', 'on', '2024-03-31', false],
    ['time', '2024-03-31T21:59:59Z', 'this', 'day', true],
    ['time', '2024-03-24T23:00:00Z', 'this', 'week', true],
    ['time', '2024-03-24T22:59:59Z', 'this', 'week', false],
    ['time', '2024-02-29T23:00:00Z', 'this', 'month', true],
    ['time', '2024-02-29T22:59:59Z', 'this', 'month', false],
    ['time', '2023-12-31T23:00:00Z', 'this', 'quarter', true],
    ['time', '2023-12-31T22:59:59Z', 'this', 'year', false],
    ['time', '2024-03-31T22:00:00Z', 'after', '2024-03-31', true],
    ['time', '2024-03-31T21:00:00Z', 'after', '2024-03-31', false],
    ['time', '2024-03-31T12:00:00Z', 'lte', '2024-03-31', true],
    ['time', '2024-03-31T21:00:00Z', 'between', ['2024-03-01', '2024-03-31'], true],
    ['time', '2024-03-31T13:59:59', 'in_last', { amount: 1, unit: 'hour' }, true],
    ['time', '2024-03-31T14:00:01', 'in_last', { amount: 1, unit: 'hour' }, false],
  ],
  'a date is its day': [
    ['date', '2024-03-31', 'in_last', { amount: 1, unit: 'day' }, true],
    ['date', '2024-03-30', 'in_last', { amount: 1, unit: 'day' }, true],
    ['date', '2024-03-29', 'in_last', { amount: 1, unit: 'day' }, false],
    ['date', '2024-04-01', 'in_last', { amount: 1, unit: 'day' }, false],
    ['date', '2024-03-31', 'on', '2024-03-31', true],
    ['date', '2024-03-31', 'before', '2024-03-31', false],
    ['date', '2024-02-30', 'is_not', '2024-03-31', true],
    ['date', '2024-03-31', 'this', 'week', true],
  ],
  'yes, no and lists': [
    ['boolean', true, 'is_true', undefined, true],
    ['boolean', false, 'is', false, true],
    ['text', 'Yes', 'is_true', undefined, true],
    ['number', 0, 'is_false', undefined, true],
    ['text', 'maybe', 'is_false', undefined, false],
    ['boolean', 'false', 'is', 'false', true],
    ['list', ['a', 'b'], 'includes_any', ['b', 'z'], true],
    ['list', ['a', 'b'], 'includes_all', ['b', 'a'], true],
    ['list', ['a'], 'includes_all', ['a', 'b'], false],
    ['list', [1, null], 'includes_any', ['1'], true],
  ],
}
describe.each(Object.entries(cases))('%s', (_, rows) => {
  test.each(rows)('%s %j %s %j → %j', (type, cell, op, value, expected) => expect(meets(type, cell, op, value)).toBe(expected))
})

const shape = [
  { key: 'status', type: 'text' as const },
  { key: 'total', type: 'number' as const },
]
test.each<[Conditions, boolean]>([
  [{ match: 'all', conditions: [] }, true],
  [{ match: 'any', conditions: [] }, true],
  [{ match: 'none', conditions: [] }, true],
  [
    {
      match: 'none',
      conditions: [
        { column: 'status', op: 'is', value: 'x' },
        { column: 'total', op: 'gt', value: 100 },
      ],
    },
    true,
  ],
  [
    {
      match: 'none',
      conditions: [
        { column: 'status', op: 'is', value: 'paid' },
        { column: 'total', op: 'gt', value: 100 },
      ],
    },
    false,
  ],
  [
    {
      match: 'any',
      conditions: [
        { column: 'status', op: 'is', value: 'x' },
        { match: 'all', conditions: [{ column: 'total', op: 'eq', value: '20' }] },
      ],
    },
    true,
  ],
])('%j → %j', (where, expected) => expect(predicate(where, shape, { now })({ status: 'paid', total: '20.00' })).toBe(expected))

test.each<[Condition, string, string]>([
  [{ column: 'statuss', op: 'is', value: 'x' }, 'condition.no_column', 'Did you mean "status"?'],
  [{ column: 'xyz', op: 'is', value: 'x' }, 'condition.no_column', 'There is no column "xyz".'],
  [{ column: 'total', op: 'in_last', value: { amount: 1, unit: 'day' } }, 'condition.type', 'does not work on that'],
  [{ column: 'total', op: 'contains', value: 'x' }, 'condition.type', 'a number'],
  [{ column: 'status', op: 'is' }, 'condition.no_value', 'a value is missing'],
  [{ column: 'status', op: 'is_any_of', value: [] }, 'condition.no_value', 'a value is missing'],
  [{ column: 'status', op: 'is_any_of', value: 'a' }, 'condition.value', 'a list'],
  [{ column: 'total', op: 'gt', value: '1,5' }, 'condition.value', 'a number'],
  [{ column: 'total', op: 'between', value: [1] }, 'condition.value', 'two values'],
  [{ column: 'status', op: 'before', value: 'yesterday' }, 'condition.value', 'a date'],
  [{ column: 'status', op: 'in_last', value: { amount: 1.5, unit: 'month' } }, 'condition.value', 'whole'],
  [{ column: 'status', op: 'matches', value: '(?=x)' }, 'condition.pattern', 'not supported'],
  [{ column: 'status', op: 'matches', value: '(a' }, 'condition.pattern', 'brackets'],
  [{ column: 'status', op: 'matches', value: 'a'.repeat(513) }, 'condition.pattern', '512'],
])('%j is a problem, and is never decided', (condition, code, message) => {
  const where: Conditions = { match: 'none', conditions: [{ match: 'all', conditions: [condition] }] }
  const [problem] = conditionProblems(where, shape)
  expect(problem?.code).toBe(code)
  expect(problem?.message).toContain(message)
  expect(problem?.field).toBe('where.conditions.0.conditions.0')
  expect(() => predicate(where, shape, { now })).toThrow(Stop)
})
test('a misspelt column is repaired with one press', () => {
  const [problem] = conditionProblems({ match: 'all', conditions: [{ column: 'Status', op: 'is', value: 'x' }] }, shape)
  expect(problem?.fixes).toEqual([
    { label: 'Use status', set: { path: ['where', 'conditions', '0', 'column'], value: 'status' } },
    { label: 'Leave the condition out', set: { path: ['where', 'conditions'], value: [] } },
  ])
})
test('an evil pattern on a long text ends', () => expect(meets('text', `${'a'.repeat(50_000)}!`, 'matches', '^(a+)+$')).toBe(false))
test('an unknown zone is said', () => expect(() => meets('time', '2024-01-01T00:00:00Z', 'this', 'day', 'Mars/Phobos')).toThrow(Stop))

test.each<[Conditions, string]>([
  [{ match: 'all', conditions: [] }, 'All rows'],
  [
    {
      match: 'all',
      conditions: [
        { column: 'status', op: 'is', value: 'paid' },
        { column: 'ordered_at', op: 'in_last', value: { amount: 7, unit: 'day' } },
      ],
    },
    'Status is paid and ordered at in the last 7 days',
  ],
  [
    {
      match: 'any',
      conditions: [
        { column: 'a', op: 'is_any_of', value: ['DE', 'AT', 'CH'] },
        {
          match: 'all',
          conditions: [
            { column: 'b', op: 'gt', value: 5 },
            { column: 'c', op: 'is_true' },
          ],
        },
      ],
    },
    'A is DE, AT or CH or (b is more than 5 and c is yes)',
  ],
  [
    {
      match: 'none',
      conditions: [
        { column: 'a', op: 'is_empty' },
        { column: 'b', op: 'between', value: [1, 2] },
      ],
    },
    'None of (a is empty, b is between 1 and 2)',
  ],
  [
    {
      match: 'all',
      conditions: [
        { column: 'at', op: 'in_last', value: { amount: 1, unit: 'month' } },
        { column: 'tags', op: 'includes_all', value: ['x', 'y'] },
        { column: 's', op: 'is' },
      ],
    },
    'At in the last month and tags includes all of x and y and s is …',
  ],
])('%j in words', (where, said) => expect(words(where)).toBe(said))
test('titles replace names', () =>
  expect(words({ match: 'all', conditions: [{ column: 'ts', op: 'this', value: 'week' }] }, { ts: 'Order date' })).toBe(
    'Order date this week',
  ))

test.each([
  ['30.03.2024 11:59', 'day_first', true],
  ['31.03.2024', 'day_first', true],
  ['20.03.2024', 'day_first', false],
  ['03/30/2024', 'month_first', true],
  ['03/30/2024', 'day_first', false],
  ['3/31/2024 9:05', 'month_first', true],
  ['3/31/2024 9:05 AM', 'month_first', true],
  ['3/30/2024, 5:12:00 PM', 'month_first', true],
  ['3/20/2024 5:12 PM', 'month_first', false],
  ['2024-03-30 9:05', undefined, true],
  ['2024-03-30 24:05', undefined, false],
  ['2024-03-30T10:00:00Z', 'day_first', true],
  ['soon', 'day_first', false],
  [null, 'day_first', false],
  ['30.03.2024', undefined, false],
] as const)('%s, written %s, in the last 7 days: %s', (cell, order, expected) => {
  const condition: Condition = { column: 'c', op: 'in_last', value: { amount: 7, unit: 'day' }, ...(order && { order }) }
  const of = (part: Condition) => predicate({ match: 'all', conditions: [part] }, [{ key: 'c', type: 'text' }], { now })({ c: cell })
  expect(of(condition)).toBe(expected)
  expect(of({ ...condition, op: 'not_in_last' })).toBe(!expected)
})
test('the order is said with the condition', () => {
  const where: Conditions = { match: 'all', conditions: [{ column: 'sold', op: 'before', value: '2024-01-01', order: 'day_first' }] }
  expect(words(where)).toBe('Sold before 2024-01-01 (day first)')
})
