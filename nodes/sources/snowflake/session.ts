/** Reads one Snowflake database: results stream in piece by piece, all cells as text that the warehouse wrote, nothing is written there. */
import { AskedOnce } from '../../../runtime/asked-once.ts'
import { type Composed, composed } from '../../../runtime/composed.ts'
import { identifier, translate } from '../../../runtime/conditions/sql.ts'
import type { Conditions } from '../../../runtime/conditions/tree.ts'
import type { Query, Reading, Row, Session, Shape, Surroundings, Table } from '../../../runtime/contract.ts'
import { Stop } from '../../../runtime/contract.ts'
import { oneSelect, slashComments, type Token } from '../../../runtime/one-select.ts'
import { FIRST_PAGE, nextPage, rowMaker } from '../../../runtime/row-maker.ts'
import { cancelled, refuseSameNames, refuseShort } from '../../../runtime/source-failure.ts'
import { asked, columnOf, reader, shownNames } from './cells.ts'
import type { Connection } from './connection.ts'
import { stopOf } from './failures.ts'
import { type Limits, Link, usualLimits } from './link.ts'
import { sqlDialect } from './sql-dialect.ts'
import { findTable, tablesOf, writesOf } from './tables.ts'

/** `limits` are for tests. */
export async function open(settings: Connection, around: Pick<Surroundings, 'kill'>, limits: Limits = usualLimits): Promise<Session> {
  return new SnowflakeSession(await Link.open(settings, limits, around.kill), around.kill)
}

interface Base {
  /** A table expression whose columns have the names that are shown. */
  sql: string
  shape: Shape
  types: readonly string[]
}
const NOW = `to_varchar(convert_timezone('UTC', current_timestamp()), 'YYYY-MM-DD"T"HH24:MI:SS.FF9')`

class SnowflakeSession implements Session {
  readonly #link: Link
  readonly #kill: AbortSignal
  readonly #bases = new AskedOnce<Base>()
  #began: Promise<string> | undefined
  /** Whether what answers works queries out: a recorder or a gateway may give what it holds, whatever it is asked. */
  #works: Promise<boolean> | undefined
  #decides = true

  constructor(link: Link, kill: AbortSignal) {
    this.#link = link
    this.#kill = kill
  }

