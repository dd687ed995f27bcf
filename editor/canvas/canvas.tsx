import {
  Background,
  BackgroundVariant,
  ReactFlow,
  type ReactFlowProps,
  ReactFlowProvider,
  SelectionMode,
  useReactFlow,
  useStoreApi,
} from '@xyflow/react'
import type { Flow } from '../../runtime/flow.ts'
import { say } from '../words/words.ts'
import '@xyflow/react/dist/base.css'
import { type DragEvent, memo, type MouseEvent as ReactMouseEvent, useCallback, useDeferredValue, useEffect, useMemo, useRef } from 'react'
import { foremost, type Situation, toggled } from '../commands/command.ts'
import { useSituation } from '../commands/situation.ts'
import { useStage } from '../commands/stage.ts'
import { useDocument } from '../document/hooks.ts'
import { LARGE } from '../document/places.ts'
import { edgeId } from '../document/store.ts'
import { useAppearance } from '../styles/appearance.ts'
import styles from './canvas.module.css'
import { CanvasTools } from './canvas-tools.tsx'
import { useCards, useFocusRequests } from './cards.ts'
import { CompareBanner } from './compare-banner.tsx'
import { type Connecting, connectingOf } from './connecting.ts'
import { offer } from './context-menu.tsx'
import { useCounts } from './counts.ts'
import { type Dragging, edgeUnder } from './dragging.ts'
import { type DrawnNode, drawnEdges } from './drawn.ts'
import { EmptyCanvas } from './empty-canvas.tsx'
import { FrameCard } from './frame-card.tsx'
import { GhostCard } from './ghost-card.tsx'
import { HelperLines } from './helper-lines.tsx'
import { hover } from './hover.ts'
import { useFinger, useLifting } from './lifting.ts'
import { useLongPress } from './long-press.ts'
import { NoteCard } from './note-card.tsx'
import { Ribbon, type RibbonEdge } from './ribbon.tsx'
import { SmallMap } from './small-map.tsx'
import { StepCard } from './step-card.tsx'
import { SelectionTools } from './toolbars.tsx'
import { useTwoFingerTap } from './two-fingers.ts'
import { useLinkedStep, useView } from './view.ts'

const nodeTypes = { step: StepCard, note: NoteCard, frame: FrameCard, ghost: GhostCard }
const edgeTypes = { ribbon: Ribbon }

/** React Flow draws and drags; keys, focus and deleting are our own. */
const coarse = matchMedia('(pointer: coarse)').matches
const HANDS = {
  connectionRadius: 32,
  minZoom: 0.2,
  maxZoom: 1.6,
  nodesFocusable: false,
  edgesFocusable: false,
  disableKeyboardA11y: true,
  deleteKeyCode: null,
  selectionKeyCode: null,
  multiSelectionKeyCode: ['Shift', 'Meta', 'Control'],
  panActivationKeyCode: 'Space',
  selectionOnDrag: !coarse,
  selectionMode: SelectionMode.Partial,
  panOnDrag: coarse ? true : [1],
  zoomOnDoubleClick: false,
  elevateNodesOnSelect: true,
  reconnectRadius: 16,
} satisfies ReactFlowProps<DrawnNode, RibbonEdge>

/** The flow as a picture. */
export const Canvas = () => (
  <ReactFlowProvider>
    <Picture />
  </ReactFlowProvider>
)

/** What the library says of what it draws, in the language of the page. */
const heard = {
  'node.a11yDescription.default': say('Press Enter or Space to select a step. Press Delete to remove it and Escape to cancel.'),
  'edge.a11yDescription.default': say('Press Enter or Space to select a connection. Press Delete to remove it and Escape to cancel.'),
}

