/** A run that gives way at every row: what is settled meanwhile changes neither what is sent nor what is said of it. */
import { expect, it } from 'vitest'
import { recordingPlatform } from './platforms/recording.ts'
import { engine, goodOrders, only, ordersFlow } from './stand-ins/engine.ts'

it('sends each event once, and calls a second row of it a duplicate, never of unknown outcome', { timeout: 60_000 }, async () => {
  const platform = await recordingPlatform({})
  let time = Date.now()
  let turns = 0
  const tributary = await engine(
    { META_BASE_URL: platform.url },
    { main: { kind: 'meta', settings: { dataset: '123', token: 'EAA-canary' }, simulated: false } },
    // Every look at the clock takes as long as a slice may.
    () => (time += 8),
  )
  try {
    const orders = goodOrders(1800)
    // The last rows of one page come again at the end of the next.
    tributary.orders([...orders, ...orders.slice(800, 1000)])
    const counting = setInterval(() => turns++, 0)
    const path = only(await tributary.run(ordersFlow('meta', 'main', { inFlight: 4, batch: 50 })))
    clearInterval(counting)
    expect(path.tally).toMatchObject({ read: 2000, delivered: 1800, duplicate: 200 })
    expect(path.reasons.map(({ code, rows }) => [code, rows])).toEqual([['same_key', 200]])
    expect([...platform.counts().values()].every(count => count === 1)).toBe(true)
    expect(turns).toBeGreaterThan(100)
  } finally {
    await tributary.close()
    await platform.close()
  }
})
