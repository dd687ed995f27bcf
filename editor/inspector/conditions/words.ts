/** Conditions in the language of the page. The server says the same in English, for scripts and logs. */
import type { Condition, Conditions, Part, SegmentUse, Span } from '../../../runtime/conditions/tree.ts'
import { language, say } from '../../words/words.ts'
import { comparisonOf, unitWords } from './operators.ts'

export const isConditions = (value: unknown): value is Conditions =>
  typeof value === 'object' && value !== null && 'match' in value && 'conditions' in value && Array.isArray(value.conditions)

/** What the server says of conditions, or, where the page is not in English, the same from the conditions themselves. */
export const conditionsSaid = (english: string, tree: Conditions | undefined, of = language): string =>
  of === 'en' || !tree?.conditions.length ? english : sentence(tree)

/** "Status is paid and ordered at in the last 7 days". */
function sentence(tree: Conditions): string {
  const said = group(tree)
  return said.charAt(0).toUpperCase() + said.slice(1)
}
function group({ match, conditions }: Conditions): string {
  const parts = conditions.map(part =>
    'match' in part && part.match !== 'none' && part.conditions.length > 1 ? `(${partWords(part)})` : partWords(part),
  )
  if (match === 'none') return say('none of ({parts})', { parts: parts.join(', ') })
  return parts.join(match === 'all' ? say(' and ') : say(' or '))
}
/** One part of a tree: "status is paid". */
export function partWords(part: Part): string {
  if ('segment' in part) return segmentName(part)
  if ('match' in part) return part.conditions.length ? group(part) : say('all rows')
  return conditionWords({ ...part, column: part.column.replaceAll('_', ' ').trim() || part.column })
}
export const segmentName = ({ segment, is }: SegmentUse): string =>
  is ? say('in the segment {segment}', { segment }) : say('not in the segment {segment}', { segment })

const MATCHES = { all: say('all'), any: say('any'), none: say('none') }
export const matchWords = (match: unknown): string => MATCHES[match as keyof typeof MATCHES] ?? String(match)

/** "status is paid". */
export const conditionWords = (condition: Condition): string => {
  const { title, takes } = comparisonOf(condition, undefined)
  if (takes === 'none' || condition.value === undefined) return `${condition.column} ${title}`
  const value = takes === 'unit' ? unitWords(condition.value as Span['unit'], 1) : valueWords(condition.value, takes)
  return `${condition.column} ${title} ${value}${condition.order ? ` ${ORDERS[condition.order]}` : ''}`
}
const ORDERS = { day_first: say('(day first)'), month_first: say('(month first)') }

/** A value of a condition or of a setting; a range is told with "and", a list with commas. */
export function valueWords(value: unknown, takes?: string): string {
  if (value === undefined || value === null || value === '') return say('nothing')
  if (typeof value === 'boolean') return value ? say('yes') : say('no')
  if (Array.isArray(value)) {
    if (value.length === 0) return say('nothing')
    return value.map(one => valueWords(one)).join(takes === 'numbers' || takes === 'dates' ? say(' and ') : ', ')
  }
  if (isSpan(value)) return `${value.amount} ${unitWords(value.unit, value.amount)}`
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value).replaceAll(/\s+/g, ' ').trim()
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}
const isSpan = (value: unknown): value is Span => typeof value === 'object' && value !== null && 'amount' in value && 'unit' in value
