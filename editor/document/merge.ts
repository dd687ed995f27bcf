/** Two people's edits of one flow, joined by step and by field. */
import type { Flow } from '../../runtime/flow.ts'

/** One place that both changed, differently. `path` in words a person can place: "orders / config / sql". */
export interface Clash {
  path: string
  mine: unknown
  theirs: unknown
}
export interface Merged {
  flow: Flow
  clashes: readonly Clash[]
}

type Json = unknown
type Box = Record<string, Json>
const absent = Symbol('absent')
const isBox = (v: Json): v is Box => typeof v === 'object' && v !== null && !Array.isArray(v)
const same = (a: Json, b: Json) => a === b || (a !== absent && b !== absent && JSON.stringify(a) === JSON.stringify(b))

/**
 * Joins what I and they made of `base`. Where both changed the same setting differently it is a clash, and `choose`
 * decides (mine unless told otherwise). Lists of steps are joined by id, connections by their ends. A step that one
 * side removed and the other changed is a clash, never a silent loss.
 */
export function merge(base: Flow, mine: Flow, theirs: Flow, choose: (path: string) => 'mine' | 'theirs' = () => 'mine'): Merged {
  const clashes: Clash[] = []
  const joined = join(keyed(base), keyed(mine), keyed(theirs), [], clashes, choose)
  const flow = unkeyed(joined as Box) as Flow
  const there = new Set(flow.nodes.map(n => n.id))
  return { flow: { ...flow, edges: flow.edges.filter(e => there.has(e.from) && there.has(e.to)) }, clashes }
}

function join(
  base: Json,
  mine: Json,
  theirs: Json,
  path: readonly string[],
  clashes: Clash[],
  choose: (path: string) => 'mine' | 'theirs',
): Json {
  if (same(mine, theirs) || same(base, theirs)) return mine
  if (same(base, mine)) return theirs
  if (isBox(mine) && isBox(theirs) && (isBox(base) || base === absent)) {
    const from = isBox(base) ? base : {}
    const keys = new Set([...Object.keys(theirs), ...Object.keys(mine)])
    const out: Box = {}
    for (const key of keys) {
      const value = join(
        key in from ? from[key] : absent,
        key in mine ? mine[key] : absent,
        key in theirs ? theirs[key] : absent,
        [...path, key],
        clashes,
        choose,
      )
      if (value !== absent) out[key] = value
    }
    return out
  }
  const words = path.join(' / ')
  clashes.push({ path: words, mine: mine === absent ? undefined : mine, theirs: theirs === absent ? undefined : theirs })
  return choose(words) === 'mine' ? mine : theirs
}

// Lists whose items have a name become boxes by that name, so that they join item by item.
function keyed(flow: Flow): Box {
  return {
    ...flow,
    nodes: Object.fromEntries(flow.nodes.map(n => [n.id, n])),
    // One parent per step: the end names the connection.
    edges: Object.fromEntries(flow.edges.map(e => [e.to, e])),
    ...(flow.notes && { notes: Object.fromEntries(flow.notes.map(n => [n.id, n])) }),
  }
}
function unkeyed(box: Box): Box {
  return {
    ...box,
    nodes: Object.values(box.nodes as Box),
    edges: Object.values(box.edges as Box),
    ...(isBox(box.notes) && { notes: Object.values(box.notes) }),
  }
}