function Picture() {
  const root = useRef<HTMLDivElement>(null)
  const at = useSituation()
  const flow = useDocument(s => s.flow)
  const readOnly = useDocument(s => s.readOnly)
  const selectedEdge = useDocument(s => s.selectedEdge)
  const counts = useCounts()
  const folded = useStage(s => s.folded)
  const wheel = useAppearance(s => s.wheel)
  const { nodes, change, watchFocus, dragging } = useCards(root)
  // A name that is being typed reaches the names of connections when there is time: a changed one has all of them sorted anew.
  const called = useDeferredValue(useCalled(flow))
  const drawnBefore = useRef<RibbonEdge[]>([])
  const edges = useMemo(() => {
    drawnBefore.current = drawnEdges({ flow, called, kinds: at.kinds, counts, selected: selectedEdge, folded }, drawnBefore.current)
    return drawnBefore.current
  }, [flow, called, at.kinds, counts, selectedEdge, folded])
  const { screenToFlowPosition } = useReactFlow()
  useView(root)
  useFocusRequests()
  useLinkedStep(at.store)
  useLongPress(root, useLifting(change, dragging))
  const finger = useFinger()

  const add = useCallback(
    (event: { clientX: number; clientY: number }) => {
      const spot = { x: event.clientX, y: event.clientY }
      useStage.setState({ adding: { where: { at: screenToFlowPosition(spot) }, after: null, before: null, at: spot } })
    },
    [screenToFlowPosition],
  )
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only watches which card has the focus
    <div
      ref={root}
      className={styles.canvas}
      // Rows go from left to right in every language, as the steps were laid.
      dir="ltr"
      data-flow-view
      data-region="canvas"
      data-dragging={dragging.going || undefined}
      data-locked={readOnly || undefined}
      onFocus={watchFocus}
    >
      <ReactFlow
        aria-label={say('Flow canvas')}
        // Pressed beside the cards it takes the keyboard, so that keys are meant for the flow.
        tabIndex={-1}
        aria-describedby="canvas-help"
        ariaLabelConfig={heard}
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={change}
        {...usePointer(root, add, dragging)}
        onDragOver={(event: DragEvent) => event.preventDefault()}
        onDrop={(event: DragEvent) => dropped(event, at, add)}
        // The menu key, while the picture has the keyboard and none of its steps.
        onContextMenu={event => event.target === event.currentTarget && offer(event, 'canvas')}
        panOnScroll={!coarse && wheel === 'pan'}
        edgesReconnectable={!readOnly}
        nodesDraggable={!readOnly && !finger}
        nodesConnectable={!readOnly}
        onlyRenderVisibleElements={flow.nodes.length > LARGE}
        {...HANDS}
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={2} color="var(--dot)" />
        <SelectionTools />
        {!dragging.going && <SmallMap nodes={nodes} />}
        <HelperLines lines={dragging.lines} />
      </ReactFlow>
      <OverCanvas />
    </div>
  )
}

/** The flow whose steps are called as they are in this one: the one before, as long as none has another name. */
function useCalled(flow: Flow): Flow {
  const before = useRef(flow)
  if (before.current !== flow && renamed(before.current, flow)) before.current = flow
  return before.current
}
function renamed(before: Flow, { nodes }: Flow): boolean {
  const was = new Map(before.nodes.map(node => [node.id, node]))
  return nodes.some(node => {
    const old = was.get(node.id)
    return old !== node && (old?.name !== node.name || old?.kind !== node.kind)
  })
}

/** What stands over the picture at its own size, and the words that describe it. */
const OverCanvas = memo(() => {
  const empty = useDocument(s => s.flow.nodes.length === 0)
  const live = useCounts(s => (s.running ? s.version : null))
  return (
    <>
      <p id="canvas-help" hidden>
        {say('Arrow keys walk along the flow, A adds a step, C connects, L shows the same flow as a list.')}
      </p>
      <p id="step-selected" hidden>
        {say('Selected')}
      </p>
      {empty && <EmptyCanvas />}
      <CanvasTools />
      <CompareBanner />
      {live !== null && <p className={styles.running}>{say('Running the live version ({live}). Your draft is not affected.', { live })}</p>}
    </>
  )
})

