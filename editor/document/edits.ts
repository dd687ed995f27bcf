/** Edits of the drawing: add, connect, insert, remove, move, duplicate, skip. */

import { isDraft, original } from 'immer'
import type { Flow, FlowEdge, FlowNode } from '../../runtime/flow.ts'
import type { KindInfo } from '../../server/api/catalogue.ts'
import { say } from '../words/words.ts'
import { type Edit, nodeOf } from './edit.ts'
import { childrenOf, downstream, freshId, freshName, type Kinds, kindWord, nameOf, parentOf, portsOf } from './graph.ts'
import { amountAmong, idsOf, noteOf, prune } from './marks.ts'
import { COLUMN, freePlace, type Place, placeAfter, placesOf } from './places.ts'

/** A step to be added: its kind and what it starts with. */
export interface NewStep {
  kind: KindInfo
  config?: Record<string, unknown>
  name?: string
}
/** Where new steps go: behind an output, into a connection, or free on the canvas. */
export type Where = { after: string; port: string; at?: Place } | { into: FlowEdge } | { at: Place } | null

/** Adds steps, wired in a row; the last one is selected unless `focus` says which. */
export function addSteps(flow: Flow, kinds: Kinds, steps: readonly NewStep[], where: Where, focus?: number): Edit & { ids: string[] } {
  const taken = idsOf(flow)
  let named = flow
  const nodes = steps.map(({ kind, config, name }): FlowNode => {
    const id = freshId(taken, kind.id)
    taken.add(id)
    const title = freshName(named, kinds, name ?? kind.title)
    const node = { id, kind: kind.id, ...(title !== kind.title && { name: title }), config: structuredClone(config ?? {}) }
    named = { ...named, nodes: [...named.nodes, node] }
    return node
  })
  const ids = nodes.map(n => n.id)
  const said = nodes.map(n => `${kindWord(kinds.get(n.kind))}: ${nameOf(n, kinds.get(n.kind))}`)
  return {
    ids,
    label:
      nodes.length === 1
        ? say('add {nameOf}', { nameOf: nameOf(nodes[0]!, kinds.get(nodes[0]!.kind)) })
        : say('add {n} steps', { n: nodes.length }),
    announce: said.map(words => say('Added {words}.', { words })).join(' '),
    select: [ids[focus ?? ids.length - 1]!],
    change: draft => {
      settle(draft)
      draft.nodes.push(...nodes)
      nodes.forEach((node, i) => {
        if (i > 0) draft.edges.push(wire(ids[i - 1]!, kinds.get(nodes[i - 1]!.kind), node.id))
      })
      if (where && 'after' in where) draft.edges.push({ from: where.after, to: ids[0]!, ...(where.port && { port: where.port }) })
      if (where && 'into' in where) splice(draft, kinds, where.into, nodes)
      place(draft, ids, where)
    },
  }
}

