/** Reads one Postgres database: one connection, one snapshot, nothing written. The driver is loaded here and nowhere else. */
import Cursor from 'pg-cursor'
import { AskedOnce } from '../../../runtime/asked-once.ts'
import { type Composed, composed } from '../../../runtime/composed.ts'
import { translate } from '../../../runtime/conditions/sql.ts'
import type { Conditions } from '../../../runtime/conditions/tree.ts'
import type { Query, Reading, Row, Session, Shape, Surroundings, Table } from '../../../runtime/contract.ts'
import { Stop } from '../../../runtime/contract.ts'
import { oneSelect } from '../../../runtime/one-select.ts'
import { FIRST_PAGE, nextPage, rowMaker } from '../../../runtime/row-maker.ts'
import { refuseSameNames } from '../../../runtime/source-failure.ts'
import { AFTER_SQL, BEFORE_SQL } from '../pg-wire/failures.ts'
import { asText, type Limits, usualLimits } from '../pg-wire/link.ts'
import { clientConfig } from './address.ts'
import { columnOf, type PgType, reader } from './cells.ts'
import type { Connection } from './connection.ts'
import { Link } from './link.ts'
import { refusal } from './refused.ts'
import { sqlDialect } from './sql-dialect.ts'
import { findTable, readTypes, tablesOf, writesOf } from './tables.ts'

/** `limits` are for tests. */
export async function open(settings: Connection, around: Pick<Surroundings, 'kill'>, limits: Limits = usualLimits): Promise<Session> {
  const link = new Link(clientConfig(settings), limits, around.kill)
  await link.open()
  return new PostgresSession(link)
}

interface Described {
  shape: Shape
  types: readonly (PgType | undefined)[]
}

class PostgresSession implements Session {
  readonly #link: Link
  readonly #types = new Map<number, PgType>()
  readonly #described = new AskedOnce<Described>()

  constructor(link: Link) {
    this.#link = link
  }

  tables(): Promise<readonly Table[]> {
    return tablesOf(this.#link, this.#types)
  }

  async describe(query: Query): Promise<Shape> {
    return (await this.#describe(await this.#base(query))).shape
  }

  async *read(query: Query, reading: Reading): AsyncGenerator<readonly Row[]> {
    const base = await this.#base(query)
    const { shape, types } = await this.#describe(base)
    const params: string[] = []
    const where = reading.where ? ` where ${this.#where(reading.where, shape, reading.now, params)}` : ''
    const most = reading.limit === undefined ? '' : ` limit ${Math.max(0, Math.floor(reading.limit))}`
    const make = rowMaker(shape.map(({ key }, i) => [key, reader(types[i], this.#types)] as const))
    await this.#link.mark()
    // To the server a cursor is one statement from its first row to its last, however long somebody else takes in between.
    await this.#link.limitStatements(0)
    const { statementMs, silenceMs } = this.#link.limits
    const pageMs = Math.min(statementMs, silenceMs)
    const cursor = this.#link.client.query(new Cursor<(string | null)[]>(`${base}${where}${most}`, params, asText as never))
    const ask = (rows: number) => {
      const page = this.#link.inTime(() => cursor.read(rows), pageMs)
      // Looked at when its turn comes.
      page.catch(() => {})
      return page
    }
    let failed = false
    let ahead: ReturnType<typeof ask> | undefined
    let size = Math.min(FIRST_PAGE, reading.size)
    try {
      for (let pages = 0; !reading.stop.aborted; pages++) {
        const rows = await (ahead ?? ask(size))
        ahead = undefined
        if (rows.length === 0) return
        size = nextPage(rows, reading.size)
        // The database makes the next page while this one is worked on. Who wants the first one only does not wait for a second.
        if (pages > 0) ahead = ask(size)
        yield rows.map(make)
      }
    } catch (cause) {
      failed = true
      throw cause
    } finally {
      const missed =
        ahead !== undefined &&
        !failed &&
        (await ahead.then(
          () => false,
          () => true,
        ))
      // Nobody asked for the page that failed: what is asked next must not hear of it.
      if (missed) await this.#link.backToMark()
      // A failed cursor is closed by the driver, and closing one on a lost connection would wait forever.
      if (!failed && !missed) await this.#link.whileThere(cursor.close().then(() => this.#link.limitStatements(statementMs)))
    }
  }

  narrows(where: Conditions, shape: Shape): boolean {
    return translate(where, shape, sqlDialect, 0) !== undefined
  }

  async count(query: Query, wheres: readonly (Conditions | undefined)[], now: number): Promise<readonly number[]> {
    const base = await this.#base(query)
    const { shape } = await this.#describe(base)
    const params: string[] = []
    const counts = wheres.map(where => `count(*)${where ? ` filter (where ${this.#where(where, shape, now, params)})` : ''}`)
    const { rows } = await this.#link.ask(`select ${counts.join(', ')} from (${base}) counted`, params)
    return rows[0]!.map(Number)
  }

  async compose(query: Query): Promise<Composed> {
    return composed(`(${await this.#base(query)}) q`, sqlDialect)
  }

  /** The start of the transaction, and so never later than its snapshot. */
  async clock(): Promise<number> {
    const { rows } = await this.#link.ask('select floor(extract(epoch from now()) * 1000)::bigint')
    return Number(rows[0]![0])
  }

  mayWrite(): Promise<string | undefined> {
    return writesOf(this.#link)
  }

  close(): Promise<void> {
    return this.#link.close()
  }

  /** The rows asked for, as a statement that conditions can be added to. */
  async #base({ from }: Query): Promise<string> {
    if ('table' in from) return `select * from ${await findTable(this.#link, from.table)} q`
    const read = oneSelect(from.sql)
    if ('flaw' in read) throw new Stop('source.not_one_select', 'The query is not one SELECT', read.flaw)
    const why = refusal(read.sql, read.tokens)
    if (why) throw new Stop('source.refused_query', 'The query is refused', why)
    return `${BEFORE_SQL}${read.sql}${AFTER_SQL}`
  }

  #describe(base: string): Promise<Described> {
    return this.#described.ask(base, () => this.#columns(base))
  }
  async #columns(base: string): Promise<Described> {
    const { fields } = await this.#link.ask(`${base} limit 0`)
    refuseSameNames(fields.map(f => f.name))
    await readTypes(
      this.#link,
      this.#types,
      fields.map(f => f.dataTypeID),
    )
    const types = fields.map(f => this.#types.get(f.dataTypeID))
    return { types, shape: fields.map((f, i) => columnOf(f.name, types[i], this.#types)) }
  }

  #where(where: Conditions, shape: Shape, now: number, params: string[]): string {
    const translated = translate(where, shape, sqlDialect, now, params.length)
    if (!translated)
      throw new Stop('source.not_narrowed', 'The condition cannot be decided in the database', 'It must be decided row by row.')
    params.push(...translated.params)
    return translated.sql
  }
}
