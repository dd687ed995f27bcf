/** What is wrong with conditions before any row is read, in sentences that say what to do. */
import { RE2JS } from 're2js'
import type { Column, ColumnType, Complaint, Fix, Shape } from '../contract.ts'
import { didYouMean, standIn } from '../suggest/stand-in.ts'
import { decimal } from './decimal.ts'
import { moment } from './moment.ts'
import { type Condition, type Conditions, isGroup, isSegment, type Operator, type SegmentUse, Span, units } from './tree.ts'
import { phrases } from './words.ts'

const PATTERN_MAX = 512
const any: readonly ColumnType[] = ['text', 'number', 'boolean', 'date', 'time', 'list', 'json']
const scalar: readonly ColumnType[] = ['text', 'number', 'boolean', 'date', 'time']
const ordered: readonly ColumnType[] = ['number', 'date', 'time', 'text']
const timely: readonly ColumnType[] = ['date', 'time', 'text']
const textual: readonly ColumnType[] = ['text']

type Wants = 'nothing' | 'scalar' | 'list' | 'pair' | 'span' | 'unit' | 'pattern' | 'time'
const rules: Readonly<Record<Operator, { on: readonly ColumnType[]; wants: Wants }>> = {
  is: { on: scalar, wants: 'scalar' },
  is_not: { on: scalar, wants: 'scalar' },
  is_any_of: { on: scalar, wants: 'list' },
  is_none_of: { on: scalar, wants: 'list' },
  contains: { on: textual, wants: 'scalar' },
  starts_with: { on: textual, wants: 'scalar' },
  ends_with: { on: textual, wants: 'scalar' },
  matches: { on: textual, wants: 'pattern' },
  is_empty: { on: any, wants: 'nothing' },
  is_not_empty: { on: any, wants: 'nothing' },
  eq: { on: ordered, wants: 'scalar' },
  ne: { on: ordered, wants: 'scalar' },
  gt: { on: ordered, wants: 'scalar' },
  gte: { on: ordered, wants: 'scalar' },
  lt: { on: ordered, wants: 'scalar' },
  lte: { on: ordered, wants: 'scalar' },
  between: { on: ordered, wants: 'pair' },
  in_last: { on: timely, wants: 'span' },
  not_in_last: { on: timely, wants: 'span' },
  in_next: { on: timely, wants: 'span' },
  before: { on: timely, wants: 'time' },
  after: { on: timely, wants: 'time' },
  on: { on: timely, wants: 'time' },
  this: { on: timely, wants: 'unit' },
  is_true: { on: ['boolean', 'text', 'number'], wants: 'nothing' },
  is_false: { on: ['boolean', 'text', 'number'], wants: 'nothing' },
  includes_any: { on: ['list'], wants: 'list' },
  includes_all: { on: ['list'], wants: 'list' },
}

const names: Readonly<Record<ColumnType, string>> = {
  text: 'text',
  number: 'a number',
  boolean: 'yes or no',
  date: 'a date',
  time: 'a time',
  list: 'a list',
  json: 'JSON',
}

/** Everything to repair in a tree, given the columns that arrive. `path` of a fix is relative to the node's config. */
export function conditionProblems(tree: Conditions, shape: Shape, at: readonly string[] = ['where']): Complaint[] {
  const columns = new Map(shape.map(c => [c.key, c]))
  return tree.conditions.flatMap((part, i) => {
    const here = [...at, 'conditions', String(i)]
    if (isSegment(part)) return segmentProblems(part, shape, here)
    return isGroup(part) ? conditionProblems(part, shape, here) : flaws(part, columns, here, leftOut(tree, i, at))
  })
}

/** Without it the others say what they said; a group that would be left with nothing would say something else. */
export const leftOut = ({ conditions }: Conditions, index: number, at: readonly string[]): Fix[] =>
  conditions.length === 1 && at.length > 1
    ? []
    : [{ label: 'Leave the condition out', set: { path: [...at, 'conditions'], value: conditions.filter((_, i) => i !== index) } }]

/** Told at the segment's place and without a repair: its conditions are one with those in other flows, and are changed there. */
function segmentProblems({ segment, where }: SegmentUse, shape: Shape, at: readonly string[]): Complaint[] {
  const field = at.join('.')
  if (!where?.conditions.length) {
    const code = where ? 'segment.empty' : 'segment.no_conditions'
    const message = where ? 'has no conditions.' : 'is named here without its conditions.'
    return [{ code, field, message: `The segment "${segment}" ${message} Take it out, or choose it again from the list.` }]
  }
  return conditionProblems(where, shape, at).map(({ code, message }) => ({ code, field, message: `Segment "${segment}": ${message}` }))
}

