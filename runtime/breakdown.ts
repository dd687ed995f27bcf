/** Rows counted by the values of one column, and by who is in which of two segments: where they lie, in one question each. */
import type { Conditions } from './conditions/tree.ts'
import { type Apply, Left, type Query, type Row, type Session, type Shape, Stop, type Value } from './contract.ts'
import { eachOfFirst } from './counted-here.ts'
import { offsetAt } from './normalise/zone.ts'
import type { Ready } from './plan.ts'

/** The rows that leave a step: what the model gives, and the steps that they went through. */
export interface RowsAt {
  query: Query
  rows: Shape
  steps: readonly Ready[]
  /** The columns that leave it. */
  has: Shape
}
interface Reading {
  now: number
  stop: AbortSignal
}
export interface Breakdown {
  /** Rows counted. */
  rows: number
  /** Different values, an empty cell among them. */
  distinct: number
  /** Most frequent first. All of them up to 50; of more, 20. Days: the latest first, 50 of them. */
  values: readonly { value: Value; rows: number }[]
  /** False: only the first 100,000 rows were looked at. */
  whole: boolean
  /** The zone of the days that a column of moments is counted by. */
  days?: string
}
export interface Overlap {
  onlyA: number
  both: number
  onlyB: number
  neither: number
  whole: boolean
}

const ALL_MAX = 50
const TOP = 20

/** `zone`: of the days by which moments are counted, for nobody asks how many rows there are in each second. */
export async function breakdown(session: Session, at: RowsAt, column: string, reading: Reading, zone: string): Promise<Breakdown> {
  const found = at.has.find(({ key }) => key === column)
  if (!found) throw new Stop('breakdown.no_column', `There is no column "${column.slice(0, 100)}"`, 'Choose one of those that arrive.')
  if (found.type === 'list' || found.type === 'json')
    throw new Stop('breakdown.not_counted', `"${column.slice(0, 100)}" holds lists or JSON`, 'Choose a column of single values.')
  if (found.type === 'time') return { ...(await groupedHere(session, at, column, reading, value => dayOf(value, zone))), days: zone }
  return (await groupedInSource(session, at, column, reading).catch(notCompared)) ?? groupedHere(session, at, column, reading)
}
/** Some types, such as a point, have values that no engine groups. */
function notCompared(cause: unknown): undefined {
  if (!(cause instanceof Stop) || cause.code !== 'source.not_compared') throw cause
}

async function groupedInSource(session: Session, at: RowsAt, column: string, reading: Reading): Promise<Breakdown | undefined> {
  const all = conditionsOf(at.steps)
  if (!all || !session.compose || !at.rows.some(({ key }) => key === column)) return undefined
  const { from, name, where } = await session.compose(at.query)
  const only = all.conditions.length > 0 ? where(all, at.rows, reading.now) : ''
  if (only === undefined) return undefined
  const [value, n, rows, distinct] = ['value', 'n', 'rows', 'distinct'].map(as => name(`tributary_${as}`)) as [
    string,
    string,
    string,
    string,
  ]
  const groups = `select ${name(column)} as ${value}, count(*) as ${n} from ${from}${only && ` where ${only}`} group by 1`
  const sql = `select ${value}, cast(${n} as bigint) as ${n}, cast(sum(${n}) over () as bigint) as ${rows}, cast(count(*) over () as bigint) as ${distinct} from (${groups}) g order by 2 desc, 1 limit ${ALL_MAX}`
  const lines: Row[] = []
  for await (const page of session.read({ from: { sql }, key: [] }, { size: ALL_MAX, ...reading })) lines.push(...page)
  const [first] = lines
  const values = lines.map(line => ({ value: line.tributary_value ?? null, rows: Number(line.tributary_n) }))
  return { ...topOf(values, Number(first?.tributary_distinct ?? 0)), rows: Number(first?.tributary_rows ?? 0), whole: true }
}

const WALL = /^(\d{4,}-\d\d-\d\d)T[\d:.]+$/
/** A moment without a zone has the day that is written; what is no moment ("infinity") stays as it is. */
function dayOf(value: Value, zone: string): Value {
  if (typeof value !== 'string') return value
  const instant = Date.parse(value)
  return WALL.exec(value)?.[1] ?? (Number.isNaN(instant) ? value : new Date(instant + offsetAt(instant, zone)).toISOString().slice(0, 10))
}

