/** Questions about the drawing: who feeds whom, in which order, under which name. */

import type { Flow, FlowEdge, FlowNode } from '../../runtime/flow.ts'
import type { KindInfo } from '../../server/api/catalogue.ts'
import { say } from '../words/words.ts'

/** The catalogue by id. */
export type Kinds = ReadonlyMap<string, KindInfo>
export const kindsOf = (list: readonly KindInfo[]): Kinds => new Map(list.map(kind => [kind.id, kind]))

export function parentOf({ edges }: Flow, id: string): FlowEdge | undefined {
  return Object.isFrozen(edges) ? indexOf(edges).into.get(id) : edges.find(e => e.to === id)
}
export function childrenOf({ edges }: Flow, id: string): readonly FlowEdge[] {
  return Object.isFrozen(edges) ? (indexOf(edges).out.get(id) ?? none) : edges.filter(e => e.from === id)
}
const none: readonly FlowEdge[] = []

interface Index {
  into: ReadonlyMap<string, FlowEdge>
  out: ReadonlyMap<string, readonly FlowEdge[]>
}
/** What is frozen does not change any more, so its connections are sorted once: 500 steps ask for them at every key. */
const indexes = new WeakMap<readonly FlowEdge[], Index>()
function indexOf(edges: readonly FlowEdge[]): Index {
  const present = indexes.get(edges)
  if (present) return present
  const made: Index = {
    // Should two lead to one step, the first counts: last in, first wins.
    into: new Map(edges.map(e => [e.to, e] as const).toReversed()),
    out: Map.groupBy(edges, e => e.from),
  }
  indexes.set(edges, made)
  return made
}

/** Ways out of a kind; a single unnamed one when it emits anything at all. */
export function portsOf(kind: KindInfo | undefined): { id: string; title: string }[] {
  if (!kind?.emits) return []
  return kind.ports.length ? kind.ports : [{ id: '', title: '' }]
}
/** The way out that a connection uses: the first one unless it names another. */
export const portOf = (edge: FlowEdge, kind: KindInfo | undefined): string => edge.port || portsOf(kind)[0]?.id || ''

export const stepsOf = (n: number) => say('{n, plural, one {# step} other {# steps}}', { n })
/** What a step is called on screen. */
export const nameOf = (node: FlowNode, kind: KindInfo | undefined): string => node.name?.trim() || kind?.title || node.kind
/** The first word of a step's name for screen readers: the role of what brings data in, else the kind's title. */
export function kindWord(kind: KindInfo | undefined): string {
  if (kind?.role === 'source') return say('Source')
  if (kind?.role === 'model') return say('Model')
  return kind?.title ?? say('Step')
}
/** "Sales", "Sales 2": a name that no other step has. */
export function freshName(flow: Flow, kinds: Kinds, wanted: string): string {
  const taken = new Set(flow.nodes.map(n => nameOf(n, kinds.get(n.kind))))
  if (!taken.has(wanted)) return wanted
  for (let i = 2; ; i++) if (!taken.has(`${wanted} ${i}`)) return `${wanted} ${i}`
}
let mark = ''
/** What this visit's new ids end with, so that two people who each add a step at once add two steps. */
export const markIds = (visit: string): void => {
  mark = visit && `-${visit}`
}
/** A short id that no other step has: the wanted word and this visit's mark, with a number when taken. */
export function freshId(taken: ReadonlySet<string>, wanted: string): string {
  const word = `${wanted.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 48) || 'step'}${mark && !wanted.endsWith(mark) ? mark : ''}`
  if (!taken.has(word)) return word
  for (let i = 2; ; i++) if (!taken.has(`${word}-${i}`)) return `${word}-${i}`
}

/** A step and everything it feeds. */
export function downstream(flow: Flow, id: string): Set<string> {
  const found = new Set<string>()
  const visit = (at: string) => {
    if (found.has(at)) return
    found.add(at)
    for (const edge of childrenOf(flow, at)) visit(edge.to)
  }
  visit(id)
  return found
}
/** A step and everything that feeds it, nearest first. */
export function upstream(flow: Flow, id: string): string[] {
  const found: string[] = []
  for (let at: string | undefined = id; at !== undefined && !found.includes(at); at = parentOf(flow, at)?.from) found.push(at)
  return found
}

export interface Placed {
  node: FlowNode
  depth: number
  /** The way out of its parent that it hangs on. */
  port: string
}
/** Every step once, parents before children, branches in the order of their ports: the Flow list. */
export function inOrder(flow: Flow, kinds: Kinds): Placed[] {
  const nodes = new Map(flow.nodes.map(n => [n.id, n]))
  const out: Placed[] = []
  const seen = new Set<string>()
  const visit = (id: string, depth: number, port: string) => {
    const node = nodes.get(id)
    if (!node || seen.has(id)) return
    seen.add(id)
    out.push({ node, depth, port })
    const kind = kinds.get(node.kind)
    const order = portsOf(kind).map(p => p.id)
    const children = childrenOf(flow, id).toSorted((a, b) => order.indexOf(portOf(a, kind)) - order.indexOf(portOf(b, kind)))
    // A single chain stays at one depth; only a fork indents.
    for (const edge of children)
      visit(edge.to, children.length > 1 || (order.length > 1 && portOf(edge, kind) !== order[0]) ? depth + 1 : depth, portOf(edge, kind))
  }
  for (const node of flow.nodes) if (!parentOf(flow, node.id)) visit(node.id, 0, '')
  for (const node of flow.nodes) visit(node.id, 0, '')
  return out
}

/** What leaves by a way out that has a name: "Kept rows"; empty where there is only one way. */
export function wayWords(kind: KindInfo | undefined, { title: way }: { title: string }): string {
  if (!way || !kind?.emits) return ''
  if (kind.emits === 'rows') return say('{way} rows', { way })
  return kind.emits === 'events' ? say('{way} events', { way }) : say('{way} connection', { way })
}
