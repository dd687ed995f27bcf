import { expect, test } from 'vitest'
import { seenValues } from './seen.ts'

const rows = (values: readonly unknown[]) => values.map(status => ({ status }))
const columns = [{ key: 'status', type: 'text' }] as const

test('offers what repeats in the sample, the most frequent first', () => {
  expect(seenValues(rows(['paid', 'open', 'paid', null, '']), columns).get('status')).toEqual([
    { value: 'paid', rows: 2 },
    { value: 'open', rows: 1 },
  ])
})

test('offers nothing for a column of names or ids, some of a column of dates, and never a masked value', () => {
  const ids = Array.from({ length: 60 }, (_, i) => `SO-${i}`)
  expect(seenValues(rows(ids), columns).get('status')).toBeUndefined()
  const dates = ids.map((_, i) => `${1 + (i % 28)}.11.2026 ${i}:00`)
  expect(seenValues(rows(dates), columns).get('status')).toHaveLength(20)
  expect(seenValues(rows([...dates, 'soon']), columns).get('status')).toBeUndefined()
  expect(seenValues(rows(['a•••@example.com', 'a•••@example.com']), columns).get('status')).toBeUndefined()
})

test('offers nothing for numbers and times, which are compared, not picked', () => {
  expect(seenValues(rows(['5', '5']), [{ key: 'status', type: 'number' }]).size).toBe(0)
})
