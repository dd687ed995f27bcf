/**
 * What was sent where, for one stream. One row per key once it is known; one row per request from before its first
 * byte leaves until its outcome is recorded. Every write has reached the disk when the method returns.
 */
import { createHash } from 'node:crypto'
import type { EventKey, Known, Ledger, Open, Outgoing, Settled, Settlement } from '../../runtime/world.ts'
import { reseal, type Secrets } from '../secrets.ts'
import type { Store } from './open.ts'
import { wordsOf } from './words.ts'

const states = ['delivered', 'rejected', 'uncertain'] as const satisfies readonly Settled[]
const numberOf: Readonly<Record<Settled, number>> = { delivered: 1, rejected: 2, uncertain: 3 }

/** The ledger of `stream`, written on behalf of `run`. */
export function ledger(store: Store, stream: string, run: string): Ledger {
  const words = wordsOf(store)
  const at: Place = { store, stream: words.id(stream), runText: run, run: () => words.id(run) }
  const { again } = statementsOf(store)
  const underway = underwayOf(at)
  return {
    look: keys => look(at, keys, underway),
    begin(request) {
      const id = store.write(() => insert(at, request))
      underway.add(id, request.keys, run)
      return id
    },
    again(request) {
      if (again.run(request, at.stream).changes !== 1) throw notOpen(request)
    },
    settle(request, outcomes) {
      store.write(() => {
        record(at, outcomes)
        remove(at, request)
      })
      underway.remove(request)
    },
    withdraw(request) {
      store.write(() => remove(at, request))
      underway.remove(request)
    },
    split(request, parts) {
      const ids = store.write(() => {
        remove(at, request)
        return parts.map(part => insert(at, part))
      })
      underway.remove(request)
      ids.forEach((id, i) => void underway.add(id, parts[i]!.keys, run))
      return ids
    },
    open: () =>
      statementsOf(store)
        .requests.all(at.stream)
        .map(row => opened(at, row)),
  }
}

/** What became of one event, for people: when, by which run, and why when it was rejected. */
export interface History {
  state: Settled
  run: string
  code: string | null
  /** Epoch ms; for an open request, when it first left. */
  at: number
  /** The request has left and nobody has settled it. */
  open: boolean
}
/** What the ledger knows of one event; `undefined` when it never left. */
export function history(store: Store, stream: string, key: EventKey): History | undefined {
  const words = wordsOf(store)
  const id = words.find(stream)
  if (id === undefined) return undefined
  const { requests, one } = statementsOf(store)
  const bytes = Buffer.from(key, 'hex')
  const request = requests.all(id).find(row => keysOf(row.keys).includes(key))
  if (request) return { state: 'uncertain', run: words.text(request.run), code: null, at: request.first_sent, open: true }
  const row = one.get(id, bytes)
  if (!row) return undefined
  const code = row.code === null ? null : words.text(row.code)
  return { state: states[row.state - 1]!, run: words.text(row.run), code, at: row.settled * 1000, open: false }
}

/** How many requests wait for somebody to settle them, over all streams. */
export const openRequestCount = (store: Store): number => store.sql.prepare('select count(*) from request').pluck().get() as number

const DAYS_MIN = 70
/**
 * Forgets outcomes older than `days`. Never fewer than 70: a platform takes events of up to 62 days, so a key that is
 * forgotten belongs to an event that can no longer be accepted, and forgetting cannot cause a double. Works in pages,
 * with room for others between them.
 */
