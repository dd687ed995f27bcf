/**
 * Conditions as SQL, for the engine that holds the rows. Only what a test has shown to decide exactly as `predicate`
 * does is translated; anything else gives `undefined` and is decided row by row in JavaScript. What an engine calls its
 * things is a `SqlDialect`, which stands in the folder of the source that speaks to it.
 */
import type { Column, Shape } from '../contract.ts'
import { decimal } from './decimal.ts'
import { type Moment, moment, shift } from './moment.ts'
import { conditionProblems } from './problems.ts'
import type { Bind, Family, SqlDialect, TimeFamily } from './sql-dialect.ts'
import { asGroup, type Condition, type Conditions, isGroup, isSegment, type Operator, type Span } from './tree.ts'

/** `params`: the values to bind, as text, in the order of their numbers; empty when the dialect writes values out. */
export interface Translated {
  sql: string
  params: string[]
}

/** The one place where names become SQL, in engines that quote them as the standard does. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`
/** For the few places that take no parameters: file paths and options, never a cell and never a person's value. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** `bound`: how many parameters the statement has already. No zone is known here, so what needs one is not translated. */
export function translate(tree: Conditions, shape: Shape, dialect: SqlDialect, now: number, bound = 0): Translated | undefined {
  if (conditionProblems(tree, shape).length > 0) return undefined
  const columns = new Map(shape.map(c => [c.key, c]))
  const params: string[] = []
  const bind: Bind = value => dialect.writes?.(value) ?? dialect.parameter(bound + params.push(value))
  const sql = group(tree, columns, { dialect, now, bind })
  return sql === undefined ? undefined : { sql, params }
}

interface Way {
  dialect: SqlDialect
  now: number
  bind: Bind
}

function group({ match, conditions }: Conditions, columns: ReadonlyMap<string, Column>, way: Way): string | undefined {
  if (conditions.length === 0) return 'true'
  const parts: string[] = []
  for (const part of conditions) {
    const tree = isSegment(part) ? asGroup(part) : part
    const sql = isGroup(tree) ? group(tree, columns, way) : single(tree, columns.get(tree.column)!, way)
    if (sql === undefined) return undefined
    parts.push(`(${sql})`)
  }
  // A comparison with null is null, which counts as no; under "not" it must be made so.
  return match === 'none' ? `not coalesce(${parts.join(' or ')}, false)` : parts.join(match === 'all' ? ' and ' : ' or ')
}

const opposites: Partial<Record<Operator, Operator>> = {
  is_not: 'is',
  is_none_of: 'is_any_of',
  ne: 'eq',
  not_in_last: 'in_last',
  is_not_empty: 'is_empty',
}

function single(condition: Condition, column: Column, way: Way): string | undefined {
  const family = way.dialect.family(column)
  // Text that is only guessed to be something else is compared as that, and no engine does so as we do.
  if (family === undefined || (family === 'text' && column.type !== 'text')) return undefined
  const name = way.dialect.identifier(column.key)
  const positive = opposites[condition.op]
  const op = positive ?? condition.op
  const empty = family === 'text' ? `${name} is null or ${way.dialect.text.empty(name)}` : `${name} is null`
  const sql = op === 'is_empty' ? empty : compare({ ...condition, op }, { column, name, family }, way)
  return sql === undefined || !positive ? sql : `not coalesce(${sql}, false)`
}

interface Placed {
  column: Column
  name: string
  family: Family
}
function compare(condition: Condition, placed: Placed, way: Way): string | undefined {
  switch (placed.family) {
    case 'text':
      return text(condition, placed, way)
    case 'boolean':
      return truth(condition, placed)
    case 'integer':
    case 'decimal':
      return number(condition, placed, way)
    default:
      return time(condition, placed, way)
  }
}

type Scalar = string | number | boolean
const listOf = ({ value }: Condition): Scalar[] => (Array.isArray(value) ? value : [value as Scalar])

function text(condition: Condition, { name }: Placed, { dialect, bind }: Way): string | undefined {
  const values = listOf(condition).map(String)
  // What is no Unicode text, or holds a NUL, reaches an engine changed or not at all.
  if (values.some(v => !v.isWellFormed() || v.includes('\0') || dialect.text.spoils?.(v))) return undefined
  const { equals, contains, startsWith, endsWith } = dialect.text
  const [value] = values as [string]
  switch (condition.op) {
    case 'is':
    case 'is_any_of':
      return values.map(v => equals(name, v, bind)).join(' or ')
    case 'contains':
      return contains?.(name, value, bind)
    case 'starts_with':
      return startsWith?.(name, value, bind)
    case 'ends_with':
      return endsWith?.(name, value, bind)
    default:
      return undefined
  }
}

