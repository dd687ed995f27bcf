/**
 * What was sent where, for one stream. One row per key once it is known; one row per request from before its first
 * byte leaves until its outcome is recorded. Every write has reached the disk when the method returns.
 */
import { constants, zstdCompressSync } from 'node:zlib'
import type { Ended, EventKey, Known, Ledger, Open, Outgoing, Settlement } from '../../runtime/world.ts'
import { reseal, type Secrets } from '../upkeep/secrets.ts'
import { attemptsOf } from './attempts.ts'
import { type Deliveries, deliveriesOf } from './deliveries.ts'
import { keyBytes, keysIn, printBytes } from './event-keys.ts'
import { mustMove, type RequestState } from './moves.ts'
import type { Store } from './open.ts'
import { bodyPlace, opened, sha256 } from './opened.ts'
import { keepPrints } from './rejections.ts'
import { type RequestRow, statementsOf } from './request-sql.ts'
import { type Beside, eventStateOf, stateOf } from './request-state.ts'
import { type Counter, count, countOutcomes, inherit, repeatedBy } from './run-tally.ts'
import { sampler } from './samples.ts'
import { noLongerUnderway, type Underway, underwayOf } from './underway.ts'
import { wordsOf } from './words.ts'

/** The ledger of `stream`, written on behalf of a path of `run`. */
export function ledger(store: Store, stream: string, run: string, path = ''): Ledger {
  const words = wordsOf(store)
  const at: Place = { store, stream: words.id(stream), run: () => words.id(run), path: () => words.id(path) }
  const attempts = attemptsOf(store)
  const keepSample = sampler(store)
  const underway = underwayOf(store, at.stream)
  const deliveries = deliveriesOf(store, at.stream)
  return {
    look: keys => look(keys, deliveries, underway),
    begin(request, ended) {
      for (const key of request.keys) if (underway.run(key) !== undefined) mustMove('event', 'open', 'open')
      const { id, recorded } = store.write(() => {
        const recorded = ended && close(at, deliveries, ended)
        count(store, counter(at), 'requests', 1)
        return { recorded, id: insert(at, request) }
      })
      recorded?.()
      if (ended) underway.remove(ended.request)
      underway.add(id, request.keys, run)
      return id
    },
    again: (request, sure = false) => store.write(() => again(at, request, sure)),
    answered(request, attempt, shown) {
      attempts.answered(request, attempt)
      keepSample(request, attempt, shown)
    },
    settle(request, outcomes, beside = 0) {
      const recorded = store.write(() => close(at, deliveries, { request, outcomes, beside }))
      recorded()
      underway.remove(request)
    },
    inherit: () => inherit(store, counter(at)),
    repeated: () => repeatedBy(store, counter(at)),
    withdraw(request) {
      store.write(() => remove(at, request, 'withdrawn'))
      underway.remove(request)
    },
    split(request, parts, sure = true) {
      const ids = store.write(() => {
        const whole = statementsOf(store).asked.get(request, at.stream)
        remove(at, request, 'split')
        // When the attempt under way was surely refused, what is in doubt is what was in doubt before it.
        const doubts = Math.max(0, (whole?.doubts ?? 0) - (sure ? 1 : 0))
        if (sure && doubts > 0) count(store, counter(at), 'doubles', -(whole?.events ?? 0))
        return parts.map(part => insert(at, part, whole && { ...whole, id: request, doubts }))
      })
      underway.remove(request)
      ids.forEach((id, i) => void underway.add(id, parts[i]!.keys, run))
      return ids
    },
    open: () =>
      statementsOf(store)
        .requests.all(at.stream)
        .map(row => opened(store, at.stream, row)),
  }
}

