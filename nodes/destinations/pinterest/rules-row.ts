/** What one of Pinterest's rules is, as we read them. */
import type { Rule } from '../../../runtime/dialect.ts'
import type { Json } from './rules-shape.ts'

/**
 * `refuses`: the whole request is refused. `fails`: this event is not processed. `warns`: processed, with a warning.
 * `loses`: processed, but worth nothing. `advises`: processed, and could be better.
 */
export interface PinterestRule extends Omit<Rule, 'verdict'> {
  effect: 'refuses' | 'fails' | 'warns' | 'loses' | 'advises'
  fault(event: Json, now: number): string | undefined
}
