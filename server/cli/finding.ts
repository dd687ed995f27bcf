/** What `tributary doctor` says of one thing. */

/** `mend`: something will not work, or something may get lost, before somebody acts. `note`: worth knowing, and no fault. */
export type Level = 'ok' | 'note' | 'mend'
export interface Finding {
  name: string
  /** `false` exactly for `mend`. */
  ok: boolean
  level: Level
  message: string
  /** What to do; null when there is nothing to do. */
  fix: string | null
}

export const fine = (name: string, message: string): Finding => ({ name, ok: true, level: 'ok', message, fix: null })
export const note = (name: string, message: string, fix: string | null = null): Finding => ({ name, ok: true, level: 'note', message, fix })
export const mend = (name: string, message: string, fix: string): Finding => ({ name, ok: false, level: 'mend', message, fix })
