/** Columns of a second table of the same source, found by key. */
import { type Apply, type Column, type Shape, Stop } from '../contract.ts'

export interface Pair {
  /** A column of the rows. */
  column: string
  /** The column of the second table that holds the same. */
  matches: string
  /** Compared as they are written, where one is a number and the other a text. */
  asText?: boolean | undefined
}
export interface Lookup {
  table: string
  on: readonly Pair[]
  columns: readonly { column: string; as: string }[]
  /** Which of several rows with one key; absent: the one whose brought columns sort first. */
  order?: { which: 'first' | 'last'; by: string }
}
/** The second table as a step that brings columns from it sees it. */
export interface Looking {
  /** `undefined`: not known. */
  columns: Shape | undefined
  /** Adds the columns to a row, empty where no row has its key; says `lookup_unmatched` or `lookup_several` of the table. */
  bring: Apply
}

/** The second table as it is described. */
export const wholeTable = ({ table }: Pick<Lookup, 'table'>) => ({ from: { table }, key: [] as string[] })

const ONLY_THERE =
  'A lookup finds only tables of the source that its rows come from: load the other one into that database, or put both files into one zip.'
/** Who looks for a file beside a warehouse, or for a table of another connection, is told why it is not found. */
export function onlyThere(cause: unknown): unknown {
  if (!(cause instanceof Stop) || cause.code !== 'source.no_table') return cause
  return new Stop(cause.code, cause.message, [cause.why, ONLY_THERE].join(' ').trim(), {
    cause,
    ...(cause.node !== undefined && { node: cause.node }),
  })
}

const COMPARED: ReadonlySet<Column['type']> = new Set(['text', 'number', 'boolean', 'date', 'time'])
/** How two columns are compared: as what they are or as they are written; `undefined`: not at all. */
export function comparison(one: Column, other: Column, asText = false): 'own' | 'text' | undefined {
  if (!COMPARED.has(one.type) || !COMPARED.has(other.type)) return undefined
  if (asText) return 'text'
  return one.type === other.type && (one.type !== 'time' || one.zoned === other.zoned) ? 'own' : undefined
}

/** The rows' columns with those that are brought. */
export function broughtShape({ columns }: Lookup, has: Shape, table: Shape | undefined): Shape {
  const brought = columns.map(({ column, as }): Column => {
    const found = table?.find(c => c.key === column)
    return found ? { ...found, key: as } : { key: as, type: 'text' }
  })
  return [...has.filter(c => !brought.some(b => b.key === c.key)), ...brought]
}

/** Whether everything that it names is there, can be compared, and has a name of its own. */
export function fits({ on, columns, order }: Lookup, has: Shape, table: Shape): boolean {
  const there = (shape: Shape, key: string) => shape.find(c => c.key === key)
  const pairs = on.every(({ column, matches, asText }) => {
    const [one, other] = [there(has, column), there(table, matches)]
    return one && other && comparison(one, other, asText)
  })
  const named = columns.every(
    ({ column, as }, i) => there(table, column) && !there(has, as) && columns.findIndex(other => other.as === as) === i,
  )
  return on.length > 0 && columns.length > 0 && pairs && named && (!order || there(table, order.by) !== undefined)
}
