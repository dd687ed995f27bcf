/** Where a column went that is not there any more: after another table took the place of the first, say. */
import { nearest } from '../nearest.ts'
import { nameScores } from './names.ts'

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
  return alike(wanted, columns) ?? nearest(missing, columns)
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
