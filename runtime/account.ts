/**
 * What an account at a platform allows, for everybody who sends to it: quiet time that the platform asked for, a budget of
 * retries, and a breaker that stops sending to what does not work. Pure: states in, states out; the store keeps them, so
 * that neither a restart nor a second flow storms.
 *
 *   closed ──5 failures in a row, or most of the last 20──► open ──its time is over──► half-open: one small request at a time
 *     ▲                                                      ▲                               │ │
 *     └──────────────── 3 good ones ─────────────────────────┼───────────────────────────────┘ │
 *                                                            └── one failure, twice as long ◄──┘
 */

export interface AccountState {
  /** Epoch ms until which the platform asked for no further request. */
  quietUntil: number
  /** Retries that may still be made, as counted at `countedAt`. */
  tokens: number
  countedAt: number
  /** Failures since the last good answer. */
  failures: number
  /** The last 20 answers, newest last: 1 failed, 0 good. */
  recent: readonly number[]
  /** How many times in a row the breaker opened; 0: closed. */
  opened: number
  /** Epoch ms until which it lets nothing through. */
  openUntil: number
  /** `openUntil` is the time of a request that tries it, which somebody in this process waits for. */
  probing: boolean
  /** Good ones since it let the first one through. */
  good: number
  /** Since when the account does not work; 0: it works. */
  failingSince: number
  /** Answers in a row by whose clock ours is far off. */
  apart: number
  /** A person lets it go on all the same, until the clocks agree again. */
  apartTaken: boolean
}

export const BREAKER = { inARow: 5, of: 20, atLeast: 10, share: 0.5, firstMs: 30_000, longestMs: 15 * 60_000, closesAfter: 3, probe: 10 }
/** A retry is paid for by five first attempts, or by 30 seconds. The platform's own "come back in" is free. */
export const BUDGET = { start: 20, most: 20, perFirst: 0.2, everyMs: 30_000 }
const APART_IN_A_ROW = 2
/** A probe that nobody hears of again blocks the others no longer than an exchange may take. */
const PROBE_MS = 35_000

export const freshAccount = (now: number): AccountState => ({
  quietUntil: 0,
  tokens: BUDGET.start,
  countedAt: now,
  failures: 0,
  recent: [],
  opened: 0,
  openUntil: 0,
  probing: false,
  good: 0,
  failingSince: 0,
  apart: 0,
  apartTaken: false,
})

/** When the next request may leave. */
export const readyAt = ({ quietUntil, opened, openUntil }: AccountState): number => Math.max(quietUntil, opened > 0 ? openUntil : 0)
/** It is being tried whether the account works again: small requests, one at a time. */
export const trying = ({ opened }: AccountState): boolean => opened > 0

/** A person asks for it to be tried now; what the platform itself asked for still holds. */
export const tryNow = (state: AccountState): AccountState => (state.opened > 0 ? { ...state, openUntil: 0, probing: false } : state)

/** An answer told the platform's time, which is far from ours or is not. */
export const compared = (state: AccountState, far: boolean): AccountState =>
  far ? { ...state, apart: Math.min(state.apart + 1, APART_IN_A_ROW) } : { ...state, apart: 0, apartTaken: false }
/** Said often enough to be believed, and nobody has said that it is the platform's clock that is wrong. */
export const farApart = ({ apart, apartTaken }: AccountState): boolean => apart >= APART_IN_A_ROW && !apartTaken
/** A person who was told lets it go on. */
export const takeApart = (state: AccountState): AccountState => (farApart(state) ? { ...state, apartTaken: true } : state)

/** Somebody is about to try. */
export const claimed = (state: AccountState, now: number): AccountState =>
  state.opened > 0 ? { ...state, openUntil: now + PROBE_MS, probing: true } : state

/** As another process left it: one that died while it tried the account waits for no answer, and nobody has to wait for it. */
export const leftBehind = (state: AccountState): AccountState => (state.probing ? { ...state, openUntil: 0, probing: false } : state)

/** A first attempt leaves. */
export const began = (state: AccountState, now: number): AccountState => claimed(counted(state, now, BUDGET.perFirst), now)
/** A retry leaves. `asked`: at the time that the platform named. */
export const retried = (state: AccountState, now: number, asked: boolean): AccountState => claimed(counted(state, now, asked ? 0 : -1), now)
/** When the budget allows another retry. */
export function retryAt(state: AccountState, now: number): number {
  const { tokens } = counted(state, now, 0)
  return tokens >= 1 ? now : now + Math.ceil((1 - tokens) * BUDGET.everyMs)
}

/** The platform named a time before which it wants nothing. */
export const hushed = (state: AccountState, until: number): AccountState => ({ ...state, quietUntil: Math.max(state.quietUntil, until) })

/** It answered as a platform that works does, whatever it thought of the events. */
export function worked(state: AccountState): AccountState {
  const good = state.good + 1
  const closes = state.opened > 0 && good >= BREAKER.closesAfter
  return {
    ...state,
    failures: 0,
    recent: closes ? [] : [...state.recent, 0].slice(-BREAKER.of),
    good: closes ? 0 : good,
    opened: closes ? 0 : state.opened,
    openUntil: 0,
    probing: false,
    failingSince: 0,
  }
}
/** No answer, or one that says nothing. */
export function failed(state: AccountState, now: number): AccountState {
  const failures = state.failures + 1
  const recent = [...state.recent, 1].slice(-BREAKER.of)
  const bad = recent.reduce((sum, one) => sum + one, 0)
  const opens =
    state.opened > 0 || failures >= BREAKER.inARow || (recent.length >= BREAKER.atLeast && bad > (recent.length + 1) * BREAKER.share)
  const opened = opens ? state.opened + 1 : 0
  return {
    ...state,
    failures,
    recent,
    opened,
    good: 0,
    probing: false,
    openUntil: opens ? now + Math.min(BREAKER.longestMs, BREAKER.firstMs * 2 ** Math.min(opened - 1, 20)) : 0,
    failingSince: state.failingSince || now,
  }
}

const counted = (state: AccountState, now: number, more: number): AccountState => ({
  ...state,
  tokens: Math.max(0, Math.min(BUDGET.most, state.tokens + Math.max(0, now - state.countedAt) / BUDGET.everyMs + more)),
  countedAt: Math.max(now, state.countedAt),
})