function splice(draft: Flow, kinds: Kinds, edge: FlowEdge, nodes: readonly FlowNode[]): void {
  const present = draft.edges.findIndex(e => e.from === edge.from && e.to === edge.to)
  if (present < 0) return
  const old = draft.edges[present]!
  draft.edges.splice(present, 1, { ...old, to: nodes[0]!.id })
  const last = nodes.at(-1)!
  draft.edges.push(wire(last.id, kinds.get(last.kind), edge.to))
}
function place(draft: Flow, ids: readonly string[], where: Where): void {
  draft.layout ??= {}
  if (where && 'into' in where) {
    const target = draft.layout[where.into.to] ?? { x: 0, y: 0 }
    const from = draft.layout[where.into.from] ?? { x: target.x - COLUMN, y: target.y }
    for (const id of downstream(draft, where.into.to)) shift(draft, id, ids.length * COLUMN, from.y)
    ids.forEach((id, i) => {
      draft.layout![id] = { x: from.x + (i + 1) * COLUMN, y: from.y }
    })
    return
  }
  ids.forEach((id, i) => {
    const places = { ...draft.layout }
    delete places[id]
    const before = i > 0 ? ids[i - 1] : where && 'after' in where ? where.after : undefined
    const wanted = i === 0 && where && 'at' in where ? where.at : undefined
    if (before !== undefined && places[before] && !wanted) {
      draft.layout![id] = placeAfter(places[before], places, childrenOf(draft, before).length === 1)
    } else draft.layout![id] = freePlace(wanted ?? { x: 0, y: 0 }, places)
  })
}
/** Makes room: only what stands on the same line moves. */
function shift(draft: Flow, id: string, by: number, line: number): void {
  const at = draft.layout?.[id]
  if (at && Math.abs(at.y - line) < 60) draft.layout![id] = { x: at.x + by, y: at.y }
}
/** Gives every step the place it is shown at, before one of them moves. */
export function settle(draft: Flow): void {
  // Read from what it was, not through the draft: hundreds of times faster.
  const places = placesOf(isDraft(draft) ? (original(draft) ?? draft) : draft)
  draft.layout ??= {}
  const known = new Set(Object.keys(draft.layout))
  for (const id of Object.keys(places)) if (!known.has(id)) draft.layout[id] = { ...places[id]! }
}
export function wire(from: string, kind: KindInfo | undefined, to: string): FlowEdge {
  const port = portsOf(kind)[0]?.id
  return { from, to, ...(port && { port }) }
}

/** Makes a connection; one that the target already has is replaced. */
export const connect = (flow: Flow, kinds: Kinds, from: string, port: string, to: string): Edit => ({
  label: say('connect {called} to {called2}', { called: called(flow, kinds, from), called2: called(flow, kinds, to) }),
  announce: say('Connected {called} to {called2}.', { called: called(flow, kinds, from), called2: called(flow, kinds, to) }),
  change: draft => {
    draft.edges = draft.edges.filter(e => e.to !== to)
    draft.edges.push({ from, to, ...(port && { port }) })
  },
})
/** Connects two steps with what must stand between, as one step of history. */
export function bridged(flow: Flow, kinds: Kinds, from: string, port: string, between: readonly KindInfo[], to: string): Edit {
  const added = addSteps(
    flow,
    kinds,
    between.map(kind => ({ kind, config: kind.initial })),
    { after: from, port },
  )
  return {
    ...added,
    announce: say('{announce} Connected {called} to {called2}.', {
      announce: added.announce,
      called: called(flow, kinds, from),
      called2: called(flow, kinds, to),
    }),
    change: draft => {
      added.change(draft)
      draft.edges = draft.edges.filter(e => e.to !== to)
      draft.edges.push(wire(added.ids.at(-1)!, between.at(-1), to))
      followOn(draft, added.ids.at(-1)!, to)
    },
  }
}
/** An end that now stands before what feeds it goes behind it. */
function followOn(draft: Flow, before: string, to: string): void {
  const [from, at] = [draft.layout?.[before], draft.layout?.[to]]
  if (!from || !at || at.x > from.x || childrenOf(draft, to).length) return
  const { [to]: _, ...others } = draft.layout!
  draft.layout![to] = placeAfter(from, others, true)
}
export const disconnect = (flow: Flow, kinds: Kinds, edge: Pick<FlowEdge, 'from' | 'to'>): Edit => ({
  label: say('remove connection'),
  announce: say('Removed the connection from {called} to {called2}.', {
    called: called(flow, kinds, edge.from),
    called2: called(flow, kinds, edge.to),
  }),
  select: [edge.from],
  change: draft => {
    draft.edges = draft.edges.filter(e => !(e.from === edge.from && e.to === edge.to))
  },
})

