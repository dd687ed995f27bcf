/**
 * Conditions as SQL, for the engine that holds the rows. Only what a test has shown to decide exactly as `predicate`
 * does is translated; anything else gives `undefined` and is decided row by row in JavaScript.
 */
import type { Column, Shape } from '../contract.ts'
import { type Decimal, decimal } from './decimal.ts'
import { type Moment, moment, shift } from './moment.ts'
import { conditionProblems } from './problems.ts'
import { type Condition, type Conditions, isGroup, type Operator, type Span } from './tree.ts'

export type Dialect = 'postgres' | 'duckdb'
/** Values are always bound: `$1`, `$2`… as text, cast where they stand. */
export interface Translated {
  sql: string
  params: string[]
}

/** The one place where names become SQL. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`
/** For the few places that take no parameters: file paths and options, never a cell and never a person's value. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** `bound`: how many parameters the statement has already. No zone is known here, so what needs one is not translated. */
export function translate(tree: Conditions, shape: Shape, dialect: Dialect, now: number, bound = 0): Translated | undefined {
  if (conditionProblems(tree, shape).length > 0) return undefined
  const columns = new Map(shape.map(c => [c.key, c]))
  const params: string[] = []
  const bind: Bind = value => `$${bound + params.push(value)}`
  const sql = group(tree, columns, { dialect, now, bind })
  return sql === undefined ? undefined : { sql, params }
}

type Bind = (value: string) => string
interface Way {
  dialect: Dialect
  now: number
  bind: Bind
}

function group({ match, conditions }: Conditions, columns: ReadonlyMap<string, Column>, way: Way): string | undefined {
  if (conditions.length === 0) return 'true'
  const parts: string[] = []
  for (const part of conditions) {
    const sql = isGroup(part) ? group(part, columns, way) : single(part, columns.get(part.column)!, way)
    if (sql === undefined) return undefined
    parts.push(`(${sql})`)
  }
  // A comparison with null is null, which counts as no; under "not" it must be made so.
  return match === 'none' ? `not coalesce(${parts.join(' or ')}, false)` : parts.join(match === 'all' ? ' and ' : ' or ')
}

type Family = 'text' | 'integer' | 'decimal' | 'boolean' | 'date' | 'wall' | 'instant'
const families: Readonly<Record<Dialect, readonly (readonly [RegExp, Family])[]>> = {
  postgres: [
    [/^(text|varchar|uuid)$|\(enum\)$/, 'text'],
    [/^int[248]$/, 'integer'],
    [/^numeric$/, 'decimal'],
    [/^bool$/, 'boolean'],
    [/^date$/, 'date'],
    [/^timestamp$/, 'wall'],
    [/^timestamptz$/, 'instant'],
  ],
  duckdb: [
    [/^VARCHAR$/, 'text'],
    [/^(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|UTINYINT|USMALLINT|UINTEGER|UBIGINT)$/, 'integer'],
    [/^DECIMAL\(\d+,\d+\)$/, 'decimal'],
    [/^BOOLEAN$/, 'boolean'],
    [/^DATE$/, 'date'],
    [/^TIMESTAMP$/, 'wall'],
    [/^TIMESTAMP WITH TIME ZONE$/, 'instant'],
  ],
}
const opposites: Partial<Record<Operator, Operator>> = {
  is_not: 'is',
  is_none_of: 'is_any_of',
  ne: 'eq',
  not_in_last: 'in_last',
  is_not_empty: 'is_empty',
}

function single(condition: Condition, column: Column, way: Way): string | undefined {
  const family = families[way.dialect].find(([pattern]) => pattern.test(column.native ?? ''))?.[1]
  // Text that is only guessed to be something else is compared as that, and no engine does so as we do.
  if (family === undefined || (family === 'text' && column.type !== 'text')) return undefined
  const name = identifier(column.key)
  const positive = opposites[condition.op]
  const op = positive ?? condition.op
  const sql = op === 'is_empty' ? empty(name, family, way.dialect) : compare({ ...condition, op }, { column, name, family }, way)
  return sql === undefined || !positive ? sql : `not coalesce(${sql}, false)`
}
const empty = (name: string, family: Family, dialect: Dialect): string =>
  family === 'text' ? `${name} is null or ${exactly(name, dialect)} = ''` : `${name} is null`
/** Character by character, whatever the column's own collation holds for equal. */
const exactly = (name: string, dialect: Dialect): string => (dialect === 'postgres' ? `${name}::text collate "C"` : name)

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
  if (values.some(v => !v.isWellFormed() || v.includes('\0'))) return undefined
  const bytes = exactly(name, dialect)
  const bound = (value: string) => (dialect === 'postgres' ? `${bind(value)}::text` : `${bind(value)}::varchar`)
  switch (condition.op) {
    case 'is':
    case 'is_any_of':
      return values.map(v => `${bytes} = ${bound(v)}`).join(' or ')
    case 'contains':
      return dialect === 'postgres' ? `strpos(${bytes}, ${bound(values[0]!)}) > 0` : `contains(${bytes}, ${bound(values[0]!)})`
    case 'starts_with':
      return dialect === 'postgres'
        ? `left(${name}::text, ${length(values[0]!)}) = ${bound(values[0]!)} collate "C"`
        : `starts_with(${bytes}, ${bound(values[0]!)})`
    case 'ends_with':
      return dialect === 'postgres'
        ? `right(${name}::text, ${length(values[0]!)}) = ${bound(values[0]!)} collate "C"`
        : `ends_with(${bytes}, ${bound(values[0]!)})`
    default:
      return undefined
  }
}
/** In characters, as engines count. */
const length = (value: string): number => [...value].length