/** What pressing, dragging and drawing a connection do. */
function usePointer(
  root: { current: HTMLDivElement | null },
  add: (at: { clientX: number; clientY: number }) => void,
  dragging: Dragging,
): ReactFlowProps<DrawnNode, RibbonEdge> {
  const at = useSituation()
  const { screenToFlowPosition } = useReactFlow()
  const drawing = useStoreApi()
  const connecting = useMemo(() => connectingOf(at), [at])
  useGiveUp(root, connecting)
  // As with Shift: what the library then does at a press on a card is to add it, or to take it out.
  const choosing = useStage(s => s.choosing)
  useEffect(() => drawing.setState({ multiSelectionActive: choosing }), [drawing, choosing])
  useTwoFingerTap(
    root,
    useCallback(id => at.store.getState().select(toggled(at.store.getState().selected, id)), [at]),
  )
  return useMemo(() => {
    const { store } = at
    return {
      onNodeDragStart: dragging.start,
      onNodeDragStop: (event, _, moved) => dragging.stop(pointOf(event), moved),
      onSelectionDragStart: dragging.start,
      onSelectionDragStop: (event, moved) => dragging.stop(pointOf(event), moved),
      onNodeContextMenu: (event, node) => {
        const { flow, selected, select } = store.getState()
        const frame = flow.frames?.find(f => f.id === node.id)
        if (frame) select(frame.steps)
        else select(foremost(selected, node.id))
        offer(event, 'step')
      },
      onEdgeContextMenu: (event, edge) => {
        store.getState().selectEdge(edge.id)
        offer(event, 'connection')
      },
      onPaneContextMenu: event => {
        store.getState().select([])
        offer(event, 'canvas')
      },
      onSelectionContextMenu: event => offer(event, 'step'),
      onEdgeClick: (_, edge) => store.getState().selectEdge(edge.id),
      onEdgeMouseEnter: (_, edge) => hover(edge.id),
      onEdgeMouseLeave: () => hover(null),
      onNodeClick: (event, { type }) => {
        const adds = event.shiftKey || event.ctrlKey || event.metaKey || useStage.getState().choosing
        // Ports and the plus have acts of their own, and so has the title.
        const onButton = (event.target as Element).closest('button, [role=button]')
        if (type === 'step' && !adds && !onButton) useStage.setState({ settings: 'step' })
      },
      onPaneClick: () => {
        useStage.setState({ choosing: false, settings: null })
        store.getState().select([])
      },
      onDoubleClick: event => {
        if (!store.getState().readOnly && (event.target as Element).classList.contains('react-flow__pane')) add(event)
      },
      isValidConnection: connecting.valid,
      onConnect: connecting.made,
      onReconnectStart: (_, edge) => connecting.lift(edge.id),
      onReconnect: (edge, to) => connecting.moved(edge.id, to),
      onConnectStart: (_, from) => connecting.start(root.current, from),
      onConnectEnd: (event, state) => connecting.end(root.current, event, state, screenToFlowPosition),
      onClickConnectStart: (_, from) => connecting.pressed(root.current, from),
      onClickConnectEnd: event => connecting.pressedEnd(root.current, event),
    }
  }, [at, connecting, root, add, dragging.start, dragging.stop, screenToFlowPosition])
}
/** Escape while a connection is drawn, by a drag or from press to press: nothing comes of it. */
function useGiveUp(root: { current: HTMLDivElement | null }, connecting: Connecting): void {
  const drawing = useStoreApi()
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !connecting.giveUp(root.current)) return
      event.preventDefault()
      event.stopPropagation()
      drawing.setState({ connectionClickStartHandle: null })
      // What draws the line waits for the button to come up.
      document.dispatchEvent(new MouseEvent('mouseup'))
    }
    document.addEventListener('keydown', hear, true)
    return () => document.removeEventListener('keydown', hear, true)
  }, [root, connecting, drawing])
}
const pointOf = (event: MouseEvent | TouchEvent | ReactMouseEvent) =>
  'changedTouches' in event ? (event.changedTouches[0] ?? { clientX: 0, clientY: 0 }) : event

/** A kind from the palette: into the connection it was dropped on, else where it was dropped. */
function dropped(event: DragEvent, at: Situation, add: (event: DragEvent) => void): void {
  const kind = event.dataTransfer.getData('application/x-tributary-kind')
  if (!kind) return
  event.preventDefault()
  const under = edgeUnder(event.clientX, event.clientY)
  const edge = at.store.getState().flow.edges.find(e => edgeId(e) === under)
  const spot = { x: event.clientX, y: event.clientY }
  if (edge) useStage.setState({ adding: { where: { into: edge }, after: edge.from, before: edge.to, at: spot, kind } })
  else {
    add(event)
    useStage.setState(s => (s.adding ? { adding: { ...s.adding, kind } } : {}))
  }
}
