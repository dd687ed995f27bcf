/**
 * How far this data folder ever got, kept beside the database and outside of it. A database that is put back (a restore,
 * an old file copied over, a snapshot) forgets what was sent since, and would send it all again. Comparing both at each
 * open tells that it happened; `rewound.ts` then holds every stream until a person has chosen.
 *
 * The database counts each request in the transaction that begins it, so a copy made the next moment knows of all that it
 * holds. `high-water.json` is flushed to disk at most two seconds later and when the store is closed. Counts are of events
 * that were begun, so they may be a little more than what was taken.
 */
import { randomUUID } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Ledger } from '../../runtime/world.ts'
import type { Store } from './open.ts'
import { noteRewound } from './rewound.ts'
import { getSetting, setSetting } from './setting.ts'

const FILE = 'high-water.json'
const FLUSH_MS = 2_000

/** What was begun for each stream, in all. */
interface Sent {
  /** Epoch ms of the latest request; 0: none. */
  at: number
  streams: Record<string, { events: number; at: number }>
}
interface HighWater extends Sent {
  /** The database this belongs to. */
  database: string
  /** The highest request id ever given. */
  requests: number
}
interface Mark {
  sent: Sent
  changed: boolean
  flush(): void
  end(): void
}
const marks = new WeakMap<Store, Mark>()

/** Compares the database with the file beside it, notes what is amiss, and keeps the file from then on. Once, at the open. */
export function openHighWater(store: Store): void {
  const file = join(store.folder, FILE)
  const database = getSetting(store, 'database')
  const inside = sentIn(getSetting(store, 'sent'))
  const beside = readMark(file)
  const requests = requestsOf(store)
  const why = amiss(database, requests, beside)
  const sent = why && beside ? newer(inside, beside) : inside
  const id = database ?? randomUUID()
  store.write(() => {
    if (why) {
      noteRewound(store, {
        why,
        since: inside.at || null,
        until: beside && beside.at > inside.at ? beside.at : null,
        lost: lost(inside, beside),
      })
      // A number that was given is never given again.
      if (beside && beside.requests > requests) raiseRequests(store, beside.requests)
    }
    if (database === undefined) setSetting(store, 'database', id)
    if (why) setSetting(store, 'sent', JSON.stringify(sent))
  })
  const flush = () => {
    mark.changed = false
    writeMark(file, { database: id, requests: requestsOf(store), ...mark.sent })
  }
  const timer = setInterval(() => {
    if (mark.changed && store.sql.open) attempt(flush, () => (mark.changed = true))
  }, FLUSH_MS).unref()
  const mark: Mark = { sent, changed: false, flush: () => attempt(flush, () => {}), end: () => clearInterval(timer) }
  marks.set(store, mark)
  if (why || database === undefined || !existsSync(file)) mark.flush()
}

/** Before the store is closed. */
export function closeHighWater(store: Store): void {
  const mark = marks.get(store)
  if (!mark) return
  mark.end()
  if (mark.changed) mark.flush()
  marks.delete(store)
}

/** The same ledger, which also counts what it begins. */
export function counted(store: Store, stream: string, ledger: Ledger): Ledger {
  return {
    ...ledger,
    begin(request, ended) {
      const mark = marks.get(store)
      if (!mark) return ledger.begin(request, ended)
      const before = mark.sent
      mark.sent = more(before, stream, request.events ?? request.keys.length, store.now())
      // Goes with the request's own write, and is tried again with the next one should that fail.
      store.soon(() => setSetting(store, 'sent', JSON.stringify(mark.sent)))
      try {
        const id = ledger.begin(request, ended)
        mark.changed = true
        return id
      } catch (cause) {
        mark.sent = before
        throw cause
      }
    },
  }
}

const more = ({ at: latest, streams }: Sent, stream: string, events: number, at: number): Sent => ({
  at: Math.max(latest, at),
  streams: { ...streams, [stream]: { events: (streams[stream]?.events ?? 0) + events, at } },
})

/** `went_back`: this database, from an earlier day. `other`: another one, or a new one where the old one is gone. `alone`: it has sent, and nothing tells how much. */
export type Amiss = 'went_back' | 'other' | 'alone'
function amiss(database: string | undefined, requests: number, beside: HighWater | undefined): Amiss | undefined {
  if (!beside) return requests > 0 ? 'alone' : undefined
  if (beside.database !== database) return requests > 0 || beside.requests > 0 ? 'other' : undefined
  return beside.requests > requests ? 'went_back' : undefined
}

/** Events begun since, by stream; `null` where nobody counted. */
function lost(inside: Sent, beside: HighWater | undefined): Map<string, number | null> {
  const streams = new Set([...Object.keys(inside.streams), ...Object.keys(beside?.streams ?? {})])
  return new Map(
    [...streams].map(stream => {
      if (!beside) return [stream, null]
      return [stream, Math.max(0, (beside.streams[stream]?.events ?? 0) - (inside.streams[stream]?.events ?? 0))]
    }),
  )
}
function newer(inside: Sent, beside: Sent): Sent {
  const streams = { ...inside.streams }
  for (const [stream, sent] of Object.entries(beside.streams)) if (sent.events > (streams[stream]?.events ?? 0)) streams[stream] = sent
  return { at: Math.max(inside.at, beside.at), streams }
}

function sentIn(text: string | undefined): Sent {
  return text === undefined ? { at: 0, streams: {} } : JSON.parse(text)
}
function readMark(file: string): HighWater | undefined {
  try {
    const found = JSON.parse(readFileSync(file, 'utf8'))
    return typeof found.database === 'string' && typeof found.requests === 'number' ? found : undefined
  } catch {
    // Not there, or cut short: the same as not there.
    return undefined
  }
}
function writeMark(file: string, mark: HighWater): void {
  const draft = `${file}.part`
  const opened = openSync(draft, 'w', 0o600)
  try {
    writeSync(opened, `${JSON.stringify(mark)}\n`)
    fsyncSync(opened)
  } finally {
    closeSync(opened)
  }
  renameSync(draft, file)
}
/** A full disk must not end what can still be settled: it is tried again with the next request. */
function attempt(work: () => void, otherwise: () => void): void {
  try {
    work()
  } catch {
    otherwise()
  }
}

const requestsOf = (store: Store): number =>
  (store.sql.prepare("select seq from sqlite_sequence where name = 'request'").pluck().get() as number | undefined) ?? 0

function raiseRequests(store: Store, to: number): void {
  const { changes } = store.sql.prepare("update sqlite_sequence set seq = ? where name = 'request'").run(to)
  if (changes === 0) store.sql.prepare("insert into sqlite_sequence (name, seq) values ('request', ?)").run(to)
}
