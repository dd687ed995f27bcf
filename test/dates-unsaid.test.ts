/** Dates of a file that can be read in two ways: said before publishing, mended with one press, and then sent as the press said. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Fix, Problem } from '../runtime/contract.ts'
import { type Doors, openDoors } from './doors.ts'

let doors: Doors
beforeAll(async () => {
  doors = await openDoors({}, { fresh: true })
  mkdirSync(join(doors.folder, 'uploads'), { recursive: true })
})
afterAll(() => doors?.close())

interface Node {
  id: string
  kind: string
  config: Record<string, unknown>
}
interface Drawing {
  nodes: Node[]
  edges: { from: string; to: string }[]
}
let number = 0
/** A drawing over a file of these times; `fields` and `hash` stand in for what the drawing has. */
function drawing(
  times: readonly string[],
  { fields = {}, hash, zone = 'Europe/Paris' }: { fields?: object; hash?: object; zone?: string | null } = {},
) {
  const file = `dates${++number}`
  const rows = times.map((time, at) => `A${at};${time};ann${at}@example.com;12`)
  writeFileSync(join(doors.folder, `uploads/${file}.csv`), `order_id;sold;email;amount\n${rows.join('\n')}\n`)
  const mapped = {
    event_name: { value: 'Purchase' },
    action_source: { value: 'physical_store' },
    event_time: { column: 'sold' },
    email: { column: 'email' },
    value: { column: 'amount' },
    currency: { value: 'EUR' },
    ...fields,
  }
  const steps: Node[] = [
    { id: 'shop', kind: 'file', config: { path: `uploads/${file}.csv` } },
    { id: 'orders', kind: 'table', config: { table: file, key: ['order_id'], ...(zone && { timezone: zone }) } },
    { id: 'map', kind: 'mapping', config: { fields: mapped } },
    ...(hash ? [{ id: 'hash', kind: 'hash', config: hash as Record<string, unknown> }] : []),
    { id: 'inbox', kind: 'inbox', config: {} },
  ]
  return { tributary: 1, name: file, nodes: steps, edges: steps.slice(1).map((step, at) => ({ from: steps[at]!.id, to: step.id })) }
}
async function checked(document: Drawing) {
  const { json } = await doors.ask('POST', '/api/flows', { document })
  const { json: found } = await doors.ask('POST', `/api/flows/${json.id}/check`, {})
  const dates = (found.problems as Problem[]).filter(({ code }) => code === 'map.date_order' || code === 'time_without_zone')
  return { id: json.id as string, dates }
}
function pressed(document: Drawing, { node }: Problem, { set, node: elsewhere }: Fix): Drawing {
  const mended = structuredClone(document)
  let at: Record<string, unknown> = mended.nodes.find(({ id }) => id === (elsewhere ?? node))!.config
  for (const key of set.path.slice(0, -1)) at = at[key] as Record<string, unknown>
  at[set.path.at(-1)!] = set.value
  return mended
}
/** Seconds since 1970 of every event that would leave, from the very bodies. */
async function times(document: Drawing): Promise<number[]> {
  const { json } = await doors.ask('POST', '/api/flows', { document })
  const { json: seen } = await doors.ask('POST', `/api/flows/${json.id}/preview`, { rows: 50 })
  return seen.paths[0].requests.flatMap(({ body }: { body: string }) => JSON.parse(body).data.map((event: any) => event.event_time))
}
const labels = ({ fixes = [] }: Problem) => fixes.map(({ label }) => label)
/** Days around today, so that a store's event of either reading is neither too old nor to come. */
const today = new Date()

