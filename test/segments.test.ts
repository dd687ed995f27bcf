/** Segments from end to end: kept and left out in a run over real engines, and the library that they are chosen from. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Conditions, SegmentUse } from '../runtime/conditions/tree.ts'
import { spelledOut } from '../runtime/conditions/tree.ts'
import type { PathReport } from '../runtime/report.ts'
import { explainedText } from '../server/cli/explain.ts'
import { type Doors, openDoors } from './doors.ts'
import { type Platform, recordingPlatform } from './platforms/recording.ts'
import { type Engine, engine, only, ordersFlow } from './stand-ins/engine.ts'
import { freshDatabase } from './stand-ins/postgres.ts'
import { sql } from './stand-ins/reading.ts'

const paid: Conditions = { match: 'all', conditions: [{ column: 'status', op: 'is', value: 'paid' }] }
const small: Conditions = { match: 'all', conditions: [{ column: 'amount', op: 'lt', value: 10 }] }
const kept = (segment: string, where: Conditions): SegmentUse => ({ segment, is: true, where })
const leftOut = (segment: string, where: Conditions): SegmentUse => ({ segment, is: false, where })
const all = (...conditions: Conditions['conditions']): Conditions => ({ match: 'all', conditions })

/** Twelve orders: each status with each amount, an empty one among both. */
const statuses = ['paid', 'open', null]
const amounts = ['5.00', '9.99', '20.00', null]
const orders = statuses.flatMap((status, s) => amounts.map((amount, a) => ({ id: `o${s}${a}`, status, amount })))

describe('in a run', () => {
  let tributary: Engine
  let platform: Platform
  beforeAll(async () => {
    const url = await freshDatabase()
    const values = orders.map(({ id, status, amount }) => `('${id}', ${status ? `'${status}'` : 'null'}, ${amount ?? 'null'})`)
    await sql(
      url,
      `create table orders as select id as order_id, now() as ordered_at, id || '@example.com' as email, status::text, amount::numeric from (values ${values.join(', ')}) v(id, status, amount)`,
    )
    platform = await recordingPlatform({})
    tributary = await engine(
      { META_BASE_URL: platform.url },
      {
        'meta-main': { kind: 'meta', settings: { dataset: '123', token: 'EAA-canary' }, simulated: false },
        shop: { kind: 'postgres', settings: { url }, simulated: false },
      },
    )
    tributary.orders(
      orders.map(({ id, ...order }) => ({ order_id: id, ordered_at: new Date().toISOString(), email: `${id}@example.com`, ...order })),
    )
  })
  afterAll(async () => {
    await tributary?.close()
    await platform?.close()
  })
  const sources = {
    postgres: { source: { kind: 'postgres', config: { connection: 'shop' } }, extra: [] },
    file: { source: { kind: 'file', config: { path: 'orders.csv' } }, extra: [] },
    // A pattern is decided here, and everything with it.
    'in JavaScript': {
      source: { kind: 'postgres', config: { connection: 'shop' } },
      extra: [{ column: 'order_id', op: 'matches', value: '^o' }],
    },
  } as const
  const run = async (of: keyof typeof sources, where: Conditions): Promise<PathReport> => {
    const flow = ordersFlow('meta', 'meta-main')
    const { source, extra } = sources[of]
    flow.nodes[0] = { id: 'shop', ...source } as never
    flow.nodes[1] = { id: 'orders', kind: 'sql', config: { sql: 'select * from orders', key: ['order_id'] } } as never
    flow.nodes[2] = { id: 'paid', kind: 'filter', config: { where: { ...where, conditions: [...extra, ...where.conditions] } } } as never
    return only(await tributary.run(flow, { dryRun: true }))
  }
  const reasons = ({ reasons: found }: PathReport) =>
    Object.fromEntries(
      found.filter(({ outcome }) => outcome === 'filtered').map(({ code, field, rows }) => [field ? `${code} ${field}` : code, rows]),
    )

  describe.each(Object.keys(sources) as (keyof typeof sources)[])('%s', of => {
    test.each<[string, Conditions, number, Record<string, number>]>([
      ['kept', all(kept('Paid orders', paid)), 4, { 'outside_segment Paid orders': 8 }],
      ['left out, and rows without a status stay', all(leftOut('Paid orders', paid)), 8, { 'inside_segment Paid orders': 4 }],
      ['an unknown amount is in no segment of small ones', all(leftOut('Small', small)), 6, { 'inside_segment Small': 6 }],
      [
        'two, and each row counts for the first that decides',
        all(kept('Paid orders', paid), leftOut('Small', small)),
        2,
        { 'outside_segment Paid orders': 8, 'inside_segment Small': 2 },
      ],
      [
        'own conditions count before segments, wherever they stand',
        all(leftOut('Small', small), { column: 'status', op: 'is_not_empty' }),
        4,
        { filtered: 4, 'inside_segment Small': 4 },
      ],
      ['either of two', { match: 'any', conditions: [kept('Paid orders', paid), kept('Small', small)] }, 8, { filtered: 4 }],
    ])('%s', async (_, where, rows, left) => {
      // With "any", the pattern would let every row in.
      if (of === 'in JavaScript' && where.match === 'any') where = all(where)
      const report = await run(of, where)
      expect(reasons(report)).toEqual(left)
      expect(report.tally).toMatchObject({ read: 12, filtered: 12 - rows })
      const spelled = await run(of, spelledOut(where))
      expect(spelled.tally).toEqual(report.tally)
      expect(spelled.nodes).toEqual(report.nodes)
    })
  })
})

