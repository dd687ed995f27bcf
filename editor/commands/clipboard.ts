import { announce } from '../announce/announce.ts'
import { cut, type Part, pasteSteps } from '../document/edits.ts'
import type { Kinds } from '../document/graph.ts'
import type { Situation } from './command.ts'
import { focusStep } from './stage.ts'

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

/** Reads what `written` wrote, or a whole flow; otherwise says why not. */
export function readPart(text: string): Part | string {
  let found: unknown
  try {
    found = JSON.parse(text)
  } catch {
    return 'The clipboard holds no steps. Copy steps in a flow first.'
  }
  const box = found as { tributary?: unknown; steps?: unknown } | null
  if (typeof box !== 'object' || box === null || typeof box.tributary !== 'number')
    return 'The clipboard holds no steps. Copy steps in a flow first.'
  if (box.tributary !== 1) return 'These steps come from a newer Tributary. Update this one to paste them.'
  const part = (box.steps ?? box) as Part
  const whole =
    Array.isArray(part.nodes) && part.nodes.length && part.nodes.length <= 200 && Array.isArray(part.edges) && part.nodes.every(isNode)
  return whole ? part : 'The clipboard holds no steps. Copy steps in a flow first.'
}
const isNode = (node: unknown): boolean => {
  const n = node as { id?: unknown; kind?: unknown; config?: unknown } | null
  return (
    typeof n === 'object' &&
    n !== null &&
    typeof n.id === 'string' &&
    typeof n.kind === 'string' &&
    typeof n.config === 'object' &&
    n.config !== null
  )
}

export async function copySelected({ store, kinds }: Situation): Promise<boolean> {
  const { flow, selected } = store.getState()
  kept = written(cut(flow, selected), kinds)
  await navigator.clipboard?.writeText(kept).catch(() => {})
  announce(selected.length === 1 ? 'Copied 1 step.' : `Copied ${selected.length} steps.`)
  return true
}
export async function pasteCopied({ store, kinds }: Situation): Promise<void> {
  const text = (await navigator.clipboard?.readText().catch(() => kept)) || kept
  const part = readPart(text)
  if (typeof part === 'string') return announce(part)
  const { flow, dispatch } = store.getState()
  const edit = pasteSteps(flow, kinds, part)
  dispatch(edit)
  if (edit.select?.[0]) focusStep(edit.select[0])
}
