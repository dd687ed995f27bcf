/** Parts of a flow that travel: copied, cut, pasted, duplicated. */

import type { Flow, FlowEdge } from '../../runtime/flow.ts'
import { say } from '../words/words.ts'
import { type Edit, nodeOf } from './edit.ts'
import { settle } from './edits.ts'
import { freshId, freshName, type Kinds, nameOf, portsOf } from './graph.ts'
import { refusal } from './legal.ts'
import { amountAmong, amountOf, idsOf } from './marks.ts'
import { type Place, placesOf } from './places.ts'

/** What copying puts on the clipboard. */
export type Part = Pick<Flow, 'nodes' | 'edges' | 'notes' | 'frames' | 'layout'> & {
  /** Connections into the part from outside, for pasting it where those steps are too. */
  incoming?: readonly FlowEdge[]
}
export function cut(flow: Flow, ids: readonly string[]): Part {
  const inside = new Set(ids)
  const places = placesOf(flow)
  const notes = flow.notes?.filter(n => inside.has(n.id)) ?? []
  const frames = flow.frames?.filter(f => f.steps.every(id => inside.has(id))) ?? []
  return {
    nodes: flow.nodes.filter(n => inside.has(n.id)),
    edges: flow.edges.filter(e => inside.has(e.from) && inside.has(e.to)),
    ...(notes.length > 0 && { notes }),
    ...(frames.length > 0 && { frames }),
    incoming: flow.edges.filter(e => !inside.has(e.from) && inside.has(e.to)),
    layout: Object.fromEntries(ids.flatMap(id => (Object.hasOwn(places, id) ? [[id, places[id]!]] : []))),
  }
}

export interface PasteHow {
  label?: string
  /** The upper left corner comes here; otherwise `aside` px beside where it was copied. */
  at?: Place
  aside?: number
  /** Also connects it to the steps that fed it, where they are. */
  incoming?: boolean
}
/** Adds a part of a flow under new ids and free names; only the copy stays selected. */
export function pasteSteps(flow: Flow, kinds: Kinds, part: Part, how: PasteHow = {}): Edit & { refused: string | undefined } {
  const taken = idsOf(flow)
  const ids = new Map<string, string>()
  const fresh = (old: string) => {
    const id = freshId(taken, old)
    taken.add(id)
    ids.set(old, id)
    return id
  }
  let named = flow
  const nodes = part.nodes.map(node => {
    const copy = { ...structuredClone(node), id: fresh(node.id), name: freshName(named, kinds, nameOf(node, kinds.get(node.kind))) }
    named = { ...named, nodes: [...named.nodes, copy] }
    return copy
  })
  const notes = (part.notes ?? []).map(note => ({ ...note, id: fresh(note.id) }))
  const select = [...ids.values()]
  const frames = (part.frames ?? []).map(frame => ({ ...frame, id: fresh(frame.id), steps: frame.steps.flatMap(id => ids.get(id) ?? []) }))
  const there = new Set(flow.nodes.map(n => n.id))
  const wires = [
    ...part.edges.filter(e => ids.has(e.from) && ids.has(e.to)).map(e => ({ ...e, from: ids.get(e.from)!, to: ids.get(e.to)! })),
    ...(how.incoming ? (part.incoming ?? []) : []).filter(e => there.has(e.from) && ids.has(e.to)).map(e => ({ ...e, to: ids.get(e.to)! })),
  ]
  const offset = offsetOf(part, how)
  const { made, refused } = wired({ ...flow, nodes: [...flow.nodes, ...nodes] }, kinds, wires)
  const added = say('Added {amount}.', { amount: amountOf(nodes.length, notes.length) })
  return {
    label: how.label ?? say('paste {amount}', { amount: amountOf(nodes.length, notes.length) }),
    announce: refused === undefined ? added : `${added} ${refused}`,
    refused,
    select,
    change: draft => {
      settle(draft)
      draft.nodes.push(...nodes)
      draft.edges.push(...made)
      if (notes.length) draft.notes = [...(draft.notes ?? []), ...notes]
      if (frames.length) draft.frames = [...(draft.frames ?? []), ...frames]
      for (const [old, id] of ids) {
        const at = part.layout && Object.hasOwn(part.layout, old) ? part.layout[old]! : { x: 0, y: 0 }
        if (!frames.some(f => f.id === id)) draft.layout![id] = { x: Math.round(at.x + offset.x), y: Math.round(at.y + offset.y) }
      }
    },
  }
}
/** What is pasted may have been written by anybody: of its connections those are made that could be drawn, and it is said why another is not. */
function wired(flow: Flow, kinds: Kinds, wires: readonly FlowEdge[]): { made: FlowEdge[]; refused: string | undefined } {
  const made: FlowEdge[] = []
  const reasons: string[] = []
  for (const edge of wires) {
    const [from, to] = [edge.from, edge.to].map(id => kinds.get(nodeOf(flow, id)?.kind ?? ''))
    const strange = edge.port !== undefined && !portsOf(from).some(port => port.id === edge.port)
    // A copy of what is not installed here any more stays as it was.
    const against = from && to && refusal({ ...flow, edges: [...flow.edges, ...made] }, kinds, edge.from, edge.to)
    if (against && !against.unsealed) reasons.push(against.reason)
    else if (from && strange) reasons.push(say('There is no way out called “{port}”.', { port: edge.port! }))
    else made.push(edge)
  }
  const words = { n: reasons.length, reason: reasons[0] ?? '' }
  return {
    made,
    refused: reasons.length ? say('{n, plural, one {A connection was} other {# connections were}} left out: {reason}', words) : undefined,
  }
}
function offsetOf({ layout }: Part, { at, aside = 40 }: PasteHow): Place {
  const corners = Object.values(layout ?? {})
  if (!at || !corners.length) return { x: aside, y: aside }
  return { x: at.x - Math.min(...corners.map(p => p.x)), y: at.y - Math.min(...corners.map(p => p.y)) }
}

/** Copies steps with the connections among them, 20 px aside. */
export const duplicateSteps = (flow: Flow, kinds: Kinds, ids: readonly string[]): Edit =>
  pasteSteps(flow, kinds, cut(flow, ids), {
    label: say('duplicate {amount}', { amount: amountAmong(flow, ids) }),
    aside: 20,
  })

/** Leaves copies where steps were dragged to, as a drag with Alt does; the steps themselves stay. */
export const copiesAt = (flow: Flow, kinds: Kinds, ids: readonly string[], by: Place): Edit => {
  const part = cut(flow, ids)
  const moved = Object.fromEntries(Object.entries(part.layout ?? {}).map(([id, at]) => [id, { x: at.x + by.x, y: at.y + by.y }]))
  return pasteSteps(
    flow,
    kinds,
    { ...part, layout: moved },
    { label: say('duplicate {amount}', { amount: amountAmong(flow, ids) }), aside: 0 },
  )
}