/** An open request of a stream, for a person to decide about. */
export interface StreamRequest extends Open {
  stream: string
  /** The run that sent it first. */
  run: string
}
/** Requests that nobody settled, of every stream that this flow ever had. */
export function openRequests(store: Store, flow: string): StreamRequest[] {
  const words = wordsOf(store)
  return words.beginning(`${flow}\n`).flatMap(stream =>
    statementsOf(store)
      .requests.all(stream)
      .map(row => Object.assign(opened(store, stream, row), { stream: words.text(stream), run: words.text(row.run) })),
  )
}
/** One open request with its bytes. */
export function openRequest(store: Store, id: number, stream: string): Open | undefined {
  const number = wordsOf(store).find(stream) ?? -1
  const row = statementsOf(store).request.get(id, number)
  return row && opened(store, number, row)
}
/** Whether nobody has settled it. */
export const stillOpen = (store: Store, id: number): boolean =>
  store.sql.prepare<[number], number>('select 1 from request where id = ?').get(id) !== undefined
/** The next run sends this request once more; `note` is written in the same transaction. */
export function release(store: Store, { id, stream }: StreamRequest, note: () => void, beside: Beside = {}): void {
  store.write(() => {
    const open = mustBeOpen(store, id, stream)
    mustMove('event', eventStateOf(open, store.now(), beside), eventStateOf({ ...open, released: true }, store.now(), beside))
    statementsOf(store).release.run(id, wordsOf(store).id(stream))
    note()
  })
}
/** Its events count as delivered from now on; `note` is written in the same transaction. */
export function treatAsSent(store: Store, request: StreamRequest, note: () => void, beside: Beside = {}): void {
  const { id, stream, run } = request
  const words = wordsOf(store)
  const number = words.id(stream)
  const recorded = store.write(() => {
    mustMove('request', stateOf(mustBeOpen(store, id, stream), store.now(), beside), 'settled')
    statementsOf(store).remove.get(id, number)
    note()
    return deliveriesOf(store, number).record(words.id(run), sentAll(request), id)
  })
  recorded()
  noLongerUnderway(store, number, id)
}
function mustBeOpen(store: Store, id: number, stream: string): Open {
  const open = openRequest(store, id, stream)
  if (!open) throw notOpen(id)
  return open
}

function sentAll({ keys, prints }: Open): Settlement[] {
  const printOf = new Map(keys.map((key, i) => [key, prints?.[i]] as const).toReversed())
  return [...printOf].map(([key, print]) => ({ key, state: 'delivered', ...(print && { print }) }))
}

/** How many requests wait for somebody to settle them, over all streams. */
export const openRequestCount = (store: Store): number => store.sql.prepare('select count(*) from request').pluck().get() as number
const HELD_MS = 48 * 3_600_000
/**
 * Requests whose outcome was never learnt, and that nobody may send any more: their events are recorded as uncertain and
 * the bodies go, for nothing can be done with them. Leaves alone what was first sent in the last two days.
 */
export function closeExpired(store: Store): number {
  const rows = statementsOf(store).expired.all(store.now(), store.now() - HELD_MS)
  for (const row of rows) closeRequest(store, row, row.doubts === 0 ? 'withdrawn' : 'closed')
  return rows.length
}
/** `withdrawn`: it never left, or was surely refused, so nothing is in doubt. */
export function closeRequest(store: Store, row: RequestRow & { stream: number }, to: 'withdrawn' | 'closed'): void {
  const { id, stream, run, keys } = row
  const recorded = store.write(() => {
    mustMove('request', stateOf(opened(store, stream, row), store.now()), to)
    statementsOf(store).remove.get(id, stream)
    const outcome = { state: 'uncertain', code: 'outcome_unknown' } as const
    return to === 'closed'
      ? deliveriesOf(store, stream).record(
          run,
          keysIn(keys).map(key => ({ key, ...outcome })),
          id,
        )
      : undefined
  })
  recorded?.()
  noLongerUnderway(store, stream, id)
}

/** Seals every open request for another master key, inside the caller's transaction. One that does not open stays as it is. */
export function resealRequests(store: Store, to: Secrets): void {
  const put = store.sql.prepare('update request set body = ? where id = ?')
  for (const row of store.sql.prepare<[], { id: number; stream: number; body: Buffer }>('select id, stream, body from request').all()) {
    const at = bodyPlace(row.stream, row.id)
    const body = reseal(store.secrets, to, 'requests', at, row.body)
    if (body) put.run(body, row.id)
  }
}

