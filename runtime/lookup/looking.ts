/** The lookups of one path: joined in the source where nothing but filters stands before them, else held in memory. */
import type { Apply, Query, Row, Session, Shape, Step } from '../contract.ts'
import { Stop } from '../contract.ts'
import type { Placed } from '../resolve.ts'
import { finder, held } from './in-memory.ts'
import { joined } from './joined.ts'
import { broughtShape, fits, type Looking, type Lookup, onlyThere, wholeTable } from './lookup.ts'

export interface Lookups {
  /** The model's rows, wider by what the source joins. */
  query: Query
  /** The columns of `query`. */
  wide: Shape
  /** Steps whose columns the source brings, with the column that counts the rows of the key. */
  joined: ReadonlyMap<string, { marker: string; table: string }>
  looking(node: string): Looking | undefined
  /** Reads what is to be held in memory; before the first row. `has`: the columns that arrive at each step. */
  load(has: (node: string) => Shape, reading: { now: number; stop: AbortSignal; most?: number }): Promise<void>
}

/** `rows`: the columns of `query`. Throws a `Stop` that names the step when a second table cannot be described. */
export async function lookups(placed: readonly Placed<Step>[], session: Session, query: Query, rows: Shape): Promise<Lookups> {
  const all = await described(placed, session)
  const found = { query, has: rows, joined: new Map<string, { marker: string; table: string }>() }
  for (const { id, kind } of placed) {
    const one = all.get(id)
    // What is neither a filter nor a lookup may change the columns that a later key needs.
    if (!one && !kind.where) break
    if (!one) continue
    if (!session.compose || !fits(one.lookup, found.has, one.columns)) break
    const marker = `tributary_matches${found.joined.size}`
    found.query = await joined(session, found.query, one.lookup, { has: found.has, table: one.columns }, marker).catch(named(id))
    found.joined.set(id, { marker, table: one.lookup.table })
    found.has = broughtShape(one.lookup, found.has, one.columns)
    // The count of a lookup before travels on with the rows.
    found.has = [...found.has, { key: marker, type: 'number' }]
  }
  const wide = found.joined.size > 0 ? await session.describe(found.query) : rows
  return {
    query: found.query,
    wide,
    joined: found.joined,
    looking: node => {
      const one = all.get(node)
      if (!one) return undefined
      const mark = found.joined.get(node)
      return { columns: one.columns, bring: mark ? marked(mark) : (row, lost) => one.bring(row, lost) }
    },
    load: async (has, reading) => {
      for (const [node, one] of all) {
        if (found.joined.has(node)) continue
        const sides = { has: has(node), table: one.columns }
        if (!fits(one.lookup, sides.has, sides.table)) continue
        one.bring = finder(one.lookup, sides, await held(session, one.lookup, sides, reading).catch(named(node)))
      }
    },
  }
}

interface One {
  lookup: Lookup
  columns: Shape
  bring: Apply
}
async function described(placed: readonly Placed<Step>[], session: Session): Promise<Map<string, One>> {
  const all = new Map<string, One>()
  for (const { id, kind, config } of placed) {
    const lookup = kind.looksUp?.(config)
    if (!lookup) continue
    const table = session.describe(wholeTable(lookup)).catch(cause => Promise.reject(onlyThere(cause)))
    all.set(id, { lookup, columns: await table.catch(named(id)), bring: nothing(lookup) })
  }
  return all
}
/** Before the table is read, and where the step must be repaired first. */
const nothing =
  ({ columns }: Lookup): Apply =>
  row => ({ ...row, ...Object.fromEntries(columns.map(({ as }) => [as, null])) })
/** The columns are there; what the count says of the row is told. */
const marked =
  ({ marker, table }: { marker: string; table: string }): Apply =>
  (row, lost) => {
    const matches = row[marker]
    if (matches === null || matches === undefined) lost?.('lookup_unmatched', table)
    else if (Number(matches) > 1) lost?.('lookup_several', table)
    return row
  }
const named = (node: string) => (cause: unknown) => {
  if (cause instanceof Stop) cause.node ??= node
  throw cause
}

/** Only what the step shows: columns of a later lookup travel with the row from the start. */
export function onlyShown(row: Row, shape: Shape): Row {
  if (shape.length === 0) return row
  const shown = new Set(shape.map(c => c.key))
  return Object.fromEntries(Object.entries(row).filter(([key]) => shown.has(key)))
}
