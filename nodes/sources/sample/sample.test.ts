import { expect, test } from 'vitest'
import { readAll, withSession } from '../../../test/stand-ins/reading.ts'
import sample from './index.ts'

const DAY = 86_400_000
const read = (now: number, table = 'orders') =>
  withSession(sample, { config: {} }, { now }, session => readAll(session, { from: { table }, key: [] }))
const noon = Date.parse('2026-11-21T12:00:00Z')

test.each([0, 1, 6 * 3600_000, DAY - 1])(
  '200 orders, 6 without identity, 3 older than a week, none in the future (%d ms into the day)',
  async into => {
    const now = Date.parse('2026-11-21T00:00:00Z') + into
    const rows = await read(now)
    expect(rows).toHaveLength(200)
    expect(new Set(rows.map(r => r.order_id)).size).toBe(200)
    const old = rows.filter(r => Date.parse(r.created_at as string) < now - 7 * DAY)
    expect(old).toHaveLength(3)
    const nameless = rows.filter(r => !r.customer_email && !r.phone_number && !r.client_ip && !r.user_agent)
    expect(nameless).toHaveLength(6)
    expect(nameless.some(r => old.includes(r))).toBe(false)
    expect(rows.every(r => Date.parse(r.created_at as string) <= now)).toBe(true)
    // Nothing that is sent sits on the edge of the window: a slow run must not change the tally.
    const fresh = rows.filter(r => !old.includes(r))
    expect(fresh.every(r => Date.parse(r.created_at as string) > now - 7 * DAY + 3 * 3600_000)).toBe(true)
  },
)
test('the columns are the agreed ones, and there is no currency', async () => {
  const [row] = await read(noon)
  expect(Object.keys(row!)).toEqual([
    'order_id',
    'created_at',
    'customer_email',
    'phone_number',
    'first_name',
    'last_name',
    'country',
    'order_total',
    'status',
    'client_ip',
    'user_agent',
  ])
  expect(sample.hints!({})).toEqual({ currency: 'EUR', madeUp: true })
})
test('an order is the same whenever it is read', async () => {
  const [today, later, tomorrow] = await Promise.all([read(noon), read(noon + 3 * 3600_000), read(noon + DAY)])
  expect(later).toEqual(today)
  const known = new Map(today.map(r => [r.order_id, r]))
  const again = tomorrow.filter(r => known.has(r.order_id))
  expect(again.length).toBeGreaterThan(150)
  for (const row of again) expect(row).toEqual(known.get(row.order_id))
})
test('most are paid, some are not, and people come from several countries and write their numbers in several ways', async () => {
  const rows = await read(noon)
  const count = (status: string) => rows.filter(r => r.status === status).length
  expect(count('paid')).toBeGreaterThan(150)
  expect(count('pending')).toBeGreaterThan(0)
  expect(count('refunded')).toBeGreaterThan(0)
  expect(new Set(rows.map(r => r.country)).size).toBeGreaterThanOrEqual(4)
  expect(new Set(rows.map(r => String(r.phone_number).replace(/\d/g, '0'))).size).toBeGreaterThan(8)
})
test('nobody real is in it', async () => {
  for (const row of [...(await read(noon)), ...(await read(noon, 'leads'))]) {
    for (const key of ['customer_email', 'email']) if (row[key]) expect(String(row[key]).trim()).toMatch(/@example\.(com|org|net)$/i)
    if (row.client_ip) expect(row.client_ip).toMatch(/^(192\.0\.2|198\.51\.100|203\.0\.113)\./)
  }
})
test('leads are there too', async () => expect(await read(noon, 'leads')).toHaveLength(60))
