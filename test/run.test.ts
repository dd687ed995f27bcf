/** One path from a file to a local platform, on a real ledger: what is sent, what is not, and that the numbers agree with the platform's. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Behaviour, type Manners, type Platform, recordingPlatform } from './platforms/recording.ts'
import { type Engine, engine, goodOrders, only, ordersFlow } from './stand-ins/engine.ts'

const DAY = 86_400_000
let platform: Platform
let tributary: Engine

async function open(manners: Manners = {}) {
  platform = await recordingPlatform(manners)
  tributary = await engine(
    { META_BASE_URL: platform.url, PINTEREST_BASE_URL: platform.url },
    {
      'meta-main': { kind: 'meta', settings: { dataset: '123', token: 'EAA-canary' }, simulated: false },
      'pin-main': { kind: 'pinterest', settings: { ad_account: '549', token: 'pina_canary' }, simulated: false },
    },
  )
}
beforeEach(() => {
  platform = undefined as unknown as Platform
})
afterEach(async () => {
  await tributary?.close()
  await platform?.close()
})
/** The nth request misbehaves, the others are fine. */
const nth = (at: number, behaviour: Behaviour) => (n: number) => (n === at ? behaviour : 'ok')
const meta = (more = {}, fields = {}) => ordersFlow('meta', 'meta-main', more, fields)
const pinterest = (more = {}, fields = {}) => ordersFlow('pinterest', 'pin-main', more, { action_source: { value: 'website' }, ...fields })

describe.each([
  ['meta', meta],
  ['pinterest', pinterest],
] as const)('a run to %s', (_, flow) => {
  it('sends each row once, and a second run sends nothing', async () => {
    await open()
    tributary.orders(goodOrders(2500, (_, i) => (i % 5 === 0 ? { status: 'pending' } : {})))
    const first = only(await tributary.run(flow()))
    expect(first.tally).toMatchObject({ read: 2500, filtered: 500, delivered: 2000 })
    expect(first.state).toBe('succeeded')
    expect(platform.taken.length).toBe(2000)
    tributary.reopen()
    const before = platform.requests
    const second = only(await tributary.run(flow()))
    expect(second.tally).toMatchObject({ read: 2500, filtered: 500, duplicate: 2000, delivered: 0 })
    expect(platform.requests).toBe(before)
  })

  it('sends the first of two rows with one key, and says so', async () => {
    await open()
    tributary.orders([...goodOrders(3), ...goodOrders(2)])
    const path = only(await tributary.run(flow()))
    expect(path.tally).toMatchObject({ read: 5, delivered: 3, duplicate: 2 })
    expect(path.reasons.find(r => r.code === 'same_key')).toMatchObject({ rows: 2, samples: ['A0', 'A1'] })
    expect([...platform.counts().values()]).toEqual([1, 1, 1])
  })

  it('holds back what the platform would refuse, each with its reason, and takes the rest', async () => {
    await open()
    tributary.orders(
      goodOrders(
        6,
        (_, i) =>
          [
            {},
            { email: '' },
            { ordered_at: new Date(Date.now() - 70 * DAY).toISOString() },
            { ordered_at: new Date(Date.now() + DAY).toISOString() },
            { order_id: '' },
            { ordered_at: 'yesterday' },
          ][i]!,
      ),
    )
    const path = only(await tributary.run(flow()))
    expect(path.tally).toMatchObject({ read: 6, delivered: 1, invalid: 4, expired: 1 })
    expect(path.state).toBe('partial')
    expect(platform.taken.map(t => t.id)).toEqual(['A0'])
    for (const reason of path.reasons) expect(reason.message).not.toMatch(/person\d|@example/)
    // Each of them leads to the field where it is mended, also where nobody is known; a row without its key, to the model.
    const held = path.reasons.filter(({ outcome, code }) => (outcome === 'invalid' || outcome === 'expired') && code !== 'key_null')
    expect(held.find(({ samples }) => samples.includes('A1'))).toMatchObject({ field: 'email', repair: 'map' })
    expect(held.filter(({ repair }) => repair === undefined)).toEqual([])
  })

  it('counts the rows that go with less than usual allowed', async () => {
    await open()
    tributary.orders(goodOrders(6).map((order, i) => ({ ...order, out: i < 2 ? 'yes' : '', limit: i % 2 ? 'LDU' : 'no' })))
    const path = only(await tributary.run(flow({}, { opt_out: { column: 'out' }, data_processing: { column: 'limit' } })))
    expect(path.tally.delivered).toBe(6)
    const told = path.reasons.filter(r => r.outcome === 'restricted').map(r => [r.code.split('.')[1], r.rows])
    expect(told.sort()).toEqual([
      ['limited_use', 3],
      ['opt_out', 2],
    ])
    expect(path.reasons.filter(r => r.outcome === 'field_left_out')).toEqual([])
  })

  it('waits when asked to slow down, and nothing counts as sent twice', async () => {
    await open({ behave: nth(1, '429') })
    tributary.orders(goodOrders(10))
    const path = only(await tributary.run(flow()))
    expect(path.tally.delivered).toBe(10)
    expect(path).toMatchObject({ requests: 2, resent: 0 })
  })

  it('stops at a dead token and keeps every event for the next run', async () => {
    await open({ behave: nth(2, 'token') })
    tributary.orders(goodOrders(250))
    const path = only(await tributary.run(flow({ batch: 100 })))
    expect(path.state).toBe('failed')
    expect(path.tally).toMatchObject({ read: 250, delivered: 100, unsent: 150 })
    const again = only(await tributary.run(flow({ batch: 100 })))
    expect(again.tally).toMatchObject({ duplicate: 100, delivered: 150 })
    expect(Math.max(...platform.counts().values())).toBe(1)
  })

  it('never follows a redirect', async () => {
    await open({ behave: () => 'redirect' })
    tributary.orders(goodOrders(1))
    const path = only(await tributary.run(flow()))
    expect(path.state).toBe('failed')
    expect(path.tally.unsent).toBe(1)
  })

  it('says the same thing in the preview as it sends', async () => {
    await open()
    tributary.orders(goodOrders(3))
    const path = only(await tributary.run(flow(), { dryRun: true }))
    expect(path.tally).toMatchObject({ unsent: 3, delivered: 0 })
    expect(platform.requests).toBe(0)
  })
})

