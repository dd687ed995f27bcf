/** "Not all events were processed", and not which: never the same request again, nothing lost, no double that is not counted. */
import { afterEach, expect, it } from 'vitest'
import { type Platform, recordingPlatform } from './platforms/recording.ts'
import { type Engine, engine, goodOrders, ordersFlow } from './stand-ins/engine.ts'

let platform: Platform
let home: Engine | undefined
afterEach(async () => {
  await home?.close()
  await platform?.close()
  home = undefined
})
const ROWS = 40
const bad = (event: Record<string, any>) => event.event_id === 'A17'
async function open(): Promise<void> {
  platform = await recordingPlatform({ behave: () => 'some-422', refuses: bad })
  home = await engine(
    { PINTEREST_BASE_URL: platform.url },
    { main: { kind: 'pinterest', settings: { ad_account: '549', token: 'T' }, simulated: false } },
  )
  home.orders(goodOrders(ROWS))
}
const run = async (place: string) => (await home!.run(ordersFlow('pinterest', 'main', {}, { action_source: { value: place } }))).paths[0]!

it('finds the one at fault in one run where a copy is removed, and counts each copy that may have been made', async () => {
  await open()
  const { tally, possibleDoubles, reasons } = await run('website')
  expect(tally).toMatchObject({ read: ROWS, delivered: ROWS - 1, rejected: 1, uncertain: 0 })
  expect(home!.problems.map(({ outcome, code }) => [outcome, code])).toEqual([['rejected', 'pin.event_failed']])
  expect(reasons.find(r => r.code === 'pin.partly')).toMatchObject({ outcome: 'warning' })
  const counts = platform.counts()
  expect(counts.size).toBe(ROWS - 1)
  const doubles = [...counts.values()].reduce((sum, times) => sum + times - 1, 0)
  expect(doubles).toBeGreaterThan(0)
  expect(possibleDoubles).toBeGreaterThanOrEqual(doubles)
  expect(new Set(platform.bodies).size).toBe(platform.requests)

  const before = platform.requests
  expect((await run('website')).tally).toMatchObject({ duplicate: ROWS })
  expect(platform.counts()).toEqual(counts)
  expect(platform.requests).toBe(before)
})

it('holds them for a person where no copy is removed, and sends nothing twice', async () => {
  await open()
  expect((await run('physical_store')).tally).toMatchObject({ read: ROWS, delivered: 0, uncertain: ROWS })
  expect((await run('physical_store')).tally).toMatchObject({ uncertain: ROWS })
  expect(platform.requests).toBe(1)
  expect([...platform.counts().values()].every(times => times === 1)).toBe(true)
})
