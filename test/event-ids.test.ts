/** The id that leaves is the event's own for life: two rows never share one in silence, and none travels without. */
import { afterEach, expect, it } from 'vitest'
import { type Platform, recordingPlatform } from './platforms/recording.ts'
import { type Engine, engine, goodOrders, only, ordersFlow } from './stand-ins/engine.ts'

let platform: Platform
let own: Engine
afterEach(async () => {
  await own?.close()
  await platform?.close()
})
async function open(kind: string): Promise<void> {
  platform = await recordingPlatform({})
  const settings = kind === 'meta' ? { dataset: '1', token: 'T' } : { ad_account: '549', token: 'T' }
  own = await engine({ META_BASE_URL: platform.url, PINTEREST_BASE_URL: platform.url }, { main: { kind, settings, simulated: false } })
}
const put = (...ids: string[]) => own.orders(goodOrders(ids.length).map((order, i) => ({ ...order, order_id: ids[i], ref: ids[i] })))
const ids = () => platform.taken.map(({ id }) => id)
const codes = (report: Awaited<ReturnType<Engine['run']>>) => only(report).reasons.map(({ code, rows }) => `${code} ${rows}`)

it.each(['order_id', 'ref'])(
  'keys that differ in outer spaces only are one event id to the platform (from %s): said, not sent',
  async column => {
    await open('meta')
    const flow = ordersFlow('meta', 'main', {}, { event_id: { column } })
    put('A1', ' A1', 'A1 ', ' A2', 'A3')
    const first = await own.run(flow)
    expect(ids().sort()).toEqual(['A1', 'A2', 'A3'])
    expect(only(first).tally).toMatchObject({ read: 5, delivered: 3, invalid: 2 })
    expect(codes(first)).toEqual(['id_not_unique 2'])
    // A later run knows them too, whichever of the two came first, and tells them from rows that it knows.
    put('A1', ' A1', 'A2', 'A2\t', 'A4')
    const second = await own.run(flow)
    expect(ids().sort()).toEqual(['A1', 'A2', 'A3', 'A4'])
    expect(only(second).tally.delivered).toBe(1)
    expect(only(second).tally.invalid + only(second).tally.duplicate).toBe(4)
  },
)

it.each(['meta', 'pinterest'])('an id that says nothing is made from the key for %s, the same for life', async kind => {
  await open(kind)
  const flow = ordersFlow(kind, 'main', {}, { event_id: { column: 'ref' } })
  own.orders(['null', '  ', 'n/a', ''].map((ref, i) => ({ ...goodOrders(1)[0], order_id: `A${i}`, ref })))
  const [looked] = await own.look(flow)
  const shown = JSON.parse(looked!.requests[0]!.body).data.map((event: { event_id: string }) => event.event_id)
  const report = await own.run(flow)
  expect(only(report).tally).toMatchObject({ read: 4, delivered: 4 })
  expect(new Set(ids()).size).toBe(4)
  for (const id of ids()) expect(id).toMatch(/^[0-9a-f]{32}$/)
  expect(shown.sort()).toEqual(ids().sort())
  expect(codes(report)).toEqual([])
})
