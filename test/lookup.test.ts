/** Columns of a second table by key: in the database, in a file, and in memory, with one answer. */

import { hash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds } from '../nodes/kinds.ts'
import type { Row, Session, Source, Step } from '../runtime/contract.ts'
import { lookups } from '../runtime/lookup/looking.ts'
import type { PathReport } from '../runtime/report.ts'
import { type Platform, recordingPlatform } from './platforms/recording.ts'
import { type Engine, engine, ordersFlow } from './stand-ins/engine.ts'
import { freshDatabase } from './stand-ins/postgres.ts'
import { never, NOW as now, readAll, sql, stopped, withSession } from './stand-ins/reading.ts'

const folder = mkdtempSync(join(tmpdir(), 'tributary-lookup-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let url = ''

/** Orders and customers in one table, since a file is one: c1 twice, c2 once, c3 twice at one time, c4 without a time, one nameless. */
const header = ['id', 'what', 'customer', 'number', 'email', 'changed_at', 'spent']
const cells: (string | null)[][] = [
  ['o1', 'order', 'c1', '1', null, null, null],
  ['o2', 'order', 'c2', '2', null, null, null],
  ['o3', 'order', 'c3', '3', null, null, null],
  ['o4', 'order', 'c4', '4', null, null, null],
  ['o5', 'order', 'c9', '9', null, null, null],
  ['o6', 'order', null, null, null, null, null],
  ['o7', 'order', 'C1', '1', null, null, null],
  ['c1', 'customer', null, '1', 'old@example.com', '2026-11-01T10:00:00Z', '9'],
  ['c1', 'customer', null, '1', 'new@example.com', '2026-11-20T10:00:00Z', '100'],
  ['c2', 'customer', null, '2', 'two@example.com', '2026-11-01T10:00:00Z', '12345678901234567.25'],
  ['c3', 'customer', null, '3', 'b@example.com', '2026-11-01T10:00:00Z', '1'],
  ['c3', 'customer', null, '3', 'a@example.com', '2026-11-01T10:00:00Z', '2'],
  ['c4', 'customer', null, '4', 'undated@example.com', null, '1'],
  ['c4', 'customer', null, '4', 'dated@example.com', '2026-01-01T00:00:00Z', '1'],
  [null, 'customer', null, null, 'nobody@example.com', '2026-11-20T10:00:00Z', '1'],
]
beforeAll(async () => {
  writeFileSync(join(folder, 'shop.csv'), `${[header, ...cells].map(line => line.map(cell => cell ?? '').join(',')).join('\n')}\n`)
  url = await freshDatabase()
  const values = cells.map(line => `(${line.map(cell => (cell === null ? 'null' : `'${cell}'`)).join(',')})`).join(',')
  await sql(
    url,
    `create table shop as select id, what, customer, number::bigint, email, changed_at::timestamptz, spent::numeric from (values ${values}) v(${header.join(',')})`,
  )
})

const only = (what: string) => ({ sql: `select id, customer, number from shop where what = '${what}'` })
const orders = { from: only('order'), key: ['id'] }
const config = (settings: object) => (kinds.get('lookup') as Step).config.parse(settings)
const placed = (settings: object, after?: 'formula') => [
  ...(after ? [{ id: 'before', name: 'before', kind: kinds.get(after) as Step, config: { columns: [] }, port: '' }] : []),
  { id: 'look', name: 'look', kind: kinds.get('lookup') as Step, config: config(settings), port: '' },
]
const byCustomer = {
  table: 'shop',
  on: [{ column: 'customer', matches: 'id' }],
  columns: [{ column: 'email' }, { column: 'spent', as: 'customer_spent' }],
}

const sha256 = (text: string) => hash('sha256', text, 'hex')

interface Sent {
  data: { user_data?: { em?: string[] } }[]
}

interface Told {
  rows: Record<string, Row>
  lost: string[]
  joined: boolean
}
async function looked(session: Session, settings: object, after?: 'formula'): Promise<Told> {
  const shape = await session.describe(orders)
  const found = await lookups(placed(settings, after), session, orders, shape)
  await found.load(() => shape, { now, stop: never })
  const { bring } = found.looking('look')!
  const lost: string[] = []
  const rows: Record<string, Row> = {}
  for (const row of await readAll(session, found.query)) {
    const made = bring(row, (code, field) => lost.push(`${row.id} ${code} ${field}`)) as Row
    rows[String(row.id)] = Object.fromEntries(Object.entries(made).filter(([key]) => !key.startsWith('tributary_')))
  }
  return { rows, lost: lost.sort(), joined: found.joined.size > 0 }
}

const opens: readonly (readonly [string, () => [unknown, unknown]])[] = [
  ['postgres', () => [{ connection: 'db' }, { url }]],
  ['file', () => [{ path: 'shop.csv' }, undefined]],
]
describe.each(opens)('%s', (kind, ends) => {
  const within = <T>(work: (session: Session) => Promise<T>) => {
    const [settings, connection] = ends()
    return withSession(
      kinds.get(kind) as Source,
      { config: settings, ...(connection !== undefined && { connection }) } as never,
      { folder },
      work,
    )
  }
  describe.each([
    ['in the source', undefined, true],
    ['in memory', 'formula', false],
  ] as const)('%s', (_, after, inSource) => {
    const look = (settings: object) => within(session => looked(session, settings, after))

    test('every row once, with the newest row of its key; none and several are told', async () => {
      const told = await look({ ...byCustomer, take: 'last', by: 'changed_at' })
      expect(told.joined).toBe(inSource)
      expect(Object.fromEntries(Object.entries(told.rows).map(([id, row]) => [id, row.email]))).toEqual({
        o1: 'new@example.com',
        o2: 'two@example.com',
        o3: 'a@example.com',
        o4: 'dated@example.com',
        o5: null,
        o6: null,
        o7: null,
      })
      expect(told.lost).toEqual([
        'o1 lookup_several shop',
        'o3 lookup_several shop',
        'o4 lookup_several shop',
        'o5 lookup_unmatched shop',
        'o6 lookup_unmatched shop',
        'o7 lookup_unmatched shop',
      ])
      expect(Object.keys(told.rows.o1!)).toEqual(['id', 'customer', 'number', 'email', 'customer_spent'])
    })
    test('values arrive with every digit', async () => {
      expect(String((await look(byCustomer)).rows.o2!.customer_spent)).toBe('12345678901234567.25')
    })
    test('the first by a number, as a number', async () => {
      const { rows } = await look({ ...byCustomer, take: 'first', by: 'spent' })
      expect([rows.o1!.email, rows.o3!.email]).toEqual(['old@example.com', 'b@example.com'])
    })
    test('without an order the same row every time: the one whose values sort first', async () => {
      const { rows } = await look({ ...byCustomer, columns: [{ column: 'email' }] })
      expect([rows.o1!.email, rows.o3!.email]).toEqual(['new@example.com', 'a@example.com'])
    })
    test('a key of two columns; numbers are the same by value', async () => {
      const on = [
        { column: 'customer', matches: 'id' },
        { column: 'number', matches: 'number' },
      ]
      const told = await look({ ...byCustomer, on, prefix: 'their_', columns: [{ column: 'email' }], by: 'changed_at' })
      expect([told.rows.o1!.their_email, told.rows.o7!.their_email]).toEqual(['new@example.com', null])
    })
    test('a number and a text, compared as text', async () => {
      // No id is written like a number here, so nothing is found, and nothing fails.
      const told = await look({ ...byCustomer, on: [{ column: 'number', matches: 'id', asText: true }] })
      expect(told.lost.every(line => line.includes('unmatched'))).toBe(true)
      expect(Object.keys(told.rows)).toHaveLength(7)
      const same = await look({ ...byCustomer, on: [{ column: 'number', matches: 'number', asText: true }], by: 'changed_at' })
      expect(same.rows.o1!.email).toBe('new@example.com')
    })
  })
  test('what a later filter needs is decided in the source', async () => {
    await within(async session => {
      const shape = await session.describe(orders)
      const found = await lookups(placed({ ...byCustomer, by: 'changed_at' }), session, orders, shape)
      const where = { match: 'all', conditions: [{ column: 'email', op: 'is', value: 'two@example.com' }] } as const
      expect(session.narrows!(where, found.wide)).toBe(true)
      expect(await session.count!(found.query, [undefined, where], now)).toEqual([7, 1])
    })
  })
  test('a second table that is not there, or too large to be held, names the step', async () => {
    await within(async session => {
      const shape = await session.describe(orders)
      const cause = await stopped(lookups(placed({ ...byCustomer, table: 'nowhere' }), session, orders, shape))
      expect([cause.code, cause.node]).toEqual(['source.no_table', 'look'])
      expect(cause.why).toMatch(/only tables of the source that its rows come from: .*one zip\.$/)
      const found = await lookups(placed(byCustomer, 'formula'), session, orders, shape)
      const large = await stopped(found.load(() => shape, { now, stop: never, most: 3 }))
      expect([large.code, large.node]).toEqual(['lookup.too_many', 'look'])
    })
  })
})

describe('a run with a lookup', () => {
  let tributary: Engine
  let platform: Platform
  beforeAll(async () => {
    platform = await recordingPlatform()
    tributary = await engine(
      { META_BASE_URL: platform.url },
      {
        'meta-main': { kind: 'meta', settings: { dataset: '123', token: 'EAA-canary' }, simulated: false },
        shop: { kind: 'postgres', settings: { url }, simulated: false },
      },
    )
    await sql(
      url,
      `create table orders as select 'A' || i as order_id, i % 10 as customer_id, now() - interval '1 minute' as ordered_at, '19.90' as amount, case when i < 80 then 'paid' else 'open' end as status from generate_series(0, 99) i;
       create table customers as select i as id, 'person' || i || '@example.com' as email, case when i < 5 then 'gold' else 'plain' end as tier, now() - i * interval '1 day' as updated_at from generate_series(0, 7) i;
       insert into customers values (3, 'newer3@example.com', 'gold', now())`,
    )
  })
  afterAll(async () => {
    await tributary?.close()
    await platform?.close()
  })
  const tier = (value: string) => ({
    id: 'tier',
    kind: 'filter',
    config: { where: { match: 'all', conditions: [{ column: 'tier', op: 'is', value }] } },
  })
  const formula = { id: 'work', kind: 'formula', config: { columns: [{ name: 'half', formula: '[amount] / 2' }] } }
  function flow(between: readonly object[]) {
    const drawn = ordersFlow('meta', 'meta-main')
    const [, , paid, map, ...rest] = drawn.nodes as { id: string }[]
    const look = {
      id: 'look',
      kind: 'lookup',
      config: {
        table: 'customers',
        on: [{ column: 'customer_id', matches: 'id' }],
        columns: [{ column: 'email' }, { column: 'tier' }],
        take: 'last',
        by: 'updated_at',
      },
    }
    const nodes = [
      { id: 'shop', kind: 'postgres', config: { connection: 'shop' } },
      { id: 'orders', kind: 'table', config: { table: 'orders', key: ['order_id'] } },
      paid!,
      ...between.map(step => (step === null ? look : step)),
      map!,
      ...rest,
    ] as { id: string; kind: string }[]
    const edges = nodes
      .slice(1)
      .map((node, i) => ({ from: nodes[i]!.id, to: node.id, ...(nodes[i]!.kind === 'filter' && { port: 'kept' }) }))
    return { ...drawn, name: `lookup ${nodes.map(n => n.id).join()}`, nodes, edges }
  }
  const here = null as unknown as object
  const warned = (report: PathReport) =>
    Object.fromEntries(report.reasons.filter(r => r.outcome === 'warning').map(r => [r.code, [r.node, r.rows]]))

  // 80 paid orders over 10 customers: 8 and 9 are unknown (nobody to match, so held back when they come that far), 3 has two rows.
  test.each([
    ['alone', [here], 64, 0, 16],
    ['before a filter that the database decides', [here, tier('gold')], 40, 40, 0],
    ['after a step that changes columns, in memory', [formula, here, tier('gold')], 40, 40, 0],
  ] as const)('%s: every row once, the books balance, none and several are told', async (_, between, delivered, left, invalid) => {
    const { path, report } = await once(flow(between))
    expect(report.tally).toMatchObject({ read: 100, delivered, filtered: 20 + left, invalid })
    expect(warned(report)).toMatchObject({ lookup_unmatched: ['look', 16], lookup_several: ['look', 8] })
    expect(path.nodes.find(n => n.node === 'look')).toMatchObject({ in: 80, out: 80 })
    const emails = new Set(platform.bodies.flatMap(body => (JSON.parse(body) as Sent).data.map(event => event.user_data?.em?.[0])))
    expect(emails.has(sha256('newer3@example.com'))).toBe(true)
    expect(emails.has(sha256('person3@example.com'))).toBe(false)
  })
  async function once(document: object) {
    platform.bodies.length = 0
    const report = await tributary.run(document)
    const [path] = report.paths
    return { path: path!, report: path! }
  }
  test('a preview shows at each step what is there at that step', async () => {
    const [look] = await tributary.look(flow([here]), 20)
    const at = (node: string) => Object.keys(look!.nodes.find(n => n.node === node)!.rows[0]!)
    expect(at('orders')).toEqual(['order_id', 'customer_id', 'ordered_at', 'amount', 'status'])
    expect(at('look')).toEqual(['order_id', 'customer_id', 'ordered_at', 'amount', 'status', 'email', 'tier'])
  })
})
