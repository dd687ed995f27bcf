/** What a run's end means for the runs to come: a destination that cannot be sent to rests, and goes on when it can. */
import type { Kinds } from '../../runtime/contract.ts'
import type { Delivery, Flow } from '../../runtime/flow.ts'
import { genericReasons } from '../../runtime/reasons.ts'
import type { PathReport, RunError, Tally } from '../../runtime/report.ts'
import { destinationsOf } from '../../runtime/resolve.ts'
import { findFlow, getVersion, setPaused } from '../store/flows.ts'
import { type Hold, holdsOf, liftHolds, putHold } from '../store/holds.ts'
import type { Store } from '../store/open.ts'
import { isWhole, type StoredRun } from '../store/runs.ts'
import { heldBackBefore, newRows } from './usual.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
/** Trouble that heals by itself and has not for this long is said louder, and tried once an hour. */
const LONG_MS = 24 * HOUR_MS
/** Between two tries of a source, at most. */
const SOURCE_MOST_MS = 15 * MINUTE_MS
const REFUSED_MIN = 20

/** Only what the schedule runs has consequences: a draft or a try of a few rows says nothing of the live flow. */
const counts = ({ version, options }: StoredRun) => version !== null && isWhole(options)

/** Writes down what rests and what goes on. Gives `paused` when nothing of the flow can be sent any more. */
export function afterRun(store: Store, run: StoredRun, paths: readonly PathReport[], kinds: Kinds): 'paused' | 'resting' | 'well' {
  if (!counts(run) || !findFlow(store, run.flow)) return 'well'
  return store.write(() => {
    const document = getVersion(store, run.flow, run.version!).document
    for (const path of paths) settle(store, run, path, document)
    const drawn = destinationsOf(document, kinds)
    const holds = holdsOf(store, run.flow)
    for (const { node } of holds) if (!drawn.includes(node)) liftHolds(store, run.flow, node)
    const stuck = drawn.filter(node => holds.some(hold => hold.node === node && hold.resumeAt === null))
    if (stuck.length === 0 || stuck.length < drawn.length) return holds.length ? 'resting' : 'well'
    if (!findFlow(store, run.flow)!.paused) setPaused(store, run.flow, true)
    return 'paused'
  })
}

function settle(store: Store, run: StoredRun, path: PathReport, document: Flow): void {
  const before = holdsOf(store, run.flow).find(({ node }) => node === path.destination)
  const watched = run.trigger === 'manual' || run.trigger === 'api'
  const trouble =
    path.error ?? clocksApart(path) ?? (watched ? undefined : tooMuch(path, document, heldBackBefore(store, run, path.destination)))
  if (!trouble) {
    if (path.state === 'succeeded' || path.state === 'partial') liftHolds(store, run.flow, path.destination)
    return
  }
  const repairedThere = trouble.needs === 'person' && ofSource(trouble)
  // It was away and is back, and now wants a repair: asking again by itself helps no more, and the old words are not true.
  if (repairedThere && before && before.resumeAt !== null && ofSource(before)) liftHolds(store, run.flow, path.destination)
  if (!trouble.needs || repairedThere) return
  const idle = path.tally.read === 0 && before
  const { waiting, soon, first } = path.outlook ?? { waiting: path.tally.unsent, soon: 0, first: null }
  putHold(store, {
    flow: run.flow,
    node: path.destination,
    run: run.id,
    ...wordsOf(trouble),
    waiting: idle ? before.waiting : waiting,
    expiring: idle ? before.expiring : soon,
    firstExpiry: idle ? before.firstExpiry : first === null ? null : Date.parse(first),
    resumeAt: trouble.needs === 'person' ? null : resumeAt(store.now(), trouble, before),
  })
}

/** Whoever repairs a source does it there: the next run finds it well, and nobody has to press anything here. */
const ofSource = ({ code }: Pick<RunError, 'code'>): boolean => code.startsWith('source.')

const wordsOf = ({ code, message, why }: RunError) => ({ code, message, why })

/** As soon as the platform allows; after a day of trouble once an hour, for it is a person who should look. */
function resumeAt(now: number, trouble: RunError, before: Hold | undefined): number {
  const { resumesAt } = trouble
  const asked = resumesAt === undefined ? now : Date.parse(resumesAt)
  const lasted = before === undefined || before.resumeAt === null ? 0 : now - before.since
  // A query may cost money, and waking a warehouse does: as long again as the trouble has lasted.
  if (ofSource(trouble)) return Math.max(asked, now + Math.min(Math.max(lasted, MINUTE_MS / 2), SOURCE_MOST_MS))
  const long = lasted > LONG_MS
  return Math.max(asked, now + (long ? HOUR_MS : MINUTE_MS / 2))
}

/** The last answer of the run told it, so that nothing was left to stop. */
function clocksApart({ reasons, destination }: PathReport): RunError | undefined {
  const told = reasons.find(({ code }) => code === 'clocks_far_apart')
  const words = genericReasons.clocks_far_apart!
  return told && { code: told.code, message: words.title, why: words.why, node: destination, needs: 'person' }
}

/** Nothing failed, and yet it should not go on like this without somebody looking. */
function tooMuch({ tally, reasons, destination }: PathReport, { delivery }: Flow, before: number | undefined): RunError | undefined {
  const invalid = drifted(tally, delivery, before)
  if (invalid) return { ...invalid, node: destination }
  const answered = tally.delivered + tally.rejected
  const worst = reasons.find(reason => reason.outcome === 'rejected')
  const share = (delivery?.refusedPercent ?? 50) / 100
  if (answered < REFUSED_MIN || !worst || worst.rows < answered * share) return undefined
  return {
    code: 'too_many_refusals',
    message: 'The platform refuses most events for the same reason',
    why: worst.message,
    node: destination,
    needs: 'person',
  }
}

const INVALID_MIN = 100
/** Held back and not sent out by the drawing but by the data: a flow that always holds many back is drawn that way. */
const ABOVE_USUAL = 0.2
function drifted(tally: Tally, delivery: Delivery | undefined, before: number | undefined): RunError | undefined {
  const rows = newRows(tally)
  const share = tally.invalid / rows
  const most = (delivery?.invalidPercent ?? 20) / 100
  if (before === undefined || rows < INVALID_MIN || share <= most || share < before + ABOVE_USUAL) return undefined
  const percent = (part: number) => `${Math.round(part * 100)} %`
  return {
    code: 'too_many_held_back',
    message: `${percent(share)} of the new rows were held back`,
    why: `Usually it is ${percent(before)}. A column may have been renamed, emptied or filled in another way; the run page names the reasons`,
    needs: 'person',
  }
}
