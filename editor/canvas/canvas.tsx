import {
  Background,
  BackgroundVariant,
  MiniMap,
  ReactFlow,
  type ReactFlowProps,
  ReactFlowProvider,
  SelectionMode,
  useNodesInitialized,
  useReactFlow,
} from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { type DragEvent, useCallback, useEffect, useMemo, useRef } from 'react'
import { useSituation } from '../commands/situation.ts'
import { useStage } from '../commands/stage.ts'
import { placeSteps } from '../document/edits.ts'
import { useDocument } from '../document/hooks.ts'
import styles from './canvas.module.css'
import { CanvasTools } from './canvas-tools.tsx'
import { useCards, useFocusRequests } from './cards.ts'
import { connectingOf } from './connecting.ts'
import { useCounts } from './counts.ts'
import { drawnEdges } from './drawn.ts'
import { EmptyCanvas } from './empty-canvas.tsx'
import { Ribbon, type RibbonEdge } from './ribbon.tsx'
import { StepCard, type StepNode } from './step-card.tsx'
import { SelectionTools } from './toolbars.tsx'
import { FIT, useView } from './view.ts'

const nodeTypes = { step: StepCard }
const edgeTypes = { ribbon: Ribbon }
const CULL_FROM = 150
const READABLE = 0.35

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
  panOnScroll: !coarse,
  zoomOnDoubleClick: false,
  elevateNodesOnSelect: true,
} satisfies ReactFlowProps<StepNode, RibbonEdge>

/** The flow as a picture. */
export const Canvas = () => (
  <ReactFlowProvider>
    <Picture />
  </ReactFlowProvider>
)

function Picture() {
  const root = useRef<HTMLDivElement>(null)
  const at = useSituation()
  const flow = useDocument(s => s.flow)
  const readOnly = useDocument(s => s.readOnly)
  const selectedEdge = useDocument(s => s.selectedEdge)
  const counts = useCounts()
  const map = useStage(s => s.map)
  const { nodes, change, watchFocus } = useCards(root)
  const edges = useMemo(() => drawnEdges(flow, at.kinds, counts, selectedEdge), [flow, at.kinds, counts, selectedEdge])
  const { screenToFlowPosition } = useReactFlow()
  useView(root)
  useFocusRequests()
  useFirstFit()

  const add = useCallback(
    (event: { clientX: number; clientY: number }) => {
      const spot = { x: event.clientX, y: event.clientY }
      useStage.setState({ adding: { where: { at: screenToFlowPosition(spot) }, after: null, before: null, at: spot } })
    },
    [screenToFlowPosition],
  )
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only watches which card has the focus
    <div ref={root} className={styles.canvas} data-flow-view data-region="canvas" onFocus={watchFocus}>
      <ReactFlow
        aria-label="Flow canvas"
        aria-describedby="canvas-help"
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={change}
        {...usePointer(root, add)}
        onDragOver={(event: DragEvent) => event.preventDefault()}
        onDrop={(event: DragEvent) => dropped(event, add)}
        nodesDraggable={!readOnly}
        nodesConnectable={!readOnly}
        onlyRenderVisibleElements={flow.nodes.length > CULL_FROM}
        {...HANDS}
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={2} color="var(--dot)" />
        <SelectionTools />
        {map && (
          <MiniMap
            pannable
            zoomable
            ariaLabel="Map of the flow"
            nodeBorderRadius={12}
            style={{ width: 150, height: 92 }}
            className={styles.map}
          />
        )}
      </ReactFlow>
      <OverCanvas />
    </div>
  )
}

/** What stands over the picture at its own size, and the words that describe it. */
function OverCanvas() {
  const empty = useDocument(s => s.flow.nodes.length === 0)
  const live = useCounts(s => (s.running ? s.version : null))
  return (
    <>
      <p id="canvas-help" hidden>
        Arrow keys walk along the flow, A adds a step, C connects, L shows the same flow as a list.
      </p>
      <p id="step-selected" hidden>
        Selected
      </p>
      {empty && <EmptyCanvas />}
      <CanvasTools />
      {live !== null && <p className={styles.running}>Running the live version ({live}). Your draft is not affected.</p>}
    </>
  )
}

/** What pressing, dragging and drawing a connection do. */
function usePointer(
  root: { current: HTMLDivElement | null },
  add: (at: { clientX: number; clientY: number }) => void,
): ReactFlowProps<StepNode, RibbonEdge> {
  const at = useSituation()
  const { screenToFlowPosition } = useReactFlow()
  return useMemo(() => {
    const connecting = connectingOf(at)
    const { store, kinds } = at
    return {
      onNodeDragStop: (_, __, moved) => {
        const { flow, dispatch } = store.getState()
        dispatch(placeSteps(flow, kinds, Object.fromEntries(moved.map(n => [n.id, n.position]))))
      },
      onNodeContextMenu: (event, node) => {
        event.preventDefault()
        if (!store.getState().selected.includes(node.id)) store.getState().select([node.id])
        // The toolbar's own menu, as soon as the toolbar is there.
        setTimeout(() => root.current?.querySelector<HTMLElement>('[aria-label="More step actions"]')?.click(), 50)
      },
      onEdgeClick: (_, edge) => store.getState().selectEdge(edge.id),
      onPaneClick: () => store.getState().select([]),
      onDoubleClick: event => {
        if (!store.getState().readOnly && (event.target as Element).classList.contains('react-flow__pane')) add(event)
      },
      isValidConnection: connecting.valid,
      onConnect: connecting.made,
      onConnectStart: (_, from) => connecting.start(root.current, from),
      onConnectEnd: (event, state) => connecting.end(root.current, event, state, screenToFlowPosition),
      onClickConnectStart: (_, from) => connecting.start(root.current, from),
      onClickConnectEnd: (event, state) => connecting.end(root.current, event, state, screenToFlowPosition),
    }
  }, [at, root, add, screenToFlowPosition])
}

function useFirstFit(): void {
  const ready = useNodesInitialized()
  const { fitView, getViewport, setViewport, getNodes } = useReactFlow()
  const done = useRef(false)
  useEffect(() => {
    if (!ready || done.current) return
    done.current = true
    void fitView(FIT).then(() => {
      // Too much for one look: its beginning, large enough to read.
      const start = getNodes()[0]?.position
      if (start && getViewport().zoom < READABLE) void setViewport({ x: 76 - start.x * 0.7, y: 80 - start.y * 0.7, zoom: 0.7 })
    })
  }, [ready, fitView, getViewport, setViewport, getNodes])
}

function dropped(event: DragEvent, add: (event: DragEvent) => void): void {
  const kind = event.dataTransfer.getData('application/x-tributary-kind')
  if (!kind) return
  event.preventDefault()
  add(event)
  useStage.setState(s => (s.adding ? { adding: { ...s.adding, kind } } : {}))
}