describe('event times of two readings', () => {
  it('stop publishing, with both readings of one of them', async () => {
    const { id, dates } = await checked(drawing(['02/11/2026 09:15', '03/11/2026 10:00']))
    expect(dates).toMatchObject([{ node: 'map', field: 'event_time', level: 'must_fix', code: 'map.date_order' }])
    for (const text of ['"sold"', '"02/11/2026 09:15"', '2026-11-02 with the day first', '2026-02-11 with the month first'])
      expect(dates[0]!.message).toContain(text)
    expect(labels(dates[0]!)).toEqual(['The day comes first', 'The month comes first'])
    expect(await doors.ask('POST', `/api/flows/${id}/publish`, {})).toMatchObject({ status: 409, json: { code: 'flow.problems' } })
  })
  it.each([
    [['02/11/2026 09:15', '25/10/2026 10:00'], ['The day comes first'], 'must_fix'],
    [['02/11/2026 09:15', '10/25/2026 10:00'], ['The month comes first'], 'must_fix'],
    [['02/11/2026 09:15', '10/25/2026 10:00', '25/10/2026 10:00'], ['The day comes first', 'The month comes first'], 'must_fix'],
    [['25/10/2026 10:00', '26.10.2026 10:00'], ['The day comes first'], 'worth_a_look'],
    [['2026-10-25 10:00', '2026-10-26 10:00', '02/11/2026 10:00'], ['The day comes first', 'The month comes first'], 'worth_a_look'],
  ] as const)('of %j are offered %j (%s)', async (sold, offered, level) => {
    const { dates } = await checked(drawing(sold))
    expect(dates.map(({ level: found }) => found)).toEqual([level])
    expect(labels(dates[0]!)).toEqual(offered)
  })
  it.each([
    ['dates of one reading', ['2026-11-02 09:15', '2026-11-03T10:00:00Z', '11/11/2026 08:00'], {}],
    ['no date at all', ['soon', ''], {}],
    ['where Hash identity says it', ['02/11/2026 09:15'], { hash: { dayFirst: true } }],
    ['where the field says it', ['02/11/2026 09:15'], { fields: { event_time: { column: 'sold', unit: 'month_first' } } }],
  ] as const)('are not found: %s', async (_, sold, around) => {
    expect((await checked(drawing(sold, around))).dates).toEqual([])
  })
  it('are read as the press says, and only so', async () => {
    const [day, month] = [String(today.getUTCDate()).padStart(2, '0'), String(today.getUTCMonth() + 1).padStart(2, '0')]
    const noon = Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate()) / 1000
    for (const [order, sold] of [
      ['day_first', `${day}/${month}/${today.getUTCFullYear()} 00:00`],
      ['month_first', `${month}/${day}/${today.getUTCFullYear()} 00:00`],
    ] as const) {
      const document = drawing([sold, '31/31/2026 10:00'], { zone: 'UTC', fields: { event_time: { column: 'sold', unit: order } } })
      expect(await times(document)).toEqual([noon])
    }
  })
  it('made of several columns are mended where all dates are', async () => {
    const fields = { event_time: { first: ['sold', 'order_id'] } }
    const without = await checked(drawing(['02/11/2026 09:15'], { fields }))
    expect(without.dates).toMatchObject([{ node: 'map', field: 'event_time', level: 'must_fix', fixes: [] }])
    const document = drawing(['02/11/2026 09:15'], { fields, hash: {} })
    const [found] = (await checked(document)).dates
    expect(found).toMatchObject({ node: 'hash', level: 'must_fix' })
    expect(labels(found!)).toEqual(['The day comes first'])
    expect((await checked(pressed(document, found!, found!.fixes![0]!))).dates).toEqual([])
  })
})

it('one press mends it for good', async () => {
  const document = drawing(['02/11/2026 09:15', '25/10/2026 10:00'])
  const [found] = (await checked(document)).dates
  expect((await checked(pressed(document, found!, found!.fixes![0]!))).dates).toEqual([])
})

it('a birthday of two readings is worth a look, and no message shows one', async () => {
  const { dates } = await checked(drawing(['2026-11-02 09:15'], { fields: { birth_date: { column: 'order_id' } } }))
  expect(dates).toEqual([])
  const born = drawing(['05/06/1987'], { fields: { birth_date: { column: 'sold' }, event_time: { value: '2026-11-02T10:00:00Z' } } })
  const [found] = (await checked(born)).dates
  expect(found).toMatchObject({ field: 'birth_date', level: 'worth_a_look' })
  expect(found!.message).not.toContain('1987')
})

it('a text without a zone is told on the model, with zones to press', async () => {
  const document = drawing(['02/11/2026 09:15'], { zone: null })
  const { id, dates } = await checked({ ...document, schedule: { cron: '0 6 * * *', timezone: 'America/New_York' } } as Drawing)
  expect(dates.map(({ node, code, level }) => [node, code, level])).toEqual([
    ['map', 'map.date_order', 'must_fix'],
    ['orders', 'time_without_zone', 'must_fix'],
  ])
  expect(labels(dates[1]!)).toEqual(['They are in America/New_York', 'They are in UTC'])
  expect((await checked(pressed(document, dates[1]!, dates[1]!.fixes![0]!))).dates.map(({ code }) => code)).toEqual(['map.date_order'])
  // Who asks lives where the shop does, more likely than the server.
  for (const [here, offered] of [
    ['Europe/Berlin', ['They are in Europe/Berlin', 'They are in UTC']],
    ['Nowhere/Atall', ['They are in UTC']],
  ] as const) {
    const { json } = await doors.ask('POST', `/api/flows/${id}/check`, { document, timezone: here })
    expect(labels(json.problems.find(({ code }: { code: string }) => code === 'time_without_zone'))).toEqual(offered)
  }
})

