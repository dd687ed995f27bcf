/** What one of Pinterest's rules is, as we read them. */
import type { Rule } from '../../../runtime/dialect.ts'
import type { Json } from './rules-shape.ts'

/**
 * `refuses`: the whole request is refused. `fails`: this event is not processed. `warns`: processed, with a warning.
 * `loses`: processed, but worth nothing. `advises`: processed, and could be better. `of` tells whether the rule asks anything of this
 * event, `fault` gives the sentence about one that breaks it.
 */
export type PinterestRule = Asked & ({ effect: 'refuses' | 'fails' | 'loses' } | { effect: 'warns' | 'advises'; matters: string })
interface Asked extends Omit<Rule, 'verdict' | 'matters'> {
  of?(event: Json): boolean
  fault(event: Json, now: number): string | undefined
}
