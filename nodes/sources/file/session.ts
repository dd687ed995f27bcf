/** One file, read through an embedded engine that is locked to it. DuckDB is loaded here and nowhere else. */
import { type Composed, composed } from '../../../runtime/composed.ts'
import { identifier, translate } from '../../../runtime/conditions/sql.ts'
import type { Conditions } from '../../../runtime/conditions/tree.ts'
import type { Query, Reading, Row, Session, Shape, Spoiled, Surroundings, Table, Value } from '../../../runtime/contract.ts'
import { Stop } from '../../../runtime/contract.ts'
import { oneSelect } from '../../../runtime/one-select.ts'
import { columnOf, finish, selected } from './cells.ts'
import { type Engine, engine } from './engine.ts'
import { stopOf, whereTablesAre } from './failures.ts'
import { guess } from './guess.ts'
import type { FileSettings } from './index.ts'
import { type Placed, place } from './place.ts'
import { sortedText, sqlDialect } from './sql-dialect.ts'
import { understood } from './understood.ts'
import { makeView, type View } from './view.ts'

const GUESSED_FROM = 2000
/** Of how many tables the columns are listed. */
const DESCRIBED_MAX = 100

/** Finds the file, locks the engine to it and makes its table. */
export async function open(settings: FileSettings, around: Surroundings): Promise<Session> {
  const file = await place(settings.path, settings.format, around)
  const stamp = await file.stamp()
  if (file.format === 'sqlite') return (await import('./sqlite.ts')).openSqlite(file, stamp, around.kill)
  // A DuckDB file may have changes beside it that were not written into it yet.
  const locked = await engine(file.format === 'duckdb' ? [file.path, `${file.path}.wal`] : [file.path])
  const cut = () => locked.interrupt()
  around.kill.addEventListener('abort', cut)
  const close = () => {
    around.kill.removeEventListener('abort', cut)
    locked.close()
  }
  try {
    if (around.kill.aborted) throw new Stop('source.cancelled', 'Reading the file was cut', 'The run was killed.')
    const view = await makeView(locked, file, settings, around.kill)
    return new FileSession({
      now: around.now,
      engine: locked,
      file,
      view,
      stamp,
      settings,
      kill: around.kill,
      close,
    })
  } catch (cause) {
    close()
    throw stopOf(cause, file, around.kill)
  }
}

interface Opened {
  now: number
  engine: Engine
  file: Placed
  view: View
  stamp: string
  settings: FileSettings
  kill: AbortSignal
  close(): void
}
class FileSession implements Session {
  readonly #opened: Opened
  readonly #shapes = new Map<string, Promise<Shape>>()
  #spoiled: readonly Spoiled[] = []
  #closed = false

  constructor(opened: Opened) {
    this.#opened = opened
  }

