import { expect, test } from 'vitest'
import { freeName } from './file-name.ts'

test.each([
  ['orders.csv', [], 'orders (2).csv'],
  ['orders.csv', ['orders.csv', 'Orders (2).CSV'], 'orders (3).csv'],
  ['orders.csv.gz', ['orders.csv.gz'], 'orders (2).csv.gz'],
  ['ventes 12.11.2026.csv', [], 'ventes 12.11.2026 (2).csv'],
  ['orders', ['orders'], 'orders (2)'],
])('%s beside %j is kept as %s', (name, taken, free) => {
  expect(freeName(name, taken)).toBe(free)
})
