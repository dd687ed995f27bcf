/** Edits that change what steps are or in which order they stand, and keep the connections that still fit. */

import type { Flow, FlowEdge } from '../../runtime/flow.ts'
import { say } from '../words/words.ts'
import { type Edit, nodeOf } from './edit.ts'
import { called, type NewStep, settle, wire } from './edits.ts'
import { childrenOf, type Kinds, parentOf, portOf, portsOf, stepsOf } from './graph.ts'
import type { Place } from './places.ts'

/** Makes a step another kind; its name and place stay, and every connection that still fits. `dropped` are those that do not. */
export function replaceStep(flow: Flow, kinds: Kinds, id: string, { kind, config }: NewStep): Edit & { dropped: readonly FlowEdge[] } {
  const [first, ports] = [portsOf(kind)[0]?.id, new Set(portsOf(kind).map(p => p.id))]
  const before = kinds.get(nodeOf(flow, id)?.kind ?? '')
  // The first way out stays the first, whatever it is called.
  const portNow = (edge: FlowEdge): string | undefined => {
    const port = portOf(edge, before)
    return ports.has(port) ? port : port === portsOf(before)[0]?.id ? first : undefined
  }
  const dropped = flow.edges.filter(e => e.from === id && portNow(e) === undefined)
  const without = dropped.map(e => say(' {called} lost its connection.', { called: called(flow, kinds, e.to) })).join('')
  return {
    label: say('replace {called}', { called: called(flow, kinds, id) }),
    announce: say('{called} is now {title}.{without}', { called: called(flow, kinds, id), title: kind.title, without }),
    select: [id],
    dropped,
    change: draft => {
      const node = nodeOf(draft, id)
      if (!node) return
      node.kind = kind.id
      node.config = structuredClone(config ?? {})
      draft.edges = draft.edges.filter(e => e.from !== id || portNow(e) !== undefined)
      for (const e of draft.edges) if (e.from === id) setPort(e, portNow(e))
    },
  }
}

/** A skipped step lets everything through unchanged. */
export const skipSteps = (flow: Flow, kinds: Kinds, ids: readonly string[], skip: boolean): Edit => {
  const what = ids.length === 1 ? called(flow, kinds, ids[0]!) : stepsOf(ids.length)
  return {
    label: `${skip ? 'skip' : 'use'} ${what}`,
    announce: skip ? say('Skipped {what}.', { what }) : say('{what} is used again.', { what }),
    change: draft => {
      for (const id of ids) {
        const node = nodeOf(draft, id)
        if (node && skip) node.skip = true
        else if (node) delete node.skip
      }
    },
  }
}

/** Moves one end of a connection, as one step of history. */
export const reconnect = (flow: Flow, kinds: Kinds, old: FlowEdge, next: FlowEdge): Edit => ({
  label: say('connect {called} to {called2}', { called: called(flow, kinds, next.from), called2: called(flow, kinds, next.to) }),
  announce: say('Connected {called} to {called2}.', { called: called(flow, kinds, next.from), called2: called(flow, kinds, next.to) }),
  change: draft => {
    draft.edges = draft.edges.filter(e => !(e.from === old.from && e.to === old.to) && e.to !== next.to)
    draft.edges.push({ from: next.from, to: next.to, ...(next.port && { port: next.port }) })
  },
})

