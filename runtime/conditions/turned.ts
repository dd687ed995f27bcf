/** "Between" written from more to less, or from later to earlier: it can be used, and no row ever lies there. */
import type { Complaint } from '../contract.ts'
import { decimal, orderDecimals } from './decimal.ts'
import { moment } from './moment.ts'
import { type Condition, type Conditions, isGroup, isSegment } from './tree.ts'
import { phrases } from './words.ts'

export function turned(tree: Conditions, at: readonly string[] = ['where']): Complaint[] {
  return tree.conditions.flatMap((part, i) => {
    const here = [...at, 'conditions', String(i)]
    if (isSegment(part)) return []
    return isGroup(part) ? turned(part, here) : nothingBetween(part, here)
  })
}

function nothingBetween({ column, op, value }: Condition, at: readonly string[]): Complaint[] {
  if (op !== 'between' || !Array.isArray(value) || value.length !== 2 || !isTurned(value[0]!, value[1]!)) return []
  return [
    {
      code: 'condition.turned',
      level: 'worth_a_look',
      field: at.join('.'),
      message: `"${column}" ${phrases[op]}: the first value comes after the second, so no row lies between them.`,
      fixes: [{ label: 'Swap the two values', set: { path: [...at, 'value'], value: value.toReversed() } }],
    },
  ]
}
type One = string | number | boolean
function isTurned(from: One, to: One): boolean {
  const [low, high] = [decimal(from), decimal(to)]
  if (low && high) return orderDecimals(low, high) > 0
  const [first, last] = [moment(from), moment(to)]
  return first !== undefined && last !== undefined && (first.ms - last.ms || first.nanos - last.nanos) > 0
}
