import type { Condition, Conditions, Part, SegmentUse } from '../../../runtime/conditions/tree.ts'

/** Where a part stands in the tree: the index in the root's list, then in that group's list, and so on. */
export type Place = readonly number[]
export type { Part }

export const DEPTH_MAX = 3
export const isGroup = (part: Part): part is Conditions => 'match' in part
export const isSegment = (part: Part): part is SegmentUse => 'segment' in part
export const emptyCondition: Condition = { column: '', op: 'is' }
export const emptyTree: Conditions = { match: 'all', conditions: [] }

/** The part at a place; `[]` is the root. */
export function partAt(tree: Conditions, place: Place): Part | undefined {
  let part: Part | undefined = tree
  for (const index of place) part = part && isGroup(part) ? part.conditions[index] : undefined
  return part
}

/** The tree with another list of parts in the group at `place`. */
function withList(tree: Conditions, place: Place, edit: (parts: readonly Part[]) => readonly Part[]): Conditions {
  const [index, ...rest] = place
  if (index === undefined) return { ...tree, conditions: edit(tree.conditions) }
  return {
    ...tree,
    conditions: tree.conditions.map((part, at) => (at === index && isGroup(part) ? withList(part, rest, edit) : part)),
  }
}

/** Adds a condition or a group at the end of the group at `place`. */
export const add = (tree: Conditions, place: Place, part: Part): Conditions => withList(tree, place, parts => [...parts, part])

/** Takes a part out; a group that this leaves empty goes with it. */
export function remove(tree: Conditions, place: Place): Conditions {
  if (place.length === 0) return { ...tree, conditions: [] }
  const parent = place.slice(0, -1)
  const next = withList(tree, parent, parts => parts.toSpliced(place.at(-1)!, 1))
  const left = partAt(next, parent)
  return parent.length > 0 && left && isGroup(left) && left.conditions.length === 0 ? remove(next, parent) : next
}

export const replace = (tree: Conditions, place: Place, part: Part): Conditions =>
  place.length === 0 ? (part as Conditions) : withList(tree, place.slice(0, -1), parts => parts.with(place.at(-1)!, part))

/** Moves a part within its group; at an end it stays. */
export function move(tree: Conditions, place: Place, by: -1 | 1): Conditions {
  const from = place.at(-1)
  if (from === undefined) return tree
  return withList(tree, place.slice(0, -1), parts => {
    const to = from + by
    if (to < 0 || to >= parts.length) return parts
    return parts.toSpliced(from, 1).toSpliced(to, 0, parts[from]!)
  })
}

export function setMatch(tree: Conditions, place: Place, match: Conditions['match']): Conditions {
  const group = partAt(tree, place)
  return group && isGroup(group) ? replace(tree, place, { ...group, match }) : tree
}

/** Numbers people read: conditions are counted through the whole tree, groups apart from them. */
export function numbering(tree: Conditions): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>()
  let conditions = 0
  let groups = 0
  const visit = (parts: readonly Part[], place: Place) => {
    parts.forEach((part, index) => {
      const here = [...place, index]
      if (isGroup(part)) {
        numbers.set(here.join('.'), ++groups)
        visit(part.conditions, here)
      } else numbers.set(here.join('.'), ++conditions)
    })
  }
  visit(tree.conditions, [])
  return numbers
}

/** Where the keyboard goes after `place` was removed: the part that took its place, else the one before, else nowhere. */
export function afterRemoval(next: Conditions, place: Place): Place | null {
  const parent = partAt(next, place.slice(0, -1))
  if (!parent || !isGroup(parent)) return place.length > 1 ? afterRemoval(next, place.slice(0, -1)) : null
  const count = parent.conditions.length
  if (count === 0) return place.length > 1 ? afterRemoval(next, place.slice(0, -1)) : null
  return [...place.slice(0, -1), Math.min(place.at(-1)!, count - 1)]
}
