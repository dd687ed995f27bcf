/** A line of the table of failures. */
import type { Query } from '../../runtime/contract.ts'

/** How it is brought about. */
export interface Attempt {
  /** Instead of the settings that work. */
  connection?: Record<string, unknown>
  /** Of the step, instead of those that work. */
  config?: Record<string, unknown>
  /** Instead of all orders. */
  from?: Query['from']
  /** Done once the columns are known, on the open session. */
  between?: () => unknown
  /** Done when the first rows are there. */
  midway?: () => unknown
}
export type Line<It> = readonly [
  fault: string,
  provoke: (it: It) => Attempt | Promise<Attempt>,
  code: string,
  /** What happened, and what a person may do about it. */
  says: RegExp,
  /** Who can: a person, or nothing but time; undefined when it may be either, or was somebody's will. */
  needs: 'person' | 'time' | undefined,
  /** Where the test of the connection ends; absent where the connection itself is well. */
  step?: 'Find the server' | 'Reach it' | 'Make the connection safe' | 'Log in' | 'Read',
]
export const sql = (text: string): Query['from'] => ({ sql: text })