async function groupedHere(
  session: Session,
  at: RowsAt,
  column: string,
  reading: Reading,
  day?: (value: Value) => Value,
): Promise<Breakdown> {
  const counts = new Map<string, { value: Value; rows: number }>()
  let rows = 0
  const whole = await eachRow(session, at, reading, row => {
    const value = (day ? day(row[column] ?? null) : row[column]) ?? null
    const key = JSON.stringify(value)
    const before = counts.get(key)
    rows++
    if (before) before.rows++
    else counts.set(key, { value, rows: 1 })
  })
  const groups = [...counts.values()]
  return { ...(day ? latestOf(groups) : topOf(groups, counts.size)), rows, whole }
}

/** The source's own order of equal counts would differ from engine to engine. */
function topOf(values: { value: Value; rows: number }[], distinct: number): Pick<Breakdown, 'values' | 'distinct'> {
  const sorted = values.sort((a, b) => b.rows - a.rows || text(a.value).localeCompare(text(b.value)))
  return { distinct, values: sorted.slice(0, distinct > ALL_MAX ? TOP : ALL_MAX) }
}
const latestOf = (days: { value: Value; rows: number }[]): Pick<Breakdown, 'values' | 'distinct'> => ({
  distinct: days.length,
  values: days.sort((a, b) => text(b.value ?? '').localeCompare(text(a.value ?? ''))).slice(0, ALL_MAX),
})
const text = (value: Value): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** `meets`: each segment as a function, for rows that are counted here. */
export async function overlap(
  session: Session,
  at: RowsAt,
  segments: readonly [Conditions, Conditions],
  meets: readonly [(row: Row) => boolean, (row: Row) => boolean],
  reading: Reading,
): Promise<Overlap> {
  const counted = await crossedInSource(session, at, segments, reading)
  if (counted) return counted
  const sums = { onlyA: 0, both: 0, onlyB: 0, neither: 0 }
  const whole = await eachRow(session, at, reading, row => {
    const [a, b] = [meets[0](row), meets[1](row)]
    sums[a ? (b ? 'both' : 'onlyA') : b ? 'onlyB' : 'neither']++
  })
  return { ...sums, whole }
}

async function crossedInSource(
  session: Session,
  at: RowsAt,
  [a, b]: readonly [Conditions, Conditions],
  { now }: Reading,
): Promise<Overlap | undefined> {
  const all = conditionsOf(at.steps)
  if (!all || !session.narrows || !session.count) return undefined
  const not = (tree: Conditions): Conditions => ({ match: 'none', conditions: [tree] })
  const parts = [
    [a, not(b)],
    [a, b],
    [not(a), b],
    [not(a), not(b)],
  ].map((pair): Conditions => ({ match: 'all', conditions: [...all.conditions, ...pair] }))
  if (!parts.every(part => session.narrows!(part, at.rows))) return undefined
  const [onlyA, both, onlyB, neither] = (await session.count(at.query, parts, now)) as [number, number, number, number]
  return { onlyA, both, onlyB, neither, whole: true }
}

/** All that the steps decide, when they are nothing but conditions. */
function conditionsOf(steps: readonly Ready[]): Conditions | undefined {
  const wheres = steps.map(step => step.where)
  return wheres.every(where => where !== undefined) ? { match: 'all', conditions: wheres } : undefined
}

/** The rows one by one, as far as there is time and room; what the source can decide before, it does. */
async function eachRow(session: Session, at: RowsAt, reading: Reading, see: (row: Row) => void): Promise<boolean> {
  const { where, rest } = narrowedBy(session, at)
  return eachOfFirst(session, at.query, { ...reading, ...(where && { where }) }, row => {
    const kept = through(row, rest)
    if (kept) see(kept)
  })
}
function narrowedBy(session: Session, { rows, steps }: RowsAt): { where: Conditions | undefined; rest: readonly Apply[] } {
  const end = steps.findIndex(step => !step.where)
  const wheres = steps.slice(0, end < 0 ? steps.length : end).map(step => step.where!)
  const first = (count: number): Conditions => ({ match: 'all', conditions: wheres.slice(0, count) })
  const decides = (count: number) => count === 0 || session.narrows?.(first(count), rows) === true
  // What the source cannot decide it cannot with more after it either; asked one by one, hundreds of steps would cost their square.
  let [sure, over] = decides(wheres.length) ? [wheres.length, wheres.length + 1] : [0, wheres.length]
  while (over - sure > 1) {
    const middle = (sure + over) >> 1
    if (decides(middle)) sure = middle
    else over = middle
  }
  return { where: sure > 0 ? first(sure) : undefined, rest: steps.slice(sure).map(step => step.apply) }
}
function through(row: Row, steps: readonly Apply[]): Row | undefined {
  let value = row
  for (const apply of steps) {
    const next = apply(value)
    if (next instanceof Left) return undefined
    value = next
  }
  return value
}
