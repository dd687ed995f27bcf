/**
 * The tables of an SQLite file, through the reader that comes with Node. The engine that reads the other files has none for
 * it without loading an extension. Tables only: a query, and a view, could keep this program busy with nobody able to end it.
 */
import { stat } from 'node:fs/promises'
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { identifier } from '../../../runtime/conditions/sql.ts'
import type { Column, Query, Reading, Row, Session, Shape, Table, Value } from '../../../runtime/contract.ts'
import { Stop } from '../../../runtime/contract.ts'
import { jsonOrText } from '../../../runtime/exact-json.ts'
import { stopOf, whereTablesAre } from './failures.ts'
import { guess } from './guess.ts'
import type { Placed } from './place.ts'

const GUESSED_FROM = 2000
const TABLES_MAX = 1000
const COLUMNS_MAX = 2000
/** `limits`: of one cell in bytes; newer than the types that describe Node. */
const OPTIONS = { readOnly: true, limits: { length: 50_000_000, column: COLUMNS_MAX } }

export async function openSqlite(file: Placed, stamp: string, kill: AbortSignal, left: () => Promise<void>): Promise<Session> {
  try {
    await settled(file.path)
    const address = pathToFileURL(file.path)
    // Nothing is locked and nothing written beside the file, which `settled` says is whole.
    address.searchParams.set('immutable', '1')
    const database = new DatabaseSync(address, OPTIONS)
    try {
      return new SqliteSession(database, { file, stamp, kill, left })
    } catch (cause) {
      database.close()
      throw cause
    }
  } catch (cause) {
    throw stopOf(cause, file, kill)
  }
}

/** Rows that another program has written but not yet put into the file itself would be missing without a word. */
async function settled(path: string): Promise<void> {
  for (const ending of ['-wal', '-journal']) {
    const { size } = await stat(`${path}${ending}`).catch(() => ({ size: 0 }))
    if (size > 0)
      throw new Stop(
        'source.locked',
        'The file is open in another program',
        'Rows that it wrote are not in the file itself yet. Close it there, or read a copy made with VACUUM INTO.',
      )
  }
}

class SqliteSession implements Session {
  readonly #database: DatabaseSync
  readonly #file: Placed
  readonly #stamp: string
  readonly #kill: AbortSignal
  readonly #left: () => Promise<void>
  readonly #tables: readonly string[]
  readonly #shapes = new Map<string, Shape>()
  #closed = false

  constructor(
    database: DatabaseSync,
    { file, stamp, kill, left }: { file: Placed; stamp: string; kill: AbortSignal; left: () => Promise<void> },
  ) {
    this.#database = database
    this.#file = file
    this.#stamp = stamp
    this.#kill = kill
    this.#left = left
    // A virtual table is a program, not rows.
    const found = database
      .prepare(
        `select name from sqlite_schema where type = 'table' and name not like 'sqlite\\_%' escape '\\' and sql not like 'create virtual%' order by name limit ${TABLES_MAX}`,
      )
      .all()
    this.#tables = found.map(({ name }) => String(name))
    if (this.#tables.length === 0)
      throw new Stop('source.not_readable', 'The file holds no tables', 'Nothing was written into this database.')
  }

  async tables(): Promise<readonly Table[]> {
    return Promise.all(this.#tables.map(async name => ({ name, columns: await this.describe({ from: { table: name }, key: [] }) })))
  }

  async describe({ from }: Query): Promise<Shape> {
    return this.#try(() => {
      const table = this.#table(from)
      const known = this.#shapes.get(table)
      if (known) return known
      const statement = this.#prepare(`select * from ${identifier(table)} limit ${GUESSED_FROM}`)
      const rows = statement.all() as Record<string, SQLOutputValue>[]
      const shape = statement.columns().map(({ name, type }) =>
        columnOf(
          name,
          type ?? '',
          rows.map(row => row[name] ?? null),
        ),
      )
      this.#shapes.set(table, shape)
      return shape
    })
  }

