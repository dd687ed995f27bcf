import { expect, test } from 'vitest'
import table from './index.ts'

test('a table and its key are what a source is asked for', () => {
  const config = table.config.parse({ table: 'shop.orders', key: ['order_id'], timezone: 'Europe/Paris' })
  expect(table.query(config)).toEqual({ from: { table: 'shop.orders' }, key: ['order_id'] })
  expect(table.sentence!(config)).toBe('Table shop.orders, key order_id')
  expect(table.timezone!(config)).toBe('Europe/Paris')
})
test('a cursor is asked for too', () => {
  const config = table.config.parse({ table: 'orders', key: ['order_id'], cursor: 'id' })
  expect(table.query(config)).toEqual({ from: { table: 'orders' }, key: ['order_id'], cursor: 'id' })
})
test.each([{ cursor: '' }, { key: [] }, { table: '' }, { timezone: 'Mars/Phobos' }, { more: 1 }])('%j is refused', wrong => {
  expect(table.config.safeParse({ table: 'orders', key: ['a'], ...wrong }).success).toBe(false)
})
