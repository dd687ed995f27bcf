/** Rows that say something else than when they were delivered: counted beside the books, never sent again. */
import { afterEach, describe, expect, it } from 'vitest'
import { type Manners, type Platform, recordingPlatform } from './platforms/recording.ts'
import { type Engine, engine, goodOrders, type Order, only, ordersFlow } from './stand-ins/engine.ts'

let platform: Platform
let tributary: Engine
const open = async (manners: Manners = {}) => {
  platform = await recordingPlatform(manners)
  tributary = await engine(
    { META_BASE_URL: platform.url, PINTEREST_BASE_URL: platform.url },
    {
      main: { kind: 'meta', settings: { dataset: '123', token: 'EAA-canary' }, simulated: false },
      pins: { kind: 'pinterest', settings: { ad_account: '549', token: 'pina_canary' }, simulated: false },
    },
  )
}
afterEach(async () => {
  await tributary.close()
  await platform.close()
})
const flow = (fields = {}) => ordersFlow('meta', 'main', { batch: 100 }, fields)
const run = async (fields = {}) => only(await tributary.run(flow(fields)))
const began = Date.now()
/** The same orders each time that they are written. */
const orders = (count: number, change: (i: number) => Partial<Order> = () => ({})) =>
  tributary.orders(goodOrders(count, (_, i) => ({ ordered_at: new Date(began - 60_000 - i).toISOString(), ...change(i) })))
/** Twelve orders of 250 cost less by now. */
const cheaper = (i: number) => (i % 20 === 7 && i < 240 ? { amount: '9.90' } : {})

const atOnce = () => tributary
const restarted = () => {
  tributary.reopen()
  return tributary
}

describe.each([
  ['at once', atOnce],
  ['after a restart', restarted],
])('%s', (_, again) => {
  it('twelve rows of 250 are told of, with keys, and nothing leaves', async () => {
    await open()
    orders(250)
    expect((await run()).changedAfterSend).toBeUndefined()
    again()
    expect((await run()).changedAfterSend).toBeUndefined()
    const sent = platform.requests
    orders(250, cheaper)
    const path = await run()
    expect(path.tally).toMatchObject({ read: 250, duplicate: 250, delivered: 0 })
    expect(path.changedAfterSend).toEqual({ rows: 12, notKnown: 0 })
    expect(path.reasons.filter(({ outcome }) => outcome === 'changed_after_send')).toMatchObject([
      { code: 'changed_after_send', node: 'out', rows: 12, samples: ['A7', 'A27', 'A47', 'A67', 'A87'] },
    ])
    expect(path.reasons.find(({ code }) => code === 'already_sent')?.rows).toBe(250)
    expect(platform.requests).toBe(sent)
    // Back to what was sent: nothing differs any more.
    orders(250)
    expect((await run()).changedAfterSend).toBeUndefined()
  })
})

it('a row that was settled by a second attempt of a later run is compared with what was sent', async () => {
  await open({ behave: request => (request === 1 ? 'accept-reset' : 'ok') })
  orders(40)
  // The outcome of the first request is never learnt by the run that sent it.
  await tributary.run({ ...flow(), delivery: { attempts: 1 } })
  tributary.reopen()
  orders(40, i => (i < 3 ? { amount: '1.00' } : {}))
  const path = await run()
  expect(path.tally.read).toBe(40)
  expect(path.changedAfterSend).toEqual({ rows: 3, notKnown: 0 })
  expect(platform.counts().size).toBe(40)
})

it('what another drawing sent, or a program that kept no prints, is not known: never changed', async () => {
  await open()
  orders(30)
  await run()
  orders(30, () => ({ amount: '1.00' }))
  expect((await run({ currency: { value: 'USD' } })).changedAfterSend).toEqual({ rows: 0, notKnown: 30 })
  tributary.store().sql.exec('update settlement set prints = null; update delivery set print = null')
  tributary.reopen()
  const path = await run()
  expect(path.changedAfterSend).toEqual({ rows: 0, notKnown: 30 })
  expect(path.reasons.some(({ outcome }) => outcome === 'changed_after_send')).toBe(false)
})

it('a refused row that changed is no such row: it never arrived', async () => {
  await open({ refuses: event => String(event.event_id).endsWith('7') })
  orders(40)
  const pinterest = () => tributary.run(ordersFlow('pinterest', 'pins', {}, { action_source: { value: 'website' } }))
  const first = only(await pinterest())
  expect(first.tally.rejected).toBe(4)
  orders(40, () => ({ amount: '1.00' }))
  expect(only(await pinterest()).changedAfterSend).toEqual({ rows: first.tally.delivered, notKnown: 0 })
})