function truth(condition: Condition, { name }: Placed): string | undefined {
  if (condition.op === 'is_true') return `${name}`
  if (condition.op === 'is_false') return `not ${name}`
  if (condition.op !== 'is' && condition.op !== 'is_any_of') return undefined
  return listOf(condition)
    .map(v => (String(v) === 'true' ? `${name}` : `not ${name}`))
    .join(' or ')
}

const signs: Partial<Record<Operator, string>> = { eq: '=', gt: '>', gte: '>=', lt: '<', lte: '<=' }
function number(condition: Condition, { name, family, column }: Placed, { dialect, bind }: Way): string | undefined {
  const bounds = listOf(condition).map(v => dialect.numeral(decimal(v as string)!.text, column, bind))
  if (bounds.includes(undefined)) return undefined
  const [low, high] = bounds
  const { op } = condition
  const sign = op === 'is' ? '=' : signs[op]
  const sql =
    op === 'is_any_of'
      ? bounds.map(b => `${name} = ${b}`).join(' or ')
      : op === 'between'
        ? `${name} >= ${low} and ${name} <= ${high}`
        : sign
          ? `${name} ${sign} ${low}`
          : undefined
  if (sql === undefined || family === 'integer' || !dialect.isNumber) return sql
  return `(${sql}) and ${dialect.isNumber(name)}`
}

function time(condition: Condition, { name, family }: Placed, way: Way): string | undefined {
  const kind = family as TimeFamily
  const sql = spanned(condition, name, kind, way) ?? written(condition, name, kind, way)
  if (sql === undefined) return undefined
  // Beyond the years 1 to 9999, and infinity, is nothing that a condition understands.
  const within = way.dialect.within?.(name, kind)
  return within ? `(${sql}) and ${within}` : sql
}
const [YEAR_1, YEAR_10000] = [-62_135_596_800_000, 253_402_300_800_000]
/** Back and forth from now: instants only, since the wall clock of the rows is not known here. */
function spanned({ op, value }: Condition, name: string, kind: TimeFamily, { now, bind, dialect }: Way): string | undefined {
  if (kind !== 'instant' || (op !== 'in_last' && op !== 'in_next')) return undefined
  const at = (ms: number) => (ms >= YEAR_1 && ms < YEAR_10000 ? dialect.moment(iso({ ms, nanos: 0 }, kind), kind, bind) : undefined)
  const edge = at(shift(now, value as Span, op === 'in_last' ? -1 : 1))
  const present = at(now)
  if (!edge || !present) return undefined
  return op === 'in_last' ? `${name} >= ${edge} and ${name} <= ${present}` : `${name} > ${present} and ${name} <= ${edge}`
}
function written(condition: Condition, name: string, kind: TimeFamily, { dialect, bind }: Way): string | undefined {
  const { op } = condition
  if (condition.value === undefined || (typeof condition.value === 'object' && !Array.isArray(condition.value))) return undefined
  const points = listOf(condition).map(v => moment(v as string))
  if (points.some(p => !p || !fits(p, kind))) return undefined
  const bounds = points.map(p => dialect.moment(iso(p!, kind), kind, bind))
  const sign: Partial<Record<Operator, string>> = { ...signs, is: '=', before: '<', after: '>' }
  if (op === 'on') return kind === 'date' ? `${name} = ${bounds[0]}` : undefined
  if (op === 'is_any_of') return bounds.map(b => `${name} = ${b}`).join(' or ')
  if (op === 'between') return `${name} >= ${bounds[0]} and ${name} <= ${bounds[1]}`
  return sign[op] ? `${name} ${sign[op]} ${bounds[0]}` : undefined
}
/** Whether a value names a point of the very kind that the column holds, no finer than engines keep it. */
const fits = (p: Moment, kind: TimeFamily): boolean =>
  kind === 'date' ? p.day : !p.day && p.zoned === (kind === 'instant') && p.nanos % 1000 === 0
function iso({ ms, nanos }: Pick<Moment, 'ms' | 'nanos'>, kind: TimeFamily): string {
  const text = new Date(ms).toISOString()
  if (kind === 'date') return text.slice(0, 10)
  return `${text.slice(0, -1)}${String(nanos / 1000).padStart(3, '0')}${kind === 'instant' ? 'Z' : ''}`
}
