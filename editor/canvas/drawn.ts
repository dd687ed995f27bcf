/** The document as React Flow wants it. What did not change keeps its object, so that its card is not redrawn. */

import { type Node, type NodeHandle, Position } from '@xyflow/react'
import type { Flow } from '../../runtime/flow.ts'
import type { KindInfo } from '../../server/api/catalogue.ts'
import { compared } from '../document/compare.ts'
import { type Kinds, kindWord, nameOf, portOf, portsOf } from '../document/graph.ts'
import { CARD_HEIGHT, CARD_WIDTH, LARGE, type Places, placesOf } from '../document/places.ts'
import { edgeId } from '../document/store.ts'
import { say } from '../words/words.ts'
import { type Counts, lossOf } from './counts.ts'
import type { FrameNode } from './frame-card.tsx'
import { drawnFrames, drawnNotes, hiddenIn } from './marks-drawn.ts'
import type { NoteNode } from './note-card.tsx'
import type { RibbonEdge } from './ribbon.tsx'
import { connectionSaid } from './said.ts'
import type { StepNode } from './step-card.tsx'
import { type StepState, sameState } from './step-state.ts'

export interface Drawing {
  flow: Flow
  kinds: Kinds
  states: ReadonlyMap<string, StepState>
  sentences: Readonly<Record<string, { sentence: string }>>
  selected: readonly string[]
  /** The one step in the tab order. */
  active: string | undefined
  renaming: string | null
  /** Steps side by side where nobody has placed any. */
  columns: number | null
  counts: Counts
  folded: ReadonlySet<string>
  notesHidden: boolean
  /** An earlier state to outline the differences from. */
  compare: Flow | null
}
/** Whatever is drawn at a place: steps, notes, frames. */
export type DrawnNode = StepNode | NoteNode | FrameNode | GhostNode
export type GhostNode = Node<{ name: string }, 'ghost'>
const fresh: StepState = { tone: 'ready', words: say('Ready'), number: '', said: say('ready'), share: null }

export function drawnNodes(drawing: Drawing, before: readonly DrawnNode[]): DrawnNode[] {
  const places = placesOf(drawing.flow, drawing.columns ?? undefined)
  const marks = { ...drawing, places }
  const of = <T extends DrawnNode>(type: T['type']) => new Map(before.filter((n): n is T => n.type === type).map(n => [n.id, n] as const))
  return [
    ...ghosts(drawing),
    ...drawnFrames(marks, of<FrameNode>('frame')),
    ...drawnSteps(drawing, places, of<StepNode>('step')),
    ...drawnNotes(marks, of<NoteNode>('note')),
  ]
}

const unchanged: ReturnType<typeof compared> = new Map()
/** Steps that the earlier state had and this one has not, where they stood. */
function ghosts({ flow, kinds, compare, columns }: Drawing): GhostNode[] {
  if (!compare) return []
  const places = placesOf(compare, columns ?? undefined)
  const gone = new Set([...compared(compare, flow)].filter(([, change]) => change === 'removed').map(([id]) => id))
  return compare.nodes
    .filter(n => gone.has(n.id))
    .map(
      (node): GhostNode =>
        ({
          id: `was-${node.id}`,
          type: 'ghost',
          position: places[node.id] ?? { x: 0, y: 0 },
          data: { name: nameOf(node, kinds.get(node.kind)) },
          selectable: false,
          draggable: false,
          connectable: false,
          ariaRole: 'group',
          ariaLabel: say('{kindWord}: {nameOf}, removed', {
            kindWord: kindWord(kinds.get(node.kind)),
            nameOf: nameOf(node, kinds.get(node.kind)),
          }),
          domAttributes: { tabIndex: -1 },
        }) as GhostNode,
    )
}

function drawnSteps(drawing: Drawing, places: Places, old: ReadonlyMap<string, StepNode>): StepNode[] {
  const { flow, kinds, states, sentences, active, renaming, counts } = drawing
  const selected = new Set(drawing.selected)
  const hidden = hiddenIn(flow, drawing.folded)
  const out = Map.groupBy(flow.edges, e => e.from)
  const since = drawing.compare ? compared(drawing.compare, flow) : unchanged
  const crowded = flow.nodes.length > LARGE
  return flow.nodes.map((step): StepNode => {
    const kind = kinds.get(step.kind)
    const state = states.get(step.id) ?? fresh
    const used = (out.get(step.id) ?? []).map(e => portOf(e, kind))
    const free = portsOf(kind)
      .map(p => p.id)
      .filter(p => !used.includes(p))
    const present = old.get(step.id)
    const data = {
      step,
      kind,
      state,
      sentence: sentences[step.id]?.sentence ?? '',
      free,
      active: active === step.id,
      naming: renaming === step.id,
      loss: lossOf(counts, step.id, portsOf(kind).length > 1 && used.length > 1),
    }
    const chosen = selected.has(step.id)
    const place = places[step.id] ?? { x: 0, y: 0 }
    const change = since.get(step.id)
    const unknown = crowded && present?.measured === undefined
    if (present && sameDrawing(present, { data, chosen, place, change, hidden: hidden.has(step.id), unknown })) return present
    return {
      ...present,
      id: step.id,
      type: 'step',
      ...(unknown ? unseen(kind) : { handles: undefined }),
      position: present?.dragging ? present.position : place,
      data: present && sameData(present.data, data) ? present.data : data,
      selected: chosen,
      hidden: hidden.has(step.id),
      ariaRole: 'group',
      className: classOf(change),
      ariaLabel: `${kindWord(kind)}: ${nameOf(step, kind)}, ${change ? `${CHANGED[change]}, ` : ''}${state.said}`,
      domAttributes: {
        tabIndex: active === step.id ? 0 : -1,
        'aria-roledescription': say('step'),
        // What the style draws above the card, in the language of the page.
        ...(change && { 'data-change': `${SIGNS[change]} ${CHANGED[change]}` }),
        'aria-describedby': chosen ? 'step-selected' : undefined,
        'data-selected': chosen ? '' : undefined,
      },
    } as StepNode
  })
}
const CHANGED = { added: say('added'), changed: say('changed'), removed: say('removed') }
const SIGNS = { added: '+', changed: '~', removed: '−' }
const classOf = (change: string | undefined) => (change ? `is-${change}` : undefined)
const PORT = 28
const PORT_TOP = 19
const PORT_BOTTOM = 30
/**
 * Size and ports of a card that has not been drawn yet. The drawing library draws every card of unknown size once to
 * measure it, also those out of sight: with hundreds of steps that is most of the time that opening takes.
 */
