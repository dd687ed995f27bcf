/** Which conditions decided about a row: the ones to look at when somebody asks why it was kept or left out. */
import type { Row, Shape, Value } from '../contract.ts'
import { type Clock, predicate } from './predicate.ts'
import { asGroup, type Condition, type Conditions, isGroup, isSegment, type Part } from './tree.ts'
import { words } from './words.ts'

export interface Decisive {
  /** "Status is paid"; of a segment: "Segment “Paid orders”: status is paid" */
  says: string
  condition: Condition
  /** The name of the segment that it belongs to. */
  segment?: string
  column: string
  /** What the row has there. */
  value: Value
  met: boolean
}

/** The conditions because of which `tree` says what it says of this row; few, in the order written. */
export function why(tree: Conditions, row: Row, shape: Shape, clock: Clock): Decisive[] {
  const meets = (part: Part) => predicate(isGroup(part) ? part : { match: 'all', conditions: [part] }, shape, clock)(row)
  const reasons = (part: Part): Decisive[] => {
    if (isSegment(part))
      return reasons(asGroup(part)).map(reason => ({
        ...reason,
        segment: part.segment,
        says: `Segment “${part.segment}”: ${lower(reason.says)}`,
      }))
    if (!isGroup(part))
      return [
        {
          says: words({ match: 'all', conditions: [part] }),
          condition: part,
          column: part.column,
          value: row[part.column] ?? null,
          met: meets(part),
        },
      ]
    const { match, conditions } = part
    const yes = meets(part)
    // "All" fails by each that fails, "any" holds by each that holds, "none" fails by each that holds; else every one counts.
    const wanted = match === 'all' ? (yes ? undefined : false) : match === 'any' ? (yes ? true : undefined) : yes ? undefined : true
    return conditions.filter(inner => wanted === undefined || meets(inner) === wanted).flatMap(reasons)
  }
  return reasons(tree)
}

const lower = (says: string): string => says.charAt(0).toLowerCase() + says.slice(1)
