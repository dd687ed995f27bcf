/**
 * Meta's rules as we read them, one row each, for the simulator and the Test inbox. Written from the papers alone and
 * sharing no code with the folder's own builder and judge: two readings that agree are worth more than one.
 */
import type { Rule } from '../../../runtime/dialect.ts'
import { customRules } from './rules-custom.ts'
import { eventRules } from './rules-event.ts'
import { userRules } from './rules-user.ts'

export type Json = Readonly<Record<string, unknown>>
/**
 * `refuses`: Meta refuses the request for it. `loses`: taken, but worth nothing or wrong. `advises`: taken, and could be
 * better. `fault` gives the sentence about an event that breaks the rule. `at` makes Meta name the position.
 */
export interface MetaRule extends Omit<Rule, 'verdict'> {
  effect: 'refuses' | 'loses' | 'advises'
  subcode?: number
  at?: boolean
  fault(event: Json, now: number): string | undefined
}

/** In the order in which Meta checks: the event's form, then its time, then the person, then the rest. */
export const rules: readonly MetaRule[] = [...eventRules, ...userRules, ...customRules]
