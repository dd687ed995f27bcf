/** One history: rows arrive, runs come and go, the program dies and comes back, the platform misbehaves; then all is quiet and the books are opened. */
import type { Cursor } from '../../runtime/cursor.ts'
import { Flow } from '../../runtime/flow.ts'
import { heldWhy, mayRelease } from '../../runtime/recover.ts'
import { balanced, type PathReport, type RunReport } from '../../runtime/report.ts'
import { closeExpired, openRequests, release, treatAsSent } from '../../server/store/ledger.ts'
import type { Store } from '../../server/store/open.ts'
import { type RunTally, reported, runTally } from '../../server/store/run-tally.ts'
import { clockOf } from './clock.ts'
import { diceOf } from './dice.ts'
import { check, type Facts, overlooked } from './invariants.ts'
import { platformOf, UNTIMED } from './platform.ts'
import { type Around, begin, keyOf, type Life, type Plant } from './process.ts'
import { type Form, shopOf, ZONE } from './shop.ts'
import type { Transitions } from './transitions.ts'

/** One of them has the night in it in which clocks go back, one the night in which they go forward. */
const STARTS = ['2026-11-02T08:00:00Z', '2026-10-24T14:00:00Z', '2026-03-28T16:00:00Z'].map(Date.parse)
const HOUR = 3_600_000
/** One history in so many has a platform that answers badly for so long that the budget of retries runs out. */
const STORM_EVERY = 12
const STORM_ROWS = 500
/** In one of so many a person has refused rows sent again between the runs. */
const RESEND_EVERY = 4
/** And one in so many has a platform that answers everything with 429 for ten minutes, while all else goes on. */
const SLOW_MS = 10 * 60_000

export interface Outcome {
  seed: number
  broken: string[]
  events: number
  posts: number
  deaths: number
  runs: number
  /** Runs of a path that read by their cursor alone. */
  narrowed: number
}