describe('an unknown outcome', () => {
  it.each(['accept-500', 'accept-reset', 'accept-garbage', 'accept-short'] as const)(
    '%s: the same bytes go again and every possible double is counted',
    async behaviour => {
      await open({ behave: nth(1, behaviour) })
      tributary.orders(goodOrders(40))
      const path = only(await tributary.run(meta()))
      expect(path.tally.delivered).toBe(40)
      expect(path).toMatchObject({ resent: 40, possibleDoubles: 40 })
      expect(path.reasons.find(r => r.outcome === 'sent_again')?.rows).toBe(40)
      expect(platform.bodies[1]).toBe(platform.bodies[0])
      expect([...platform.counts().values()].every(times => times === 2)).toBe(true)
      // What came back is said although the second attempt settled it.
      const code = { 'accept-500': 'meta.server_error', 'accept-garbage': 'meta.unreadable', 'accept-short': 'meta.short_count' }
      const said = path.reasons.filter(r => r.outcome === 'warning').map(r => `${r.code} ${r.rows}`)
      expect(said).toEqual(behaviour === 'accept-reset' ? [] : [`${code[behaviour]} 40`])
    },
  )
  it('names a miscounted answer also where no second attempt is safe', async () => {
    await open({ behave: nth(1, 'accept-short') })
    tributary.orders(goodOrders(40))
    const path = only(await tributary.run(pinterest({}, { action_source: { value: 'physical_store' } })))
    expect(path.tally).toMatchObject({ uncertain: 40, delivered: 0 })
    expect(path.reasons.find(r => r.outcome === 'warning')).toMatchObject({ code: 'pin.short_count', rows: 40 })
  })

  it('again and again: each possible double is counted, also those of runs that were cut', async () => {
    let kill = new AbortController()
    await open({ delayMs: 30, arrived: () => kill.abort() })
    tributary.orders(goodOrders(40))
    const cut = async () => {
      kill = new AbortController()
      const path = only(await tributary.run(meta(), { kill: kill.signal }))
      tributary.reopen()
      return path
    }
    expect(await cut()).toMatchObject({ tally: { uncertain: 40 }, resent: 0, possibleDoubles: 0 })
    expect(await cut()).toMatchObject({ resent: 40, possibleDoubles: 40 })
    expect(await cut()).toMatchObject({ resent: 40, possibleDoubles: 40 })
    const last = only(await tributary.run(meta()))
    // Told once, by the run that sent them: the sum over the runs is what there was.
    expect(last).toMatchObject({ tally: { delivered: 40 }, resent: 40, possibleDoubles: 40 })
    expect([...platform.counts().values()].reduce((sum, times) => sum + times - 1, 0)).toBeLessThanOrEqual(120)
    expect(platform.counts().size).toBe(40)
  })

  it('settled by a later run is told by that run, also when its rows are gone from the source', async () => {
    const kill = new AbortController()
    await open({ delayMs: 30, arrived: n => (n === 1 ? kill.abort() : undefined) })
    tributary.orders(goodOrders(40))
    await tributary.run(meta(), { kill: kill.signal })
    tributary.orders(goodOrders(50).slice(40))
    const path = only(await tributary.run(meta()))
    expect(path.tally).toMatchObject({ read: 50, delivered: 50 })
    expect(path.reasons.find(r => r.outcome === 'sent_again')?.rows).toBe(40)
  })

  it('is held where the platform cannot remove a copy', async () => {
    await open({ behave: nth(1, 'accept-reset') })
    tributary.orders(goodOrders(40))
    const path = only(await tributary.run(pinterest({}, { action_source: { value: 'physical_store' } })))
    expect(path.tally).toMatchObject({ uncertain: 40, delivered: 0 })
    const again = only(await tributary.run(pinterest({}, { action_source: { value: 'physical_store' } })))
    expect(again.tally).toMatchObject({ uncertain: 40, delivered: 0 })
    expect([...platform.counts().values()].every(times => times === 1)).toBe(true)
  })
})

