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
export interface MergeHow {
  /** Decides where both changed the same setting differently; mine unless told otherwise. */
  choose?: (clash: Clash) => 'mine' | 'theirs'
  /** What I sent without hearing an answer: where the other side says the same, it has it from me, and it is no clash. */
  sent?: readonly Flow[]
}

type Json = unknown
type Box = Record<string, Json>
const absent = Symbol('absent')
const isBox = (v: Json): v is Box => typeof v === 'object' && v !== null && !Array.isArray(v)
const same = (a: Json, b: Json) => a === b || (a !== absent && b !== absent && JSON.stringify(a) === JSON.stringify(b))
const at = (box: Json, key: string): Json => (isBox(box) && Object.hasOwn(box, key) ? box[key] : absent)

/** Their order, unless I am the one who changed it; what only one side has comes after what leads. */
function inOrder(was: Json, mine: Box, theirs: Box): Set<string> {
  const [my, their] = [Object.keys(mine), Object.keys(theirs)]
  const old = isBox(was) ? Object.keys(was).filter(key => Object.hasOwn(mine, key)) : []
  const known = new Set(old)
  const left = same(
    old,
    my.filter(key => known.has(key)),
  )
  return new Set(left ? [...their, ...my] : [...my, ...their])
}

/**
 * Joins what I and they made of `base`. Where both changed the same setting differently it is a clash. Lists of steps
 * are joined by id, connections by their ends. A step that one side removed and the other changed is a clash, never a
 * silent loss.
 */
export function merge(base: Flow, mine: Flow, theirs: Flow, { choose = () => 'mine', sent = [] }: MergeHow = {}): Merged {
  const clashes: Clash[] = []
  const join = (was: Json, my: Json, their: Json, tried: readonly Json[], path: readonly string[]): Json => {
    if (same(my, their) || same(was, their) || tried.some(t => t !== absent && same(t, their))) return my
    if (same(was, my)) return their
    if (isBox(my) && isBox(their) && (isBox(was) || was === absent)) {
      const out: Box = Object.create(null)
      for (const key of inOrder(was, my, their)) {
        const value = join(
          at(was, key),
          at(my, key),
          at(their, key),
          tried.map(t => at(t, key)),
          [...path, key],
        )
        if (value !== absent) out[key] = value
      }
      return { ...out }
    }
    // Where a card stands is no question to ask anybody.
    if (path[0] === 'layout') return my
    const words = path.map(key => key.replace(SIGN, '')).join(' / ')
    const clash = { path: words, mine: my === absent ? undefined : my, theirs: their === absent ? undefined : their }
    clashes.push(clash)
    return choose(clash) === 'mine' ? my : their
  }
  const flow = unkeyed(join(keyed(base), keyed(mine), keyed(theirs), sent.map(keyed), []) as Box)
  const there = new Set(flow.nodes.map(n => n.id))
  return { flow: { ...flow, edges: flow.edges.filter(e => there.has(e.from) && there.has(e.to)) }, clashes }
}

// Lists whose items have a name become boxes by that name, so that they join item by item.
// The sign keeps them in order (a step may be called "2") and apart from what every object has.
const SIGN = '='
const boxed = (pairs: readonly (readonly [string, Json])[]): Box => Object.fromEntries(pairs.map(([id, value]) => [SIGN + id, value]))
const byId = (list: readonly { id: string }[]): Box => boxed(list.map(item => [item.id, item]))
function keyed(flow: Flow): Box {
  return {
    ...flow,
    nodes: byId(flow.nodes),
    // One parent per step: the end names the connection.
    edges: boxed(flow.edges.map(e => [e.to, e])),
    ...(flow.notes && { notes: byId(flow.notes) }),
    ...(flow.frames && { frames: byId(flow.frames.map(f => ({ ...f, steps: boxed(f.steps.map(id => [id, true])) }))) }),
  }
}
function unkeyed(box: Box): Flow {
  const there = box.nodes as Box
  return {
    ...(box as unknown as Flow),
    nodes: Object.values(box.nodes as Record<string, Flow['nodes'][number]>),
    edges: Object.values(box.edges as Record<string, Flow['edges'][number]>),
    ...(isBox(box.frames) && { frames: framesOf(box.frames, there) }),
    ...(isBox(box.notes) && { notes: Object.values(box.notes as Record<string, NonNullable<Flow['notes']>[number]>) }),
  }
}
function framesOf(frames: Box, there: Box): NonNullable<Flow['frames']> {
  const all = Object.values(frames as Record<string, { id: string; name: string; steps: Box }>)
  return all
    .map(f => ({ ...f, steps: Object.keys(f.steps).flatMap(key => (Object.hasOwn(there, key) ? [key.slice(SIGN.length)] : [])) }))
    .filter(f => f.steps.length > 0)
}
