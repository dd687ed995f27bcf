/** Why a flow's destination is not sent to for now, since when, what waits, and what it takes to go on. */
import type { Outlook } from '../../runtime/report.ts'
import type { Store } from './open.ts'

/** One destination of a flow that rests. Times are epoch ms. */
export interface Hold {
  flow: string
  /** The destination. */
  node: string
  code: string
  message: string
  why: string
  since: number
  /** The run that found it out. */
  run: string
  /** Events that were read and not sent, of which those leave the platform's window within six hours; and when the first does. */
  waiting: number
  expiring: number
  firstExpiry: number | null
  /** When it goes on by itself; null: when a person says so. */
  resumeAt: number | null
}

const COLUMNS = 'flow, node, code, message, why, since, run, waiting, expiring, first_expiry as firstExpiry, resume_at as resumeAt'

export const holdsOf = (store: Store, flow: string): Hold[] =>
  store.sql.prepare<[string], Hold>(`select ${COLUMNS} from hold where flow = ? order by node`).all(flow)

/** Flows with a destination that rests until a person comes, or has for an hour; not those whose source is away, which can count nothing. */
export const restingFlows = (store: Store): Set<string> =>
  new Set(
    store.sql
      .prepare<[number], string>("select distinct flow from hold where (resume_at is null or since <= ?) and code not like 'source.%'")
      .pluck()
      .all(store.now() - HOUR_MS),
  )
const HOUR_MS = 3_600_000

/** What waits by now; `outlook` is absent where nothing does. */
export const recount = (store: Store, flow: string, node: string, outlook: Outlook | undefined): void =>
  void store.sql
    .prepare('update hold set waiting = ?, expiring = ?, first_expiry = ? where flow = ? and node = ?')
    .run(outlook?.waiting ?? 0, outlook?.soon ?? 0, outlook?.first ? Date.parse(outlook.first) : null, flow, node)

/** Keeps since when, as long as it is the same trouble. */
export function putHold(store: Store, hold: Omit<Hold, 'since'>): Hold {
  return store.write(() => {
    const before = holdsOf(store, hold.flow).find(({ node }) => node === hold.node)
    const now = { ...hold, since: before?.code === hold.code ? before.since : store.now() }
    store.sql
      .prepare<[Hold]>(
        `insert or replace into hold (flow, node, code, message, why, since, run, waiting, expiring, first_expiry, resume_at)
         values (@flow, @node, @code, @message, @why, @since, @run, @waiting, @expiring, @firstExpiry, @resumeAt)`,
      )
      .run(now)
    return now
  })
}

/** Ends the rest of one destination, or of all. Gives how many rested. */
export const liftHolds = (store: Store, flow: string, node?: string): number =>
  store.sql.prepare('delete from hold where flow = ? and (? is null or node = ?)').run(flow, node ?? null, node ?? null).changes

/** A run that is begun for it and never ends well is begun again after this. */
const AGAIN_MS = 15 * 60_000
/** Flows whose time to go on has come; each is given once. */
export function dueHolds(store: Store): string[] {
  const now = store.now()
  const due = store.sql
    .prepare<[number], string>(
      'select distinct hold.flow from hold join flow on flow.id = hold.flow where resume_at <= ? and flow.paused = 0 and flow.live is not null',
    )
    .pluck()
    .all(now)
  for (const flow of due)
    store.sql.prepare('update hold set resume_at = ? where flow = ? and resume_at <= ?').run(now + AGAIN_MS, flow, now)
  return due
}
