/**
 * What a person may see of some sendings: events and answer as `runtime/shown.ts` masks them, before they are stored. Of
 * each run and path the first one, and those of which the platform refused something; kept for seven days.
 */

import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Attempt } from '../../runtime/attempts.ts'
import type { Shown } from '../../runtime/shown.ts'
import { serverBounds } from '../bounds.ts'
import { reseal, type Secrets } from '../upkeep/secrets.ts'
import type { Store } from './open.ts'

/** Of one path of one run, at most. */
const EACH_RUN = serverBounds.sendingsOfPath.most
/** Over all runs: a flow that fails every minute must not fill the disk. */
const IN_ALL = serverBounds.sendings.most
const KEEP_DAYS = 7
const SHOWN_MAX = 4 * 1024 * 1024

/** A ciphertext opens only in the row it was written to. */
const place = (request: number, at: number) => ['sample', request, at] as const

/** For one path of one run: keeps what is worth keeping of each sending, with the next transaction. */
export function sampler(store: Store): (request: number, attempt: Attempt, shown: () => Shown) => void {
  let kept = 0
  const put = store.sql.prepare(
    'insert or replace into sample (request, no, at, shown) select ?, max(no), ?, ? from attempt where request = ? having max(no) is not null',
  )
  return (request, attempt, shown) => {
    const telling = attempt.rejected > 0 || (attempt.class !== 'settled' && attempt.status !== undefined)
    if (kept >= EACH_RUN || (kept > 0 && !telling)) return
    kept++
    const at = attempt.ended
    const sealed = store.secrets.seal('samples', place(request, at), zstdCompressSync(JSON.stringify(shown())))
    store.soon(() => void put.run(request, at, sealed, request))
  }
}

/** What is kept of a request's sendings, by their number. One that does not open is as if it were not there. */
export function samplesOf(store: Store, request: number): ReadonlyMap<number, Shown> {
  store.settle()
  const rows = store.sql
    .prepare<[number], { no: number; at: number; shown: Buffer }>('select no, at, shown from sample where request = ? order by no')
    .all(request)
  return new Map(
    rows.flatMap(({ no, at, shown }) => {
      const clear = opened(store.secrets, request, at, shown)
      return clear ? [[no, clear] as const] : []
    }),
  )
}
function opened(secrets: Secrets, request: number, at: number, sealed: Buffer): Shown | undefined {
  try {
    const clear = zstdDecompressSync(secrets.open('samples', place(request, at), sealed), { maxOutputLength: SHOWN_MAX })
    return JSON.parse(clear.toString()) as Shown
  } catch {
    return undefined
  }
}

/** Which of these requests have something to show. */
export function sampled(store: Store, from: number, to: number): ReadonlySet<number> {
  store.settle()
  return new Set(
    store.sql.prepare<[number, number], number>('select distinct request from sample where request between ? and ?').pluck().all(from, to),
  )
}

/** Seals every sample for another master key, inside the caller's transaction. One that does not open stays as it is. */
export function resealSamples(store: Store, to: Secrets): void {
  const put = store.sql.prepare('update sample set shown = ? where request = ? and no = ?')
  const rows = store.sql.prepare<[], { request: number; no: number; at: number; shown: Buffer }>('select * from sample').all()
  for (const { request, no, at, shown } of rows) {
    const again = reseal(store.secrets, to, 'samples', place(request, at), shown)
    if (again) put.run(again, request, no)
  }
}

/** Forgets what is older than a week, and the oldest beyond 5,000. */
export function pruneSamples(store: Store): number {
  return store.write(() => {
    const old = store.sql.prepare('delete from sample where at < ?').run(store.now() - KEEP_DAYS * 86_400_000).changes
    const over = store.sql
      .prepare('delete from sample where at <= (select at from sample order by at desc limit 1 offset ?)')
      .run(IN_ALL).changes
    return old + over
  })
}
