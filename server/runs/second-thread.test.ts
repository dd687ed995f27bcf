/** A run with the second thread ends as one without it, event by event, also where the thread dies meanwhile. */
import { afterAll, describe, expect, it } from 'vitest'
import { bounds } from '../../runtime/bounds.ts'
import type { World } from '../../runtime/world.ts'
import { recordingPlatform } from '../../test/platforms/recording.ts'
import { engine, goodOrders, only, ordersFlow } from '../../test/stand-ins/engine.ts'
import { serverBounds } from '../bounds.ts'
import { pathOn, Thread } from './second-thread.ts'

const ORDERS = 5000
/** Every way in which a row can leave, and twins on one page and on the next. */
const orders = () => {
  const rows = goodOrders(ORDERS, ({ order_id }, i) => ({
    ...(i % 50 === 7 && { email: 'nobody' }),
    ...(i % 70 === 9 && { amount: 'much' }),
    ...(i % 90 === 11 && { ordered_at: '2020-01-01T00:00:00Z' }),
    ...(i % 110 === 13 && { status: 'pending' }),
    ...(i % 130 === 17 && { order_id: '' }),
    order_id: i % 130 === 17 ? '' : order_id,
  }))
  for (const [first, twin] of [
    [3000, 3005],
    [3100, 4100],
    [3411, 3499],
    [3611, 4650],
  ] as const)
    rows[twin] = { ...rows[twin], order_id: rows[first]!.order_id }
  // The first of these twins cannot leave, so the second does.
  rows[3411] = { ...rows[3411], ordered_at: '2020-01-01T00:00:00Z' }
  rows[3611] = { ...rows[3611], ordered_at: '2020-01-01T00:00:00Z' }
  return rows
}

async function ran(secondThread: World['secondThread'], rows: Record<string, unknown>[], options: { stop?: AbortSignal } = {}) {
  const platform = await recordingPlatform({})
  const tributary = await engine(
    { META_BASE_URL: platform.url },
    { main: { kind: 'meta', settings: { dataset: '123', token: 'EAA-canary' }, simulated: false } },
    Date.now,
    secondThread,
  )
  try {
    tributary.orders(rows)
    const path = only(await tributary.run(ordersFlow('meta', 'main'), options))
    const again = path.error ? undefined : only(await tributary.run(ordersFlow('meta', 'main')))
    return { path, again, bodies: platform.bodies, problems: tributary.problems, counts: platform.counts() }
  } finally {
    await tributary.close()
    await platform.close()
  }
}
/** What a run tells the thread of a path. */
const ORDER = {
  speaker: 'meta',
  sealing: {},
  timezone: undefined,
  now: Date.now(),
  print: { drawing: 'abcd', key: '' },
  shape: [],
  alreadyHashed: [],
}
const alone: World['secondThread'] = () => ({
  ready: false,
  finish: () => Promise.reject(new Error('It never started')),
  end: async () => undefined,
})

describe('the second thread', { timeout: 120_000 }, () => {
  const thread = new Thread()
  afterAll(() => thread.end())

  it('changes nothing of what is sent and said', async () => {
    const rows = orders()
    let pages = 0
    const own = await ran(alone, rows)
    const shared = await ran(order => {
      const path = pathOn(thread, order)
      // From its first page on, whether it has started or not.
      return { ...path, ready: true, finish: (events, now) => path.finish(events, now).finally(() => pages++) }
    }, rows)
    expect(pages).toBeGreaterThan(2)
    expect(shared.path.tally).toEqual(own.path.tally)
    expect(shared.path.tally.delivered).toBeGreaterThan(4500)
    expect(shared.path.tally.duplicate).toBeGreaterThanOrEqual(2)
    expect([...shared.counts.values()].every(count => count === 1)).toBe(true)
    expect([...shared.counts.keys()].toSorted()).toEqual([...own.counts.keys()].toSorted())
    const reasons = ({ path }: typeof own) => path.reasons.map(({ outcome, code, node, field, rows }) => [outcome, code, node, field, rows])
    expect(reasons(shared)).toEqual(reasons(own))
    expect(shared.path.quality).toEqual(own.path.quality)
    // The events say the same, byte for byte; which request holds an event may differ by the twins.
    const events = ({ bodies }: typeof own) =>
      bodies.flatMap(body => JSON.parse(body).data.map((event: unknown) => JSON.stringify(event))).toSorted()
    expect(events(shared)).toEqual(events(own))
    const listed = ({ problems }: typeof own) => problems.map(row => JSON.stringify(row)).toSorted()
    expect(listed(shared)).toEqual(listed(own))
    expect(shared.again?.tally).toEqual(own.again?.tally)
    expect(shared.again?.changedAfterSend).toEqual(own.again?.changedAfterSend)
  })

  it.each<[string, (mortal: Thread) => Promise<void>]>([
    ['dies with a page in its hands', async mortal => mortal.end()],
    ['throws over a page', () => Promise.reject(new Error('TypeError'))],
  ])('that %s leaves it to the first one: the same books, the same events', async (_, fails) => {
    const mortal = new Thread()
    try {
      let pages = 0
      let failed = 0
      const rows = orders()
      const own = await ran(alone, rows)
      const shared = await ran(order => {
        const path = pathOn(mortal, order)
        const finish: typeof path.finish = async (events, now) => {
          const done = path.finish(events, now)
          if (++pages !== 2) return done
          await fails(mortal)
          return done
        }
        return {
          get ready() {
            return !mortal.dead
          },
          finish: (events, now) =>
            finish(events, now).catch(cause => {
              failed++
              throw cause
            }),
          end: path.end,
        }
      }, rows)
      // The one before may have been in its hands as well.
      expect(failed).toBeGreaterThanOrEqual(1)
      expect(shared.path.error).toBeUndefined()
      expect(shared.path.tally).toEqual(own.path.tally)
      expect([...shared.counts.keys()].toSorted()).toEqual([...own.counts.keys()].toSorted())
      const listed = ({ problems }: typeof own) => problems.map(row => JSON.stringify(row)).toSorted()
      expect(listed(shared)).toEqual(listed(own))
      expect(shared.again?.tally).toEqual(own.again?.tally)
    } finally {
      mortal.end()
    }
  })

  it('that has too little memory dies alone: the process lives, and no page is asked of it any more', async () => {
    const small = new Thread()
    const path = pathOn(small, ORDER)
    const wide = 'x'.repeat(bounds.recordCharacters.most)
    const events = Array.from({ length: serverBounds.threadBytes.most / wide.length + 1 }, () => ({ event_name: 'Purchase', email: wide }))
    await expect(path.finish(events, Date.now())).rejects.toMatchObject({ code: 'ERR_WORKER_OUT_OF_MEMORY' })
    expect([small.dead, path.ready]).toEqual([true, false])
    await expect(path.finish([], Date.now())).rejects.toThrow('The thread has ended')
    await path.end()
  })
})
