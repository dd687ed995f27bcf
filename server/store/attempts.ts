/**
 * Every sending of every request. A row is written with the intent, in the transaction that puts the request on disk; how
 * it ended follows with the next write, so that keeping this record costs no transaction of its own.
 */
import type { Attempt, AttemptClass } from '../../runtime/attempts.ts'
import type { Store } from './open.ts'
import { wordsOf } from './words.ts'

/** Writing, for the ledger: each inside the caller's transaction. */
interface Attempts {
  begun(request: { id: number; no: number; stream: number; run: number; parent?: number | undefined; events: number }): void
  /** A part of a refused request leaves, which was only meant until now. */
  left(request: number, run: number): void
  /** The attempt under way ended; written with the next transaction. */
  answered(request: number, attempt: Attempt): void
  /** The request goes; an attempt that was only meant, and never began, goes with it. */
  closed(request: number): void
}

const open = new WeakMap<Store, Attempts>()
export function attemptsOf(store: Store): Attempts {
  const known = open.get(store) ?? makeAttempts(store)
  open.set(store, known)
  return known
}

function makeAttempts(store: Store): Attempts {
  const begin = store.sql.prepare('insert into attempt (request, no, stream, run, parent, events, started) values (?, ?, ?, ?, ?, ?, ?)')
  const end = store.sql.prepare(
    `update attempt set events = ?, started = ?, ended = ?, waited = ?, class = ?, status = ?, rejected = ?, code = ?, platform_code = ?, trace = ?
     where request = ? and no = (select max(no) from attempt where request = ?)`,
  )
  const drop = store.sql.prepare(
    'delete from attempt where request = ? and no = 1 and ended is null and (select max(no) from attempt where request = ?) = 1',
  )
  const leave = store.sql.prepare('update attempt set started = ?, run = ? where request = ? and no = 1')
  return {
    left: (request, run) => void leave.run(store.now(), run, request),
    begun: ({ id, no, stream, run, parent, events }) => void begin.run(id, no, stream, run, parent ?? null, events, store.now()),
    answered(request, a) {
      store.soon(() => {
        end.run(
          a.events,
          a.started,
          a.ended,
          a.waitedMs,
          a.class,
          a.status ?? null,
          a.rejected,
          a.code ?? null,
          a.platformCode ?? null,
          a.trace ?? null,
          request,
          request,
        )
      })
    },
    closed: request => void drop.run(request, request),
  }
}

/** One sending, for people. `ended: null`: under way, or the program died before it could note how it ended. */
export interface StoredAttempt {
  request: number
  no: number
  /** The request whose part this one is. */
  parent: number | null
  stream: string
  run: string
  events: number
  /** Epoch ms, as all times here. */
  started: number
  ended: number | null
  waited: number | null
  class: AttemptClass | null
  status: number | null
  rejected: number | null
  code: string | null
  platformCode: string | null
  trace: string | null
}
type Row = Omit<StoredAttempt, 'stream' | 'run'> & { stream: number; run: number }
const COLUMNS =
  'request, no, parent, stream, run, events, started, ended, waited, class, status, rejected, code, platform_code as platformCode, trace'

/** All sendings of the requests that a run had a part in, in order: of those after `after`, at most `limit` requests. */
export function attemptsOfRun(
  store: Store,
  run: string,
  { after = 0, limit = 100 }: { after?: number | undefined; limit?: number } = {},
): StoredAttempt[] {
  const id = wordsOf(store).find(run)
  if (id === undefined) return []
  return list(
    store,
    `where request in (select distinct request from attempt where run = ? and request > ? order by request limit ?) order by request, no`,
    [id, after, limit],
  )
}

/** All sendings of one request, of whatever run. */
export const attemptsOfRequest = (store: Store, request: number): StoredAttempt[] => list(store, 'where request = ? order by no', [request])

function list(store: Store, where: string, values: readonly number[]): StoredAttempt[] {
  store.settle()
  const words = wordsOf(store)
  return store.sql
    .prepare<number[], Row>(`select ${COLUMNS} from attempt ${where}`)
    .all(...values)
    .map(row => ({ ...row, stream: words.text(row.stream), run: words.text(row.run) }))
}

const pause = () => new Promise(resolve => setImmediate(resolve))
const KEEP_DAYS = 30
/** Forgets what is older than `days`, in pages; what belongs to a request that is still open stays. */
export async function pruneAttempts(store: Store, days = KEEP_DAYS, page = 5_000): Promise<number> {
  const before = store.now() - days * 86_400_000
  const end = store.sql
    .prepare<[number, number], number>('select request from attempt where request > ? order by request limit 1 offset ?')
    .pluck()
  const drop = store.sql.prepare(
    'delete from attempt where request > ? and request <= ? and started < ? and not exists (select 1 from request where id = attempt.request)',
  )
  for (let from = 0, gone = 0; ; await pause()) {
    if (!store.sql.open) return gone
    const to = end.get(from, page - 1)
    gone += drop.run(from, to ?? Number.MAX_SAFE_INTEGER, before).changes
    if (to === undefined) return gone
    from = to
  }
}