  async tables(): Promise<readonly Table[]> {
    const tables: Table[] = []
    for (const [i, { name }] of this.#opened.view.tables.entries())
      tables.push(i < DESCRIBED_MAX ? { name, columns: await this.describe({ from: { table: name }, key: [] }) } : { name })
    return tables
  }

  async describe(query: Query): Promise<Shape> {
    const base = this.#base(query)
    const known = this.#shapes.get(base)
    if (known) return known
    const shape = this.#try(() => this.#describe(base))
    this.#shapes.set(base, shape)
    shape.catch(() => this.#shapes.delete(base))
    return shape
  }

  async *read(query: Query, reading: Reading): AsyncGenerator<readonly Row[]> {
    const shape = await this.describe(query)
    const { sql, params } = this.#select(query, shape, reading)
    const { engine, view } = this.#opened
    const make = rowMaker(shape.map(column => [column.key, finish(column)] as const))
    const connection = await engine.connect()
    try {
      await this.#unchanged()
      const result = await connection.stream(sql, params)
      let read = 0
      for await (const rows of result.yieldRows()) {
        read += rows.length
        for (let at = 0; at < rows.length; at += reading.size) {
          if (reading.stop.aborted) return
          this.#alive()
          yield rows.slice(at, at + reading.size).map(make)
        }
      }
      await this.#unchanged()
      this.#spoiled = await view.spoiled(connection)
      const whole = 'table' in query.from && reading.where === undefined && reading.limit === undefined
      if (whole && view.records !== undefined) this.#spoiled = balanced(this.#spoiled, view.records - read)
    } catch (cause) {
      throw this.#stopOf(cause)
    } finally {
      engine.disconnect(connection)
    }
  }

  narrows(where: Conditions, shape: Shape): boolean {
    return translate(where, shape, sqlDialect, 0) !== undefined
  }

  async count(query: Query, wheres: readonly (Conditions | undefined)[], now: number): Promise<readonly number[]> {
    const shape = await this.describe(query)
    const params: string[] = []
    const counts = wheres.map(where => `count(*)${where ? ` filter (where ${this.#where(where, shape, now, params)})` : ''}::varchar`)
    // Every column is looked at, as in a reading: a line with an unreadable cell is no row.
    const whole = `hash(${shape.map(c => identifier(c.key)).join(', ')}) is not null`
    const [row] = await this.#try(() =>
      this.#opened.engine.ask(`select ${counts.join(', ')} from (${this.#base(query)}) q where ${whole}`, params),
    )
    return (row ?? []).map(Number)
  }

  async compose(query: Query): Promise<Composed> {
    const made = composed(`(${this.#base(query)}) q`, sqlDialect)
    return { ...made, sorts: column => sortedText(column) ?? made.sorts(column) }
  }

  /** A file has none: this machine's, as it was when the file was opened. */
  async clock(): Promise<number> {
    return this.#opened.now
  }

  understood(shape: Shape): readonly string[] {
    const { view, settings } = this.#opened
    return view.form ? understood(view.form, settings, shape) : []
  }

  spoiled(): readonly Spoiled[] {
    return this.#spoiled
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#opened.close()
  }

  #base({ from }: Query): string {
    if ('table' in from) {
      const { file, view } = this.#opened
      const found = view.tables.find(({ name }) => name.toLowerCase() === from.table.toLowerCase())
      if (found) return `select * from ${found.sql}`
      throw new Stop('source.no_table', `There is no table "${from.table.slice(0, 100)}"`, whereTablesAre(file))
    }
    const read = oneSelect(from.sql)
    if ('flaw' in read) throw new Stop('source.not_one_select', 'The query is not one SELECT', read.flaw)
    return `select * from (\n${read.sql}\n) q`
  }

  async #describe(base: string): Promise<Shape> {
    const found = (await this.#opened.engine.ask(`select column_name, column_type from (describe ${base})`)) as [string, string][]
    const texts = found.filter(([, native]) => native === 'VARCHAR').map(([key]) => key)
    const sample = texts.length
      ? await this.#opened.engine.ask(`select ${texts.map(identifier).join(', ')} from (${base}) q limit ${GUESSED_FROM}`)
      : []
    return found.map(([key, native]) => {
      const at = texts.indexOf(key)
      return at < 0
        ? columnOf(key, native)
        : guess(
            key,
            sample.map(row => row[at] as string | null),
            this.#opened.settings.decimal,
          )
    })
  }

  #select(query: Query, shape: Shape, { where, limit, now }: Reading): { sql: string; params: string[] } {
    const params: string[] = []
    const only = where ? ` where ${this.#where(where, shape, now, params)}` : ''
    const most = limit === undefined ? '' : ` limit ${Math.max(0, Math.floor(limit))}`
    return { sql: `select ${shape.map(selected).join(', ')} from (${this.#base(query)}) q${only}${most}`, params }
  }
  #where(where: Conditions, shape: Shape, now: number, params: string[]): string {
    const translated = translate(where, shape, sqlDialect, now, params.length)
    if (!translated) throw new Stop('source.not_narrowed', 'The condition cannot be decided in the file', 'It must be decided row by row.')
    params.push(...translated.params)
    return translated.sql
  }

  async #unchanged(): Promise<void> {
    const stamp = await this.#opened.file.stamp().catch(() => '')
    if (stamp !== this.#opened.stamp)
      throw new Stop('source.changed', 'The file changed while it was being read', 'Run again once it is written completely.')
  }
  #alive(): void {
    if (this.#opened.kill.aborted) throw new Stop('source.cancelled', 'Reading the file was cut', 'The run was killed.')
  }
  #stopOf(cause: unknown): Error {
    return stopOf(cause, this.#opened.file, this.#opened.kill)
  }
  async #try<T>(work: () => Promise<T>): Promise<T> {
    try {
      this.#alive()
      return await work()
    } catch (cause) {
      throw this.#stopOf(cause)
    }
  }
}

/** Lines that the engine passed over without a word are spoiled too: rows and spoiled lines are all there is. */
function balanced(spoiled: readonly Spoiled[], missing: number): readonly Spoiled[] {
  const count = spoiled.reduce((sum, s) => sum + s.count, 0)
  return missing <= count ? spoiled : [{ code: 'bad_line', samples: spoiled.flatMap(s => s.samples), count: missing }]
}

/** Loops instead of entries: this runs for every cell. A column called `__proto__` needs an object that inherits nothing. */
function rowMaker(finishes: readonly (readonly [string, (value: unknown) => Value])[]): (cells: readonly unknown[]) => Row {
  const blank = finishes.some(([key]) => key === '__proto__') ? () => Object.create(null) : () => ({})
  return cells => {
    const made: Record<string, Value> = blank()
    for (let i = 0; i < finishes.length; i++) {
      const [key, finished] = finishes[i]!
      made[key] = finished(cells[i])
    }
    return made
  }
}
