/** A run that gives way at every row: what is settled meanwhile changes neither what is sent nor what is said of it. */
import { expect, it } from 'vitest'
import { bounds } from '../runtime/bounds.ts'
import { recordingPlatform } from './platforms/recording.ts'
import { engine, goodOrders, only, ordersFlow } from './stand-ins/engine.ts'

const IN_FLIGHT = 4
const REQUESTS_A_PAGE = 20

it('sends each event once, and calls a second row of it a duplicate, never of unknown outcome', async () => {
  let time = Date.now()
  let looks = 0
  let turns = 0
  const pause = () => new Promise(resolve => setTimeout(resolve, 1))
  const platform = await recordingPlatform({
    // The last four requests of the first page are answered between the look into the ledger for the second page (about 2,000
    // looks at the clock later) and the rows of it that are the same events: what was known then is stale by now.
    async arrived(n) {
      if (n <= REQUESTS_A_PAGE - IN_FLIGHT || n > REQUESTS_A_PAGE) return
      const from = looks
      const patience = performance.now() + 3_000
      while (looks - from < 2_500 && performance.now() < patience) await pause()
      if (looks - from < 3_500) between++
    },
  })
  let between = 0
  const tributary = await engine(
    { META_BASE_URL: platform.url },
    { main: { kind: 'meta', settings: { dataset: '123', token: 'EAA-canary' }, simulated: false } },
    // Every look at the clock takes as long as a slice may.
    () => {
      looks++
      time += bounds.slice.most
      return time
    },
  )
  try {
    const orders = goodOrders(1800)
    // The last rows of one page come again at the end of the next.
    tributary.orders([...orders, ...orders.slice(800, 1000)])
    const counting = setInterval(() => turns++, 0)
    const path = only(await tributary.run(ordersFlow('meta', 'main', { inFlight: IN_FLIGHT, batch: 1000 / REQUESTS_A_PAGE })))
    clearInterval(counting)
    expect(path.tally).toMatchObject({ read: 2000, delivered: 1800, duplicate: 200 })
    expect(path.reasons.map(({ code, rows }) => [code, rows])).toEqual([['same_key', 200]])
    expect([...platform.counts().values()].every(count => count === 1)).toBe(true)
    expect(turns).toBeGreaterThan(100)
    expect(between).toBeGreaterThan(0)
  } finally {
    await tributary.close()
    await platform.close()
  }
})
