/** One file, read through an embedded engine that is locked to it. */
import { type Composed, composed } from '../../../runtime/composed.ts'
import { identifier, translate } from '../../../runtime/conditions/sql.ts'
import type { Conditions } from '../../../runtime/conditions/tree.ts'
import type { Query, Reading, Row, Session, Shape, Spoiled, Table, Value } from '../../../runtime/contract.ts'
import { Stop } from '../../../runtime/contract.ts'
import { oneSelect } from '../../../runtime/one-select.ts'
import { columnOf, finish, selected } from './cells.ts'
import type { Engine, Line } from './engine.ts'
import { stopOf, whereTablesAre } from './failures.ts'
import { guess } from './guess.ts'
import type { Placed } from './place.ts'
import { refusal } from './refused.ts'
import type { Room } from './room.ts'
import type { FileSettings } from './settings.ts'
import { sortedText, sqlDialect } from './sql-dialect.ts'
import { leftOutSaid, understood } from './understood.ts'
import type { View, ViewTable } from './view.ts'

const GUESSED_FROM = 2000
/** Of how many tables the columns are listed. */
const DESCRIBED_MAX = 100

export interface Opened {
  now: number
  engine: Engine
  /** For what a person wrote; made when it is first needed. */
  apart(): Promise<Engine>
  file: Placed
  views: readonly View[]
  stamp: string
  settings: FileSettings
  leftOut: readonly string[]
  kill: AbortSignal
  close(): void
  room: Room
}
export class FileSession implements Session {
  readonly #opened: Opened
  readonly #tables: readonly ViewTable[]
  readonly #shapes = new Map<string, Promise<Shape>>()
  #spoiled: readonly Spoiled[] = []
  #closed = false

  constructor(opened: Opened) {
    this.#opened = opened
    this.#tables = opened.views.flatMap(({ tables }) => tables)
  }

  async tables(): Promise<readonly Table[]> {
    const tables: Table[] = []
    for (const [i, { name }] of this.#tables.entries())
      tables.push(i < DESCRIBED_MAX ? { name, columns: await this.describe({ from: { table: name }, key: [] }) } : { name })
    return tables
  }

  async describe(query: Query): Promise<Shape> {
    const base = this.#base(query)
    const known = this.#shapes.get(base)
    if (known) return known
    const shape = this.#try(async () => this.#describe(base, await this.#engineFor(query)))
    this.#shapes.set(base, shape)
    shape.catch(() => this.#shapes.delete(base))
    return shape
  }

  async *read(query: Query, reading: Reading): AsyncGenerator<readonly Row[]> {
    const shape = await this.describe(query)
    const { sql, params } = this.#select(query, shape, reading)
    const engine = await this.#engineFor(query)
    const make = rowMaker(shape.map(column => [column.key, finish(column)] as const))
    const line = await engine.line()
    try {
      await this.#unchanged()
      let read = 0
      for await (const rows of line.rows(sql, params)) {
        read += rows.length
        for (let at = 0; at < rows.length; at += reading.size) {
          if (reading.stop.aborted) return
          this.#alive()
          yield rows.slice(at, at + reading.size).map(make)
        }
      }
      await this.#unchanged()
      this.#spoiled = await this.#spoiledOf(query, line)
      const whole = 'table' in query.from && reading.where === undefined && reading.limit === undefined
      const records = 'table' in query.from ? this.#table(query.from.table)?.records : undefined
      if (whole && records !== undefined) this.#spoiled = balanced(this.#spoiled, records - read)
    } catch (cause) {
      throw this.#stopOf(cause)
    } finally {
      line.close()
    }
  }

  /** Of the files that were read: a query reads those that it names. */
  async #spoiledOf({ from }: Query, line: Line): Promise<Spoiled[]> {
    const { views } = this.#opened
    const reads = ({ name }: ViewTable) =>
      'table' in from ? from.table.toLowerCase() === name.toLowerCase() : from.sql.toLowerCase().includes(name.toLowerCase())
    const asked = views.length === 1 ? views : views.filter(({ tables }) => tables.some(reads))
    // All CSV files are asked after by one question.
    const found: Spoiled[] = []
    for (const spoiled of new Set(asked.map(view => view.spoiled))) found.push(...(await spoiled(line)))
    return found
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
    const [row] = await this.#try(async () =>
      (await this.#engineFor(query)).ask(`select ${counts.join(', ')} from (${this.#base(query)}) q where ${whole}`, params),
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
    const { settings, leftOut } = this.#opened
    const forms = this.#tables.flatMap(({ name, form }) => (form ? [{ name, said: understood(form, settings, shape) }] : []))
    const said = forms.length === 1 ? forms[0]!.said : forms.flatMap(({ name, said }) => said.slice(0, 2).map(one => `${name}: ${one}`))
    return [...said, ...leftOutSaid(leftOut)]
  }

  spoiled(): readonly Spoiled[] {
    return this.#spoiled
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#opened.close()
    await this.#opened.room.leave()
  }
  #engineFor({ from }: Query): Engine | Promise<Engine> {
    const written = 'sql' in from || this.#table(from.table)?.written
    return written ? this.#opened.apart() : this.#opened.engine
  }
  #table(name: string): ViewTable | undefined {
    return this.#tables.find(table => table.name.toLowerCase() === name.toLowerCase())
  }

  #base({ from }: Query): string {
    if ('table' in from) {
      const found = this.#table(from.table)
      if (found) return `select * from ${found.sql}`
      throw new Stop(
        'source.no_table',
        `There is no table "${from.table.slice(0, 100)}"`,
        whereTablesAre(this.#opened.file, this.#tables.length),
      )
    }
    const read = oneSelect(from.sql)
    if ('flaw' in read) throw new Stop('source.not_one_select', 'The query is not one SELECT', read.flaw)
    const why = refusal(read.tokens)
    if (why) throw new Stop('source.refused_query', 'The query is refused', why)
    return `select * from (\n${read.sql}\n) q`
  }

  async #describe(base: string, engine: Engine): Promise<Shape> {
    const found = (await engine.ask(`select column_name, column_type from (describe ${base})`)) as [string, string][]
    const texts = found.filter(([, native]) => native === 'VARCHAR').map(([key]) => key)
    const sample = texts.length ? await engine.ask(`select ${texts.map(identifier).join(', ')} from (${base}) q limit ${GUESSED_FROM}`) : []
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