/** Where a ledger writes. The run's number is made when it is first needed: a run that sends nothing leaves no trace. */
interface Place {
  store: Store
  stream: number
  run(): number
  path(): number
}
const counter = ({ stream, run, path }: Place): Counter => ({ stream, run: run(), path: path() })
const notOpen = (request: number) => new Error(`Request ${request} is not open in this stream.`)
/** A body is a third as long compressed, in less time than writing the rest of it would take. */
const LEVEL = { [constants.ZSTD_c_compressionLevel]: 1 }
/** In one piece: left to Node, the result is put together from pieces of 16 KiB, which takes a sixth longer. */
const compressed = (clear: Uint8Array): Buffer => zstdCompressSync(clear, { params: LEVEL, chunkSize: Math.max(16_384, clear.length >> 1) })

/** A request under way is newer than anything recorded of its keys. */
function look(keys: readonly EventKey[], deliveries: Deliveries, underway: Underway): ReadonlyMap<EventKey, Known> {
  const known = new Map<EventKey, Known>()
  deliveries.look(keys, known)
  if (underway.size > 0)
    for (const key of keys) {
      const run = underway.run(key)
      if (run !== undefined) known.set(key, { state: 'uncertain', run })
    }
  return known
}

/** `whole`: the refused request that this one is a part of, which has not left yet. */
function insert({ store, stream, run, path }: Place, request: Outgoing, whole?: Pick<RequestRow, 'id' | 'first_sent' | 'doubts'>): number {
  const { sequence, insert } = statementsOf(store)
  const id = (sequence.get() ?? 0) + 1
  const events = request.events ?? request.keys.length
  const clear = typeof request.body === 'string' ? Buffer.from(request.body) : request.body
  const body = store.secrets.seal('requests', bodyPlace(stream, id), compressed(clear))
  insert.run(
    id,
    stream,
    run(),
    keyBytes(request.keys),
    printBytes(request.prints ?? []),
    body,
    sha256(clear),
    request.resendSafe ? 1 : 0,
    Math.trunc(request.expires),
    whole?.first_sent ?? store.now(),
    whole ? 0 : 1,
    whole?.doubts ?? 1,
    events,
    path(),
  )
  attemptsOf(store).begun({ id, no: 1, stream, run: run(), parent: whole?.id, events })
  return id
}

/** The outcomes of a request instead of it; what this gives is to be called once it is committed. */
function close(at: Place, deliveries: Deliveries, { request, outcomes, beside = 0 }: Ended): () => void {
  remove(at, request, 'settled')
  countOutcomes(at.store, counter(at), outcomes, beside)
  keepPrints(at.store, at.stream, outcomes)
  return deliveries.record(at.run(), outcomes, request)
}

/**
 * What may have arrived more than once is counted here, before it does: an event for each sending after one in doubt. So at any
 * time the counts of all runs hold, of each request, its doubts less the one that it must have to arrive at all.
 */
function again(at: Place, request: number, sure: boolean) {
  const { store, stream, run } = at
  const open = statementsOf(store).again.get(sure ? 0 : 1, request, stream)
  if (!open) throw notOpen(request)
  const { attempts, doubts, events } = open
  count(store, counter(at), 'requests', 1)
  if (doubts > 1) count(store, counter(at), 'resent', events)
  if (doubts > 1 && !sure) count(store, counter(at), 'doubles', events)
  if (attempts === 1) attemptsOf(store).left(request, run())
  else attemptsOf(store).begun({ id: request, no: attempts, stream, run: run(), events })
}

function remove({ store, stream }: Place, request: number, to: RequestState) {
  const gone = statementsOf(store).remove.get(request, stream)
  if (!gone) throw notOpen(request)
  mustMove('request', gone.attempts === 0 ? 'meant' : 'open', to)
  // Only what is in no doubt is new again: the last attempt is the one that was surely not taken.
  if (to === 'withdrawn' && gone.doubts > 1) mustMove('event', 'held', 'new')
  attemptsOf(store).closed(request)
}
