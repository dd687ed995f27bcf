/** Columns that change at the source under a published flow: what is used stops it before anything is sent, the rest is a note. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Doors, ended, openDoors } from './doors.ts'
import { freshDatabase } from './stand-ins/postgres.ts'
import { sql } from './stand-ins/reading.ts'

let doors: Doors
let url: string
let flow: string
beforeAll(async () => {
  doors = await openDoors()
})
afterAll(() => doors?.close())

const document = {
  tributary: 1,
  name: 'Orders',
  nodes: [
    { id: 'shop', kind: 'postgres', config: { connection: 'drifting' } },
    { id: 'orders', kind: 'table', config: { table: 'orders', key: ['order_id'] } },
    { id: 'paid', kind: 'filter', config: { where: { match: 'all', conditions: [{ column: 'status', op: 'is', value: 'paid' }] } } },
    { id: 'work', name: 'Half of it', kind: 'formula', config: { columns: [{ name: 'half', formula: '[total] / 2' }] } },
    {
      id: 'map',
      kind: 'mapping',
      config: {
        fields: {
          event_name: { value: 'Purchase' },
          action_source: { value: 'physical_store' },
          event_time: { column: 'at' },
          value: { column: 'half' },
          currency: { value: 'EUR' },
          email: { column: 'mail' },
        },
      },
    },
    { id: 'inbox', kind: 'inbox', config: {} },
  ],
  edges: [
    { from: 'shop', to: 'orders' },
    { from: 'orders', to: 'paid' },
    { from: 'paid', to: 'work', port: 'kept' },
    { from: 'work', to: 'map' },
    { from: 'map', to: 'inbox' },
  ],
}
const publish = () => doors.ask('POST', `/api/flows/${flow}/publish`, {})
async function run() {
  const started = await doors.ask('POST', `/api/flows/${flow}/runs`, {})
  return (await ended(doors, started.json.run)).paths[0]
}
const check = async () =>
  (await doors.ask('POST', `/api/flows/${flow}/check`, {})).json.problems as {
    code: string
    level: string
    node: string
    message: string
  }[]

beforeEach(async () => {
  url = await freshDatabase()
  await sql(
    url,
    `create table orders as select 'A' || i as order_id, now() as at, 'paid' as status, 19.9::numeric as total, 'p' || i || '@example.com' as mail, i as weight from generate_series(1, 5) i`,
  )
  await doors.ask('PUT', '/api/connections/drifting', { kind: 'postgres', settings: { url } })
  flow = (await doors.ask('POST', '/api/flows', { document })).json.id
  expect((await publish()).status).toBe(200)
})

describe('a column that the flow uses', () => {
  it.each([
    [
      'alter table orders rename mail to customer_mail',
      'source.column_gone',
      'map',
      /"mail" is gone.*and Map fields uses it.*New since then is "customer_mail"/,
    ],
    ['alter table orders drop column status', 'source.column_gone', 'paid', /"status" is gone.*and Filter uses it\.$/],
    [
      'alter table orders alter total type text',
      'source.column_retyped',
      'work',
      /"total" was a number \(numeric\).*is a text \(text\) now.*“Half of it”/,
    ],
    ['alter table orders alter at type timestamp', 'source.column_retyped', 'map', /a time with a zone.*a time without a zone/],
    ['alter table orders alter order_id type int using 1', 'source.column_retyped', 'orders', /"order_id" was a text/],
  ])('%s: nothing is read or sent, and the step is named', async (change, code, node, message) => {
    await sql(url, change)
    const path = await run()
    expect(path).toMatchObject({ state: 'failed', requests: 0, tally: { read: 0, delivered: 0 }, error: { code, node } })
    expect(path.error.message).toMatch(message)
    expect(await check()).toContainEqual(expect.objectContaining({ code, node, message: path.error.message }))
  })
  it('of a new type counts from the next publishing on', async () => {
    await sql(url, 'alter table orders alter at type timestamptz(0), alter total type float8')
    expect((await run()).state).toBe('succeeded')
    await sql(url, 'alter table orders alter total type text')
    expect((await run()).error.code).toBe('source.column_retyped')
    expect((await publish()).status).toBe(200)
    expect((await run()).state).toBe('succeeded')
  })
})

it('a column that no step uses is a note, and so is a new one', async () => {
  await sql(url, 'alter table orders alter weight type text, add colour text')
  expect((await run()).tally).toMatchObject({ read: 5, delivered: 5 })
  const notes = (await check()).filter(problem => problem.node === 'orders')
  expect(notes).toMatchObject([{ code: 'source.columns_changed', level: 'worth_a_look', node: 'orders' }])
  expect(notes[0]!.message).toMatch(/used by no step: weight; new: colour/)
})
