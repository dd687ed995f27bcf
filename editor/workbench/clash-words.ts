import type { Flow } from '../../runtime/flow.ts'
import { type Kinds, nameOf } from '../document/graph.ts'
import { say } from '../words/words.ts'

/** Where a clash is, in words: "Paid: where", "connection into Paid". The path itself stays the answer's key. */
export function clashWords(path: string, flow: Flow, kinds: Kinds): string {
  const [list, id, part, ...rest] = path.split(' / ')
  const node = flow.nodes.find(n => n.id === id)
  const name = node ? nameOf(node, kinds.get(node.kind)) : (id ?? '')
  if (list === 'nodes') return part === undefined ? name : `${name}: ${settingWords(part, rest)}`
  if (list === 'edges') return say('Connection into {name}', { name })
  if (list === 'notes') return say('Note')
  if (list === 'frames') return say('Frame {more}', { more: flow.frames?.find(f => f.id === id)?.name ?? '' }).trim()
  return list === 'name' ? say('Flow name') : sentence(list ?? path)
}
const settingWords = (part: string, rest: readonly string[]) => {
  const words = part === 'config' ? rest : [part, ...rest]
  return words.map(word => word.replace(/[_-]+/g, ' ')).join(', ') || say('settings')
}
const sentence = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