  async *read(query: Query, reading: Reading): AsyncGenerator<readonly Row[]> {
    const shape = await this.describe(query)
    const most = reading.limit === undefined ? '' : ` limit ${Math.max(0, Math.floor(reading.limit))}`
    await this.#unchanged()
    const rows = this.#try(() =>
      this.#prepare(`select * from ${identifier(this.#table(query.from))}${most}`).iterate(),
    ) as IterableIterator<Record<string, SQLOutputValue>>
    try {
      for (;;) {
        if (reading.stop.aborted) return
        const page = this.#try(() => taken(rows, reading.size, row => rowOf(row, shape)))
        if (page.length > 0) yield page
        if (page.length < reading.size) break
        // Others get their turn: this reader answers at once.
        await new Promise(turn => setImmediate(turn))
      }
      await this.#unchanged()
    } finally {
      rows.return?.()
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#database.close()
    await this.#left()
  }

  #prepare(sql: string) {
    const statement = this.#database.prepare(sql)
    statement.setReadBigInts(true)
    return statement
  }
  #table(from: Query['from']): string {
    if ('sql' in from)
      throw new Stop(
        'source.no_queries',
        'An SQLite file is read table by table',
        'Choose a table. To write a query, put the tables into a DuckDB file.',
      )
    const found = this.#tables.find(name => name.toLowerCase() === from.table.toLowerCase())
    if (found !== undefined) return found
    throw new Stop('source.no_table', `There is no table "${from.table.slice(0, 100)}"`, whereTablesAre(this.#file))
  }
  async #unchanged(): Promise<void> {
    if ((await this.#file.stamp().catch(() => '')) !== this.#stamp)
      throw new Stop('source.changed', 'The file changed while it was being read', 'Run again once it is written completely.')
  }
  #try<T>(work: () => T): T {
    try {
      if (this.#kill.aborted) throw new Stop('source.cancelled', 'Reading the file was cut', 'The run was killed.')
      return work()
    } catch (cause) {
      throw stopOf(cause, this.#file, this.#kill)
    }
  }
}

function taken<T, R>(from: Iterator<T>, most: number, make: (item: T) => R): R[] {
  const made: R[] = []
  while (made.length < most) {
    const next = from.next()
    if (next.done) break
    made.push(make(next.value))
  }
  return made
}

/** The cells of a column say what it holds, for SQLite lets a column of any type hold anything; without cells its type does. */
function columnOf(key: string, declared: string, cells: readonly SQLOutputValue[]): Column {
  const native = declared === '' ? 'ANY' : declared.slice(0, 100)
  const there = cells.filter(cell => cell !== null)
  const number = (cell: SQLOutputValue) => typeof cell === 'bigint' || typeof cell === 'number'
  if (/^bool/i.test(declared) && there.every(cell => cell === 0n || cell === 1n)) return { key, type: 'boolean', native }
  if (there.length === 0) return { key, type: /int|real|floa|doub|num|dec/i.test(declared) ? 'number' : 'text', native }
  if (there.every(number)) return { key, type: 'number', native }
  if (!there.every(cell => typeof cell === 'string')) return { key, type: 'text', native }
  return { ...guess(key, there as string[]), native }
}

function rowOf(row: Record<string, SQLOutputValue>, shape: Shape): Row {
  const made: Record<string, Value> = Object.create(null)
  for (const { key, type } of shape) made[key] = cellOf(row[key] ?? null, type)
  return made
}
/** What a double cannot hold travels as text; bytes as hex. */
function cellOf(cell: SQLOutputValue, type: Column['type']): Value {
  if (cell === null) return null
  if (typeof cell === 'bigint') {
    if (type === 'boolean' && (cell === 0n || cell === 1n)) return cell === 1n
    return Number.isSafeInteger(Number(cell)) ? Number(cell) : String(cell)
  }
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : String(cell)
  if (typeof cell !== 'string') return Buffer.from(cell).toString('hex')
  return type === 'list' || type === 'json' ? jsonOrText(cell.toWellFormed()) : cell.toWellFormed()
}
