/** What one of Meta's rules is, as we read them. */
import type { Rule } from '../../../runtime/dialect.ts'

export type Json = Readonly<Record<string, unknown>>
/**
 * `refuses`: Meta refuses the request for it. `loses`: taken, but worth nothing or wrong. `advises`: taken, and could be
 * better. `of` tells whether the rule asks anything of this event, `fault` gives the sentence about one that breaks it. `at` makes Meta name
 * the position.
 */
export type MetaRule = Asked & ({ effect: 'refuses' | 'loses' } | { effect: 'advises'; matters: string })
interface Asked extends Omit<Rule, 'verdict' | 'matters'> {
  subcode?: number
  at?: boolean
  of?(event: Json): boolean
  fault(event: Json, now: number): string | undefined
}

export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