it('a column of times without a zone is told on the field, and its zone is named in the model at a press', async () => {
  const document = drawing(['2026-11-02 09:15:00'], { zone: null })
  const { id } = await checked(document)
  const ask = async (asked: Drawing) => {
    const { json } = await doors.ask('POST', `/api/flows/${id}/check`, { document: asked, timezone: 'Europe/Berlin' })
    return (json.problems as Problem[]).filter(({ code }) => code === 'time_without_zone')
  }
  const [problem, ...others] = await ask(document)
  expect(others).toEqual([])
  expect(problem).toMatchObject({ node: 'map', field: 'event_time', level: 'must_fix' })
  expect(labels(problem!)).toEqual(['They are in Europe/Berlin', 'They are in UTC'])
  const mended = pressed(document, problem!, problem!.fixes![0]!)
  expect(mended.nodes[1]!.config).toMatchObject({ timezone: 'Europe/Berlin' })
  expect(await ask(mended)).toEqual([])
})

describe('the proof beside the field', () => {
  async function proof(document: Drawing) {
    const { json } = await doors.ask('POST', '/api/flows', { document })
    const { json: suggested } = await doors.ask('POST', `/api/flows/${json.id}/suggest`, { document, node: 'map' })
    return suggested.suggestions.find((s: { concept: string; column: string }) => s.concept === 'event_time' && s.column === 'sold_at')
  }
  const named = (document: Drawing): Drawing => {
    const [shop] = document.nodes
    const path = join(doors.folder, String(shop!.config.path))
    writeFileSync(path, readFileSync(path, 'utf8').replace('sold;', 'sold_at;'))
    return document
  }
  const said = (order?: string) => ({ fields: { event_time: { column: 'sold_at', ...(order && { unit: order }) } } })
  const NOV = Date.UTC(2026, 10, 2, 8, 15) / 1000
  it.each([
    ['nothing is said', { ...said() }, { cleaned: null, reason: 'Event time can be read as two dates.' }],
    ['the field says it', { ...said('day_first') }, { cleaned: String(NOV) }],
    ['the other order', { ...said('month_first') }, { cleaned: String(Date.UTC(2026, 1, 11, 8, 15) / 1000) }],
    ['Hash identity says it', { ...said(), hash: { dayFirst: true } }, { cleaned: String(NOV) }],
    ['no zone is named', { ...said('day_first'), zone: null }, { cleaned: null, reason: 'Event time has no time zone.' }],
  ] as const)('shows what a run would make of the time where %s', async (_, around, expected) => {
    const alone = await proof(named(drawing(['02/11/2026 09:15'], around)))
    expect(alone).toMatchObject({ sample: '02/11/2026 09:15', ...expected })
  })
})

describe('dates that a step brings', () => {
  const between = (document: Drawing, step: Node): Drawing => {
    const nodes = [...document.nodes.slice(0, 2), step, ...document.nodes.slice(2)]
    return { ...document, nodes, edges: nodes.slice(1).map((one, at) => ({ from: nodes[at]!.id, to: one.id })) }
  }
  it('by a formula are found as those of a column are', async () => {
    const document = drawing(['02/11/2026 09:15'], { fields: { event_time: { column: 'when' } } })
    const { dates } = await checked(
      between(document, { id: 'work', kind: 'formula', config: { columns: [{ name: 'when', formula: 'trim([sold])' }] } }),
    )
    expect(dates).toMatchObject([{ node: 'map', field: 'event_time', level: 'must_fix', code: 'map.date_order' }])
    expect(dates[0]!.message).toContain('"02/11/2026 09:15"')
  })
  it('by a lookup are found in the second table', async () => {
    const document = drawing([], { fields: { event_time: { column: 'paid_at' } } })
    const file = new DatabaseSync(join(doors.folder, 'uploads/shop.sqlite'))
    file.exec(`create table orders (order_id text, email text, amount text); insert into orders values ('1', 'ann@example.com', '2');
      create table payments (order_no text, paid text); insert into payments values ('1', '02/11/2026 09:15')`)
    file.close()
    const [shop, orders, ...rest] = document.nodes
    const nodes = [
      { ...shop!, config: { path: 'uploads/shop.sqlite' } },
      { ...orders!, config: { table: 'orders', key: ['order_id'], timezone: 'Europe/Paris' } },
      ...rest,
    ]
    const lookup = { table: 'payments', on: [{ column: 'order_id', matches: 'order_no' }], columns: [{ column: 'paid', as: 'paid_at' }] }
    const { dates } = await checked(between({ ...document, nodes }, { id: 'pay', kind: 'lookup', config: lookup }))
    expect(dates).toMatchObject([{ node: 'map', field: 'event_time', level: 'must_fix', code: 'map.date_order' }])
    expect(dates[0]!.message).toContain('"02/11/2026 09:15"')
  })
})

