import { useEffect } from 'react'
import { create } from 'zustand'
import type { Flow } from '../../runtime/flow.ts'
import type { Previewed } from '../../server/api/payloads.ts'
import { type ApiError, asApiError } from '../api.ts'
import { countPreview } from '../canvas/counts.ts'
import { upstream } from '../document/graph.ts'
import { useDocument, useFlow } from '../document/hooks.ts'
import { askPreview } from '../queries.ts'

type Path = Previewed['paths'][number]
export type NodePreview = Path['nodes'][number]

/** The last sample of the open flow: one answer serves the panel, the filter's counts and the identity table. */
interface PreviewState {
  flow: string | null
  answer: Previewed | null
  /** The draft that was sampled; another draft makes the sample out of date. */
  of: Flow | null
  /** The step along whose way a large flow was sampled; null when all of it was. */
  along: string | null
  pending: boolean
  error: ApiError | null
}
const blank: PreviewState = { flow: null, answer: null, of: null, along: null, pending: false, error: null }
const ROWS = 200
const AFTER_EDIT_MS = 400

export const usePreviewState = create<PreviewState>()(() => blank)
/** Whether the last sample is kept while a person edits, instead of being read again after every edit. */
export const usePinned = create<{ pinned: boolean }>()(() => ({ pinned: false }))
/** Whether personal values are shown in clear; for this session of the page only. */
export const useShowValues = create<{ shown: boolean }>()(() => ({ shown: false }))

let asking: AbortController | null = null
/**
 * Samples every path of the draft, of a large flow those through `node`, and tells the canvas how many rows went where.
 * Sends nothing to a destination.
 */
export async function samplePreview(flow: string, document: Flow, node?: string | null): Promise<void> {
  asking?.abort()
  const stop = new AbortController()
  asking = stop
  usePreviewState.setState(s => ({ ...(s.flow === flow ? s : { ...blank, flow }), pending: true, error: null }))
  try {
    const sampled = through(document, node ?? null)
    const answer = uptoFault(await askPreview(flow, { document: sampled, rows: ROWS, values: useShowValues.getState().shown }, stop.signal))
    usePreviewState.setState({ answer, of: document, along: sampled === document ? null : (node ?? null), pending: false })
    countPreview(answer)
  } catch (error) {
    if (!stop.signal.aborted) usePreviewState.setState({ pending: false, error: asApiError(error) })
  }
}

const WAYS_MAX = 12
/** Of a flow with many ends, the ways through one step: its own rows are wanted, not those of all the others. */
export function through(document: Flow, node: string | null): Flow {
  const feeds = new Set(document.edges.map(e => e.from))
  if (document.nodes.filter(n => !feeds.has(n.id)).length <= WAYS_MAX) return document
  const at = node ?? document.nodes[0]?.id
  if (at === undefined) return document
  const kept = new Set(upstream(document, at))
  // On to one end, since only whole ways are sampled.
  for (let next: string | undefined = at; next !== undefined && kept.size <= document.nodes.length; ) {
    kept.add(next)
    const from: string = next
    next = document.edges.find(e => e.from === from && !kept.has(e.to))?.to
  }
  return {
    ...document,
    nodes: document.nodes.filter(n => kept.has(n.id)),
    edges: document.edges.filter(e => kept.has(e.from) && kept.has(e.to)),
  }
}

/** From a step that does not work yet, rows are not what would be sent, so they are not shown. */
function uptoFault(answer: Previewed): Previewed {
  const sound = ({ nodes, error, ...path }: Path): Path => {
    const broken = nodes.findIndex(seen => seen.node === error?.node)
    return { ...path, ...(error && { error }), nodes: broken < 0 ? nodes : nodes.slice(0, broken) }
  }
  return { ...answer, paths: answer.paths.map(sound) }
}

/** What the last sample says of a step: the path on which most rows reached it. */
export function useSampleOf(node: string | undefined): { seen: NodePreview | null; path: Path | null } {
  const id = useDocument(s => s.id)
  const { flow, answer } = usePreviewState()
  const paths = flow === id ? (answer?.paths ?? []) : []
  const found = paths.flatMap(path => path.nodes.filter(n => n.node === node).map(seen => ({ seen, path })))
  const [most] = found.toSorted((a, b) => b.seen.in - a.seen.in || b.seen.rows.length - a.seen.rows.length)
  return most ?? { seen: null, path: paths.find(path => path.path.split(' > ').includes(node ?? '')) ?? null }
}

/** Whether the sample was taken of what is drawn now. */
export function useIsStale(): boolean {
  const of = usePreviewState(s => s.of)
  return useDocument(({ flow }) => of !== null && (of.nodes !== flow.nodes || of.edges !== flow.edges))
}

/** Keeps the sample fresh while something is on screen that counts on it: asks 400 ms after an edit. */
export function useLivePreview(): void {
  const { id, document, selected } = useFlow()
  const { nodes, edges } = document
  // biome-ignore lint/correctness/useExhaustiveDependencies: layout and names do not change what passes
  useEffect(() => {
    const { flow, of, along } = usePreviewState.getState()
    const fresh = of?.nodes === nodes && of?.edges === edges && (along === null || along === selected)
    if (flow === id && (usePinned.getState().pinned || fresh)) return
    const timer = setTimeout(() => samplePreview(id, document, selected), flow === id ? AFTER_EDIT_MS : 0)
    return () => clearTimeout(timer)
  }, [id, nodes, edges, selected])
}
