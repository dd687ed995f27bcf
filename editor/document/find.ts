/** Finding in an open flow: steps by name, columns, fixed values and conditions, problems. */

import type { Problem } from '../../runtime/contract.ts'
import type { Flow } from '../../runtime/flow.ts'
import { say } from '../words/words.ts'
import { inOrder, type Kinds, kindWord, nameOf } from './graph.ts'
import { noteWords } from './marks.ts'

export const scopes = ['everything', 'steps', 'columns', 'values', 'problems'] as const
export type Scope = (typeof scopes)[number]

export interface Hit {
  /** Id of the step or note that holds it. */
  id: string
  /** Name of the step. */
  title: string
  /** What was found there: "Column customer_email", "Value paid". */
  what: string
}
const HITS_MAX = 200

/** Everything that holds the words, in the order of the flow; nothing for no words. */
export function find(flow: Flow, kinds: Kinds, problems: readonly Problem[], text: string, scope: Scope = 'everything'): Hit[] {
  const words = text.trim().toLowerCase()
  if (!words) return []
  const holds = (found: string) => found.toLowerCase().includes(words)
  const wants = (one: Scope) => scope === 'everything' || scope === one
  const inSteps = inOrder(flow, kinds).flatMap(({ node }): Hit[] => {
    const kind = kinds.get(node.kind)
    const [id, title] = [node.id, nameOf(node, kind)]
    const named = wants('steps') && (holds(title) || holds(kind?.title ?? node.kind))
    const parts = [...partsOf(node.config)].filter(part => wants(part.column ? 'columns' : 'values') && holds(part.text))
    return [
      ...(named ? [{ id, title, what: kindWord(kind) }] : []),
      ...[...new Set(parts.map(part => `${part.column ? say('Column') : say('Value')} ${short(part.text)}`))].map(what => ({
        id,
        title,
        what,
      })),
      ...(wants('problems') ? problems.filter(p => p.node === id && holds(p.message)).map(p => ({ id, title, what: p.message })) : []),
    ]
  })
  const inNotes = wants('steps')
    ? (flow.notes ?? []).filter(n => holds(n.text)).map(n => ({ id: n.id, title: noteWords(n), what: say('Note') }))
    : []
  return [...inSteps, ...inNotes].slice(0, HITS_MAX)
}

/** The words of a step's settings. What stands under "column", or in a list of columns to take the first filled one of, names a column. */
function* partsOf(value: unknown, column = false): Generator<{ text: string; column: boolean }> {
  if (typeof value === 'string' || typeof value === 'number') yield { text: String(value), column }
  else if (Array.isArray(value)) for (const item of value) yield* partsOf(item, column)
  else if (typeof value === 'object' && value !== null)
    for (const [key, part] of Object.entries(value)) if (!STRUCTURE.has(key)) yield* partsOf(part, /^(columns?|first|key|of)$/.test(key))
}
// The frame of a condition or a schedule, nothing a person wrote.
const STRUCTURE = new Set(['match', 'op', 'unit'])

const LONGEST = 80
function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line
}