/** Removes steps; with `heal`, what fed a removed step goes on to what it fed where the types fit. */
export function removeSteps(flow: Flow, kinds: Kinds, ids: readonly string[], heal: boolean): Edit {
  const gone = new Set(ids)
  const healed = heal ? healing(flow, kinds, gone) : []
  const what = ids.length === 1 ? called(flow, kinds, ids[0]!) : amountAmong(flow, ids)
  const one = say('Removed {what}.', { what })
  const after = healed
    .map(e => say(' {called} now goes to {called2}.', { called: called(flow, kinds, e.from), called2: called(flow, kinds, e.to) }))
    .join('')
  const neighbour = parentOf(flow, ids[0] ?? '')?.from ?? childrenOf(flow, ids[0] ?? '')[0]?.to
  return {
    label: say('remove {what}', { what }),
    announce: one + after,
    select: [neighbour, ...flow.nodes.map(n => n.id)].filter(id => id !== undefined && !gone.has(id)).slice(0, 1) as string[],
    change: draft => {
      settle(draft)
      draft.nodes = draft.nodes.filter(n => !gone.has(n.id))
      draft.edges = [...draft.edges.filter(e => !gone.has(e.from) && !gone.has(e.to)), ...healed]
      draft.notes = draft.notes?.filter(n => !gone.has(n.id))
      for (const id of gone) delete draft.layout?.[id]
      prune(draft)
    },
  }
}
/** A removed run of steps heals when it has one way in and its first way out leads on, of one type. */
function healing(flow: Flow, kinds: Kinds, gone: ReadonlySet<string>): FlowEdge[] {
  const typeOf = (id: string, side: 'accepts' | 'emits') => kinds.get(nodeOf(flow, id)?.kind ?? '')?.[side]
  return flow.edges
    .filter(e => gone.has(e.from) && !gone.has(e.to))
    .flatMap(out => {
      let way = parentOf(flow, out.from)
      for (let i = 0; way && gone.has(way.from) && i < flow.nodes.length; i++) way = parentOf(flow, way.from)
      if (!way || gone.has(way.from) || childrenOf(flow, out.from).length > 1) return []
      return typeOf(way.from, 'emits') === typeOf(out.to, 'accepts') ? [{ ...way, to: out.to }] : []
    })
}

/** Puts steps at places, as a drag ended or an arrow key moved them; a burst is one step of history. */
export const placeSteps = (flow: Flow, kinds: Kinds, places: Readonly<Record<string, Place>>, label?: string): Edit => {
  const ids = Object.keys(places)
  return {
    label:
      label ??
      (ids.length === 1
        ? say('move {called}', { called: called(flow, kinds, ids[0]!) })
        : say('move {amount}', { amount: amountAmong(flow, ids) })),
    announce: label
      ? say('{toUpperCase}{label}: done.', { toUpperCase: label[0]!.toUpperCase(), label: label.slice(1) })
      : ids.length === 1
        ? say('Moved {called}.', { called: called(flow, kinds, ids[0]!) })
        : say('Moved {amount}.', { amount: amountAmong(flow, ids) }),
    same: label ? undefined : `move ${ids.join()}`,
    change: draft => {
      settle(draft)
      for (const id of ids)
        if (nodeOf(draft, id) || noteOf(draft, id)) draft.layout![id] = { x: Math.round(places[id]!.x), y: Math.round(places[id]!.y) }
    },
  }
}
export function moveSteps(flow: Flow, kinds: Kinds, ids: readonly string[], by: Place): Edit {
  const places = placesOf(flow)
  return placeSteps(
    flow,
    kinds,
    Object.fromEntries(ids.flatMap(id => (places[id] ? [[id, { x: places[id].x + by.x, y: places[id].y + by.y }]] : []))),
  )
}

/** What a step is called, whatever became of it. */
export const called = (flow: Flow, kinds: Kinds, id: string): string => {
  const node = nodeOf(flow, id)
  if (node) return nameOf(node, kinds.get(node.kind))
  return noteOf(flow, id) ? say('the note') : id
}