describe('a filter over dates that are text', () => {
  const filtered = (where: object, times: readonly string[]): Drawing => {
    const document = drawing(times)
    const [shop, orders, ...rest] = document.nodes
    const nodes = [shop!, orders!, { id: 'recent', kind: 'filter', config: { where } as Record<string, unknown> }, ...rest]
    return {
      ...document,
      nodes,
      edges: nodes.slice(1).map((step, at) => ({ from: nodes[at]!.id, to: step.id, ...(nodes[at]!.id === 'recent' && { port: 'kept' }) })),
    }
  }
  const all = async (document: Drawing) => {
    const { json } = await doors.ask('POST', '/api/flows', { document })
    const { json: found } = await doors.ask('POST', `/api/flows/${json.id}/check`, {})
    return found.problems as Problem[]
  }
  const inLast = { column: 'sold', op: 'in_last', value: { amount: 7, unit: 'day' } }
  const isFilled = { column: 'email', op: 'is_not_empty' }

  it('is said to read none of them, can be left out at one press, and hides nothing of the dates after it', async () => {
    const document = filtered({ match: 'all', conditions: [isFilled, inLast] }, ['21/11/2026 10:00', '22/11/2026 10:00'])
    const problems = await all(document)
    const said = problems.find(({ code }) => code === 'condition.unread_time')!
    expect(said).toMatchObject({ node: 'recent', level: 'worth_a_look', field: 'where.conditions.1' })
    expect(said.message).toBe(
      '"sold" is text, and 2 of the first 2 filled cells hold no time as conditions read it, like 2026-11-21T18:04. Such rows never meet this condition. Say which number is the day, and they are read.',
    )
    expect(problems.map(({ code }) => code)).toContain('map.date_order')
    expect(labels(said)).toEqual(['The day comes first', 'Leave the condition out'])
    const read = pressed(document, said, said.fixes![0]!)
    expect(read.nodes[2]!.config.where).toMatchObject({ conditions: [isFilled, { ...inLast, order: 'day_first' }] })
    expect((await all(read)).map(({ code }) => code)).not.toContain('condition.unread_time')
    const mended = pressed(document, said, said.fixes![1]!)
    expect(mended.nodes[2]!.config.where).toEqual({ match: 'all', conditions: [isFilled] })
    expect((await all(mended)).map(({ code }) => code)).not.toContain('condition.unread_time')
  })
  it('is left in peace where it reads them, and where other conditions stand beside it as alternatives is not left out', async () => {
    const read = filtered({ match: 'all', conditions: [inLast] }, ['2026-11-21T10:00:00Z', '21/11/2026 10:00', '2026-11-22 10:00:00Z'])
    expect((await all(read)).map(({ code }) => code)).not.toContain('condition.unread_time')
    const either = await all(filtered({ match: 'any', conditions: [isFilled, inLast] }, ['21/11/2026 10:00']))
    expect(labels(either.find(({ code }) => code === 'condition.unread_time')!)).toEqual(['The day comes first'])
  })
})

it('is asked anew of a file that took the place of another', async () => {
  const document = drawing(['2026-11-21T10:00:00Z'])
  const { json } = await doors.ask('POST', '/api/flows', { document })
  const codes = async () => {
    const { json: found } = await doors.ask('POST', `/api/flows/${json.id}/check`, {})
    return (found.problems as Problem[]).map(({ code }) => code)
  }
  expect(await codes()).not.toContain('map.date_order')
  const name = String(document.nodes[0]!.config.path).replace('uploads/', '')
  const bytes = { 'content-type': 'application/octet-stream' }
  const path = `/api/uploads/${name}?replace=true`
  const kept = await doors.ask('PUT', path, Buffer.from('order_id;sold;email;amount\nA0;02/11/2026 09:15;ann@example.com;12\n'), bytes)
  expect(kept.status).toBeLessThan(300)
  expect(await codes()).toContain('map.date_order')
})