/** Plays the history of `seed`. `plant`: a fault of the engine to be caught. */
export async function history(store: Store, seed: number, plant?: Plant, seen?: Transitions): Promise<Outcome> {
  const dice = diceOf(seed)
  const clock = clockOf(dice.pick(STARTS))
  const each = dice.chance(0.4)
  const platform = platformOf(clock, dice, account => (account.startsWith('A') ? each : !each))
  const mode = { deadly: 0, faulty: true, decides: dice.chance(seen ? 0.7 : 0.3) }
  const resends = seed % RESEND_EVERY === 2 ? diceOf(seed ^ 0x7e5e) : { chance: () => false }
  const stormy = seed % STORM_EVERY === STORM_EVERY - 1
  const faultiness = stormy ? 0.3 : dice.pick([0, 0.05, 0.2, 0.5])
  const deadliness = stormy ? 0 : dice.pick([0, 0.002, 0.01, 0.03])
  if (stormy) platform.manners.faults = UNTIMED
  const shop = shopOf(clock, dice, platform.poison, diceOf(seed ^ 0x5eed))
  const reports: RunReport[] = []
  const cut: RunTally[] = []
  const facts: Facts = {
    settled: new Map(),
    settledAgain: 0,
    repeated: [],
    cursors: [],
    released: new Set(),
    treated: new Set(),
    forgiven: new Map(),
    resends: new Set(),
    underway: new Set(),
    mended: new Set(),
    begun: 0,
  }
  /** Refused, and to be sent once more: their next outcome is no repetition. */
  const pardoned = new Set<string>()
  const around: Around = {
    store,
    clock,
    dice,
    platform,
    shop,
    accounts: { a: `A of ${seed}`, b: dice.chance(0.5) ? `A of ${seed}` : `B of ${seed}` },
    deadly: () => mode.deadly,
    plant,
    seen,
    begun() {
      facts.begun++
    },
    settled(stream, keys) {
      const known = facts.settled.get(stream) ?? new Set()
      facts.settled.set(stream, known)
      for (const key of keys) {
        if (known.has(key) && !pardoned.delete(`${stream} ${key}`)) facts.repeated.push(key)
        else if (known.has(key)) facts.settledAgain++
        known.add(key)
      }
    },
    forgiven(stream, keys) {
      for (const key of keys) {
        pardoned.add(`${stream} ${key}`)
        facts.forgiven.set(`${stream} ${key}`, (facts.forgiven.get(`${stream} ${key}`) ?? 0) + 1)
      }
    },
    moved(from, to) {
      facts.cursors.push(...movedNumbers(from, to, shop.highest()))
      if (from && to.value < from.value) facts.cursors.push(`a cursor went back by ${from.value - to.value} ms`)
      // Of a source whose clock went back it stays where it was.
      if (to.value > shop.bound() && to.value !== from?.value)
        facts.cursors.push(`a cursor is ${to.value - shop.bound()} ms ahead of what it may have seen`)
    },
  }
  const policy = dice.pick([undefined, undefined, 'prefer_complete', 'prefer_no_doubles'] as const)
  const flows = Array.from({ length: dice.int(1, 2) }, (_, i) => ({
    id: `s${seed}-${i}-${Math.random().toString(36).slice(2, 8)}`,
    document: flowOf(`flow ${i}`, i, dice.int(1, 2), stormy ? 3 : dice.int(3, 25), dice.pick([1, 1, 1, 3]), policy, shop.cursor),
  }))
  const paths = flows.reduce((sum, { document }) => sum + document.nodes.filter(node => node.kind === 'sim').length, 0)

  let life: Life = begin(around)
  let deaths = 0
  let runs = 0
  /** The last runs over all rows, a flow's each. */
  let latest: string[] = []
  /** Both flows at the same time, as the server would; ends when all have ended, or the program is dead. */
  const round = async (rejectedOf?: readonly string[]): Promise<RunReport[]> => {
    if (life.dead) life = begin(around)
    const now = life
    const stop = new AbortController()
    const kill = new AbortController()
    if (mode.faulty && dice.chance(0.1)) clock.after(dice.int(0, 5000), () => stop.abort())
    // Before anything was opened.
    if (mode.faulty && dice.chance(0.05)) stop.abort()
    if (mode.faulty && dice.chance(0.05))
      clock.after(dice.int(0, 5000), () => {
        stop.abort()
        kill.abort()
      })
    const ended: RunReport[] = []
    const begun: string[] = []
    let failure: unknown
    // What a run left on disk goes on with the next one, whatever that is for.
    if (rejectedOf)
      for (const { id } of flows)
        for (const open of openRequests(now.store, id)) for (const key of open.keys) facts.underway.add(`${open.stream} ${key}`)
    if (!rejectedOf) latest = flows.map(({ id }, i) => `${id}-${runs + i + 1}`)
    for (const [i, { id, document }] of flows.entries()) {
      runs++
      begun.push(`${id}-${runs}`)
      if (rejectedOf) facts.resends.add(`${id}-${runs}`)
      now.run(document, id, `${id}-${runs}`, { stop: stop.signal, kill: kill.signal }, rejectedOf?.[i]).then(
        report => void ended.push(report),
        cause => {
          failure = cause
        },
      )
    }
    await clock.until(() => now.dead || failure !== undefined || ended.length === flows.length)
    if (now.dead) {
      deaths++
      // A server's next start tells what a dead run did; the command line leaves what went again to the next run.
      if (seed % 2 === 0) cut.push(...begun.flatMap(run => [...runTally(store, run).values()]))
      if (seed % 2 === 0) for (const run of begun) reported(store, run)
    } else if (failure !== undefined) throw failure
    else {
      reports.push(...ended)
      for (const { run } of ended) reported(now.store, run)
    }
    return now.dead ? [] : ended
  }

  /** Between two runs a person may look at what is held, and decide. */
  const look = () => {
    if (life.dead) life = begin(around)
    for (const { id, document } of flows)
      for (const open of openRequests(life.store, id)) {
        if (!heldWhy(open, clock.now(), document.delivery?.unknown) || open.released) continue
        seen?.held(open.stream, open)
        if (!mode.decides || !dice.chance(0.3)) continue
        const policy = document.delivery?.unknown
        const may = mayRelease(heldWhy(open, clock.now(), policy)!)
        if (may && dice.chance(0.5)) {
          release(life.store, open, () => {}, { policy })
          for (const { row } of platform.posts.findLast(post => post.stream === open.stream && keyOf(post) === open.keys[0])?.events ?? [])
            facts.released.add(`${open.stream} ${row}`)
          seen?.decided(open.stream, open, 'open')
        } else {
          treatAsSent(life.store, open, () => {}, { policy })
          for (const key of new Set(open.keys)) facts.treated.add(`${open.stream} ${key}`)
          seen?.decided(open.stream, open, 'settled')
        }
      }
    if (!dice.chance(0.3)) return
    const before = flows.flatMap(({ id }) => openRequests(life.store, id))
    closeExpired(life.store)
    const left = new Set(flows.flatMap(({ id }) => openRequests(life.store, id)).map(open => open.id))
    for (const open of before) if (!left.has(open.id)) seen?.closed(open.stream, open)
  }

  /** The platform takes this row from now on. */
  const mend = (row: string) => {
    platform.poison.delete(row)
    facts.mended.add(row)
  }
  const rounds = dice.int(3, 8)
  const slow = seed % STORM_EVERY === 3 ? dice.int(0, rounds - 1) : undefined
  for (let n = 0; n < rounds; n++) {
    if (n === slow) platform.manners.slowUntil = clock.now() + SLOW_MS
    const fresh = shop.rows.length
    shop.arrive(stormy && n === 0 ? STORM_ROWS : Math.ceil(dice.int(40, 300) / rounds))
    if (dice.chance(0.5)) shop.change()
    if (dice.chance(0.1)) shop.failOver()
    for (const { id } of shop.rows.slice(fresh)) if (resends.chance(0.15)) platform.poison.add(String(id))
    platform.manners.fault = faultiness
    mode.deadly = deadliness
    await round()
    look()
    platform.manners.deadTokens.clear()
    // The platform, or what was drawn, has changed since: what the last run had refused is sent by a run of its own.
    if (resends.chance(0.5)) {
      for (const row of resends.chance(0.5) ? [...platform.poison] : []) if (resends.chance(0.5)) mend(row)
      await round(latest)
    }
    await clock.pass(dice.pick([0, 1000, 60_000, HOUR, 8 * HOUR, ...(dice.chance(0.2) ? [25 * HOUR, 80 * HOUR, 200 * HOUR] : [])]))
  }

  Object.assign(mode, { deadly: 0, faulty: false })
  platform.manners.fault = 0
  platform.manners.deadTokens.clear()
  await clock.pass(2 * HOUR)
  let last: RunReport[] = []
  const toTheEnd = async () => {
    for (let n = 0; n < 12; n++) {
      last = await round()
      await clock.pass(HOUR / 4)
      if (n > 1 && last.every(({ paths }) => paths.every(quiet))) break
    }
  }
  await toTheEnd()
  const missed = shop.cursor ? overlooked({ store, clock, platform, rows: shop.rows }, shop.late()) : []
  if (shop.cursor) {
    await clock.pass(25 * HOUR)
    const first = reports.length
    await toTheEnd()
    const narrow = reports.slice(first, first + flows.length).flatMap(({ paths }) => paths.filter(path => path.cursor?.since))
    if (narrow.length) missed.push(`I1: after a day without, ${narrow.length} paths did not look at everything`)
  }
  const before = platform.posts.length
  for (let n = 0; n < 3; n++) last = await round()
  const broken = [
    ...platform.broken,
    ...missed,
    ...(platform.posts.length > before ? [`I4: ${platform.posts.length - before} requests after everything was settled`] : []),
    ...reports.flatMap(({ paths }) => paths.filter(path => !balanced(path.tally)).map(path => `I5: ${JSON.stringify(path.tally)}`)),
    ...check({ store, clock, platform, facts, rows: shop.rows, flows, last, reports, cut, told: seed % 2 === 0 }),
  ]
  life.die()
  return {
    seed,
    broken: [...new Set(broken)],
    events: new Set(shop.rows.map(row => row.id)).size * paths,
    posts: platform.posts.length,
    deaths,
    runs,
    narrowed: reports.flatMap(({ paths }) => paths).filter(path => path.cursor?.since).length,
  }
}

