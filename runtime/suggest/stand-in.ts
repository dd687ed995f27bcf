/** Where a column went that is not there any more: after another table took the place of the first, say. */
import { concept } from '../concepts.ts'
import { nearest } from '../nearest.ts'
import { nameScores, wordsIn } from './names.ts'

/** A name of nearly the same letters or words is enough to be offered; an order's number as an event's id by itself is not. */
const ALIKE = 0.75
const MOST = 500
/** A check asks for every missing name of the same hundreds of columns, and again with each key that is pressed. */
const REMEMBERED = 5000
const remembered = new Map<string, ReturnType<typeof nameScores>>()
function scores(name: string): ReturnType<typeof nameScores> {
  const known = remembered.get(name)
  if (known) return known
  if (remembered.size >= REMEMBERED) remembered.clear()
  const found = nameScores(name, false)
  remembered.set(name, found)
  return found
}

/**
 * The one column whose name means what the missing one's did, else one that is spelt nearly so; `undefined` when there is none
 * or two are as good in both. `means` is the concept that the column was to feed, where that is known. Offered, never taken by itself.
 */
export function standIn(missing: string, columns: readonly string[], means?: string): string | undefined {
  const wanted = new Map(scores(missing))
  if (means !== undefined) wanted.set(means, 1)
  return alike(wanted, columns) ?? (wanted.size === 0 ? longer(missing, columns) : undefined) ?? nearest(missing, columns)
}

/** So many letters at the end of a German word are a word of their own. */
const OWN_WORD = 5
/** A name that means no field is still within a longer one: "status" in "Financial Status" and in "Zahlungsstatus". */
function longer(missing: string, columns: readonly string[]): string | undefined {
  const wanted = wordsIn(missing)
  const end = wanted.join('')
  const holds = (words: readonly string[]) =>
    wanted.every(word => words.includes(word)) || (end.length >= OWN_WORD && words.join('').endsWith(end))
  const [one, other] = columns.slice(0, MOST).filter(column => holds(wordsIn(column)))
  return other === undefined ? one : undefined
}

/** Said of a person, and yet the number of one row of a table of leads or of subscriptions. */
const OF_ROWS = new Set(['lead_id', 'subscription_id'])
const NUMBERS = /^(?:id|nr|no|num|number|nummer|numero|uuid|guid)$/
/** The column that most likely numbers the rows, where a key is gone and no name means the same: the first of all, else the only one. */
export function numbering(columns: readonly string[]): string | undefined {
  const numbers = (column: string) => {
    const means = [...scores(column).keys()]
    return NUMBERS.test(wordsIn(column).at(-1) ?? '') && !means.some(id => concept.get(id)?.group === 'who' && !OF_ROWS.has(id))
  }
  const [one, other] = columns.slice(0, MOST).filter(numbers)
  return one === columns[0] || other === undefined ? one : undefined
}

/** The one column whose name means this concept. */
export const meaning = (concept: string, columns: readonly string[]): string | undefined => alike(new Map([[concept, 1]]), columns)

function alike(wanted: ReadonlyMap<string, number>, columns: readonly string[]): string | undefined {
  const score = (column: string) => {
    const said = scores(column)
    return Math.max(0, ...[...wanted].map(([concept, share]) => Math.min(share, said.get(concept) ?? 0)))
  }
  const [best, second] = columns
    .slice(0, MOST)
    .map(column => ({ column, score: score(column) }))
    .toSorted((a, b) => b.score - a.score)
  return best && best.score >= ALIKE && best.score > (second?.score ?? 0) ? best.column : undefined
}

/** The end of a sentence about a name that is not there. */
export const didYouMean = (close: string | undefined): string => (close === undefined ? '' : ` Did you mean "${close}"?`)
