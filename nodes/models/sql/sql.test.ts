import { expect, test } from 'vitest'
import sql from './index.ts'

const config = (more: object = {}) => sql.config.parse({ sql: 'select * from orders', key: ['order_id', 'line'], ...more })

test('a query and its key are what a source is asked for', () => {
  expect(sql.query(config())).toEqual({ from: { sql: 'select * from orders' }, key: ['order_id', 'line'] })
  expect(sql.sentence!(config())).toBe('Query, key order_id + line')
  expect(sql.timezone!(config({ timezone: 'Europe/Paris' }))).toBe('Europe/Paris')
})
test('anything but one SELECT must be fixed', () => {
  expect(sql.check!(config())).toEqual([])
  expect(sql.check!(config({ sql: 'delete from orders' }))).toMatchObject([{ code: 'model.sql', field: 'sql' }])
})
test.each([{ key: [] }, { timezone: 'Mars/Phobos' }, { more: 1 }])('%j is refused', wrong => {
  expect(sql.config.safeParse({ sql: 'select 1', key: ['a'], ...wrong }).success).toBe(false)
})
