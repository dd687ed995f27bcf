import { describe, expect, test } from 'vitest'
import { asksOrder, comparisonOf, comparisonsFor, readList, withColumn, withOperator } from './operators.ts'

test.each([
  ['text', 'is'],
  ['number', 'eq'],
  ['time', 'in_last'],
  ['date', 'in_last'],
  ['boolean', 'is_true'],
  ['list', 'includes_any'],
] as const)('a %s column starts with %s', (type, op) => {
  expect(comparisonsFor(type)[0]!.op).toBe(op)
})

test('a number is not compared as text, nor a text as a date', () => {
  expect(comparisonsFor('number').map(c => c.op)).not.toContain('contains')
  expect(comparisonsFor('text').map(c => c.op)).not.toContain('in_last')
})

test('another column keeps what still makes sense', () => {
  const paid = { column: 'status', op: 'is', value: 'paid' } as const
  expect(withColumn(paid, 'country', 'text', 'text')).toEqual({ column: 'country', op: 'is', value: 'paid' })
  expect(withColumn(paid, 'ordered_at', 'time', 'text')).toEqual({ column: 'ordered_at', op: 'in_last', value: { amount: 7, unit: 'day' } })
  expect(withColumn(paid, 'total', 'number', 'text')).toEqual({ column: 'total', op: 'eq' })
})

test('"between" means numbers for a number and dates for a time, so its value does not survive the change', () => {
  expect(withColumn({ column: 'total', op: 'between', value: [1, 5] }, 'ordered_at', 'time', 'number')).toEqual({
    column: 'ordered_at',
    op: 'between',
  })
})

test('one value becomes the start of a list, and a comparison without value drops it', () => {
  const paid = { column: 'status', op: 'is', value: 'paid' } as const
  expect(withOperator(paid, 'is_any_of', 'text')).toEqual({ column: 'status', op: 'is_any_of', value: ['paid'] })
  expect(withOperator(paid, 'is_empty', 'text')).toEqual({ column: 'status', op: 'is_empty' })
})

test('a comparison that the column no longer offers is still named', () => {
  expect(comparisonOf({ column: 'gone', op: 'in_last', value: { amount: 7, unit: 'day' } }, undefined).title).toBe('in the last')
})

test('a list is read as it is pasted from a sheet, each value once', () => {
  expect(readList('DE\nAT\tCH; DE, FR,,')).toEqual(['DE', 'AT', 'CH', 'FR'])
})
test('text that holds dates is compared with times as well, other text is not', () => {
  const has = (...values: string[]) =>
    comparisonsFor(
      'text',
      values.map(value => ({ value })),
    ).some(c => c.op === 'in_last')
  expect([has('19.11.2026 01:54', '3/4/26'), has('2026-11-19'), has('19.11.2026', 'soon'), has('M•••'), has('0151 23'), has()]).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ])
})

describe('dates that stand in text', () => {
  const shape = { column: 'sold', op: 'in_last', value: { amount: 7, unit: 'day' } } as const
  const seen = (...values: string[]) => values.map(value => ({ value }))
  test.each([
    ['day and month could change places', shape, 'text', seen('02/11/2026'), true],
    ['dots and a time of day', shape, 'text', seen('2.11.2026 10:15'), true],
    ['the year first, which is read by itself', shape, 'text', seen('2026-11-02'), false],
    ['said before, whatever the sample holds', { ...shape, order: 'day_first' }, 'text', [], true],
    ['a column of times', shape, 'time', seen('02/11/2026'), false],
    ['compared as the text that it is', { column: 'sold', op: 'is', value: '02/11/2026' }, 'text', seen('02/11/2026'), false],
  ] as const)('ask which number is the day: %s', (_, condition, type, values, asks) => {
    expect(asksOrder(condition, type, values)).toBe(asks)
  })
  test('lie between two dates, not two numbers', () => {
    expect(comparisonOf({ ...shape, op: 'between', value: [] }, 'text', seen('02/11/2026')).takes).toBe('dates')
    expect(comparisonOf({ ...shape, op: 'between', value: [], order: 'day_first' }, 'text').takes).toBe('dates')
  })
  test('keep their order with another comparison of times, and lose it with any other', () => {
    const said = { ...shape, order: 'day_first' } as const
    expect(withOperator(said, 'before', 'text', 'text', seen('02/11/2026')).order).toBe('day_first')
    expect(withOperator(said, 'contains', 'text', 'text', seen('02/11/2026'))).not.toHaveProperty('order')
    expect(withColumn(said, 'ordered_at', 'time', 'text')).not.toHaveProperty('order')
  })
})
