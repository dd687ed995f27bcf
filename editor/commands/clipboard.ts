import { announce } from '../announce/announce.ts'
import type { Kinds } from '../document/graph.ts'
import { amountAmong } from '../document/marks.ts'
import { cut, type Part, pasteSteps } from '../document/parts.ts'
import { toast } from '../ui/Toasts.tsx'
import { say } from '../words/words.ts'
import type { Situation } from './command.ts'
import { focusStep, useStage } from './stage.ts'

// Where the browser gives no clipboard (no https), copying works within this tab.
let kept = ''

/** Steps as text that travels between tabs, installs and e-mails. No secrets: settings marked so stay behind. */
export function written(part: Part, kinds: Kinds): string {
  const nodes = part.nodes.map(node => {
    const secret = secretNames(kinds.get(node.kind)?.config)
    return { ...node, config: Object.fromEntries(Object.entries(node.config).filter(([key]) => !secret.has(key))) }
  })
  return JSON.stringify({ tributary: 1, steps: { ...part, nodes } }, null, 2)
}
function secretNames(schema: Record<string, unknown> | undefined): Set<string> {
  const properties = (schema?.properties ?? {}) as Record<string, { secret?: unknown }>
  return new Set(Object.entries(properties).flatMap(([key, property]) => (property?.secret ? [key] : [])))
}

const NOTHING = say('The clipboard holds no steps. Copy steps in a flow first.')
const PART_MAX = 1_000

/** Reads what `written` wrote, or a whole flow; otherwise says why not. */
export function readPart(text: string, kinds?: Kinds): Part | string {
  let found: unknown
  try {
    found = JSON.parse(text)
  } catch {
    return NOTHING
  }
  const whole = found as { tributary?: unknown; steps?: unknown } | null
  if (typeof whole !== 'object' || whole === null || typeof whole.tributary !== 'number') return NOTHING
  if (whole.tributary !== 1) return say('These steps come from a newer Tributary. Update this one to paste them.')
  const part = (whole.steps ?? whole) as Part
  if (!isList(part.nodes, isNode) || !isList(part.edges, isEdge) || (!part.nodes.length && !part.notes?.length)) return NOTHING
  const strange = kinds && [...new Set(part.nodes.map(n => n.kind).filter(kind => !kinds.has(kind)))]
  if (strange?.length)
    return say('Nothing was pasted: there is no kind of step called {strange} here. Update Tributary, or copy the other steps.', {
      strange: strange.join(', '),
    })
  return {
    nodes: part.nodes,
    edges: part.edges,
    ...(isList(part.notes, n => isBox(n) && typeof n.id === 'string' && typeof n.text === 'string') && { notes: part.notes }),
    ...(isList(part.frames, f => isBox(f) && typeof f.id === 'string' && typeof f.name === 'string' && isList(f.steps, isText)) && {
      frames: part.frames,
    }),
    ...(isList(part.incoming, isEdge) && { incoming: part.incoming }),
    ...(isBox(part.layout) && {
      layout: Object.fromEntries(Object.entries(part.layout).filter(([, at]) => isPlace(at))) as Part['layout'],
    }),
  }
}
type Box = Record<string, unknown>
const isBox = (value: unknown): value is Box => typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown) => typeof value === 'string'
const isPlace = (at: unknown) => isBox(at) && Number.isFinite(at.x) && Number.isFinite(at.y)
const isList = (list: unknown, of: (item: unknown) => boolean): boolean =>
  Array.isArray(list) && list.length <= PART_MAX * 2 && list.every(of)
const isNode = (n: unknown) => isBox(n) && typeof n.id === 'string' && typeof n.kind === 'string' && isBox(n.config)
const isEdge = (e: unknown) => isBox(e) && typeof e.from === 'string' && typeof e.to === 'string'

/** Copies what is selected, as text that can be pasted in any tab, install or e-mail. */
export function copySelected({ store, kinds }: Situation): void {
  const { flow, selected } = store.getState()
  kept = written(cut(flow, selected), kinds)
  void write(kept)
  announce(say('Copied {amount}.', { amount: amountAmong(flow, selected) }))
}
/** Without https there is no clipboard to write to, but a copy event may still be filled. */
async function write(text: string): Promise<void> {
  const byEvent = () => {
    const fill = (event: ClipboardEvent) => {
      event.clipboardData?.setData('text/plain', text)
      event.preventDefault()
    }
    document.addEventListener('copy', fill, { once: true })
    document.execCommand('copy')
    document.removeEventListener('copy', fill)
  }
  await (navigator.clipboard?.writeText(text) ?? Promise.reject(new Error())).catch(byEvent)
}

/** From a menu, where the browser lets us read; a key press brings the text with it: `pasteText`. */
export async function pasteCopied(at: Situation, incoming: boolean): Promise<void> {
  const text = (await navigator.clipboard?.readText().catch(() => kept)) || kept
  pasteText(at, text, incoming)
}
/** Pastes at the pointer where it is over the picture. */
export function pasteText({ store, kinds, spot }: Situation, text: string, incoming: boolean): void {
  const part = readPart(text, kinds)
  if (typeof part === 'string') {
    toast(part, { tone: 'warn' })
    announce(part)
    return
  }
  const { flow, dispatch } = store.getState()
  const view = useStage.getState().view
  const at = (spot && view?.toFlow(spot)) ?? view?.pointer()
  const edit = pasteSteps(flow, kinds, part, { incoming, ...(at && { at }) })
  dispatch(edit)
  if (edit.refused !== undefined) toast(edit.refused, { tone: 'warn' })
  const first = edit.select?.[0]
  if (first === undefined) return
  focusStep(first)
  view?.reveal(first, true)
}
