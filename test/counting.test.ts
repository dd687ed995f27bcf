/** Rows counted by the values of a column and by two segments: in each engine, and row by row, the same numbers. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Conditions } from '../runtime/conditions/tree.ts'
import { type Doors, openDoors } from './doors.ts'
import { freshDatabase } from './stand-ins/postgres.ts'
import { sql } from './stand-ins/reading.ts'

/** 120 orders: a status of four or none, a country of two, a note that is hard to quote, a buyer for each. */
const statuses = ['paid', 'open', 'refunded', "it's late", '']
const orders = Array.from({ length: 120 }, (_, i) => ({
  order_id: `o${i}`,
  status: statuses[i % 7] ?? 'paid',
  country: i % 3 ? 'FR' : 'DE',
  amount: String((i % 11) + 0.5),
  first_name: `Name${i % 4}`,
  buyer: `b${i}`,
}))
type Order = (typeof orders)[number]

let doors: Doors
let shopUrl = ''
beforeAll(async () => {
  doors = await openDoors()
  const names = Object.keys(orders[0]!) as (keyof Order)[]
  writeFileSync(
    join(doors.folder, 'orders.csv'),
    [names.join(','), ...orders.map(order => names.map(name => order[name]).join(','))].join('\n'),
  )
  const url = await freshDatabase()
  shopUrl = url
  const values = orders.map(order => `(${names.map(name => `nullif('${order[name].replaceAll("'", "''")}', '')`).join(', ')})`)
  await sql(
    url,
    `create table orders as select order_id, status, country, amount::numeric, first_name, buyer, array['a'] as tags, point(length(status), 0) as spot from (values ${values.join(', ')}) v(${names.join(', ')})`,
  )
  expect((await doors.ask('PUT', '/api/connections/shop', { kind: 'postgres', settings: { url } })).status).toBe(200)
})
afterAll(() => doors?.close())

const sources = {
  postgres: { kind: 'postgres', config: { connection: 'shop' } },
  file: { kind: 'file', config: { path: 'orders.csv' } },
}
const is = (column: string, value: string): Conditions => ({ match: 'all', conditions: [{ column, op: 'is', value }] })
const all = (...conditions: Conditions['conditions']): Conditions => ({ match: 'all', conditions })
const drawn = (of: keyof typeof sources, ...filters: { where: Conditions; port?: string }[]) => ({
  tributary: 1,
  name: 'counted',
  nodes: [
    { id: 'shop', ...sources[of] },
    { id: 'orders', kind: 'table', config: { table: 'orders', key: ['order_id'] } },
    ...filters.map(({ where }, i) => ({ id: `f${i}`, kind: 'filter', config: { where } })),
  ],
  edges: [
    { from: 'shop', to: 'orders' },
    ...filters.map((_, i) => ({
      from: i === 0 ? 'orders' : `f${i - 1}`,
      to: `f${i}`,
      ...(i > 0 && { port: filters[i - 1]!.port ?? 'kept' }),
    })),
  ],
})
const last = (document: ReturnType<typeof drawn>) => document.nodes.at(-1)!.id
const breakdown = async (document: ReturnType<typeof drawn>, column: string, more: object = {}) =>
  (await doors.ask('POST', '/api/flows/sample/breakdown', { document, node: last(document), column, ...more })).json
const tally = (rows: readonly Order[], column: keyof Order) => {
  const counts = new Map<string | null, number>()
  for (const row of rows) counts.set(row[column] || null, (counts.get(row[column] || null) ?? 0) + 1)
  return Object.fromEntries(counts)
}
const told = ({ values }: { values: { value: unknown; rows: number }[] }) =>
  Object.fromEntries(values.map(({ value, rows }) => [String(value), rows]))

describe.each(Object.keys(sources) as (keyof typeof sources)[])('%s', of => {
  const german = { where: is('country', 'DE') }
  const notPaid = { where: all({ segment: 'Paid', is: false, where: is('status', 'paid') }) }
  test.each<[string, { where: Conditions; port?: string }[], (order: Order) => boolean]>([
    ['all rows of a model', [], () => true],
    ['kept rows of a filter', [german], ({ country }) => country === 'DE'],
    ['a segment left out, and no status is none', [german, notPaid], ({ country, status }) => country === 'DE' && status !== 'paid'],
    [
      'what another filter left out',
      [{ ...german, port: 'left_out' }, notPaid],
      ({ country, status }) => country === 'FR' && status !== 'paid',
    ],
    ['a value that is written out nowhere', [{ where: is('status', "it's late") }], ({ status }) => status === "it's late"],
    [
      'a condition that no engine decides',
      [{ where: all({ column: 'country', op: 'matches', value: '^D' }) }],
      ({ country }) => country === 'DE',
    ],
    ['a number among the conditions', [{ where: all({ column: 'amount', op: 'gt', value: 5 }) }], ({ amount }) => Number(amount) > 5],
    ['no rows', [{ where: is('status', 'nobody') }], () => false],
  ])('%s', async (_, filters, kept) => {
    const rows = orders.filter(kept)
    const found = await breakdown(drawn(of, ...filters), 'status')
    expect(found).toMatchObject({ rows: rows.length, whole: true, column: 'status' })
    expect(told(found)).toEqual(tally(rows, 'status'))
    expect(found.distinct).toBe(found.values.length)
    expect(found.values.map((one: any) => one.rows)).toEqual(
      found.values.map((one: any) => one.rows).toSorted((a: number, b: number) => b - a),
    )
  })
  test('of more than 50 values the first 20 are shown, and how many there are', async () => {
    const found = await breakdown(drawn(of), 'buyer')
    expect(found).toMatchObject({ rows: 120, distinct: 120 })
    expect(found.values).toHaveLength(20)
  })
  test('personal values are masked, unless a person asks for them', async () => {
    const found = await breakdown(drawn(of), 'first_name')
    expect(found.values.map((one: any) => one.value)).toEqual(['N•••', 'N•••', 'N•••', 'N•••'])
    expect(told(await breakdown(drawn(of), 'first_name', { values: true }))).toEqual(tally(orders, 'first_name'))
  })
  test('two segments: only the one, both, only the other, neither', async () => {
    await doors.ask('PUT', '/api/segments/German', { where: is('country', 'DE') })
    await doors.ask('PUT', '/api/segments/Paid', { where: is('status', 'paid') })
    await doors.ask('PUT', '/api/segments/Pattern', { where: all({ column: 'status', op: 'matches', value: '^paid$' }) })
    const paid = ({ status }: Order) => status === 'paid'
    for (const other of ['Paid', 'Pattern']) {
      const document = drawn(of, { where: all({ column: 'status', op: 'is_not', value: 'open' }) })
      const rows = orders.filter(({ status }) => status !== 'open')
      const count = (a: boolean, b: boolean) => rows.filter(row => (row.country === 'DE') === a && paid(row) === b).length
      const { json } = await doors.ask('POST', '/api/flows/sample/overlap', { document, node: 'f0', segments: ['German', other] })
      expect(json).toEqual({
        segments: ['German', other],
        onlyA: count(true, false),
        both: count(true, true),
        onlyB: count(false, true),
        neither: count(false, false),
        whole: true,
      })
    }
  })
})

test('a column that a lookup brings is counted too, joined in the source and read beside it', async () => {
  const look = { table: 'orders', on: [{ column: 'order_id', matches: 'order_id' }], columns: [{ column: 'country' }], prefix: 'their_' }
  for (const of of ['postgres', 'file'] as const) {
    const document = drawn(of, { where: is('status', 'paid') })
    document.nodes.push({ id: 'look', kind: 'lookup', config: look } as never)
    document.edges.push({ from: 'f0', to: 'look', port: 'kept' })
    const rows = orders.filter(({ status }) => status === 'paid')
    expect(told(await breakdown(document, 'their_country'))).toEqual(tally(rows, 'country'))
  }
})
test('moments are counted by the day on which they are in the zone of the flow, the latest first', async () => {
  await sql(
    shopUrl,
    `create table visits as select i as order_id, timestamptz '2026-10-24 22:30:00Z' + i * interval '1 hour' as seen,
       timestamp '2026-10-25 23:59:59' + (i % 2) * interval '1 second' as wall from generate_series(0, 26) i;
     insert into visits values (98, null, null), (99, 'infinity', null)`,
  )
  const counted = async (column: string, zone?: string) => {
    const document = {
      ...drawn('postgres'),
      ...(zone && { schedule: { cron: '0 6 * * *', timezone: zone } }),
    }
    document.nodes = [document.nodes[0]!, { id: 'orders', kind: 'table', config: { table: 'visits', key: ['order_id'] } } as never]
    return breakdown(document, column)
  }
  const lines = ({ values }: any) => values.map((one: any) => [one.value, one.rows])
  // On 25 October the clocks of Berlin are set back: from 00:30 there to 00:30 are 25 hours.
  const berlin = await counted('seen', 'Europe/Berlin')
  expect(lines(berlin)).toEqual([
    ['infinity', 1],
    ['2026-10-26', 2],
    ['2026-10-25', 25],
    [null, 1],
  ])
  expect(berlin).toMatchObject({ rows: 29, distinct: 4, whole: true, days: 'Europe/Berlin' })
  expect(lines(await counted('seen')).slice(1)).toEqual([
    ['2026-10-26', 1],
    ['2026-10-25', 24],
    ['2026-10-24', 2],
    [null, 1],
  ])
  expect(lines(await counted('wall', 'Europe/Berlin'))).toEqual([
    ['2026-10-26', 13],
    ['2026-10-25', 14],
    [null, 2],
  ])
})
test('values that the database does not group are counted here; what needs it to compare them says so', async () => {
  const found = await breakdown(drawn('postgres'), 'spot')
  expect(found).toMatchObject({ rows: 120, whole: true })
  const lengths = tally(
    orders.map(order => ({ ...order, status: order.status && `(${order.status.length},0)` }) as Order),
    'status',
  )
  expect(told(found)).toEqual(lengths)
  const document = drawn('postgres')
  document.nodes[1]!.config = { table: 'orders', key: ['spot'] } as never
  expect(await doors.ask('POST', '/api/flows/sample/repeats', { document, node: 'orders' })).toMatchObject({
    status: 422,
    json: { code: 'source.not_compared', title: 'The database cannot compare values of the type point' },
  })
})
test('what cannot be counted says why', async () => {
  const document = drawn('postgres')
  const ask = (path: string, body: object) => doors.ask('POST', `/api/flows/sample/${path}`, { document, node: 'orders', ...body })
  expect(await ask('breakdown', { column: 'colour' })).toMatchObject({ status: 422, json: { code: 'breakdown.no_column' } })
  expect(await ask('breakdown', { column: 'tags' })).toMatchObject({ status: 422, json: { code: 'breakdown.not_counted' } })
  expect(await ask('breakdown', { column: 'status', node: 'shop' })).toMatchObject({ status: 422, json: { code: 'model.not_whole' } })
  expect(await ask('overlap', { segments: ['German', 'Nobody'] })).toMatchObject({ status: 404 })
  await doors.ask('PUT', '/api/segments/Elsewhere', { where: is('colour', 'red') })
  expect(await ask('overlap', { segments: ['German', 'Elsewhere'] })).toMatchObject({ status: 422, json: { code: 'condition.no_column' } })
  const broken = drawn('postgres', { where: is('colour', 'red') })
  expect(await ask('breakdown', { document: broken, node: 'f0', column: 'status' })).toMatchObject({
    status: 422,
    json: { code: 'condition.no_column' },
  })
})
