import type { Suggested } from '../../../server/api/payloads.ts'
import { type FieldGroups, type FieldRow, type Fields, fillingOf, type Suggestion } from './fields.ts'

export interface Readiness {
  /** 0 to 100: worth of what is filled, of all that is useful for finding the person. */
  score: number
  /** The field that would add most, and by how many points. */
  next: { row: FieldRow; points: number; suggestion: Suggestion | undefined } | null
}

/** How well the platforms will find the people behind the events. Our estimate, said as such. */
export function readiness(
  groups: FieldGroups,
  fields: Fields,
  suggested: Suggested | undefined,
  open: ReadonlyMap<string, Suggestion>,
): Readiness {
  const useful = [...groups.required, ...groups.who].filter(row => row.worth > 0)
  const total = useful.reduce((sum, row) => sum + row.worth, 0)
  if (total === 0) return { score: 0, next: null }
  const filled = new Map(suggested?.columns.map(column => [column.key, column.filled]))
  const have = useful.reduce((sum, row) => sum + row.worth * shareOf(fields, row.concept.id, filled), 0)
  const missing = useful.filter(row => !(row.concept.id in fields))
  const best = missing.toSorted((a, b) => Number(open.has(b.concept.id)) - Number(open.has(a.concept.id)) || b.worth - a.worth)[0]
  const points = best ? Math.round((100 * best.worth) / total) : 0
  return {
    score: Math.round((100 * have) / total),
    next: best && points > 0 ? { row: best, points, suggestion: open.get(best.concept.id) } : null,
  }
}

/** The share of rows that carry a field, as far as the sample tells. */
function shareOf(fields: Fields, concept: string, filled: ReadonlyMap<string, number>): number {
  const expression = fields[concept]
  if (!expression || fillingOf(expression) === 'none') return 0
  if ('column' in expression) return filled.get(expression.column) ?? 1
  const columns = 'first' in expression ? expression.first : 'all' in expression ? expression.all : []
  const known = columns.flatMap(part => (typeof part === 'string' ? (filled.get(part) ?? []) : []))
  return known.length > 0 ? Math.max(...known) : 1
}
