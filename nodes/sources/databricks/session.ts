/** Reads one catalog through a SQL warehouse: results come piece by piece, all cells as exact text, nothing is written. */
import { AskedOnce } from '../../../runtime/asked-once.ts'
import { type Composed, composed } from '../../../runtime/composed.ts'
import { translate } from '../../../runtime/conditions/sql.ts'
import type { Conditions } from '../../../runtime/conditions/tree.ts'
import type { Query, Reading, Row, Session, Shape, Surroundings, Table } from '../../../runtime/contract.ts'
import { Stop } from '../../../runtime/contract.ts'
import { backticked, oneSelect, type Token } from '../../../runtime/one-select.ts'
import { FIRST_PAGE, nextPage, rowMaker } from '../../../runtime/row-maker.ts'
import { cancelled, refuseSameNames } from '../../../runtime/source-failure.ts'
import { asked, columnOf, reader } from './cells.ts'
import { Client, type Limits, usualLimits } from './client.ts'
import type { Connection } from './connection.ts'
import { identifier, sqlDialect } from './sql-dialect.ts'
import { Statements } from './statement.ts'
import { noTable, quoted, tablesOf, writesOf } from './tables.ts'

/** Asks for nothing yet: the first question logs in. `limits` are for tests. */
export async function open(settings: Connection, around: Pick<Surroundings, 'kill'>, limits: Limits = usualLimits): Promise<Session> {
  if (around.kill.aborted) throw cancelled()
  const client = new Client(settings, limits, around.kill)
  return new DatabricksSession(client, new Statements(client, settings, limits, around.kill), settings, around.kill)
}

interface Base {
  sql: string
  shape: Shape
  types: readonly string[]
}

class DatabricksSession implements Session {
  readonly #client: Client
  readonly #statements: Statements
  readonly #settings: Connection
  readonly #kill: AbortSignal
  readonly #bases = new AskedOnce<Base>()

  constructor(client: Client, statements: Statements, settings: Connection, kill: AbortSignal) {
    this.#client = client
    this.#statements = statements
    this.#settings = settings
    this.#kill = kill
  }

  tables(): Promise<readonly Table[]> {
    return tablesOf(this.#statements, this.#settings)
  }

  async describe(query: Query): Promise<Shape> {
    return (await this.#base(query)).shape
  }

  async *read(query: Query, reading: Reading): AsyncGenerator<readonly Row[]> {
    const { sql, shape, types } = await this.#base(query)
    const params: string[] = []
    const where = reading.where ? ` where ${this.#where(reading.where, shape, reading.now, params)}` : ''
    const most = reading.limit === undefined ? '' : ` limit ${Math.max(0, Math.floor(reading.limit))}`
    const cells = shape.map(({ key }, i) => `${asked(types[i]!, identifier(key))} as ${identifier(key)}`)
    const make = rowMaker(shape.map(({ key }, i) => [key, reader(types[i]!)] as const))
    // The conditions see the columns as they are, not as text.
    const statement = `select ${cells.join(', ')} from (select * from ${sql}${where}${most}) r`
    let size = Math.min(FIRST_PAGE, reading.size)
    for await (const rows of this.#statements.pieces(statement, params, 'EXTERNAL_LINKS', reading.stop)) {
      for (let at = 0; at < rows.length; ) {
        if (reading.stop.aborted) return
        if (this.#kill.aborted) throw cancelled()
        const page = rows.slice(at, at + size)
        at += page.length
        size = nextPage(page, reading.size)
        yield page.map(make)
      }
      if (reading.stop.aborted) return
    }
    if (this.#kill.aborted) throw cancelled()
  }

  narrows(where: Conditions, shape: Shape): boolean {
    return translate(where, shape, sqlDialect, 0) !== undefined
  }

  async count(query: Query, wheres: readonly (Conditions | undefined)[], now: number): Promise<readonly number[]> {
    const { sql, shape } = await this.#base(query)
    const params: string[] = []
    const counts = wheres.map((where, i) => `${where ? `count_if(${this.#where(where, shape, now, params)})` : 'count(*)'} as c${i}`)
    const [row] = await this.#statements.select(`select ${counts.join(', ')} from ${sql}`, params)
    return (row ?? []).map(Number)
  }

  async compose(query: Query): Promise<Composed> {
    return composed((await this.#base(query)).sql, sqlDialect)
  }

  async clock(): Promise<number> {
    const [row] = await this.#statements.select('select unix_micros(now())')
    return Math.floor(Number(row?.[0] ?? Number.NaN) / 1000)
  }

  mayWrite(): Promise<string | undefined> {
    return writesOf(this.#statements, this.#settings)
  }

  answered(): boolean {
    return this.#client.answered
  }

  /** Nothing is open between questions. */
  async close(): Promise<void> {}

  #base({ from }: Query): Promise<Base> {
    return this.#bases.ask(JSON.stringify(from), () => this.#made(from))
  }
  async #made(from: Query['from']): Promise<Base> {
    const sql = 'table' in from ? `${quoted(from.table)} q` : ofQuery(from.sql)
    // Takes nothing but a query, and does not run it.
    const rows = await this.#statements.select(`describe query select * from ${sql}`).catch(cause => {
      throw 'table' in from && cause instanceof Stop && cause.code === 'source.no_table' ? noTable(from.table) : cause
    })
    const names = rows.map(([name]) => name!)
    refuseSameNames(names, name => name.toLowerCase())
    const types = rows.map(([, type]) => type ?? '')
    return { sql, types, shape: names.map((name, i) => columnOf(name, types[i]!)) }
  }

  #where(where: Conditions, shape: Shape, now: number, params: string[]): string {
    const translated = translate(where, shape, sqlDialect, now, params.length)
    if (!translated)
      throw new Stop('source.not_narrowed', 'The condition cannot be decided in Databricks', 'It must be decided row by row.')
    params.push(...translated.params)
    return translated.sql
  }
}

function ofQuery(written: string): string {
  const read = oneSelect(written, backticked)
  if ('flaw' in read) throw new Stop('source.not_one_select', 'The query is not one SELECT', read.flaw)
  const why = refusal(read.tokens)
  if (why) throw new Stop('source.refused_query', 'The query is refused', why)
  return `(\n${read.sql}\n) q`
}
/** Functions that act, run code or give secrets away, instead of reading tables. */
const acting = /^(reflect|try_reflect|java_method|http_request|secret|try_secret)$/
/** Why this query is refused; `undefined` when nothing in it acts. */
function refusal(tokens: readonly Token[]): string | undefined {
  for (const [i, { text, kind }] of tokens.entries()) {
    const next = tokens[i + 1]
    if (kind === 'mark' && (text === '?' || (text === ':' && /^tributary_\d+$/.test(next?.text ?? ''))))
      return 'It uses a parameter. Write the value into the query.'
    if ((kind === 'word' || kind === 'quoted') && next?.text === '(' && acting.test(text.toLowerCase()))
      return `It calls ${text}, which does more than read.`
  }
  return undefined
}
