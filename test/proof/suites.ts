/** The suites by name, with the counts of a full proof and those that fit into every test run. */
import type { Surroundings } from './case.ts'
import { labelled } from './labelled.ts'

export interface Suite {
  title: string
  /** Cases of a full proof. */
  count: number
  /** Cases within `npm test`; 0: not there. */
  small: number
  prove(around: Surroundings, count: number): Promise<void>
}
export const suites: Readonly<Record<string, Suite>> = {
  moments: { title: 'kill -9 at a named moment', count: 500, small: 8, prove: labelled },
}
