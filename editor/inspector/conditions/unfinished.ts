/** Conditions that are still being written, or that cannot be used as they stand: nothing can be counted by them, so they are left out of counts and named. */
import type { Condition, Conditions } from '../../../runtime/conditions/tree.ts'
import type { Column, Problem } from '../../../runtime/contract.ts'
import { isGroup, isSegment, type Part, type Place } from './edits.ts'
import { comparisonOf } from './operators.ts'

export interface Finished {
  /** What is left of a tree without its unfinished parts, by where they stand; `null` where nothing is. */
  part(part: Part, place: Place): Part | null
  /** Places of the conditions that are left out. */
  out: ReadonlySet<string>
}

/** `problems`: what the last check said of the setting; it knows more than the form of a value, and comes a moment later. */
export function finishing(tree: Conditions, setting: string, columns: readonly Column[], problems: readonly Problem[]): Finished {
  const types = new Map(columns.map(({ key, type }) => [key, type]))
  const flawed = new Set(problems.filter(({ level }) => level === 'must_fix').map(({ field }) => field))
  const whole = (part: Part, place: Place): boolean => {
    if (flawed.has([setting, ...place.flatMap(index => ['conditions', index])].join('.'))) return false
    return isSegment(part) ? part.where !== undefined : isGroup(part) || isFinished(part, types.get(part.column))
  }
  const finished = (part: Part, place: Place): Part | null => {
    if (!whole(part, place)) return null
    if (!isGroup(part)) return part
    const conditions = part.conditions.flatMap((inner, index) => finished(inner, [...place, index]) ?? [])
    return conditions.length === 0 && part.conditions.length > 0 ? null : { ...part, conditions }
  }
  const out = new Set<string>()
  const look = (part: Part, place: Place): void => {
    if (isGroup(part)) for (const [index, inner] of part.conditions.entries()) look(inner, [...place, index])
    else if (!whole(part, place)) out.add(place.join('.'))
  }
  look(tree, [])
  return { part: finished, out }
}

/** A column is chosen, and what its comparison takes is there. */
export function isFinished(condition: Condition, type: Column['type'] | undefined): boolean {
  const { column, value } = condition
  if (column === '') return false
  const { takes } = comparisonOf(condition, type)
  if (takes === 'none') return true
  if (takes === 'numbers' || takes === 'dates') return Array.isArray(value) && value.length === 2 && value.every(one => one !== '')
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== ''
}
