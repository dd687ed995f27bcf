/** The real engine behind the stand-ins of warehouses: DuckDB, its cells as text, and a table that never answers. */
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'

export interface DuckColumn {
  name: string
  /** As DuckDB calls it. */
  type: string
}
export type DuckCell = string | null | readonly (string | null)[]
export interface DuckResult {
  columns: DuckColumn[]
  rows: DuckCell[][]
}
/** A query that names this runs until it is cancelled. */
export const HANGING = 'hanging'

export class Duck {
  readonly #instance: DuckDBInstance
  readonly #connection: DuckDBConnection
  #last: Promise<unknown> = Promise.resolve()

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance
    this.#connection = connection
  }
  static async open(setup: readonly string[]): Promise<Duck> {
    const instance = await DuckDBInstance.create(':memory:')
    const duck = new Duck(instance, await instance.connect())
    for (const text of [`set TimeZone = 'UTC'`, ...setup]) await duck.run(text)
    return duck
  }

  /** As the owner. */
  run(text: string): Promise<unknown> {
    return this.#next(() => this.#connection.run(text))
  }
  columns(text: string): Promise<DuckColumn[]> {
    return this.#next(() => this.#columns(text))
  }
  select(text: string, params: readonly string[] = []): Promise<DuckResult> {
    return this.#next(async () => {
      const columns = await this.#columns(text, params)
      const cells = columns.map(({ name, type }) => asText(`"${name.replaceAll('"', '""')}"`, type))
      const rows = (await this.#connection.runAndReadAll(`select ${cells.join(', ')} from (${text}) q`, [...params])).getRowsJS()
      return { columns, rows: rows as DuckCell[][] }
    })
  }
  async #columns(text: string, params: readonly string[] = []): Promise<DuckColumn[]> {
    const statement = await this.#connection.prepare(text)
    if (params.length > 0) statement.bind([...params])
    return Array.from({ length: statement.columnCount }, (_, i) => ({
      name: statement.columnName(i),
      type: statement.columnType(i).alias ?? String(statement.columnType(i)),
    }))
  }

  /** One after another: they share a connection. */
  #next<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work)
    this.#last = done.catch(() => {})
    return done
  }
  close(): void {
    this.#connection.closeSync()
    this.#instance.closeSync()
  }
}

function asText(name: string, type: string): string {
  if (type.endsWith('[]')) return `${name}::varchar[]`
  if (type.startsWith('STRUCT')) return `to_json(${name})::varchar`
  if (type === 'BLOB') return `hex(${name})`
  if (type === 'TIMESTAMP WITH TIME ZONE') return `epoch_us(${name})::varchar`
  return `${name}::varchar`
}

/** 2,500 orders, the same in every stand-in: ids beyond a double, money, microseconds. */
export const ordersTable = (table: string): string =>
  `create table ${table} as select 9007199254740993 + i as order_id, (i * 0.01)::decimal(12, 2) as amount,
   timestamptz '2026-11-20 10:00:00.123456Z' + to_seconds(i) as at, i % 2 = 0 as paid, 'note ' || i as note from range(2500) t(i)`
/** The same with names in capitals, as an engine writes them that got them without quotes. */
export const inCapitals = (table: string): string =>
  table.replaceAll(/ as (order_id|amount|at|paid|note)\b/g, (_, name: string) => ` as "${name.toUpperCase()}"`)
