import type { Flow } from '../../runtime/flow.ts'
import { type Kinds, nameOf } from '../document/graph.ts'

/** Where a clash is, in words: "Paid: where", "connection into Paid". The path itself stays the answer's key. */
export function clashWords(path: string, flow: Flow, kinds: Kinds): string {
  const [list, id, part, ...rest] = path.split(' / ')
  const node = flow.nodes.find(n => n.id === id)
  const name = node ? nameOf(node, kinds.get(node.kind)) : (id ?? '')
  if (list === 'nodes') return part === undefined ? name : `${name}: ${settingWords(part, rest)}`
  if (list === 'edges') return `Connection into ${name}`
  if (list === 'notes') return 'Note'
  if (list === 'frames') return `Frame ${flow.frames?.find(f => f.id === id)?.name ?? ''}`.trim()
  return list === 'name' ? 'Flow name' : sentence(list ?? path)
}
const settingWords = (part: string, rest: readonly string[]) => {
  const words = part === 'config' ? rest : [part, ...rest]
  return words.map(word => word.replace(/[_-]+/g, ' ')).join(', ') || 'settings'
}
const sentence = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
