/**
 * The judge. It compares what the platform wrote down with what the product says, and believes the platform.
 * Numbers in brackets are the invariants of the promise (docs/proof.md).
 */
import { balanced, type PathReport } from '../../runtime/report.ts'
import { disk } from './leftovers.ts'
import type { Request } from './platform.ts'
import type { Shop } from './shop.ts'

export interface Finding {
  lost: number
  /** Deliveries beyond the first, explained or not. */
  doubles: number
  /** Doubles that no unknown outcome explains. */
  unexplained: number
  /** Doubles beyond what the product's own runs say is possible (`possibleDoubles`). */
  untold: number
  /** Everything else that must not be, in words. */
  complaints: string[]
}
export interface Expected {
  /** Ids that the platform must have taken in the end. */
  taken: ReadonlySet<string>
  /** Ids that it must never have taken, and that the books must list. */
  refused?: ReadonlySet<string>
  /** Ids that may still wait for a further run. */
  waiting?: ReadonlySet<string>
  /** Ids that may be held instead of taken: the platform cannot remove a copy of them. */
  mayBeHeld?: boolean
}

/** What the processes of a shop could not learn because they were killed: set by `died`. */
const cutOff = new WeakMap<Shop, Set<Request>>()
/** Shops with a request that was begun on disk when a process died, whether it had left or not. */
const doubted = new WeakSet<Shop>()
/** To be called when a request may have gone into a connection that was closed meanwhile: it never arrives, and the product cannot know. */
export const lostOnTheWay = (shop: Shop): void => void doubted.add(shop)

/**
 * To be called when a process of this shop was killed: what is under way by the product's own ledger on disk is of
 * unknown outcome from now on, and nothing else is. Gives the number of requests that the ledger has open.
 */
export function died(shop: Shop, inFlight = 1): number {
  const { open } = disk(shop.data)
  const unknown = cutOff.get(shop) ?? new Set()
  cutOff.set(shop, unknown)
  // Parts of a split are open on disk before they leave: only the last ones that arrived can be in doubt.
  if (open > 0) doubted.add(shop)
  if (open > 0) for (const request of shop.platform.requests.slice(-inFlight)) unknown.add(request)
  return open
}

export function judge(shop: Shop, expected: Expected): Finding {
  const complaints = [...shop.platform.complaints]
  const { requests } = shop.platform
  const unknown = cutOff.get(shop) ?? new Set()
  const deliveries = new Map<string, number>()
  const knownBefore = new Set<string>()
  const texts = new Map<string, string>()
  let doubles = 0
  let unexplained = 0
  for (const request of requests) {
    for (const id of request.taken) {
      const before = deliveries.get(id) ?? 0
      deliveries.set(id, before + 1)
      if (before > 0) doubles++
      // [I2, I4] whose taking the product has learnt may never be sent again.
      if (knownBefore.has(id)) unexplained++
    }
    if (request.told && !unknown.has(request)) for (const id of request.taken) knownBefore.add(id)
    for (const { id, text } of eventsOf(request)) {
      const first = texts.get(id)
      texts.set(id, first ?? text)
      // [I3] a second attempt is byte for byte the first.
      if (first !== undefined && first !== text) complaints.push('an event changed between two attempts')
    }
  }
  const known = new Set([...expected.taken, ...(expected.refused ?? []), ...(expected.waiting ?? [])])
  const strangers = [...texts.keys()].filter(id => !known.has(id))
  if (strangers.length) complaints.push(`${strangers.length} event ids that no row has [I3]`)
  const last = lastPath(shop)
  let missing = [...expected.taken].filter(id => !deliveries.has(id)).length
  if (expected.mayBeHeld) missing = Math.max(0, missing - (last?.tally.uncertain ?? 0))
  const wrong = [...(expected.refused ?? [])].filter(id => deliveries.has(id))
  if (wrong.length) complaints.push(`${wrong.length} refused events were taken`)
  complaints.push(...books(shop), ...quietKept(requests))
  const told = toldBy(shop)
  const nothingInDoubt = !doubted.has(shop) && shop.platform.cutEarly === 0 && requests.every(request => request.told)
  if (nothingInDoubt && told > 0) complaints.push('repeats are counted although every outcome was known')
  return { lost: missing, doubles, unexplained, untold: Math.max(0, doubles - told), complaints: [...new Set(complaints)] }
}

const lastPath = (shop: Shop): PathReport | undefined => shop.runs.findLast(run => run.report)?.report?.paths[0]

function eventsOf({ body }: Request): { id: string; text: string }[] {
  try {
    return (JSON.parse(body) as { data: { event_id: unknown }[] }).data.map(event => ({
      id: String(event.event_id),
      text: JSON.stringify(event),
    }))
  } catch {
    return []
  }
}

/**
 * How many doubles the product owns up to: in the reports of its runs, and for a run that was killed before it could
 * report, in its history of sendings.
 */
function toldBy({ runs, data }: Shop): number {
  const reports = runs.flatMap(({ report }) => (report ? [report] : []))
  const reported = new Set(reports.map(({ run }) => run))
  const inReports = reports.reduce((sum, { paths }) => sum + paths.reduce((all, path) => all + path.possibleDoubles, 0), 0)
  return disk(data)
    .doubts.filter(({ run }) => !reported.has(run))
    .reduce((sum, { events }) => sum + events, inReports)
}

/** [I5] every run that ended has books that balance, and reasons that add up to them. */
function books({ runs }: Shop): string[] {
  const wrong: string[] = []
  for (const { report } of runs)
    for (const { tally, reasons, state, error } of report?.paths ?? []) {
      // Cut off in the middle, as it says.
      if (state === 'interrupted') continue
      if (!balanced(tally)) wrong.push('the books do not balance [I5]')
      if (state === 'running') wrong.push('a run that ended says that it is running')
      for (const outcome of ['filtered', 'invalid', 'expired', 'rejected', 'uncertain', 'unsent'] as const) {
        const explained = reasons.filter(reason => reason.outcome === outcome).reduce((sum, { rows }) => sum + rows, 0)
        if (explained !== tally[outcome]) wrong.push(`${tally[outcome]} rows are ${outcome}, reasons name ${explained}`)
      }
      if (tally.uncertain > 0 && state === 'succeeded') wrong.push('plain success with an outcome unknown')
      if (state === 'failed' && !error) wrong.push('a run failed and does not say why')
    }
  return wrong
}

/** [I13] after `Retry-After` nothing comes before that time. A tenth of a second is the clocks' and the network's. */
function quietKept(requests: readonly Request[]): string[] {
  const until = new Map<string, number>()
  let early = 0
  for (const { account, at, quietUntil } of requests) {
    if (at < (until.get(account) ?? 0) - 100) early++
    if (quietUntil !== undefined) until.set(account, quietUntil)
  }
  return early ? [`${early} requests came before the platform allowed them [I13]`] : []
}
