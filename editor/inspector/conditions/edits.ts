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

/** Whether a part may stand in the group at `group`: not inside of itself, and no deeper than groups go. */
export function mayStandIn(tree: Conditions, from: Place, group: Place): boolean {
  const part = partAt(tree, from)
  const target = partAt(tree, group)
  const inside = from.every((index, at) => group[at] === index)
  return part !== undefined && target !== undefined && isGroup(target) && !inside && group.length + levels(part) < DEPTH_MAX
}
const levels = (part: Part): number => (isGroup(part) ? 1 + Math.max(0, ...part.conditions.map(levels)) : 0)

/**
 * Moves a part to the place `to`, counted before anything moves: it comes to stand before what is there. A group that this
 * leaves empty goes. Gives the tree and where the part stands in it; the same tree when nothing moves.
 */
export function moveTo(tree: Conditions, from: Place, to: Place): { tree: Conditions; place: Place } {
  const part = partAt(tree, from)
  if (!part || !mayStandIn(tree, from, to.slice(0, -1))) return { tree, place: from }
  if (sameList(from, to) && (to.at(-1) === from.at(-1) || to.at(-1) === from.at(-1)! + 1)) return { tree, place: from }
  const wider = withList(tree, to.slice(0, -1), parts => parts.toSpliced(to.at(-1)!, 0, part))
  const old = shifted(from, to, 1)
  return { tree: remove(wider, old), place: shifted(to, outermostGone(wider, old), -1) }
}
/** What goes when a part is taken out: itself, or the group around it that this empties. */
function outermostGone(tree: Conditions, place: Place): Place {
  const parent = place.slice(0, -1)
  const group = partAt(tree, parent)
  const empties = parent.length > 0 && group !== undefined && isGroup(group) && group.conditions.length === 1
  return empties ? outermostGone(tree, parent) : place
}
const sameList = (a: Place, b: Place) => a.length === b.length && a.slice(0, -1).every((index, at) => b[at] === index)
/** Where a place is after something came to `at`, or went from there. */
function shifted(place: Place, at: Place, by: 1 | -1): Place {
  const depth = at.length - 1
  const beside = place.length > depth && at.slice(0, -1).every((index, i) => place[i] === index)
  const after = by === 1 ? place[depth]! >= at[depth]! : place[depth]! > at[depth]!
  return beside && after ? place.with(depth, place[depth]! + by) : place
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