function unseen(kind: KindInfo | undefined): Pick<StepNode, 'handles' | 'initialWidth' | 'initialHeight'> {
  const port = { y: PORT_TOP, width: PORT, height: PORT }
  const handles: NodeHandle[] = portsOf(kind).map(({ id }, i) => ({
    ...port,
    type: 'source',
    id: id || null,
    position: Position.Right,
    x: CARD_WIDTH - PORT / 2,
    y: i === 0 ? PORT_TOP : CARD_HEIGHT - PORT_BOTTOM,
  }))
  if (kind?.accepts) handles.push({ ...port, type: 'target', id: null, position: Position.Left, x: -PORT / 2 })
  return { handles, initialWidth: CARD_WIDTH, initialHeight: CARD_HEIGHT }
}

interface Wanted {
  data: StepNode['data']
  chosen: boolean
  place: { x: number; y: number }
  change: string | undefined
  hidden: boolean
  /** Its size is not known yet, so it brings one. */
  unknown: boolean
}
/** What did not change keeps its object: the drawing library then leaves it alone. Asked of every card at every key. */
const sameDrawing = (a: StepNode, { data, chosen, place, change, hidden, unknown }: Wanted): boolean =>
  sameData(a.data, data) &&
  a.selected === chosen &&
  // A press with Shift is known to the drawing library before it is said.
  (a.domAttributes?.['aria-describedby'] !== undefined) === chosen &&
  a.hidden === hidden &&
  a.className === classOf(change) &&
  (a.handles !== undefined) === unknown &&
  (a.dragging === true || (a.position.x === place.x && a.position.y === place.y))
function sameData(a: StepNode['data'], b: StepNode['data']): boolean {
  const plain = ['step', 'kind', 'sentence', 'active', 'naming', 'loss'] as const
  return plain.every(key => a[key] === b[key]) && sameState(a.state, b.state) && (a.free === b.free || `${a.free}` === `${b.free}`)
}

/** Connections as they are to be drawn, with the names of their steps as in `called`; `before` itself when nothing about any of them changed. */
export function drawnEdges(
  {
    flow,
    called,
    kinds,
    counts,
    selected,
    folded,
  }: Pick<Drawing, 'flow' | 'kinds' | 'counts' | 'folded'> & { called: Flow; selected: string | null },
  before: readonly RibbonEdge[] = [],
): RibbonEdge[] {
  const nodes = new Map(flow.nodes.map(n => [n.id, n]))
  const names = called === flow ? nodes : new Map(called.nodes.map(n => [n.id, n]))
  const named = (id: string) => {
    const node = names.get(id) ?? nodes.get(id)
    return node && nameOf(node, kinds.get(node.kind))
  }
  const hidden = hiddenIn(flow, folded)
  const old = new Map(before.map(e => [e.id, e]))
  const drawn = flow.edges.flatMap((edge): RibbonEdge[] => {
    const kind = kinds.get(nodes.get(edge.from)?.kind ?? '')
    const port = portOf(edge, kind)
    const [from, to] = [hidden.get(edge.from), hidden.get(edge.to)]
    // Inside of a folded frame.
    if (from !== undefined && from === to) return []
    // A connection carries no rows: only what a model gives on can be counted.
    const rows = kind?.emits === 'connection' ? null : (counts.into[edge.to] ?? null)
    const second = kind !== undefined && portsOf(kind)[0]?.id !== port
    const present = old.get(edgeId(edge))
    const facts = JSON.stringify([from, to, port, selected === edgeId(edge), rows, counts.most, second, named(edge.from), named(edge.to)])
    if (present && drawnFrom.get(present) === facts) return [present]
    const drawn: RibbonEdge = {
      id: edgeId(edge),
      type: 'ribbon',
      source: from ?? edge.from,
      target: to ?? edge.to,
      sourceHandle: from === undefined ? port || null : null,
      targetHandle: null,
      selected: selected === edgeId(edge),
      reconnectable: from === undefined && to === undefined,
      data: { rows, most: counts.most, second },
      ariaRole: 'group',
      ariaLabel: connectionSaid(named(edge.from), named(edge.to), rows),
      // E goes to it; it is no stop of Tab.
      domAttributes: { 'aria-roledescription': say('connection'), tabIndex: -1 },
    }
    drawnFrom.set(drawn, facts)
    return [drawn]
  })
  return drawn.length === before.length && drawn.every((edge, i) => edge === before[i]) ? (before as RibbonEdge[]) : drawn
}
/** What a connection was drawn from. */
const drawnFrom = new WeakMap<RibbonEdge, string>()