describe('in the library', () => {
  let doors: Doors
  beforeAll(async () => {
    doors = await openDoors()
  })
  afterAll(() => doors?.close())
  const path = (name: string) => `/api/segments/${encodeURIComponent(name)}`
  const listed = async (name: string) => (await doors.ask('GET', '/api/segments')).json.find((segment: any) => segment.name === name)
  /** The sample flow with a filter that uses the segment, as its draft. */
  const draft = async (id: string, use: SegmentUse) => {
    const { json: flow } = await doors.ask('GET', `/api/flows/${id}`)
    const document = structuredClone(flow.document)
    const edge = document.edges.find((e: any) => document.nodes.find((n: any) => n.id === e.from).kind === 'table')
    if (document.nodes.some((n: any) => n.id === 'segmented'))
      document.nodes.find((n: any) => n.id === 'segmented').config = { where: all(use) }
    else {
      document.nodes.push({ id: 'segmented', kind: 'filter', config: { where: all(use) } })
      document.edges.push({ ...edge, from: 'segmented', port: 'kept' })
      edge.to = 'segmented'
    }
    const saved = await doors.ask('PUT', `/api/flows/${id}`, { document }, { 'if-match': `"${flow.revision}"` })
    expect(saved.status, saved.text).toBe(200)
  }
  const remarks = async (id: string) =>
    (await doors.ask('POST', `/api/flows/${id}/check`, {})).json.problems.filter((problem: any) => problem.code.startsWith('segment.'))

  test('a segment is made, changed by whoever read the last one, and every change is kept', async () => {
    const first = await doors.ask('PUT', path('VIP buyers'), { where: paid, madeOn: { connection: 'shop', rows: 'orders' } })
    expect(first.json).toMatchObject({
      name: 'VIP buyers',
      revision: 1,
      sentence: 'Status is paid',
      usedBy: [],
      madeOn: { connection: 'shop' },
    })
    expect(await doors.ask('PUT', path('vip BUYERS'), { where: paid })).toMatchObject({ status: 409 })
    expect(await doors.ask('PUT', path('VIP buyers'), { where: small })).toMatchObject({ status: 409 })
    const second = await doors.ask('PUT', path('VIP buyers'), { where: small }, { 'if-match': '"1"' })
    expect(second.json).toMatchObject({ revision: 2, sentence: 'Amount is less than 10', madeOn: { connection: 'shop' } })
    const clash = await doors.ask('PUT', path('VIP buyers'), { where: paid }, { 'if-match': '"1"' })
    expect(clash).toMatchObject({ status: 409, json: { code: 'save.clash', raw: { revision: 2, sentence: 'Amount is less than 10' } } })
    expect((await doors.ask('DELETE', path('VIP buyers'))).status).toBe(204)
    expect(await listed('VIP buyers')).toBeUndefined()
    const { json: history } = await doors.ask('GET', `${path('VIP buyers')}/history`)
    expect(history.map(({ revision, sentence, by }: any) => [revision, sentence, by])).toEqual([
      [3, null, 'api'],
      [2, 'Amount is less than 10', 'api'],
      [1, 'Status is paid', 'api'],
    ])
    expect((await doors.ask('PUT', path('VIP buyers'), { where: paid })).json.revision).toBe(4)
    expect((await doors.ask('DELETE', path('VIP buyers'))).status).toBe(204)
  })
  test('a segment that several flows use gets another name: they go on, are told, and take it over at a press', async () => {
    await doors.ask('PUT', path('Payers'), { where: paid })
    const { json: file } = await doors.ask('GET', '/api/flows/sample/export')
    const { json: second } = await doors.ask('POST', '/api/flows/import', file)
    for (const id of ['sample', second.id]) await draft(id, kept('Payers', paid))
    expect((await doors.ask('POST', '/api/flows/sample/publish', {})).status).toBe(200)
    expect(await doors.ask('POST', `${path('Payers')}/rename`, { name: 'Buyers' }, { 'if-match': '"7"' })).toMatchObject({ status: 409 })
    const renamed = await doors.ask('POST', `${path('Payers')}/rename`, { name: 'Buyers' }, { 'if-match': '"1"' })
    expect(renamed.json).toMatchObject({ name: 'Buyers', revision: 1, where: paid, formerly: ['Payers'] })
    expect(await listed('Payers')).toBeUndefined()
    const users = Object.fromEntries((await listed('Buyers')).usedBy.map((user: any) => [user.flow, [user.draft, user.live]]))
    expect(users).toEqual({ sample: ['current', 'current'], [second.id]: ['current', null] })
    expect(await doors.ask('DELETE', path('Buyers'))).toMatchObject({ status: 409, json: { code: 'segment.in_use' } })
    const told = {
      node: 'segmented',
      code: 'segment.renamed',
      level: 'worth_a_look',
      message: 'The segment "Payers" is now called "Buyers". The flow works as it is.',
      fixes: [{ label: 'Call it Buyers', set: { path: ['where', 'conditions', '0', 'segment'], value: 'Buyers' } }],
    }
    for (const id of ['sample', second.id]) expect(await remarks(id)).toMatchObject([told])
    // A change of what it means reaches them under both names.
    await doors.ask('PUT', path('Buyers'), { where: small }, { 'if-match': '"1"' })
    expect((await remarks('sample')).map((one: any) => one.code)).toEqual(['segment.renamed', 'segment.changed'])
    await draft(second.id, kept('Buyers', small))
    expect(await remarks(second.id)).toEqual([])
    await draft('sample', kept('Buyers', small))
    expect(await remarks('sample')).toMatchObject([{ code: 'segment.unpublished' }])
    // Back and forth, and a case of its letters.
    await doors.ask('POST', `${path('Buyers')}/rename`, { name: 'Payers' })
    await doors.ask('POST', `${path('Payers')}/rename`, { name: 'PAYERS' })
    expect(await listed('PAYERS')).toMatchObject({ where: small, formerly: ['Buyers', 'Payers'] })
    await doors.ask('PUT', path('Others'), { where: paid })
    for (const taken of ['Others', 'OTHERS'])
      expect(await doors.ask('POST', `${path('PAYERS')}/rename`, { name: taken }), taken).toMatchObject({ status: 409 })
    for (const none of ['a/b', ' ', 'x'.repeat(101)])
      expect((await doors.ask('POST', `${path('PAYERS')}/rename`, { name: none })).status, none).toBe(400)
    expect((await doors.ask('POST', `${path('nobody')}/rename`, { name: 'Anybody' })).status).toBe(404)
    const { json: history } = await doors.ask('GET', `${path('Buyers')}/history`)
    expect(history[0]).toMatchObject({ where: null, renamedTo: 'Payers' })
    expect((await doors.ask('DELETE', `/api/flows/${second.id}`)).status).toBe(204)
    await doors.ask('DELETE', path('Others'))
  })
  test('nothing, and a name that is none, are declined', async () => {
    expect(await doors.ask('PUT', path('Everything'), { where: all() })).toMatchObject({ status: 400, json: { code: 'segment.empty' } })
    for (const name of ['a/b', ' ', 'x'.repeat(101), 'two\nlines'])
      expect((await doors.ask('PUT', path(name), { where: paid })).status, name).toBe(400)
    expect((await doors.ask('DELETE', path('nobody'))).status).toBe(404)
    expect((await doors.ask('PUT', path('nobody'), { where: paid }, { 'if-match': '1' })).status).toBe(404)
  })
  test('a segment of segments is saved as what they stand for', async () => {
    const { json } = await doors.ask('PUT', path('Both'), { where: all(kept('Paid', paid), leftOut('Small', small)) })
    expect(json.where).toEqual(all(all(paid), { match: 'none', conditions: [small] }))
    await doors.ask('DELETE', path('Both'))
  })
  test('a live flow goes on with the conditions it was published with; its check says what has changed, and how to take it', async () => {
    await doors.ask('PUT', path('Settled'), { where: paid })
    await draft('sample', kept('Settled', paid))
    expect(await remarks('sample')).toEqual([])
    expect((await doors.ask('POST', '/api/flows/sample/publish', {})).status).toBe(200)
    expect((await listed('Settled')).usedBy).toEqual([expect.objectContaining({ flow: 'sample', draft: 'current', live: 'current' })])
    expect(await doors.ask('DELETE', path('Settled'))).toMatchObject({ status: 409, json: { code: 'segment.in_use' } })

    const wide: Conditions = { match: 'any', conditions: [...paid.conditions, { column: 'status', op: 'is', value: 'shipped' }] }
    await doors.ask('PUT', path('Settled'), { where: wide }, { 'if-match': '"1"' })
    const { json: version } = await doors.ask('GET', '/api/flows/sample/versions/1')
    expect(JSON.stringify(version.document)).not.toContain('shipped')
    expect((await listed('Settled')).usedBy).toMatchObject([{ draft: 'older', live: 'older' }])
    const [changed] = await remarks('sample')
    expect(changed).toMatchObject({
      node: 'segmented',
      code: 'segment.changed',
      level: 'worth_a_look',
      message:
        'The segment "Settled" has changed since it was put in here. It was “Status is paid”, and is now “Status is paid or status is shipped”.',
      fixes: [{ set: { path: ['where', 'conditions', '0', 'where'], value: wide } }],
    })
    await draft('sample', kept('Settled', wide))
    expect(await remarks('sample')).toMatchObject([{ code: 'segment.unpublished', message: expect.stringContaining('publish again') }])
    expect((await listed('Settled')).usedBy).toMatchObject([{ draft: 'current', live: 'older' }])
    await doors.ask('POST', '/api/flows/sample/publish', {})
    expect(await remarks('sample')).toEqual([])
  })
  test('a file carries its segments along, and one that only names them is told what is missing', async () => {
    const { json } = await doors.ask('GET', '/api/flows/sample/export')
    const carried = await doors.ask('POST', '/api/flows/import', json)
    expect(carried.json.document.nodes).toEqual(json.nodes)
    await draft(carried.json.id, { segment: 'Settled', is: false })
    expect(await remarks(carried.json.id)).toMatchObject([
      { code: 'segment.no_conditions', level: 'must_fix', field: 'where.conditions.0' },
      { code: 'segment.changed', fixes: [{ label: 'Use Settled as it is now' }] },
    ])
    expect((await doors.ask('POST', `/api/flows/${carried.json.id}/publish`, {})).status).toBe(409)
  })
  test('who asks why a row was left out hears of the segment and of the condition in it', async () => {
    const nobody: Conditions = { match: 'all', conditions: [{ column: 'status', op: 'is', value: 'no such status' }] }
    await draft('sample', kept('Nobody', nobody))
    await doors.ask('POST', '/api/flows/sample/publish', {})
    const { json: looked } = await doors.ask('POST', '/api/flows/sample/preview', { rows: 1 })
    const key = looked.paths[0].nodes.find((node: any) => node.node === 'segmented').results[0].key
    const { json: told } = await doors.ask('GET', `/api/flows/sample/explain?key=${encodeURIComponent(key)}`)
    const step = told.paths[0].steps.find((one: any) => one.node === 'segmented')
    expect(step).toMatchObject({ outcome: 'filtered', code: 'outside_segment', field: 'Nobody', conditions: [{ met: false }] })
    expect(step.message).toContain('not in the segment “Nobody”')
    expect(explainedText(told.paths[0])).toContain('Segment “Nobody”: status is no such status')
  })
})
