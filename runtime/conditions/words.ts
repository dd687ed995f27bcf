/** Conditions as a sentence for a card, a history line or a problem: "Status is paid and ordered at in the last 7 days". */
import { type Condition, type Conditions, isGroup, isSegment, type Operator, type Span } from './tree.ts'

/** `titles`: names to show instead of the columns' own. Values are shown as written; they are settings, not data. */
export function words(tree: Conditions, titles: Readonly<Record<string, string>> = {}): string {
  if (tree.conditions.length === 0) return 'All rows'
  const said = group(tree, titles)
  return said.charAt(0).toUpperCase() + said.slice(1)
}

function group({ match, conditions }: Conditions, titles: Readonly<Record<string, string>>): string {
  const parts = conditions.map(part => {
    if (isSegment(part)) return `${part.is ? 'in' : 'not in'} the segment “${part.segment}”`
    if (!isGroup(part)) return single(part, titles)
    const inner = part.conditions.length === 0 ? 'all rows' : group(part, titles)
    return part.conditions.length > 1 && part.match !== 'none' ? `(${inner})` : inner
  })
  return match === 'none' ? `none of (${parts.join(', ')})` : parts.join(match === 'all' ? ' and ' : ' or ')
}

/** A comparison as it stands in a sentence. */
export const phrases: Readonly<Record<Operator, string>> = {
  is: 'is',
  is_not: 'is not',
  is_any_of: 'is',
  is_none_of: 'is not',
  contains: 'contains',
  starts_with: 'starts with',
  ends_with: 'ends with',
  matches: 'matches',
  is_empty: 'is empty',
  is_not_empty: 'is not empty',
  eq: '=',
  ne: 'is not',
  gt: 'is more than',
  gte: 'is at least',
  lt: 'is less than',
  lte: 'is at most',
  between: 'is between',
  in_last: 'in the last',
  not_in_last: 'not in the last',
  in_next: 'in the next',
  before: 'before',
  after: 'after',
  on: 'on',
  this: 'this',
  is_true: 'is yes',
  is_false: 'is no',
  includes_any: 'includes any of',
  includes_all: 'includes all of',
}
function single({ column, op, value, order }: Condition, titles: Readonly<Record<string, string>>): string {
  const name = (Object.hasOwn(titles, column) ? titles[column]! : column.replaceAll('_', ' ')).trim() || column
  const said = shown(op, value)
  return [name, phrases[op], said, order ? ORDERS[order] : ''].filter(part => part !== '').join(' ')
}

const ORDERS = { day_first: '(day first)', month_first: '(month first)' }

const LIST_MAX = 5
function shown(op: Operator, value: Condition['value']): string {
  if (['is_empty', 'is_not_empty', 'is_true', 'is_false'].includes(op)) return ''
  if (value === undefined || value === '') return '…'
  if (Array.isArray(value)) {
    const texts = value.map(v => brief(v))
    if (op === 'between') return texts.join(' and ')
    if (texts.length > LIST_MAX) return `${texts.slice(0, LIST_MAX).join(', ')} or ${texts.length - LIST_MAX} more`
    const last = texts.pop() ?? '…'
    return texts.length > 0 ? `${texts.join(', ')} ${op === 'includes_all' ? 'and' : 'or'} ${last}` : last
  }
  return typeof value === 'object' ? span(value) : brief(value)
}
const span = ({ amount, unit }: Span): string => (amount === 1 ? unit : `${amount} ${unit}s`)
const brief = (value: string | number | boolean): string => {
  const text = String(value)
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}
