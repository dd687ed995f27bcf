/** Reads the datasets of one BigQuery project: queries are jobs, their results come page by page, nothing is written. */
import { AskedOnce } from '../../../runtime/asked-once.ts'
import { type Composed, composed } from '../../../runtime/composed.ts'
import { moment } from '../../../runtime/conditions/moment.ts'
import { translate } from '../../../runtime/conditions/sql.ts'
import type { Conditions } from '../../../runtime/conditions/tree.ts'
import type { Query, Reading, Row, Session, Shape, Surroundings, Table, Value } from '../../../runtime/contract.ts'
import { Stop } from '../../../runtime/contract.ts'
import { hashComments, oneSelect } from '../../../runtime/one-select.ts'
import { cancelled, refuseSameNames } from '../../../runtime/source-failure.ts'
import { type Cell, columnOf, type Field, reader } from './cells.ts'
import { Client, type Limits, usualLimits } from './client.ts'
import type { Connection } from './connection.ts'
import { Jobs } from './job.ts'
import { sqlDialect } from './sql-dialect.ts'
import { type Found, findTable, tablesOf, writesOf } from './tables.ts'

/** Asks for nothing yet: the first question logs in. `limits` are for tests. */
export async function open(settings: Connection, around: Pick<Surroundings, 'kill'>, limits: Limits = usualLimits): Promise<Session> {
  if (around.kill.aborted) throw cancelled()
  const client = new Client(settings, around.kill, limits)
  return new BigQuerySession(client, settings, new Jobs(client, settings, limits, around.kill))
}

interface Base {
  sql: string
  fields: readonly Field[]
  shape: Shape
}

class BigQuerySession implements Session {
  readonly #client: Client
  readonly #settings: Connection
  readonly #jobs: Jobs
  readonly #bases = new AskedOnce<Base>()
  #began: Promise<Value[]> | undefined
  /** Whether what answers works queries out: a recorder or an emulator may give what it holds, whatever it is asked. */
  #decides = true

  constructor(client: Client, settings: Connection, jobs: Jobs) {
    this.#client = client
    this.#settings = settings
    this.#jobs = jobs
  }

  tables(): Promise<readonly Table[]> {
    return tablesOf(this.#client, this.#settings)
  }

  async describe(query: Query): Promise<Shape> {
    const [{ shape }, [, answer]] = await Promise.all([this.#base(query), this.#asked().catch(() => [])])
    this.#decides = answer === '42'
    return shape
  }

  async *read(query: Query, reading: Reading): AsyncGenerator<readonly Row[]> {
    const { sql, fields, shape } = await this.#base(query)
    const params: string[] = []
    const where = reading.where ? ` where ${this.#where(reading.where, shape, reading.now, params)}` : ''
    const most = reading.limit === undefined ? '' : ` limit ${Math.max(0, Math.floor(reading.limit))}`
    const make = rowMaker(fields.map(field => [field.name, reader(field)] as const))
    // A page of wide rows is cut by BigQuery itself, at 10 MB.
    const pages = this.#jobs.pages({ sql: `select * from ${sql}${where}${most}`, params }, () => reading.size, reading.stop)
    for await (const { rows = [] } of pages) {
      if (reading.stop.aborted) return
      if (rows.length > 0) yield rows.map(make)
      if (reading.stop.aborted) return
    }
  }

  narrows(where: Conditions, shape: Shape): boolean {
    return this.#decides && translate(where, shape, sqlDialect, 0) !== undefined
  }

  async count(query: Query, wheres: readonly (Conditions | undefined)[], now: number): Promise<readonly number[]> {
    const { sql, shape } = await this.#base(query)
    const params: string[] = []
    const counts = wheres.map((where, i) => `${where ? `countif(${this.#where(where, shape, now, params)})` : 'count(*)'} as c${i}`)
    return (await this.#first({ sql: `select ${counts.join(', ')} from ${sql}`, params })).map(Number)
  }

  async compose(query: Query): Promise<Composed> {
    return composed((await this.#base(query)).sql, sqlDialect)
  }

  /** The moment that tables are read as of. */
  async clock(): Promise<number> {
    return moment(await this.#now())?.ms ?? Number.NaN
  }

  mayWrite(): Promise<string | undefined> {
    return writesOf(this.#client, this.#settings)
  }

  answered(): boolean {
    return this.#client.answered
  }

  /** Nothing is open between questions. */
  async close(): Promise<void> {}

  #base({ from }: Query): Promise<Base> {
    return this.#bases.ask(JSON.stringify(from), () => ('table' in from ? this.#ofTable(from.table) : this.#ofQuery(from.sql)))
  }
  async #ofTable(written: string): Promise<Base> {
    const found = await findTable(this.#client, this.#settings, written)
    return { sql: `${found.sql}${await this.#past(found)} q`, fields: found.fields, shape: found.fields.map(columnOf) }
  }
  async #ofQuery(written: string): Promise<Base> {
    const read = oneSelect(written, hashComments)
    if ('flaw' in read) throw new Stop('source.not_one_select', 'The query is not one SELECT', read.flaw)
    if (read.tokens.some(({ text }, i) => text === '@' && read.tokens[i + 1]?.kind === 'word'))
      throw new Stop(
        'source.refused_query',
        'The query is refused',
        'It uses a parameter or a system variable. Write the value into the query.',
      )
    const sql = `(\n${read.sql}\n) q`
    const fields = await this.#jobs.describe(`select * from ${sql}`)
    refuseSameNames(
      fields.map(f => f.name),
      name => name.toLowerCase(),
    )
    return { sql, fields, shape: fields.map(columnOf) }
  }

  /** All readings of a table see it as it was when the run first looked, by BigQuery's clock. */
  async #past({ past }: Found): Promise<string> {
    if (!past) return ''
    const moment = await this.#now()
    return /^[\d\-: .+TZ]{10,40}$/.test(moment) ? ` for system_time as of timestamp '${moment}'` : ''
  }
  async #now(): Promise<string> {
    return String((await this.#asked())[0])
  }
  /** When the run first looked, and a sum that only what works queries out gets right. */
  #asked(): Promise<Value[]> {
    this.#began ??= this.#first({ sql: 'select string(current_timestamp()), cast(6 * 7 as string)', params: [] })
    return this.#began
  }
  async #first(statement: { sql: string; params: readonly string[] }): Promise<Value[]> {
    for await (const { rows = [] } of this.#jobs.pages(statement, () => 1)) return (rows[0]?.f ?? []).map(({ v }) => v as Value)
    return []
  }

  #where(where: Conditions, shape: Shape, now: number, params: string[]): string {
    const translated = translate(where, shape, sqlDialect, now, params.length)
    if (!translated) throw new Stop('source.not_narrowed', 'The condition cannot be decided in BigQuery', 'It must be decided row by row.')
    params.push(...translated.params)
    return translated.sql
  }
}

/** Loops instead of entries: this runs for every cell. A column called `__proto__` needs an object that inherits nothing. */
function rowMaker(cells: readonly (readonly [string, (cell: Cell) => Value])[]): (row: { f: readonly { v: Cell }[] }) => Row {
  const blank = cells.some(([key]) => key === '__proto__') ? () => Object.create(null) : () => ({})
  return ({ f }) => {
    const made: Record<string, Value> = blank()
    for (let i = 0; i < cells.length; i++) {
      const [key, read] = cells[i]!
      made[key] = read(f[i]?.v ?? null)
    }
    return made
  }
}