  tables(): Promise<readonly Table[]> {
    return tablesOf(this.#link)
  }

  async describe(query: Query): Promise<Shape> {
    this.#works ??= this.#link.select('select to_varchar(6 * 7)').then(
      rows => rows.length === 1 && rows[0]![0] === '42',
      () => false,
    )
    const [{ shape }, works] = await Promise.all([this.#base(query), this.#works])
    this.#decides = works
    return shape
  }

  async *read(query: Query, reading: Reading): AsyncGenerator<readonly Row[]> {
    const { sql, shape, types } = await this.#base(query)
    const params: string[] = []
    const where = reading.where ? ` where ${this.#where(reading.where, shape, reading.now, params)}` : ''
    const most = reading.limit === undefined ? '' : ` limit ${Math.max(0, Math.floor(reading.limit))}`
    const cells = shape.map(({ key }, i) => `${asked(types[i]!, identifier(key))} as ${identifier(key)}`)
    const make = rowMaker(shape.map(({ key }, i) => [key, reader(types[i]!)] as const))
    const { rows, statement } = await this.#link
      .run(`select ${cells.join(', ')} from ${sql}${where}${most}`, params, false, reading.stop)
      .catch(cause => {
        if (reading.stop.aborted && !this.#kill.aborted) return { rows: undefined, statement: undefined }
        throw cause
      })
    if (!rows) return
    const stream = rows()
    // What was sent for is dropped, and what waits for it hears why.
    const cut = () => stream.destroy(cancelled())
    this.#kill.addEventListener('abort', cut, { once: true })
    try {
      let came = 0
      for await (const page of this.#pages(stream, reading.size)) {
        if (reading.stop.aborted) return
        came += page.length
        yield page.map(make)
        if (reading.stop.aborted) return
      }
      refuseShort(came, statement.getNumRows())
    } catch (cause) {
      throw this.#kill.aborted ? cancelled() : stopOf(cause)
    } finally {
      this.#kill.removeEventListener('abort', cut)
      stream.destroy()
    }
  }
  /** Rows of many characters come in small pages. */
  async *#pages(stream: AsyncIterable<unknown> & { destroy(cause?: Error): void }, most: number): AsyncGenerator<(string | null)[][]> {
    let page: (string | null)[][] = []
    let size = Math.min(FIRST_PAGE, most)
    const silent = new Stop('source.timeout', 'Snowflake gave no row for too long', 'The reading was cancelled. Read less.')
    const rows = stream[Symbol.asyncIterator]()
    for (;;) {
      const silence = setTimeout(() => stream.destroy(silent), this.#link.limits.silenceMs)
      const next = await rows.next().finally(() => clearTimeout(silence))
      if (this.#kill.aborted) throw cancelled()
      if (next.done) break
      page.push(next.value as (string | null)[])
      if (page.length < size) continue
      const full = page
      size = nextPage(full, most)
      page = []
      yield full
    }
    if (page.length > 0) yield page
  }

  narrows(where: Conditions, shape: Shape): boolean {
    return this.#decides && translate(where, shape, sqlDialect, 0) !== undefined
  }

  async count(query: Query, wheres: readonly (Conditions | undefined)[], now: number): Promise<readonly number[]> {
    const { sql, shape } = await this.#base(query)
    const params: string[] = []
    const counts = wheres.map(where => `to_varchar(${where ? `count_if(${this.#where(where, shape, now, params)})` : 'count(*)'})`)
    const [row] = await this.#link.select(`select ${counts.join(', ')} from ${sql}`, params)
    return (row ?? []).map(Number)
  }

  async compose(query: Query): Promise<Composed> {
    return composed(`(select * from ${(await this.#base(query)).sql}) q`, sqlDialect)
  }

  /** The moment that tables are read as of; it is UTC and does not say so. */
  async clock(): Promise<number> {
    return Date.parse(`${await this.#now()}Z`)
  }

  mayWrite(): Promise<string | undefined> {
    return writesOf(this.#link)
  }

  close(): Promise<void> {
    return this.#link.close()
  }

  #base({ from }: Query): Promise<Base> {
    return this.#bases.ask(JSON.stringify(from), () => this.#made(from))
  }
  async #made(from: Query['from']): Promise<Base> {
    const sql = 'table' in from ? await this.#ofTable(from.table) : ofQuery(from.sql)
    const columns = (await this.#link.describe(`select * from ${sql}`)).getColumns() ?? []
    const names = columns.map(c => c.getName())
    refuseSameNames(names)
    const shown = shownNames(names)
    const types = columns.map(c => c.getType())
    const shape = columns.map((c, i) =>
      columnOf({ name: names[i]!, type: types[i]!, precision: c.getPrecision(), scale: c.getScale() }, shown[i]),
    )
    const renamed = names.map((name, i) => `${identifier(name)} as ${identifier(shown[i]!)}`)
    return { sql: `(select ${renamed.join(', ')} from ${sql}) w`, shape, types }
  }
  /** All readings of a table see it as it was when the run first looked, by Snowflake's clock. */
  async #ofTable(written: string): Promise<string> {
    const { sql, past } = await findTable(this.#link, written)
    if (!past) return `${sql} q`
    const moment = await this.#now()
    return /^[\d\-T:.]{19,30}$/.test(moment) ? `${sql} at(timestamp => '${moment} +0000'::timestamp_tz) q` : `${sql} q`
  }

  #now(): Promise<string> {
    this.#began ??= this.#link.select(`select ${NOW}`).then(([row]) => row?.[0] ?? '')
    return this.#began
  }

  #where(where: Conditions, shape: Shape, now: number, params: string[]): string {
    const translated = translate(where, shape, sqlDialect, now, params.length)
    if (!translated) throw new Stop('source.not_narrowed', 'The condition cannot be decided in Snowflake', 'It must be decided row by row.')
    params.push(...translated.params)
    return translated.sql
  }
}

function ofQuery(written: string): string {
  const read = oneSelect(written, slashComments)
  if ('flaw' in read) throw new Stop('source.not_one_select', 'The query is not one SELECT', read.flaw)
  const why = refusal(read.tokens)
  if (why) throw new Stop('source.refused_query', 'The query is refused', why)
  return `(\n${read.sql}\n) q`
}
/** Why this query is refused; `undefined` when nothing in it acts. */
function refusal(tokens: readonly Token[]): string | undefined {
  for (const [i, { text, kind }] of tokens.entries()) {
    const next = tokens[i + 1]
    if (kind === 'mark' && (text === '?' || (text === ':' && next?.kind === 'number' && tokens[i - 1]?.text !== ':')))
      return 'It uses a parameter. Write the value into the query.'
    if ((kind === 'word' || kind === 'quoted') && /^system\$/i.test(text)) return `It calls ${text}, which does more than read.`
  }
  return undefined
}
