/** What one of Meta's rules is, as we read them. */
import type { Rule } from '../../../runtime/dialect.ts'

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

export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
