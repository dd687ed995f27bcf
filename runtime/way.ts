/** One batch's surroundings on its way to the platform, and what is known of it so far. */
import type { Books } from './books.ts'
import { Stop } from './contract.ts'
import type { Piece } from './finished-page.ts'
import type { Plan } from './plan.ts'
import type { PathWait } from './report.ts'
import type { EventKey, World } from './world.ts'

/** An event ready to leave. */
export interface Item {
  key: EventKey
  /** The event id as a key, when the id may not be unique by itself. */
  idKey: EventKey | undefined
  /** The row's key as people see it. */
  label: string
  /** What tells this row from a later version of itself; '' where it is not known. */
  print: string
  text: string | Piece
  bytes: number
  group: { id: string; events: number; resendSafe: boolean }
  /** Epoch ms after which the platform refuses it. */
  expires: number
}
export interface Way {
  plan: Plan
  address: { connection: unknown; base: string }
  world: World
  books: Books
  rules: DeliveryRules
  /** What is waited for now; the report has it. */
  waits: Set<PathWait>
  /** Tells how far the path is. */
  tell(): void
  /**
   * Requests in a row whose outcome stayed unknown: a platform that only swallows must not swallow everything. `apart`: the last
   * answer was one of several by whose clock ours is far off.
   */
  streak: { unknown: number; apart?: boolean }
  /** Answers so far, event by event, and how many refused for which reason. */
  answers: { events: number; refused: Map<string, number> }
}
/** How a flow is delivered; what is absent follows the product's own rules. */
export interface DeliveryRules {
  /** Whether to send again where the outcome is unknown; absent: where the platform removes a copy. */
  unknown?: UnknownPolicy | undefined
  /** Sendings of one request in one run, at most. */
  attempts: number
  /** The longest that a run waits at a time; when the platform wants to be left alone for longer, the run ends and its rows stay new. */
  patienceMs: number
  /** Refused for one reason out of all that were answered, from which on the mapping is at fault; 0 to 1. */
  refusedShare: number
}
export const ownRules = { attempts: 6, patienceMs: 5 * 60_000, refusedShare: 0.5 } as const satisfies DeliveryRules
/** A pause that is no reason to begin anew. */
export const SHORT_PAUSE_MS = 5_000
/** The longest that this run may wait now. */
export const patienceOf = ({ world, rules }: Way): number =>
  world.makeWay?.aborted ? Math.min(SHORT_PAUSE_MS, rules.patienceMs) : rules.patienceMs
/** What a person would rather have where the outcome of a request is unknown: every event, or no event twice. */
export type UnknownPolicy = 'prefer_complete' | 'prefer_no_doubles'
/** Whether a request of unknown outcome is sent again by itself. */
export const repeats = (resendSafe: boolean, policy: UnknownPolicy | undefined): boolean =>
  policy === undefined ? resendSafe : policy === 'prefer_complete'

/** `lost`: attempts whose outcome was never learnt, by whomever; `resent`: sendings after the first of them. */
export interface Doubt {
  lost: number
  resent: number
}
/** This run has sent some of them already: the account's budget pays for the next attempt. */
export const isRetry = ({ world: { givenUp } }: Way, items: readonly Item[]): boolean =>
  givenUp !== undefined && givenUp.size > 0 && items.some(item => givenUp.has(item.key))
export const NO_DOUBT: Doubt = { lost: 0, resent: 0 }
export const mayRepeat = ({ rules }: Way, items: readonly Item[]) =>
  repeats(
    items.every(item => item.group.resendSafe),
    rules.unknown,
  )

const SYSTEMIC_ANSWERS = 20
/** The reason for which most events were refused so far, if there is one. */
export function systemic({ answers: { events, refused }, rules }: Way): string | undefined {
  if (events < SYSTEMIC_ANSWERS) return undefined
  return [...refused].find(([, count]) => count >= events * rules.refusedShare)?.[0]
}

export const storeFailed = (cause: unknown) =>
  cause instanceof Stop
    ? cause
    : new Stop(
        'store.failed',
        'The ledger could not be written',
        'The disk may be full, read-only or damaged. Nothing more is sent until it can be written.',
        { cause },
      )
/** Rows with their reasons, to whoever keeps them. Where that fails nothing more is read: no row is dealt with in silence. */
export function tellRows({ books, world }: Way): void {
  try {
    world.problems(books.listed())
  } catch (cause) {
    throw storeFailed(cause)
  }
}
/** Writes to the ledger after a request left. If that fails the request stays open on disk: its outcome is unknown. */
export function onDisk<T>({ books, plan }: Way, items: readonly Item[], write: () => T): T {
  try {
    return write()
  } catch (cause) {
    for (const item of items) books.enter('uncertain', { code: 'outcome_unknown', node: plan.resolved.destination.id, key: item.label })
    throw storeFailed(cause)
  }
}