export async function pruneLedger(store: Store, days = 90, page = 20_000): Promise<number> {
  if (!(days >= DAYS_MIN)) throw new Error(`The ledger must remember at least ${DAYS_MIN} days. You asked for ${days}.`)
  const before = Math.floor(store.now() / 1000) - days * 86_400
  const end = store.sql.prepare<[number, Buffer, number], { stream: number; key: Buffer }>(
    'select stream, key from delivery where (stream, key) > (?, ?) order by stream, key limit 1 offset ?',
  )
  const drop = store.sql.prepare('delete from delivery where (stream, key) > (?, ?) and (stream, key) <= (?, ?) and settled < ?')
  const last = { stream: Number.MAX_SAFE_INTEGER, key: Buffer.alloc(0) }
  let from: { stream: number; key: Buffer } = { stream: 0, key: Buffer.alloc(0) }
  for (let gone = 0; ; ) {
    const to = end.get(from.stream, from.key, page - 1) ?? last
    gone += drop.run(from.stream, from.key, to.stream, to.key, before).changes
    if (to === last) return gone
    from = to
    await new Promise(resolve => setImmediate(resolve))
    if (!store.sql.open) return gone
  }
}

/** Seals every open request for another master key, inside the caller's transaction. One that does not open stays as it is. */
export function resealRequests(store: Store, to: Secrets): void {
  const put = store.sql.prepare('update request set body = ? where id = ?')
  for (const row of store.sql.prepare<[], { id: number; stream: number; body: Buffer }>('select id, stream, body from request').all()) {
    const at = place(row.stream, row.id)
    const body = reseal(store.secrets, to, 'requests', at, row.body)
    if (body) put.run(body, row.id)
  }
}

/** Where a ledger writes. The run's number is made when it is first needed: a run that sends nothing leaves no trace. */
interface Place {
  store: Store
  stream: number
  runText: string
  run(): number
}
interface RequestRow {
  id: number
  run: number
  keys: Buffer
  body: Buffer
  body_sha256: Buffer
  resend_safe: number
  expires: number
  first_sent: number
  attempts: number
}
/** A ciphertext opens only in the row it was written to. */
const place = (stream: number, id: number) => ['request', stream, id, 'body'] as const
const notOpen = (request: number) => new Error(`Request ${request} is not open in this stream.`)
const sha256 = (text: string) => createHash('sha256').update(text).digest()
const keysOf = (bytes: Buffer): EventKey[] => {
  const hex = bytes.toString('hex')
  return Array.from({ length: bytes.length / 16 }, (_, i) => hex.slice(i * 32, i * 32 + 32))
}

function look({ store, stream }: Place, keys: readonly EventKey[], underway: Underway): ReadonlyMap<EventKey, Known> {
  const known = new Map<EventKey, Known>()
  const words = wordsOf(store)
  for (const row of statementsOf(store).known.all(JSON.stringify(keys), stream))
    known.set(row.key, { state: states[row.state - 1]!, run: words.text(row.run) })
  if (underway.size > 0)
    for (const key of keys) {
      const run = underway.run(key)
      if (run !== undefined) known.set(key, { state: 'uncertain', run })
    }
  return known
}

function insert({ store, stream, run }: Place, request: Outgoing): number {
  const { sequence, insert } = statementsOf(store)
  const id = (sequence.get() ?? 0) + 1
  const body = store.secrets.seal('requests', place(stream, id), Buffer.from(request.body))
  const keys = Buffer.from(request.keys.join(''), 'hex')
  if (keys.length !== request.keys.length * 16) throw new Error('A key is 32 hex characters.')
  insert.run(id, stream, run(), keys, body, sha256(request.body), request.resendSafe ? 1 : 0, Math.trunc(request.expires), store.now())
  return id
}

function remove({ store, stream }: Place, request: number) {
  if (statementsOf(store).remove.run(request, stream).changes !== 1) throw notOpen(request)
}

/** Few different ends, many keys: one statement per kind of end, with the keys as one list. */
function record({ store, stream, run }: Place, outcomes: readonly Settlement[]) {
  const words = wordsOf(store)
  const ends = new Map<string, { state: Settled; code: string | undefined; keys: EventKey[] }>()
  for (const { key, state, code } of outcomes) {
    const name = `${state} ${code ?? ''}`
    const end = ends.get(name)
    if (end) end.keys.push(key)
    else ends.set(name, { state, code, keys: [key] })
  }
  const settled = Math.floor(store.now() / 1000)
  for (const { state, code, keys } of ends.values())
    statementsOf(store).record.run(
      stream,
      numberOf[state],
      code === undefined ? null : words.id(code),
      run(),
      settled,
      JSON.stringify(keys),
    )
}