/** What a cursor over numbers did that it must not. */
function movedNumbers(from: Cursor | undefined, to: Cursor, highest: bigint): string[] {
  const newest = (cursor: Cursor | undefined) => BigInt(cursor?.marks?.at(-1)?.value ?? 0)
  if (newest(to) < newest(from)) return [`a cursor went back by ${newest(from) - newest(to)}`]
  return newest(to) > highest ? [`a cursor is ${newest(to) - highest} ahead of what it may have seen`] : []
}

const quiet = ({ tally }: PathReport) => tally.delivered + tally.rejected + tally.unsent === 0

function flowOf(
  name: string,
  i: number,
  paths: number,
  batch: number,
  inFlight: number,
  unknown: string | undefined,
  cursor: Form | undefined,
): Flow {
  const ends = Array.from({ length: paths }, (_, p) => ({
    id: `out${p}`,
    kind: 'sim',
    config: { connection: p === 0 ? 'a' : 'b', batch, inFlight },
  }))
  return Flow.parse({
    tributary: 1,
    name: `${name} ${i}`,
    nodes: [
      { id: 'shop', kind: 'memory', config: {} },
      cursor
        ? { id: 'orders', kind: 'sql', config: { sql: 'select * from orders', key: ['id'], timezone: ZONE, cursor } }
        : { id: 'orders', kind: 'table', config: { table: 'orders', key: ['id'] } },
      {
        id: 'map',
        kind: 'mapping',
        config: {
          fields: {
            event_name: { value: 'Purchase' },
            action_source: { column: 'place' },
            event_time: { column: 'at' },
            order_id: { column: 'id' },
            value: { column: 'v' },
          },
        },
      },
      ...ends,
    ],
    edges: [{ from: 'shop', to: 'orders' }, { from: 'orders', to: 'map' }, ...ends.map(({ id }) => ({ from: 'map', to: id }))],
    ...(unknown && { delivery: { unknown } }),
  })
}
