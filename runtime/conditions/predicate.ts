/**
 * Conditions as a function from row to yes or no; the meaning that every translation must equal.
 *
 * A comparison with an empty cell is no. The negative operators (`is_not`, `is_none_of`, `ne`, `not_in_last`) are the
 * exact opposites of their positive ones, so an empty cell meets them: "status is not refunded" keeps rows without a
 * status. A cell that is not what its column promises (words in a number column) compares like an empty one.
 * `is_empty` means no value, empty text or an empty list. Text compares by its exact characters, case included.
 * A group without conditions lets every row through, whichever way it matches; NaN and infinity are not numbers.
 */
import { RE2JS } from 're2js'
import type { ColumnType, Row, Shape, Value } from '../contract.ts'
import { Stop } from '../contract.ts'
import { inOrder } from '../normalise/date-order.ts'
import { isZone } from '../normalise/zone.ts'
import { type Decimal, decimal, orderDecimals } from './decimal.ts'
import {
  dayStretch,
  lastStretch,
  type Moment,
  moment,
  nextStretch,
  orderStamps,
  type Range,
  reading,
  type Stretch,
  stretchOf,
  thisStretch,
} from './moment.ts'
import { conditionProblems } from './problems.ts'
import { asGroup, type Condition, type Conditions, isGroup, isSegment, type Operator, type Span } from './tree.ts'

/** The run's facts that relative dates need. `timezone`: of calendar days and of times that carry none; UTC when absent. */
export interface Clock {
  now: number
  timezone?: string | undefined
}
type Meets = (cell: Value | undefined) => boolean
type Scalar = string | number | boolean

/** Made once per run; throws a `Stop` when the tree has a problem, so a flawed filter never decides anything. */
export function predicate(tree: Conditions, shape: Shape, clock: Clock): (row: Row) => boolean {
  const flaw = conditionProblems(tree, shape)[0]
  if (flaw) throw new Stop(flaw.code, 'A condition cannot be used', flaw.message)
  const timezone = clock.timezone ?? 'UTC'
  // UTC without a look: the first look at a zone costs a process 16 ms.
  if (timezone !== 'UTC' && !isZone(timezone))
    throw new Stop('condition.timezone', 'The time zone is not known', 'Use a name such as "Europe/Paris".')
  const types = new Map(shape.map(c => [c.key, c.type]))
  return group(tree, types, { now: clock.now, timezone })
}

type Facts = { now: number; timezone: string }
function group(tree: Conditions, types: ReadonlyMap<string, ColumnType>, facts: Facts): (row: Row) => boolean {
  const parts = tree.conditions.map(part => {
    if (isSegment(part)) return group(asGroup(part), types, facts)
    if (isGroup(part)) return group(part, types, facts)
    const { column } = part
    const meets = compile(part, types.get(column)!, facts)
    return (row: Row) => meets(row[column])
  })
  if (parts.length === 0) return () => true
  if (tree.match === 'all') return row => parts.every(meets => meets(row))
  if (tree.match === 'any') return row => parts.some(meets => meets(row))
  return row => !parts.some(meets => meets(row))
}

const opposites: Partial<Record<Operator, Operator>> = {
  is_not: 'is',
  is_none_of: 'is_any_of',
  ne: 'eq',
  not_in_last: 'in_last',
  is_not_empty: 'is_empty',
}
function compile(condition: Condition, type: ColumnType, facts: Facts): Meets {
  const positive = opposites[condition.op]
  if (positive) {
    const meets = compile({ ...condition, op: positive }, type, facts)
    return cell => !meets(cell)
  }
  const { op, value } = condition
  switch (op) {
    case 'is_empty':
      return isEmpty
    case 'is_true':
      return cell => truth(cell) === true
    case 'is_false':
      return cell => truth(cell) === false
    case 'contains':
    case 'starts_with':
    case 'ends_with':
    case 'matches':
      return textual(op, String(value))
    case 'includes_any':
    case 'includes_all':
      return listed(op, value as Scalar[])
    case 'is':
      return equals([value as Scalar], type, facts)
    case 'is_any_of':
      return equals(value as Scalar[], type, facts)
    default:
      return inWrittenOrder(condition, type, compared(op, value, type, facts))
  }
}

/** Dates that a text column holds with the year last, read as a person said that they are written. */
const inWrittenOrder = ({ order }: Condition, type: ColumnType, meets: Meets): Meets =>
  order && type === 'text' ? cell => meets(inOrder(cell ?? null, order)) : meets

export const isEmpty = (cell: Value | undefined): boolean =>
  cell === null || cell === undefined || cell === '' || (Array.isArray(cell) && cell.length === 0)

