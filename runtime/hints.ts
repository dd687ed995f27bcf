/** What a source knows of its data beyond columns; offered as fixes, never applied by itself. */
export interface Hints {
  currency?: string
  country?: string
  timezone?: string
  /** Its rows are made up, so what is made up may go with them. */
  madeUp?: true
}
