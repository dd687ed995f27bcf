/** Events that reach a platform too late for what they were: counted in the run, and said of a schedule that is too slow. */
import { afterEach, describe, expect, it } from 'vitest'
import type { Problem } from '../runtime/contract.ts'
import { type Doors, openDoors } from './doors.ts'
import { type Platform, recordingPlatform } from './platforms/recording.ts'
import { type Engine, engine, goodOrders, only, ordersFlow } from './stand-ins/engine.ts'

let platform: Platform | undefined
let tributary: Engine | undefined
let doors: Doors | undefined
afterEach(async () => {
  await tributary?.close()
  await platform?.close()
  await doors?.close()
  platform = tributary = doors = undefined
})
const HOUR = 3_600_000
const ago = (ms: number) => new Date(Date.now() - ms).toISOString()

describe('a run', () => {
  it.each([
    ['website', 3],
    ['app_ios', 3],
    ['physical_store', 0],
  ])('from %s counts %d of five', async (place, late) => {
    platform = await recordingPlatform()
    tributary = await engine(
      { PINTEREST_BASE_URL: platform.url },
      { 'pin-main': { kind: 'pinterest', settings: { ad_account: '549', token: 'pina_canary' }, simulated: false } },
    )
    tributary.orders(goodOrders(5, (_, i) => ({ ordered_at: ago(i < 2 ? 0.9 * HOUR : 1.1 * HOUR) })))
    const { tally, reasons } = only(await tributary.run(ordersFlow('pinterest', 'pin-main', {}, { action_source: { value: place } })))
    expect(tally).toMatchObject({ read: 5, delivered: 5 })
    expect(reasons.filter(({ code }) => code === 'pin.late').map(({ outcome, rows }) => [outcome, rows])).toEqual(
      late ? [['warning', late]] : [],
    )
  })
})

it.each([
  ['0 6 * * *', 'Europe/Pari', '“Europe/Pari” is not a time zone. Write one like Europe/Paris.', ['Use Europe/Paris']],
  ['0 6 * * *', 'Mars/Base', '“Mars/Base” is not a time zone. Write one like Europe/Paris.', []],
  ['61 6 * * *', 'Europe/Paris', 'The minute must be 0 to 59. You wrote 61.', []],
  ['0 0 31 2 *', 'Europe/Paris', 'No date ever matches this schedule.', []],
])('a schedule that is none (%s, %s) is one problem, of the flow itself', async (cron, timezone, why, near) => {
  doors = await openDoors({}, { fresh: true })
  const document = sending({ cron, timezone }, 'website')
  const { json } = await doors.ask('POST', '/api/flows', { document })
  const { status, json: checked } = await doors.ask('POST', `/api/flows/${json.id}/check`, {})
  expect(status).toBe(200)
  expect(
    (checked.problems as Problem[])
      .filter(({ code }) => /^schedule|timezone/.test(code))
      .map(({ node, code, message, fixes }) => [node, code, message, fixes?.map(({ label }) => label)]),
  ).toEqual([['', 'schedule.bad', `The schedule cannot be kept. ${why}`, near]])
})

it.each([
  ['*/30 * * * *', 'website', 0],
  ['0 * * * *', 'website', 0],
  ['0 6 * * *', 'website', 1],
  ['0 6-20/2 * * 1-5', 'app_android', 1],
  ['0 6 * * *', 'physical_store', 0],
  [null, 'website', 0],
])('a schedule of %s for %s', async (cron, place, found) => {
  doors = await openDoors({}, { fresh: true })
  const document = sending(cron && { cron, timezone: 'Europe/Paris' }, place)
  const { json } = await doors.ask('POST', '/api/flows', { document })
  const { json: checked } = await doors.ask('POST', `/api/flows/${json.id}/check`, {})
  const slow = (checked.problems as Problem[]).filter(({ code }) => code === 'flow.too_slow')
  expect(slow.map(({ node, level }) => [node, level])).toEqual(found ? [['pin', 'worth_a_look']] : [])
  // One press makes the flow run often enough, and the problem is gone.
  const fixes = slow.flatMap(problem => problem.fixes ?? [])
  expect(fixes.map(({ label }) => label)).toEqual(found ? ['Run every half hour', 'Run hourly'] : [])
  for (const { node, set } of fixes) {
    expect([node, set.path]).toEqual(['', ['schedule', 'cron']])
    const mended = { ...document, schedule: { cron: String(set.value), timezone: 'Europe/Paris' } }
    const { json: again } = await doors.ask('POST', `/api/flows/${json.id}/check`, { document: mended })
    expect(again.problems.map((problem: Problem) => problem.code)).not.toContain('flow.too_slow')
  }
})

/** Orders to both platforms, all of them from one place. */
const sending = (schedule: { cron: string; timezone: string } | null | '', place: string) => ({
  tributary: 1,
  name: 'late',
  ...(schedule && { schedule }),
  nodes: [
    { id: 'shop', kind: 'sample', config: {} },
    { id: 'orders', kind: 'table', config: { table: 'orders', key: ['order_id'] } },
    {
      id: 'new',
      kind: 'filter',
      config: { where: { match: 'all', conditions: [{ column: 'created_at', op: 'in_last', value: { amount: 7, unit: 'day' } }] } },
    },
    { id: 'map', kind: 'mapping', config: { fields: { event_name: { value: 'Lead' }, action_source: { value: place } } } },
    { id: 'pin', kind: 'pinterest', config: { connection: 'x' } },
    { id: 'meta', kind: 'meta', config: { connection: 'y' } },
  ],
  edges: [
    { from: 'shop', to: 'orders' },
    { from: 'orders', to: 'new' },
    { from: 'new', to: 'map' },
    { from: 'map', to: 'pin' },
    { from: 'map', to: 'meta' },
  ],
})