function flaws(condition: Condition, columns: ReadonlyMap<string, Column>, at: readonly string[], without: readonly Fix[]): Complaint[] {
  const column = columns.get(condition.column)
  if (!column) return [missing(condition.column, [...columns.keys()], at, without)]
  const rule = rules[condition.op]
  const field = at.join('.')
  if (!rule.on.includes(column.type)) {
    return [
      {
        code: 'condition.type',
        field,
        message: `"${column.key}" is ${names[column.type]}, and ‘${phrases[condition.op]}’ does not work on that.`,
        fixes: without,
      },
    ]
  }
  const flaw = valueFlaw(condition, column.type, rule.wants)
  return flaw ? [{ code: flaw[0], field, message: `"${column.key}" ${phrases[condition.op]}: ${flaw[1]}` }] : []
}

function missing(name: string, known: readonly string[], at: readonly string[], without: readonly Fix[]): Complaint {
  const near = standIn(name, known)
  const message = `There is no column "${name}".${didYouMean(near)}`
  const use: Fix[] = near ? [{ label: `Use ${near}`, set: { path: [...at, 'column'], value: near } }] : []
  return { code: 'condition.no_column', field: at.join('.'), message, fixes: [...use, ...without] }
}

type Flaw = readonly [code: string, message: string] | undefined
const absent: Flaw = ['condition.no_value', 'a value is missing.']
function valueFlaw({ op, value }: Condition, type: ColumnType, wants: Wants): Flaw {
  if (wants === 'nothing') return undefined
  if (value === undefined || value === '') return absent
  if (wants === 'span') return spanFlaw(value)
  if (wants === 'unit')
    return typeof value === 'string' && (units as readonly string[]).includes(value)
      ? undefined
      : ['condition.value', 'choose day, week, month, quarter or year.']
  if (wants === 'list')
    return Array.isArray(value) ? (value.length === 0 ? absent : firstFlaw(value, op, type)) : ['condition.value', 'give a list of values.']
  if (wants === 'pair')
    return Array.isArray(value) && value.length === 2 ? firstFlaw(value, op, type) : ['condition.value', 'give two values, from and to.']
  if (typeof value === 'object') return ['condition.value', 'give one value.']
  return wants === 'pattern' ? patternFlaw(value) : scalarFlaw(value, op, type)
}
const firstFlaw = (values: readonly (string | number | boolean)[], op: Operator, type: ColumnType): Flaw =>
  values.map(v => scalarFlaw(v, op, type)).find(f => f)
function scalarFlaw(value: string | number | boolean, op: Operator, type: ColumnType): Flaw {
  const compares = ordered.includes(type) && (rules[op].on === ordered || rules[op].on === timely)
  const time = type === 'date' || type === 'time' || rules[op].wants === 'time'
  if (time) return moment(value) ? undefined : ['condition.value', 'write a date like 2026-11-21, or a time like 2026-11-21T18:04.']
  if (type === 'number') return decimal(value as string) ? undefined : ['condition.value', 'write a number, with a point for decimals.']
  if (type === 'boolean')
    return typeof value === 'boolean' || /^(true|false)$/.test(String(value)) ? undefined : ['condition.value', 'choose yes or no.']
  if (compares) return decimal(value as string) || moment(value) ? undefined : ['condition.value', 'write a number or a date.']
  return undefined
}
function spanFlaw(value: unknown): Flaw {
  const span = Span.safeParse(value)
  if (!span.success) return ['condition.value', 'give an amount and a unit, such as 7 days.']
  const calendar = ['month', 'quarter', 'year'].includes(span.data.unit)
  return calendar && !Number.isInteger(span.data.amount) ? ['condition.value', 'months, quarters and years must be whole.'] : undefined
}
function patternFlaw(value: string | number | boolean): Flaw {
  const pattern = String(value)
  if (pattern.length > PATTERN_MAX) return ['condition.pattern', `the pattern is longer than ${PATTERN_MAX} characters.`]
  try {
    RE2JS.compile(pattern)
    return undefined
  } catch {
    return [
      'condition.pattern',
      'the pattern cannot be used. Look-around ("(?=") and back-references ("\\1") are not supported, and brackets must be closed.',
    ]
  }
}
