/** A lookup where the source cannot join: the second table is read once and held by its key. */
import { bounds } from '../bounds.ts'
import { type Decimal, decimal, orderDecimals, plainDigits } from '../conditions/decimal.ts'
import { moment, orderStamps } from '../conditions/moment.ts'
import { isEmpty, textOf } from '../conditions/predicate.ts'
import type { Apply, Column, Query, Row, Session, Shape, Value } from '../contract.ts'
import { Stop } from '../contract.ts'
import { comparison, type Lookup, wholeTable } from './lookup.ts'

interface Held {
  row: Row
  rows: number
}
export type Table = ReadonlyMap<string, Held>

/** Reads the second table; throws a `Stop` when it is too large to be held. */
export async function held(
  session: Session,
  lookup: Lookup,
  sides: { has: Shape; table: Shape },
  reading: { now: number; stop: AbortSignal; most?: number },
): Promise<Table> {
  const { now, stop, most = bounds.heldRows.most } = reading
  const keyOf = keyMaker(lookup, sides, 'matches')
  const better = earlier(lookup, sides.table)
  const table = new Map<string, Held>()
  let rows = 0
  for await (const page of session.read(await needed(session, lookup), { size: 1000, limit: most + 1, now, stop })) {
    rows += page.length
    if (rows > most) throw tooMany(lookup, most)
    for (const row of page) {
      const key = keyOf(row)
      if (key === undefined) continue
      const before = table.get(key)
      if (before) {
        before.rows++
        if (better(row, before.row)) before.row = row
      } else table.set(key, { row, rows: 1 })
    }
  }
  return table
}
const tooMany = ({ table }: Lookup, most: number) =>
  new Stop(
    'lookup.too_many',
    `The table "${table.slice(0, 100)}" has more than ${most.toLocaleString('en')} rows`,
    'Here the lookup is done in memory. Put it right after the model or its filters, where the source does it, or join the tables in a SQL query.',
  )

/** Only the columns that count, where the source can be asked for them. */
async function needed(session: Session, lookup: Lookup): Promise<Query> {
  const whole = wholeTable(lookup)
  const made = await session.compose?.(whole)
  if (!made) return whole
  const named = [...lookup.on.map(p => p.matches), ...lookup.columns.map(c => c.column), ...(lookup.order ? [lookup.order.by] : [])]
  return { from: { sql: `select ${[...new Set(named)].map(made.name).join(', ')} from ${made.from}` }, key: [] }
}

/** Adds what the table holds to each row. */
export function finder(lookup: Lookup, sides: { has: Shape; table: Shape }, table: Table): Apply {
  const keyOf = keyMaker(lookup, sides, 'column')
  return (row, lost) => {
    const key = keyOf(row)
    const found = key === undefined ? undefined : table.get(key)
    if (!found) lost?.('lookup_unmatched', lookup.table)
    else if (found.rows > 1) lost?.('lookup_several', lookup.table)
    // A column called `__proto__` needs an object that inherits nothing.
    const made: Record<string, Value> = Object.assign(Object.create(null), row)
    for (const { column, as } of lookup.columns) made[as] = found?.row[column] ?? null
    return made
  }
}

/** A row's key as one text, equal where the source would call the values equal; `undefined` where a part of it is empty. */
function keyMaker(lookup: Lookup, { has, table }: { has: Shape; table: Shape }, side: 'column' | 'matches') {
  const parts = lookup.on.map(pair => {
    const one = has.find(c => c.key === pair.column)!
    const other = table.find(c => c.key === pair.matches)!
    return { key: pair[side], as: comparison(one, other, pair.asText) === 'text' ? 'text' : one.type }
  })
  return (row: Row): string | undefined => {
    const texts: string[] = []
    for (const { key, as } of parts) {
      const text = comparable(row[key], as)
      if (text === undefined) return undefined
      texts.push(text)
    }
    return texts.length === 1 ? texts[0] : JSON.stringify(texts)
  }
}
function comparable(cell: Value | undefined, as: Column['type']): string | undefined {
  const text = textOf(cell)
  if (text === undefined) return undefined
  const number = as === 'number' ? decimal(cell) : undefined
  if (number) return plainDigits(number)
  const time = as === 'time' || as === 'date' ? moment(cell) : undefined
  return time ? `${time.ms}.${time.nanos}` : text
}

/** Whether a row is to be taken before another one of its key. */
function earlier({ order, columns }: Lookup, table: Shape): (row: Row, other: Row) => boolean {
  const type = (key: string) => table.find(c => c.key === key)?.type ?? 'text'
  const steps = [
    ...(order ? [{ key: order.by, sign: order.which === 'last' ? -1 : 1 }] : []),
    ...columns.map(({ column }) => ({ key: column, sign: 1 })),
  ].map(step => ({ ...step, type: type(step.key) }))
  return (row, other) => {
    for (const { key, sign, type: as } of steps) {
      const [one, two] = [row[key], other[key]]
      const empty = Number(isEmpty(one)) - Number(isEmpty(two))
      const compared = empty || (isEmpty(one) ? 0 : sign * compare(one!, two!, as))
      if (compared !== 0) return compared < 0
    }
    return false
  }
}
function compare(one: Value, two: Value, type: Column['type']): number {
  const numbers = type === 'number' ? [decimal(one), decimal(two)] : []
  if (numbers[0] && numbers[1]) return orderDecimals(numbers[0] as Decimal, numbers[1])
  const times = type === 'time' || type === 'date' ? [moment(one), moment(two)] : []
  if (times[0] && times[1]) return orderStamps(times[0], times[1])
  const [a, b] = [textOf(one) ?? JSON.stringify(one), textOf(two) ?? JSON.stringify(two)]
  return a === b ? 0 : a < b ? -1 : 1
}
