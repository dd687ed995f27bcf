import type { Part } from '../../runtime/conditions/tree.ts'
import type { Expression } from '../../runtime/expression.ts'
import type { Flow, FlowNode } from '../../runtime/flow.ts'
import { type Kinds, nameOf } from '../document/graph.ts'
import type { Clash } from '../document/merge.ts'
import { isConditions, partWords, valueWords } from '../inspector/conditions/words.ts'
import { expressionWords, fillingOf } from '../inspector/mapping/fields.ts'
import { say } from '../words/words.ts'

/** Where a clash is, in words: "Paid: where", "connection into Paid". The path itself stays the answer's key. */
export function clashWords({ path, mine, theirs }: Clash, flow: Flow, kinds: Kinds): string {
  const [list, id, part, ...rest] = path.split(' / ')
  // What one side removed is named by the other.
  const node = flow.nodes.find(n => n.id === id) ?? [mine, theirs].find(isStep)
  const name = node ? nameOf(node, kinds.get(node.kind)) : (id ?? '')
  if (list === 'nodes') return part === undefined ? name : say('{what}: {more}', { what: name, more: settingWords(part, rest) })
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

type Box = Record<string, unknown>
const isBox = (value: unknown): value is Box => typeof value === 'object' && value !== null && !Array.isArray(value)
const isStep = (value: unknown): value is FlowNode => isBox(value) && typeof value.id === 'string' && typeof value.kind === 'string'
const isPart = (value: unknown): value is Part =>
  isConditions(value) || (isBox(value) && ('segment' in value || (typeof value.column === 'string' && 'op' in value)))

/** What one side made of it, in words. */
export function sideWords(value: unknown, flow: Flow, kinds: Kinds): string {
  if (value === undefined) return say('removed')
  if (isStep(value)) return say('kept, as “{name}”', { name: nameOf(value, kinds.get(value.kind)) })
  if (isPart(value)) return partWords(value)
  if (Array.isArray(value) && value.length > 0 && value.every(isPart)) return value.map(partWords).join(', ')
  if (isBox(value) && typeof value.from === 'string') {
    const from = flow.nodes.find(n => n.id === value.from)
    return say('from {name}', { name: from ? nameOf(from, kinds.get(from.kind)) : value.from })
  }
  if (isBox(value) && fillingOf(value as Expression) !== 'none') return expressionWords(value as Expression)
  // Whatever else has parts is told part by part.
  if (isBox(value))
    return valueWords(
      Object.entries(value).map(([part, what]) => say('{what}: {more}', { what: settingWords(part, []), more: valueWords(what) })),
    )
  return valueWords(value)
}
