import {
  applyNodeChanges,
  Background,
  BackgroundVariant,
  type NodeChange,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useNodesInitialized,
  useReactFlow,
} from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { type DragEvent, type FocusEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useSituation } from '../commands/situation.ts'
import { useStage } from '../commands/stage.ts'
import { placeSteps } from '../document/edits.ts'
import { useDocument } from '../document/hooks.ts'
import { useCheck } from '../problems/use-check.ts'
import styles from './canvas.module.css'
import { CanvasTools } from './canvas-tools.tsx'
import { connectingOf } from './connecting.ts'
import { useCounts } from './counts.ts'
import { drawnEdges, drawnNodes } from './drawn.ts'
import { EmptyCanvas } from './empty-canvas.tsx'
import { Ribbon } from './ribbon.tsx'
import { useStates } from './states.ts'
import { StepCard, type StepNode } from './step-card.tsx'
import { SelectionTools } from './toolbars.tsx'
import { columnsIn, FIT, useView } from './view.ts'

const nodeTypes = { step: StepCard }
const edgeTypes = { ribbon: Ribbon }
const CULL_FROM = 150

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
  const { nodes, change, watchFocus } = useCards(root)
  const edges = useMemo(() => drawnEdges(flow, at.kinds, counts, selectedEdge), [flow, at.kinds, counts, selectedEdge])
  const connecting = useMemo(() => connectingOf(at), [at])
  const { screenToFlowPosition } = useReactFlow()
  const coarse = useMemo(() => matchMedia('(pointer: coarse)').matches, [])
  useView(root)
  useFocusRequests(root)
  useFirstFit()

  const add = (event: { clientX: number; clientY: number }) => {
    const spot = { x: event.clientX, y: event.clientY }
    useStage.setState({ adding: { where: { at: screenToFlowPosition(spot) }, after: null, before: null, at: spot } })
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only watches which card has the focus
    <div ref={root} className={styles.canvas} data-flow-view data-region="canvas" onFocus={watchFocus}>
      <p id="canvas-help" hidden>
        Arrow keys walk along the flow, A adds a step, C connects, L shows the same flow as a list.
      </p>
      <p id="step-selected" hidden>
        Selected
      </p>
      <ReactFlow
        aria-label="Flow canvas"
        aria-describedby="canvas-help"
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={change}
        onNodeDragStop={(_, __, moved) => {
          const { flow: now, dispatch } = at.store.getState()
          dispatch(placeSteps(now, at.kinds, Object.fromEntries(moved.map(n => [n.id, n.position]))))
        }}
        onEdgeClick={(_, edge) => at.store.getState().selectEdge(edge.id)}
        onPaneClick={() => at.store.getState().select([])}
        onDoubleClick={event => {
          if (!readOnly && (event.target as Element).classList.contains('react-flow__pane')) add(event)
        }}
        isValidConnection={connecting.valid}
        onConnectStart={(_, from) => connecting.start(root.current, from)}
        onConnect={connecting.made}
        onConnectEnd={(event, state) => connecting.end(root.current, event, state, screenToFlowPosition)}
        onClickConnectStart={(_, from) => connecting.start(root.current, from)}
        onClickConnectEnd={(event, state) => connecting.end(root.current, event as unknown as MouseEvent, state, screenToFlowPosition)}
        onDragOver={(event: DragEvent) => event.preventDefault()}
        onDrop={(event: DragEvent) => dropped(event, add)}
        connectionRadius={32}
        snapToGrid={false}
        minZoom={0.2}
        maxZoom={1.6}
        nodesDraggable={!readOnly}
        nodesConnectable={!readOnly}
        nodesFocusable={false}
        edgesFocusable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={['Shift', 'Meta', 'Control']}
        panActivationKeyCode="Space"
        selectionOnDrag={!coarse}
        selectionMode={SelectionMode.Partial}
        panOnDrag={coarse ? true : [1]}
        panOnScroll={!coarse}
        zoomOnDoubleClick={false}
        onlyRenderVisibleElements={flow.nodes.length > CULL_FROM}
        elevateNodesOnSelect
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={2} color="var(--dot)" />
        <SelectionTools />
      </ReactFlow>
      {flow.nodes.length === 0 && <EmptyCanvas />}
      <CanvasTools />
    </div>
  )
}

/** Cards follow the document, except while one is dragged: then React Flow knows best. */
function useCards(root: { current: HTMLDivElement | null }) {
  const { store, kinds } = useSituation()
  const flow = useDocument(s => s.flow)
  const selected = useDocument(s => s.selected)
  const renaming = useStage(s => s.renaming)
  const sentences = useCheck(s => s.nodes)
  const states = useStates()
  const counts = useCounts()
  const [focused, setFocused] = useState<string>()
  const [nodes, setNodes] = useState<StepNode[]>([])
  const there = (id: string | undefined) => (id !== undefined && flow.nodes.some(n => n.id === id) ? id : undefined)
  const active = there(focused) ?? there(selected.at(-1)) ?? flow.nodes[0]?.id

  useEffect(() => {
    const columns = columnsIn(root.current)
    setNodes(before => drawnNodes({ flow, kinds, states, sentences, selected, active, renaming, columns, counts }, before))
  }, [root, flow, kinds, states, sentences, selected, active, renaming, counts])

  const change = (changes: NodeChange<StepNode>[]) => {
    const picks = changes.filter(c => c.type === 'select')
    if (picks.length) {
      const chosen = new Set(store.getState().selected)
      for (const pick of picks) {
        chosen.delete(pick.id)
        if (pick.selected) chosen.add(pick.id)
      }
      store.getState().select([...chosen])
    }
    setNodes(before =>
      applyNodeChanges(
        changes.filter(c => c.type !== 'remove'),
        before,
      ),
    )
  }
  const watchFocus = (event: FocusEvent) => {
    const id = (event.target as Element).closest<HTMLElement>('.react-flow__node')?.dataset.id
    if (id !== undefined) setFocused(id)
  }
  return { nodes, change, watchFocus }
}

/** Puts the keyboard on a card when a command asked for it, as soon as the card is drawn. */
function useFocusRequests(root: { current: HTMLDivElement | null }): void {
  const request = useStage(s => s.focus)
  useEffect(() => {
    if (!request) return
    let tries = 0
    let frame = 0
    const attempt = () => {
      const card = root.current?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(request.id)}"]`)
      if (card && card.style.visibility !== 'hidden') card.focus({ preventScroll: true })
      else if (tries++ < 30) frame = requestAnimationFrame(attempt)
    }
    frame = requestAnimationFrame(attempt)
    return () => cancelAnimationFrame(frame)
  }, [root, request])
}

function useFirstFit(): void {
  const ready = useNodesInitialized()
  const { fitView } = useReactFlow()
  const done = useRef(false)
  useEffect(() => {
    if (!ready || done.current) return
    done.current = true
    void fitView(FIT)
  }, [ready, fitView])
}

function dropped(event: DragEvent, add: (event: DragEvent) => void): void {
  const kind = event.dataTransfer.getData('application/x-tributary-kind')
  if (!kind) return
  event.preventDefault()
  add(event)
  useStage.setState(s => (s.adding ? { adding: { ...s.adding, kind } } : {}))
}
