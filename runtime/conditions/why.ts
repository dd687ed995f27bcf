/** Which conditions decided about a row: the ones to look at when somebody asks why it was kept or left out. */
import type { Row, Shape, Value } from '../contract.ts'
import { type Clock, predicate } from './predicate.ts'
import { type Condition, type Conditions, isGroup } from './tree.ts'
import { words } from './words.ts'

export interface Decisive {
  /** "Status is paid" */
  says: string
  column: string
  /** What the row has there. */
  value: Value
  met: boolean
}

/** The conditions because of which `tree` says what it says of this row; few, in the order written. */
export function why(tree: Conditions, row: Row, shape: Shape, clock: Clock): Decisive[] {
  const meets = (part: Condition | Conditions) => predicate(isGroup(part) ? part : { match: 'all', conditions: [part] }, shape, clock)(row)
  const reasons = (part: Condition | Conditions): Decisive[] => {
    if (!isGroup(part))
      return [{ says: words({ match: 'all', conditions: [part] }), column: part.column, value: row[part.column] ?? null, met: meets(part) }]
    const { match, conditions } = part
    const yes = meets(part)
    // "All" fails by each that fails, "any" holds by each that holds, "none" fails by each that holds; else every one counts.
    const wanted = match === 'all' ? (yes ? undefined : false) : match === 'any' ? (yes ? true : undefined) : yes ? undefined : true
    return conditions.filter(inner => wanted === undefined || meets(inner) === wanted).flatMap(reasons)
  }
  return reasons(tree)
}
