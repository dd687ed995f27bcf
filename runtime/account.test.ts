/** What an account allows, held against its own numbers over anything that may happen to it. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AccountState,
  BREAKER,
  BUDGET,
  began,
  claimed,
  failed,
  freshAccount,
  hushed,
  readyAt,
  retried,
  retryAt,
  trying,
  tryNow,
  worked,
} from './account.ts'

const times = (count: number, step: (state: AccountState, i: number) => AccountState, from = freshAccount(0)) => {
  let state = from
  for (let i = 0; i < count; i++) state = step(state, i)
  return state
}
const fails = (count: number, from?: AccountState) => times(count, (state, i) => failed(state, i), from)

describe('the breaker', () => {
  it('opens at the fifth failure in a row, for half a minute', () => {
    expect(trying(fails(4))).toBe(false)
    expect(readyAt(fails(5))).toBe(4 + 30_000)
  })
  it('opens when most of the last twenty failed, and not while every second one works', () => {
    const pattern = (text: string) => times(text.length, (state, i) => (text[i] === 'x' ? failed(state, i) : worked(state)))
    expect(trying(pattern('x.'.repeat(30)))).toBe(false)
    expect(trying(pattern('xx.'.repeat(7)))).toBe(true)
    expect(trying(pattern('xx.xx.xx.'))).toBe(false)
  })
  it('waits twice as long each time it is tried in vain, and never longer than a quarter of an hour', () => {
    const waits = [0, 1, 2, 3, 4, 5, 6, 30].map(more => readyAt(fails(5 + more)) - (4 + more))
    expect(waits).toEqual([30, 60, 120, 240, 480, 900, 900, 900].map(s => s * 1000))
  })
  it('closes after three good ones, and one failure before that begins anew', () => {
    const good = (count: number, from = fails(5)) => times(count, state => worked(state), from)
    expect(trying(good(2))).toBe(true)
    expect(trying(good(3))).toBe(false)
    expect(trying(good(2, fails(1, good(2))))).toBe(true)
    expect(good(3).failingSince).toBe(0)
  })
  it('lets one through at a time while it tries, and at once when a person asks', () => {
    const state = claimed(fails(5), 40_000)
    expect(readyAt(state)).toBeGreaterThan(40_000)
    expect(readyAt(tryNow(fails(5)))).toBe(0)
    expect(readyAt(tryNow(hushed(fails(5), 90_000)))).toBe(90_000)
  })
})

it('what the platform asked for only grows', () =>
  fc.assert(
    fc.property(fc.array(fc.nat(1_000_000)), asked => {
      const state = asked.reduce(hushed, freshAccount(0))
      expect(readyAt(state)).toBe(Math.max(0, ...asked))
    }),
  ))

it('never allows more retries than the budget holds, whatever comes in whichever order', () =>
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('first', 'retry', 'good', 'bad'), fc.nat(20_000)), { maxLength: 300 }), steps => {
      let now = 0
      let [firsts, retries] = [0, 0]
      let state = freshAccount(0)
      for (const [what, pause] of steps) {
        now += pause
        if (what === 'first') {
          state = began(state, now)
          firsts++
        } else if (what === 'good') state = worked(state)
        else if (what === 'bad') state = failed(state, now)
        else if (retryAt(state, now) <= now) {
          state = retried(state, now, false)
          retries++
        }
        expect(retries).toBeLessThanOrEqual(BUDGET.start + firsts * BUDGET.perFirst + now / BUDGET.everyMs + 1e-6)
        // Never shut for good: half a minute pays for a retry.
        expect(retryAt(state, now)).toBeLessThanOrEqual(now + BUDGET.everyMs)
        expect(readyAt(state)).toBeLessThanOrEqual(now + BREAKER.longestMs)
      }
    }),
  ))