/** Whether a step that nothing is connected to can go into a connection. */
export function fitsInto(flow: Flow, kinds: Kinds, id: string, edge: FlowEdge): boolean {
  if (edge.from === id || edge.to === id || parentOf(flow, id) || childrenOf(flow, id).length) return false
  const kind = (step: string) => kinds.get(nodeOf(flow, step)?.kind ?? '')
  const [from, between, to] = [kind(edge.from), kind(id), kind(edge.to)]
  return between?.accepts != null && between.emits !== null && from?.emits === between.accepts && between.emits === to?.accepts
}
/** Puts a step into a connection, where it was dropped. */
export const insertStep = (flow: Flow, kinds: Kinds, id: string, edge: FlowEdge, at: Place): Edit => ({
  label: say('insert {called}', { called: called(flow, kinds, id) }),
  announce: say('Connected {called} to {called2}. Connected {called2} to {called3}.', {
    called: called(flow, kinds, edge.from),
    called2: called(flow, kinds, id),
    called3: called(flow, kinds, edge.to),
  }),
  select: [id],
  change: draft => {
    settle(draft)
    draft.edges = draft.edges.filter(e => !(e.from === edge.from && e.to === edge.to))
    draft.edges.push({ ...edge, to: id }, wire(id, kinds.get(nodeOf(draft, id)?.kind ?? ''), edge.to))
    draft.layout![id] = { x: Math.round(at.x), y: Math.round(at.y) }
  },
})

/**
 * Moves a step one place up or down in its branch: it changes places with the step before or after it where both
 * take and give the same, else with its neighbour among the branches of one output. `undefined` where neither can be.
 */
export function moveInBranch(flow: Flow, kinds: Kinds, id: string, way: 'up' | 'down'): Edit | undefined {
  const lower = way === 'up' ? id : onlyChild(flow, id)
  const above = lower === undefined ? undefined : parentOf(flow, lower)
  const words = { called: called(flow, kinds, id) }
  const told = {
    label: way === 'up' ? say('move {called} up', words) : say('move {called} down', words),
    announce: way === 'up' ? say('Moved {called} up.', words) : say('Moved {called} down.', words),
    select: [id],
  }
  if (lower !== undefined && above && swappable(flow, kinds, above.from, lower))
    return { ...told, change: draft => swap(draft, kinds, above.from, lower) }
  const parent = parentOf(flow, id)
  const siblings = parent ? childrenOf(flow, parent.from).filter(e => (e.port ?? '') === (parent.port ?? '')) : []
  const next = siblings[siblings.findIndex(e => e.to === id) + (way === 'up' ? -1 : 1)]
  if (!next) return
  return {
    ...told,
    change: draft => {
      const [a, b] = [draft.edges.findIndex(e => e.to === id), draft.edges.findIndex(e => e.to === next.to)]
      const [one, two] = [draft.edges[a]!, draft.edges[b]!]
      draft.edges[a] = two
      draft.edges[b] = one
    },
  }
}
const onlyChild = (flow: Flow, id: string): string | undefined => {
  const children = childrenOf(flow, id)
  return children.length === 1 ? children[0]!.to : undefined
}
/** Two steps in a row that both take and give one and the same type. */
function swappable(flow: Flow, kinds: Kinds, first: string, second: string): boolean {
  const [a, b] = [first, second].map(id => kinds.get(nodeOf(flow, id)?.kind ?? ''))
  return (
    a?.accepts != null &&
    a.accepts === a.emits &&
    b?.accepts === a.accepts &&
    b.emits === a.emits &&
    parentOf(flow, first) !== undefined &&
    childrenOf(flow, first).length === 1 &&
    childrenOf(flow, second).length <= 1
  )
}
/** … → first → second → … becomes … → second → first → …, each on its first way out. */
function swap(draft: Flow, kinds: Kinds, first: string, second: string): void {
  const kind = (id: string) => kinds.get(nodeOf(draft, id)?.kind ?? '')
  const [into, after] = [parentOf(draft, first)!, childrenOf(draft, second)[0]]
  const between = parentOf(draft, second)!
  // A way out that is not the first one keeps its meaning with the step it belongs to.
  const [portA, portB] = [portOf(between, kind(first)), after ? portOf(after, kind(second)) : portsOf(kind(second))[0]?.id]
  into.to = second
  between.from = second
  between.to = first
  setPort(between, portB)
  if (after) {
    after.from = first
    setPort(after, portA)
  }
  const layout = draft.layout
  if (layout?.[first] && layout[second]) [layout[first], layout[second]] = [layout[second], layout[first]]
}
function setPort(edge: FlowEdge, port: string | undefined): void {
  if (port) edge.port = port
  else delete edge.port
}
