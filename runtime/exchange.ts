/** Attempts with the same bytes, each at a time that the account allows. */
import { BREAKER, began, claimed, failed, hushed, readyAt, retried, retryAt, trying, tryNow, worked } from './account.ts'
import { attemptOf } from './attempts.ts'
import { backoff } from './backoff.ts'
import { callOf } from './body.ts'
import { compareClocks } from './clock-apart.ts'
import type { Refusal, Verdict } from './dialect.ts'
import { textIn } from './finished-page.ts'
import type { PathWait } from './report.ts'
import { shownOf } from './shown.ts'
import { restOf, waitUntil } from './waits.ts'
import { type Doubt, type Item, isRetry, mayRepeat, onDisk, patienceOf, type Way } from './way.ts'
import type { Unanswered } from './world.ts'

/** What came of it. `again`: when it is worth another go, epoch ms; `smaller`: surely not taken, and to be tried with fewer events. */
export interface Exchanged {
  verdict: Verdict
  doubt: Doubt
  again?: number
  smaller?: true
}

/**
 * Waits until the account allows a request and, where it is `charged`, until its budget pays for a retry: others who waited for
 * the same moment may have spent what was left, or learnt that the account wants to be left alone. Gives the time from which it
 * may leave when that is later than `until`, or than this run may wait for.
 */
export async function ready(way: Way, charged = false, until = Number.POSITIVE_INFINITY): Promise<number | undefined> {
  const { world } = way
  for (;;) {
    const state = world.account.get()
    const now = world.now()
    if (world.stop.aborted) return undefined
    const allowed = readyAt(state)
    if (allowed > now) {
      if (allowed - now > patienceOf(way)) return allowed
      await waitUntil(way, allowed, restOf(state))
      continue
    }
    const paid = charged ? retryAt(state, now) : now
    if (paid <= now) {
      // Taken at once, before anybody else who waited for the same moment.
      world.account.put(claimed(state, now))
      return undefined
    }
    if (paid > until || paid - now > patienceOf(way)) return paid
    await waitUntil(way, paid, 'budget')
  }
}

/** Attempts with the same bytes, until one is answered, or none may follow. */
export async function exchange(way: Way, items: readonly Item[], id: number, before: Doubt): Promise<Exchanged> {
  const { plan, address, world, books, rules } = way
  const texts = items.map(i => i.text)
  const expires = Math.min(...items.map(i => i.expires))
  const { dialect } = plan.resolved
  const call = callOf(dialect, texts, address)
  let { lost, resent } = before
  let waitedMs = 0
  const account = world.account
  // What an earlier run left in doubt is sent once more without being charged: its process may have died of something else.
  const charged = isRetry(way, items)
  const now = world.now()
  account.put(charged || before.lost > 0 ? retried(account.get(), now, !charged) : began(account.get(), now))
  for (let attempt = 1; ; attempt++) {
    books.requests++
    if (lost > 0) resent++
    const started = world.now()
    const sent = await world.send(dialect.sign?.(call, address, world.now()) ?? call)
    const verdict =
      'answer' in sent ? dialect.read({ ...sent.answer, heard: world.now() }, texts.length, address) : unheard(sent.unanswered)
    world.ledger.answered(
      id,
      attemptOf(sent, verdict, { events: texts.length, started, ended: world.now(), waitedMs }, dialect.trace),
      () => shownOf(sent, verdict, call, texts.map(textIn), dialect.targets),
    )
    const sure = verdict.kind === 'settled' || verdict.kind === 'stop' || verdict.taken !== 'unknown'
    if (!sure) lost++
    if (!sure && 'answer' in sent) doubtful(way, verdict, items.length)
    const heardAt = world.now()
    if ('answer' in sent) compareClocks(way, sent.answer, started, heardAt, items.length)
    note(way, verdict)
    const doubt = { lost, resent }
    if (verdict.kind !== 'retry') return { verdict, doubt }
    const { again, what } = nextTry(way, verdict, attempt)
    if (attempt >= rules.attempts || (!sure && !mayRepeat(way, items)) || again - heardAt > patienceOf(way))
      return { verdict, doubt, again }
    await waitUntil(way, again, what)
    if (again - world.now() > patienceOf(way)) return { verdict, doubt, again }
    const later = await ready(way, verdict.afterMs === undefined, heardAt + rules.patienceMs)
    if (later !== undefined || world.stop.aborted || expires <= world.now()) return { verdict, doubt, again: later ?? again }
    if (lost === 0 && trying(account.get()) && items.length > BREAKER.probe) {
      account.put(tryNow(account.get()))
      return { verdict, doubt, again, smaller: true }
    }
    waitedMs = world.now() - heardAt
    onDisk(way, items, () => world.ledger.again(id, sure))
    account.put(retried(account.get(), world.now(), verdict.afterMs !== undefined))
  }
}

/** Nothing came back. What no later attempt can better is the connection's to be repaired. */
const unheard = ({ final, ...why }: Unanswered): Verdict =>
  final && why.taken === 'no' ? { kind: 'stop', fault: 'address', code: why.code, message: why.message } : { kind: 'retry', ...why }

/** What an answer says of the account: that it works, that it wants quiet, or nothing good. */
function note({ world: { account, now } }: Way, verdict: Verdict): void {
  const state = account.get()
  if (verdict.kind === 'settled')
    account.put(verdict.waitMs === undefined ? worked(state) : hushed(worked(state), now() + backoff(1, 0, verdict.waitMs)))
  else if (verdict.kind === 'poisoned' || (verdict.kind === 'stop' && verdict.fault !== 'address')) account.put(worked(state))
  else if (verdict.kind === 'stop') account.put(failed(state, now()))
  else account.put(verdict.afterMs === undefined ? failed(state, now()) : hushed(state, now() + backoff(1, 0, verdict.afterMs)))
}
/** When the same bytes may go again, epoch ms, and what is waited for until then. */
function nextTry({ world }: Way, { afterMs }: { afterMs?: number }, attempt: number): { again: number; what: PathWait['for'] } {
  const now = world.now()
  const state = world.account.get()
  const paid = afterMs === undefined ? retryAt(state, now) : now
  const pause = now + backoff(attempt, world.random(), afterMs)
  const again = Math.ceil(Math.max(pause, readyAt(state), paid))
  const ours = readyAt(state) >= pause ? restOf(state) : 'retry'
  return { again, what: afterMs !== undefined ? 'platform' : paid > pause && paid > readyAt(state) ? 'budget' : ours }
}

/** Said although a later attempt may settle it: an answer that does not add up is the platform's, or a proxy's, to explain. */
function doubtful({ books, plan }: Way, { code, message }: Refusal, rows: number): void {
  const known = books.sentence(code)
  books.note({
    outcome: 'warning',
    code,
    node: plan.resolved.destination.id,
    rows,
    message: known === code ? message : `${known} ${message}`,
  })
}
