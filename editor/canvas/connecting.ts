/** Drawing a connection with the pointer: what fits lights up, what does not is refused in words. */

import type { Connection, FinalConnectionState, InternalNode, OnConnectStartParams } from '@xyflow/react'
import type { Flow, FlowEdge } from '../../runtime/flow.ts'
import { announce } from '../announce/announce.ts'
import type { Situation } from '../commands/command.ts'
import { useStage } from '../commands/stage.ts'
import { connect } from '../document/edits.ts'
import { portsOf } from '../document/graph.ts'
import { isSealed, refusal } from '../document/legal.ts'
import type { Place } from '../document/places.ts'
import { reconnect } from '../document/rewire.ts'
import { edgeId } from '../document/store.ts'
import { say } from '../words/words.ts'

export interface Connecting {
  valid(connection: Pick<Connection, 'source' | 'target'>): boolean
  start(root: HTMLElement | null, from: OnConnectStartParams): void
  made(connection: Connection): void
  /** From press to press instead of a drag. */
  pressed(root: HTMLElement | null, from: OnConnectStartParams): void
  pressedEnd(root: HTMLElement | null, event: MouseEvent | TouchEvent): void
  /** An end of this connection is being moved. */
  lift(edge: string): void
  moved(edge: string, to: Connection): void
  /** Nothing is to come of what is being drawn; whether anything was. */
  giveUp(root: HTMLElement | null): boolean
  end(
    root: HTMLElement | null,
    event: MouseEvent | TouchEvent,
    state: FinalConnectionState<InternalNode>,
    toFlow: (at: Place) => Place,
  ): void
}

export function connectingOf({ store, kinds }: Situation): Connecting {
  const defaultPort = (id: string) => portsOf(kinds.get(store.getState().flow.nodes.find(n => n.id === id)?.kind ?? ''))[0]?.id ?? ''
  // The connection whose end is being moved: what is legal is judged without it.
  let lifted: string | null = null
  let givenUp = false
  // The drawing library does not say where presses began.
  let pressedFrom: OnConnectStartParams | null = null
  const without = (flow: Flow): Flow => (lifted === null ? flow : { ...flow, edges: flow.edges.filter(e => edgeId(e) !== lifted) })
  const connecting: Connecting = {
    valid: ({ source, target }) => refusal(without(store.getState().flow), kinds, source, target) === null,
    lift(edge) {
      lifted = edge
    },
    giveUp(root) {
      if (!root?.dataset.connecting && lifted === null) return false
      if (root) delete root.dataset.connecting
      givenUp = true
      return true
    },
    moved(edge, { source, target, sourceHandle }) {
      const { flow, dispatch } = store.getState()
      const old = givenUp ? undefined : flow.edges.find(e => edgeId(e) === edge)
      const next: FlowEdge = { from: source, to: target, port: sourceHandle ?? defaultPort(source) }
      if (!old || (old.from === next.from && old.to === next.to && (old.port ?? defaultPort(old.from)) === next.port)) return
      if (refusal(without(flow), kinds, source, target) === null) dispatch(reconnect(flow, kinds, old, next))
    },
    start(root, { nodeId, handleType }) {
      givenUp = false
      const flow = without(store.getState().flow)
      const kind = kinds.get(flow.nodes.find(n => n.id === nodeId)?.kind ?? '')
      if (!root || !kind?.emits || handleType !== 'source') return
      root.dataset.connecting = kind.emits === 'events' && isSealed(flow, kinds, nodeId!) ? 'protected' : kind.emits
      const legal = flow.nodes.filter(n => refusal(flow, kinds, nodeId!, n.id) === null).length
      announce(say('{legal} {legal, plural, one {step} other {steps}} can take this connection.', { legal }))
    },
    made({ source, target, sourceHandle }) {
      const { flow, dispatch } = store.getState()
      if (!givenUp && refusal(flow, kinds, source, target) === null)
        dispatch(connect(flow, kinds, source, sourceHandle ?? defaultPort(source), target))
    },
    pressed(root, from) {
      pressedFrom = from
      connecting.start(root, from)
    },
    pressedEnd(root, event) {
      if (root) delete root.dataset.connecting
      const [start, to] = [pressedFrom, under(event)]
      pressedFrom = null
      const from = start?.nodeId
      if (givenUp || !from || !to || to === from || start.handleType !== 'source') return
      // What could be was made by the press.
      if (store.getState().flow.edges.some(edge => edge.from === from && edge.to === to)) return
      refuse({ store, kinds }, from, start.handleId ?? defaultPort(from), to, placeOf(event))
    },
    end(root, event, state, toFlow) {
      if (root) delete root.dataset.connecting
      const wasLifted = lifted !== null
      lifted = null
      const at = placeOf(event)
      const from = state.fromNode?.id
      if (givenUp || !from || state.isValid || state.fromHandle?.type !== 'source') return
      const port = state.fromHandle.id ?? defaultPort(from)
      const to = state.toNode?.id ?? under(event)
      if (to === from) return
      if (to) refuse({ store, kinds }, from, port, to, at)
      else if (!wasLifted)
        useStage.setState({ adding: { where: { after: from, port, at: lowered(toFlow(at)) }, after: from, before: null, at } })
    },
  }
  return connecting
}
const placeOf = (event: MouseEvent | TouchEvent): Place =>
  'changedTouches' in event
    ? { x: event.changedTouches[0]?.clientX ?? 0, y: event.changedTouches[0]?.clientY ?? 0 }
    : { x: event.clientX, y: event.clientY }
// The new card's port comes to where the pointer was.
const lowered = ({ x, y }: Place): Place => ({ x, y: y - 33 })
const under = (event: Event): string | undefined =>
  (event.target instanceof Element ? event.target.closest<HTMLElement>('.react-flow__node') : null)?.dataset.id

/** Says why a connection cannot be, and offers what would make it right. */
export function refuse({ store, kinds }: Pick<Situation, 'store' | 'kinds'>, from: string, port: string, to: string, at: Place): void {
  const refused = refusal(store.getState().flow, kinds, from, to)
  if (!refused) return
  announce(say('Cannot connect. {reason}', { reason: refused.reason }))
  useStage.setState({ refused: { from, port, to, refusal: refused, at } })
  const card = document.querySelector(`.react-flow__node[data-id="${CSS.escape(to)}"] > *`)
  card?.classList.add('shake')
  setTimeout(() => card?.classList.remove('shake'), 200)
}
