/** What became of a row, in the words of the screen. */
import { say } from '../words/words.ts'

const outcomes: Readonly<Record<string, string>> = {
  filtered: say('Left out'),
  invalid: say('Held back'),
  expired: say('Too old'),
  duplicate: say('Already sent'),
  delivered: say('Accepted'),
  rejected: say('Rejected'),
  uncertain: say('Outcome unknown'),
  unsent: say('Not sent yet'),
}
export const outcomeWords = (outcome: string): string => outcomes[outcome] ?? outcome

/** A cell as text; `null` for an empty one. */
export function cellText(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** "just now", "2 min ago", "3 h ago": how old a sample is. */
export function ageWords(at: string, now: number): string {
  const minutes = Math.floor((now - Date.parse(at)) / 60_000)
  if (minutes < 1) return say('just now')
  return minutes < 60 ? say('{minutes} min ago', { minutes }) : say('{floor} h ago', { floor: Math.floor(minutes / 60) })
}

/** The step from which no row goes on although some came; null where none came at all, for nothing left then. */
export const emptiedAt = (nodes: readonly { node: string; in: number; out: number }[]): string | null =>
  nodes.find(step => step.in > 0 && step.out === 0)?.node ?? null

export interface Loss {
  outcome: string
  message: string
  rows: number
  keys: readonly string[]
}
/** Rows that left at a step, one line per reason, the most frequent first. */
export function lossesOf(
  results: readonly { key: string; outcome: string; code: string; field: string | null; message: string }[],
): Loss[] {
  const groups = Map.groupBy(results, r => `${r.outcome} ${r.code} ${r.field}`)
  return [...groups.values()]
    .map(list => ({ outcome: list[0]!.outcome, message: list[0]!.message, rows: list.length, keys: list.slice(0, 5).map(r => r.key) }))
    .sort((a, b) => b.rows - a.rows)
}

/** A request body, indented for people; text that is no JSON stays as it is. */
export function readable(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}

/** Parts of a message as sentences, each with one full stop. */
export const sentences = (...parts: readonly string[]): string =>
  parts
    .filter(part => part.trim() !== '')
    .map(part => part.trim().replace(/(?<![?!.])[.]*$/, '.'))
    .join(' ')