/**
 * A body that cannot be read is listed all the same, as one that may never be sent again: the events in it may have
 * been taken, and only a person can tell.
 */
function opened({ store, stream }: Place, row: RequestRow): Open {
  const request = { id: row.id, keys: keysOf(row.keys), firstSent: row.first_sent, attempts: row.attempts }
  try {
    const body = store.secrets.open('requests', place(stream, row.id), row.body).toString()
    if (!sha256(body).equals(row.body_sha256)) throw new Error('The stored body is not the one that was sent.')
    return { ...request, body, resendSafe: row.resend_safe === 1, expires: row.expires }
  } catch (cause) {
    return { ...request, body: '', resendSafe: false, expires: 0, unreadable: (cause as Error).message }
  }
}

/** Keys of requests that have left and are not settled, in memory: asked for with every page of rows. */
interface Underway {
  size: number
  run(key: EventKey): string | undefined
  add(request: number, keys: readonly EventKey[], run: string): void
  remove(request: number): void
}
const underways = new WeakMap<Store, Map<number, Underway>>()

function underwayOf({ store, stream }: Place): Underway {
  const streams = underways.get(store) ?? new Map<number, Underway>()
  underways.set(store, streams)
  const known = streams.get(stream)
  if (known) return known
  const requests = new Map<number, readonly EventKey[]>()
  const runs = new Map<EventKey, { request: number; run: string }>()
  const underway: Underway = {
    get size() {
      return runs.size
    },
    run: key => runs.get(key)?.run,
    add(request, keys, run) {
      requests.set(request, keys)
      for (const key of keys) runs.set(key, { request, run })
    },
    remove(request) {
      for (const key of requests.get(request) ?? []) if (runs.get(key)?.request === request) runs.delete(key)
      requests.delete(request)
    },
  }
  for (const row of statementsOf(store).requests.all(stream)) underway.add(row.id, keysOf(row.keys), wordsOf(store).text(row.run))
  streams.set(stream, underway)
  return underway
}

type Statements = ReturnType<typeof prepare>
const prepared = new WeakMap<Store, Statements>()
function statementsOf(store: Store): Statements {
  const known = prepared.get(store)
  if (known) return known
  const made = prepare(store)
  prepared.set(store, made)
  return made
}
function prepare({ sql }: Store) {
  return {
    // The list drives the join: a look-up per key in the primary key, and nothing is scanned.
    known: sql.prepare<[string, number], { key: string; state: number; run: number }>(
      'select k.value as key, d.state, d.run from json_each(?) k cross join delivery d where d.stream = ? and d.key = unhex(k.value)',
    ),
    one: sql.prepare<[number, Buffer], { state: number; code: number | null; run: number; settled: number }>(
      'select state, code, run, settled from delivery where stream = ? and key = ?',
    ),
    record: sql.prepare(
      `insert into delivery (stream, state, code, run, settled, key) select ?, ?, ?, ?, ?, unhex(value) from json_each(?) where true order by 6
       on conflict do update set state = excluded.state, code = excluded.code, run = excluded.run, settled = excluded.settled`,
    ),
    sequence: sql.prepare<[], number>("select seq from sqlite_sequence where name = 'request'").pluck(),
    insert: sql.prepare(
      'insert into request (id, stream, run, keys, body, body_sha256, resend_safe, expires, first_sent, attempts) values (?, ?, ?, ?, ?, ?, ?, ?, ?, 1)',
    ),
    again: sql.prepare('update request set attempts = attempts + 1 where id = ? and stream = ?'),
    remove: sql.prepare('delete from request where id = ? and stream = ?'),
    requests: sql.prepare<[number], RequestRow>('select * from request where stream = ? order by id'),
  }
}
