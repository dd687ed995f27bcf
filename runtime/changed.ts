/**
 * Whether a row still says what it said when it was sent. `changed.decision.md` says what is compared, and why not more.
 *
 * A print is eight bytes as 16 hex characters: two for the drawing that made the event, six for what the event holds.
 */
import { hash } from 'node:crypto'
import type { Row } from './contract.ts'
import type { Plan } from './plan.ts'

const DRAWING = 4
const CONTENT = 12

/** Makes prints of mapped events on one path, as they are before normalising and hashing. */
export type PrintOf = (event: Row) => string

/** What the prints of a path have in common: the drawing that makes its events, and this install's key. Nothing but data. */
export interface PrintMark {
  drawing: string
  key: string
}
/** `key`: as `printOf` has it. It is in the drawing too: a print that was made with another key is of another drawing. */
export function printMark({ timezone, steps, resolved }: Plan, key = ''): PrintMark {
  const conditions = new Set(steps.filter(({ kind }) => kind.where).map(({ id }) => id))
  const makers = resolved.steps.filter(({ id, kind }) => !conditions.has(id) && !kind.sealing)
  const { kind: model, config: rows } = resolved.model
  const asked = { ...model.query(rows), cursor: undefined }
  const drawing = hash('sha256', `${key}${JSON.stringify([asked, timezone ?? null, makers.map(({ kind, config }) => [kind.id, config])])}`)
  return { drawing: drawing.slice(0, DRAWING), key }
}
export function printsOf({ drawing, key }: PrintMark): PrintOf {
  const text = textsAfter(key)
  return event => drawing + hash('sha256', text(event)).slice(0, CONTENT)
}
export const printing = (plan: Plan, key = ''): PrintOf => printsOf(printMark(plan, key))

export type Compared = 'same' | 'changed' | 'not_known'
/** `before`: the print of what was sent; absent where none was kept. Another drawing says other things of the same row. */
export function compared(now: string, before: string | undefined): Compared {
  if (before === undefined || before.slice(0, DRAWING) !== now.slice(0, DRAWING)) return 'not_known'
  return before === now ? 'same' : 'changed'
}

/** Values of fewer characters are announced by texts that are kept; few are longer. */
const SHORT = 64

/**
 * What an event holds as one text, after `start`. A number and its text are the same, as they are to a key; what is empty is not there,
 * as it is to the seal. What announces a value is kept by field and length: made anew for each value, it was half of the work and
 * most of the garbage of making a print.
 */
function textsAfter(start: string): (event: Row) => string {
  const kept = new Map<string, (string | undefined)[]>()
  const announced = (field: string, length: number): string => {
    if (length >= SHORT) return announcing(field, length)
    const known = kept.get(field)
    const lengths = known ?? new Array<string | undefined>(SHORT)
    if (!known) kept.set(field, lengths)
    const made = lengths[length] ?? announcing(field, length)
    lengths[length] = made
    return made
  }
  return event => {
    let text = ''
    for (const field in event) {
      const value = event[field]
      if (value === null || value === undefined || value === '') continue
      const part = typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value)
      const next = announced(field, part.length)
      text = text === '' ? start + next.slice(1) + part : text + next + part
    }
    return text === '' ? start : `${text}\n`
  }
}
/** Joined, so that it is one text in memory: one that was added up is put together again each time it is read. */
const announcing = (field: string, length: number): string => ['\n', field, '\n', length, ':'].join('')
