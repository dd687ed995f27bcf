/** What became of each step between two states of a flow, for showing it in the picture. */

import type { Flow } from '../../runtime/flow.ts'
import { say } from '../words/words.ts'
import { parentOf } from './graph.ts'

export type Change = 'added' | 'changed' | 'removed'

/** By id of the step. Names and connections count, places do not. */
export function compared(before: Flow, after: Flow): ReadonlyMap<string, Change> {
  const meaning = (flow: Flow, id: string) => {
    const node = flow.nodes.find(n => n.id === id)
    const way = parentOf(flow, id)
    return node && JSON.stringify([node.kind, node.name ?? '', node.skip ?? false, node.config, way?.from, way?.port])
  }
  const ids = new Set([...after.nodes, ...before.nodes].map(n => n.id))
  return new Map(
    [...ids].flatMap((id): [string, Change][] => {
      const [was, is] = [meaning(before, id), meaning(after, id)]
      if (was === is) return []
      return [[id, was === undefined ? 'added' : is === undefined ? 'removed' : 'changed']]
    }),
  )
}
const WORDS: Record<Change, (count: number) => string> = {
  added: count => say('{count} added', { count }),
  changed: count => say('{count} changed', { count }),
  removed: count => say('{count} removed', { count }),
}
/** "2 added, 1 changed": what there is of it. */
export const comparedWords = (found: ReadonlyMap<string, Change>): string => {
  const words = (['added', 'changed', 'removed'] as const).flatMap(change => {
    const count = [...found.values()].filter(c => c === change).length
    return count ? [WORDS[change](count)] : []
  })
  return words.join(', ') || say('no step differs')
}