function truth(condition: Condition, { name }: Placed): string | undefined {
  if (condition.op === 'is_true') return `${name}`
  if (condition.op === 'is_false') return `not ${name}`
  if (condition.op !== 'is' && condition.op !== 'is_any_of') return undefined
  return listOf(condition)
    .map(v => (String(v) === 'true' ? `${name}` : `not ${name}`))
    .join(' or ')
}

const signs: Partial<Record<Operator, string>> = { eq: '=', gt: '>', gte: '>=', lt: '<', lte: '<=' }
function number(condition: Condition, placed: Placed, way: Way): string | undefined {
  const { name, family } = placed
  const bounds = listOf(condition).map(v => numeral(decimal(v as string)!, placed.column, way))
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
  if (sql === undefined || family === 'integer' || way.dialect !== 'postgres') return sql
  // Postgres sorts NaN and infinity among the numbers; here they are none.
  return `(${sql}) and ${name}::text not in ('NaN', 'Infinity', '-Infinity')`
}
/** A bound number in a type that compares with the column exactly and cannot overflow; `undefined` when there is none. */
function numeral({ text: written }: Decimal, column: Column, { dialect, bind }: Way): string | undefined {
  const plain = /^[+-]?\d{1,18}$/.test(written)
  if (dialect === 'postgres') {
    if (plain && column.native !== 'numeric') return `${bind(written)}::bigint`
    return /^[+-]?[\d.]{1,300}$/.test(written) ? `${bind(written)}::numeric` : undefined
  }
  const precise = /^DECIMAL\((\d+),(\d+)\)$/.exec(column.native ?? '')
  if (!precise) return plain ? `${bind(written)}::hugeint` : undefined
  const parts = /^[+-]?(\d+)(?:\.(\d+))?$/.exec(written)
  const [width, scale] = [Number(precise[1]), Number(precise[2])]
  if (!parts || parts[1]!.length > width - scale || (parts[2] ?? '').length > scale) return undefined
  return `${bind(written)}::decimal(${width}, ${scale})`
}

const casts: Readonly<Record<Dialect, Record<'date' | 'wall' | 'instant', string>>> = {
  postgres: { date: 'date', wall: 'timestamp', instant: 'timestamptz' },
  duckdb: { date: 'date', wall: 'timestamp', instant: 'timestamptz' },
}
function time(condition: Condition, { name, family }: Placed, way: Way): string | undefined {
  const kind = family as 'date' | 'wall' | 'instant'
  const sql = spanned(condition, name, kind, way) ?? written(condition, name, kind, way)
  if (sql === undefined) return undefined
  // Beyond these years, and infinity, is nothing that a condition understands.
  const cast = casts[way.dialect][kind]
  const zone = kind === 'instant' ? '+00' : ''
  const [first, end] = kind === 'date' ? ['0001-01-01', '10000-01-01'] : [`0001-01-01 00:00:00${zone}`, `10000-01-01 00:00:00${zone}`]
  return `(${sql}) and ${name} >= '${first}'::${cast} and ${name} < '${end}'::${cast}`
}
const [YEAR_1, YEAR_10000] = [-62_135_596_800_000, 253_402_300_800_000]
/** Back and forth from now: instants only, since the wall clock of the rows is not known here. */
function spanned({ op, value }: Condition, name: string, kind: 'date' | 'wall' | 'instant', { now, bind }: Way): string | undefined {
  if (kind !== 'instant' || (op !== 'in_last' && op !== 'in_next')) return undefined
  const at = (ms: number) => (ms >= YEAR_1 && ms < YEAR_10000 ? `${bind(new Date(ms).toISOString())}::timestamptz` : undefined)
  const edge = at(shift(now, value as Span, op === 'in_last' ? -1 : 1))
  const present = at(now)
  if (!edge || !present) return undefined
  return op === 'in_last' ? `${name} >= ${edge} and ${name} <= ${present}` : `${name} > ${present} and ${name} <= ${edge}`
}
function written(condition: Condition, name: string, kind: 'date' | 'wall' | 'instant', { dialect, bind }: Way): string | undefined {
  const { op } = condition
  if (condition.value === undefined || (typeof condition.value === 'object' && !Array.isArray(condition.value))) return undefined
  const points = listOf(condition).map(v => moment(v as string))
  if (points.some(p => !p || !fits(p, kind))) return undefined
  const bounds = points.map(p => `${bind(iso(p!, kind))}::${casts[dialect][kind]}`)
  const sign: Partial<Record<Operator, string>> = { ...signs, is: '=', before: '<', after: '>' }
  if (op === 'on') return kind === 'date' ? `${name} = ${bounds[0]}` : undefined
  if (op === 'is_any_of') return bounds.map(b => `${name} = ${b}`).join(' or ')
  if (op === 'between') return `${name} >= ${bounds[0]} and ${name} <= ${bounds[1]}`
  return sign[op] ? `${name} ${sign[op]} ${bounds[0]}` : undefined
}
/** Whether a value names a point of the very kind that the column holds, no finer than engines keep it. */
const fits = (p: Moment, kind: 'date' | 'wall' | 'instant'): boolean =>
  kind === 'date' ? p.day : !p.day && p.zoned === (kind === 'instant') && p.nanos % 1000 === 0
function iso({ ms, nanos }: Moment, kind: 'date' | 'wall' | 'instant'): string {
  const text = new Date(ms).toISOString()
  if (kind === 'date') return text.slice(0, 10)
  return `${text.slice(0, -1)}${String(nanos / 1000).padStart(3, '0')}${kind === 'instant' ? 'Z' : ''}`
}
