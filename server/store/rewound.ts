/**
 * Streams whose memory went back in time with the database. Held until a person says for each what became of the events
 * that were sent since: treated as sent up to a time, or sent again.
 */
import { and, asc, eq, isNull } from 'drizzle-orm'
import { addAudit } from './audit.ts'
import { deliveriesOf } from './deliveries.ts'
import { listFlows, setPaused } from './flows.ts'
import { openRequests, treatAsSent } from './ledger.ts'
import type { Store } from './open.ts'
import { Refused } from './refused.ts'
import { emptyQueue, interruptRuns } from './runs.ts'
import { type Actor, rewound } from './tables.ts'
import { wordsOf } from './words.ts'

export type RewoundChoice = 'treat_as_sent' | 'send_again'
/** One stream. Times are epoch ms; `null`: nobody knows. */
export interface Rewound {
  id: number
  stream: string
  flow: string
  why: string
  noticed: number
  /** The database remembers what was sent up to here. */
  since: number | null
  /** The last request that is known to have left. */
  until: number | null
  /** Events begun in between, at most. */
  events: number | null
  choice: RewoundChoice | null
  /** `treat_as_sent`: events that happened up to here. */
  upTo: number | null
  chosen: number | null
  /** A whole run has gone over all rows since: the choice has been carried out. */
  done: number | null
}

/** Every stream that is known is held, every flow paused, and nothing half-done taken up again. Inside a transaction. */
export function noteRewound(
  store: Store,
  what: { why: string; since: number | null; until: number | null; lost: ReadonlyMap<string, number | null> },
): void {
  const noticed = store.now()
  const streams = new Set([...what.lost.keys(), ...streamsIn(store)])
  for (const stream of streams) {
    const row = {
      stream,
      flow: stream.slice(0, stream.indexOf('\n')),
      why: what.why,
      noticed,
      since: what.since,
      until: what.until,
      events: what.lost.get(stream) ?? null,
      choice: null,
      upTo: null,
      chosen: null,
      done: null,
    }
    store.db.insert(rewound).values(row).onConflictDoUpdate({ target: rewound.stream, set: row }).run()
  }
  interruptRuns(store)
  emptyQueue(store)
  for (const { id, live, paused } of listFlows(store)) if (live !== null && !paused) setPaused(store, id, true)
  addAudit(store, {
    what: 'put_back',
    flow: '',
    request: null,
    events: [...what.lost.values()].reduce<number>((sum, n) => sum + (n ?? 0), 0),
    actor: 'server',
  })
}

/** Held streams first, then those whose choice was not carried out yet, oldest first. */
export const listRewound = (store: Store): Rewound[] => {
  const rows = store.db.select().from(rewound).where(isNull(rewound.done)).orderBy(asc(rewound.id)).all()
  return [...rows.filter(row => row.choice === null), ...rows.filter(row => row.choice !== null)]
}

/** What holds, or was decided for, this stream. */
export const rewoundOf = (store: Store, stream: string): Rewound | undefined =>
  store.db
    .select()
    .from(rewound)
    .where(and(eq(rewound.stream, stream), isNull(rewound.done)))
    .get()

export interface Choose {
  ids: readonly number[]
  choice: RewoundChoice
  /** `treat_as_sent` only; left out: the last request that is known to have left, else now. */
  upTo?: number | undefined
  actor: Actor
}
/** A person's choice, with its line in the audit. Requests that the old database has open were settled since. */
export function chooseRewound(store: Store, { ids, choice, upTo, actor }: Choose): Rewound[] {
  return store.write(() =>
    [...new Set(ids)].map(id => {
      const row = store.db.select().from(rewound).where(eq(rewound.id, id)).get()
      if (!row || row.done !== null) throw new Refused('not_found', 'This is not held after a restore.', 'Look at the list again.')
      const until = choice === 'treat_as_sent' ? (upTo ?? row.until ?? store.now()) : null
      store.db.update(rewound).set({ choice, upTo: until, chosen: store.now() }).where(eq(rewound.id, id)).run()
      const what = choice === 'treat_as_sent' ? 'put_back_treat_as_sent' : 'put_back_send_again'
      addAudit(store, { what, flow: row.flow, request: null, events: row.events ?? 0, actor })
      if (choice === 'treat_as_sent')
        for (const open of openRequests(store, row.flow))
          if (open.stream === row.stream) treatAsSent(store, open, () => {}, { putBack: true })
      return store.db.select().from(rewound).where(eq(rewound.id, id)).get()!
    }),
  )
}

/** Events that a person has treated as sent, remembered as if this stream had delivered them. */
export function rememberSent(store: Store, stream: string, run: string, keys: readonly string[]): void {
  if (keys.length === 0) return
  const words = wordsOf(store)
  const recorded = store.write(() =>
    deliveriesOf(store, words.id(stream)).record(
      words.id(run),
      keys.map(key => ({ key, state: 'delivered' })),
    ),
  )
  recorded()
}

/** A whole run went over every row: what comes late from now on is new. */
export const finishRewound = (store: Store, stream: string): void =>
  void store.db
    .update(rewound)
    .set({ done: store.now() })
    .where(and(eq(rewound.stream, stream), isNull(rewound.done)))
    .run()

/** Every stream that this database knows. */
export const streamsIn = (store: Store): string[] =>
  store.sql.prepare<[], string>('select text from word where instr(text, char(10)) > 0 order by id').pluck().all()