/** Yes or no as sources spell it. */
function truth(cell: Value | undefined): boolean | undefined {
  if (typeof cell === 'boolean') return cell
  if (typeof cell !== 'string' && typeof cell !== 'number') return undefined
  const word = String(cell).trim().toLowerCase()
  if (['true', 't', 'yes', 'y', '1'].includes(word)) return true
  return ['false', 'f', 'no', 'n', '0'].includes(word) ? false : undefined
}

/** What a cell looks like as text; lists and objects have no text. */
export const textOf = (cell: Value | undefined): string | undefined =>
  typeof cell === 'string' ? cell : typeof cell === 'number' || typeof cell === 'boolean' ? String(cell) : undefined

function textual(op: 'contains' | 'starts_with' | 'ends_with' | 'matches', wanted: string): Meets {
  const test: (text: string) => boolean =
    op === 'contains'
      ? t => t.includes(wanted)
      : op === 'starts_with'
        ? t => t.startsWith(wanted)
        : op === 'ends_with'
          ? t => t.endsWith(wanted)
          : pattern(wanted)
  return cell => {
    const text = textOf(cell)
    return text !== undefined && text !== '' && test(text)
  }
}
function pattern(wanted: string): (text: string) => boolean {
  const compiled = RE2JS.compile(wanted)
  return text => compiled.matcher(text).find()
}

function listed(op: 'includes_any' | 'includes_all', wanted: readonly Scalar[]): Meets {
  const texts = wanted.map(String)
  return cell => {
    if (!Array.isArray(cell)) return false
    const items = new Set(cell.map(textOf))
    return op === 'includes_any' ? texts.some(t => items.has(t)) : texts.every(t => items.has(t))
  }
}

function equals(wanted: readonly Scalar[], type: ColumnType, facts: Facts): Meets {
  if (type === 'text') {
    const texts = new Set(wanted.map(String))
    return cell => texts.has(textOf(cell) as string)
  }
  if (type === 'boolean') {
    const truths = new Set(wanted.map(w => String(w) === 'true'))
    return cell => truths.has(truth(cell) as boolean)
  }
  const each = wanted.map(w => compared('eq', w, type, facts))
  return cell => each.some(meets => meets(cell))
}

type Comparison = Exclude<Operator, 'is' | 'is_any_of'>
/** Numbers and times share their comparisons; a text column is compared as whichever of the two the value is. */
function compared(op: Comparison, value: Condition['value'], type: ColumnType, facts: Facts): Meets {
  const first = Array.isArray(value) ? value[0] : value
  const asNumber = type === 'number' || (type === 'text' && typeof first !== 'object' && op !== 'this' && moment(first) === undefined)
  return asNumber ? comparedNumber(op, value as Scalar | Scalar[]) : comparedTime(op, stretches(op, value, facts))
}

function comparedNumber(op: Comparison, value: Scalar | Scalar[]): Meets {
  const [low, high] = (Array.isArray(value) ? value : [value, value]).map(v => decimal(v)!) as [Decimal, Decimal]
  const test = ordering(op)
  return cell => {
    const number = decimal(cell)
    return number !== undefined && test(orderDecimals(number, low), orderDecimals(number, high))
  }
}

function stretches(op: Comparison, value: Condition['value'], { now, timezone }: Facts): [Stretch, Stretch] {
  const one = (stretch: Stretch): [Stretch, Stretch] => [stretch, stretch]
  if (op === 'in_last') return one(lastStretch(value as Span, now, timezone))
  if (op === 'in_next') return one(nextStretch(value as Span, now, timezone))
  if (op === 'this') return one(thisStretch(value as Span['unit'], now, timezone))
  if (op === 'on') return one(dayStretch(moment(value as string)!, timezone))
  const written = (Array.isArray(value) ? value : [value, value]).map(v => stretchOf(moment(v as string)!, timezone))
  return [written[0]!, written[1]!]
}
function comparedTime(op: Comparison, [first, last]: readonly [Stretch, Stretch]): Meets {
  const test = ordering(op)
  return cell => {
    const at = moment(cell)
    return at !== undefined && test(side(at, reading(first, at)), side(at, reading(last, at)))
  }
}
/** Before, within or after. */
const side = (at: Moment, { from, to }: Range): number => (orderStamps(at, from) < 0 ? -1 : orderStamps(at, to) > 0 ? 1 : 0)

/** `low` and `high`: where the cell stands to the first and the last value; the same one unless there are two. */
function ordering(op: Comparison): (low: number, high: number) => boolean {
  switch (op) {
    case 'lt':
    case 'before':
      return low => low < 0
    case 'lte':
      return low => low <= 0
    case 'gt':
    case 'after':
      return low => low > 0
    case 'gte':
      return low => low >= 0
    default:
      return (low, high) => low >= 0 && high <= 0
  }
}