describe('one bad event among a thousand', () => {
  it('is found by halving: every good one is taken once, in at most 25 calls', async () => {
    await open({ refuses: event => event.event_id === 'A613' })
    tributary.orders(goodOrders(1000))
    const path = only(await tributary.run(meta({ batch: 1000 })))
    expect(path.tally).toMatchObject({ delivered: 999, rejected: 1 })
    expect(path.reasons.find(r => r.outcome === 'rejected')?.samples).toEqual(['A613'])
    expect(platform.requests).toBeLessThanOrEqual(25)
    expect(Math.max(...platform.counts().values())).toBe(1)
  })
  it('is told by the platform that answers event by event', async () => {
    await open({ refuses: event => event.event_id === 'A7' })
    tributary.orders(goodOrders(100))
    const path = only(await tributary.run(pinterest()))
    expect(path.tally).toMatchObject({ delivered: 99, rejected: 1 })
    expect(platform.requests).toBe(1)
  })
  it('all bad for one reason: stops looking, and gives the rest back', async () => {
    await open({ refuses: () => true })
    tributary.orders(goodOrders(1000))
    const path = only(await tributary.run(meta({ batch: 1000 })))
    expect(path.state).toBe('failed')
    expect(path.tally.rejected).toBeGreaterThanOrEqual(20)
    expect(path.tally.rejected + path.tally.unsent).toBe(1000)
    expect(platform.requests).toBeLessThanOrEqual(201)
  })
})

describe('a run that is stopped', () => {
  it('finishes the request under way, and the rest is for the next run', async () => {
    const stop = new AbortController()
    await open({ delayMs: 50, arrived: n => (n === 2 ? stop.abort() : undefined) })
    tributary.orders(goodOrders(1000))
    const path = only(await tributary.run(meta({ batch: 100 }), { stop: stop.signal }))
    expect(path.state).toBe('stopped')
    expect(path.tally.delivered).toBe(200)
    expect(path.tally.uncertain).toBe(0)
    const rest = only(await tributary.run(meta({ batch: 100 })))
    expect(rest.tally.delivered).toBe(800)
    expect(platform.taken.length).toBe(1000)
  })
  it('and killed: what was under way is unknown and says so', async () => {
    const kill = new AbortController()
    await open({ delayMs: 50, arrived: n => (n === 2 ? kill.abort() : undefined) })
    tributary.orders(goodOrders(300))
    const path = only(await tributary.run(meta({ batch: 100 }), { kill: kill.signal }))
    expect(path.tally).toMatchObject({ delivered: 100, uncertain: 100 })
    const rest = only(await tributary.run(meta({ batch: 100 })))
    expect(rest.tally).toMatchObject({ duplicate: 100, delivered: 200 })
    expect(rest.resent).toBe(100)
    expect(new Set(platform.taken.map(t => t.id)).size).toBe(300)
  })
})
