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

test('offers nothing for a column of names or ids, and never a masked value', () => {
  const ids = Array.from({ length: 60 }, (_, i) => `SO-${i}`)
  expect(seenValues(rows(ids), columns).get('status')).toBeUndefined()
  expect(seenValues(rows(['a•••@example.com', 'a•••@example.com']), columns).get('status')).toBeUndefined()
})

test('offers nothing for numbers and times, which are compared, not picked', () => {
  expect(seenValues(rows(['5', '5']), [{ key: 'status', type: 'number' }]).size).toBe(0)
})
