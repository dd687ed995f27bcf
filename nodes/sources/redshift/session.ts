/** Reads one Redshift database through cursors: nothing is held here that is not being looked at, and nothing is written. */
import { AskedOnce } from '../../../runtime/asked-once.ts'
import { type Composed, composed } from '../../../runtime/composed.ts'
import { translate } from '../../../runtime/conditions/sql.ts'
import type { Conditions } from '../../../runtime/conditions/tree.ts'
import type { Query, Reading, Row, Session, Shape, Surroundings, Table } from '../../../runtime/contract.ts'
import { Stop } from '../../../runtime/contract.ts'
import { cautious, oneSelect, type Token } from '../../../runtime/one-select.ts'
import { FIRST_PAGE, nextPage, rowMaker } from '../../../runtime/row-maker.ts'
import { refuseSameNames } from '../../../runtime/source-failure.ts'
import { AFTER_SQL, BEFORE_SQL } from '../pg-wire/failures.ts'
import { type Limits, usualLimits } from '../pg-wire/link.ts'
import { clientConfig } from './address.ts'
import { columnOf, reader } from './cells.ts'
import type { Connection } from './connection.ts'
import { Link } from './link.ts'
import { sqlDialect } from './sql-dialect.ts'
import { findTable, tablesOf, writesOf } from './tables.ts'

/** `limits` are for tests. */
export async function open(settings: Connection, around: Pick<Surroundings, 'kill'>, limits: Limits = usualLimits): Promise<Session> {
  const another = async () => {
    const link = new Link(clientConfig(settings), limits, around.kill)
    await link.open()
    return link
  }
  return new RedshiftSession(await another(), another)
}

interface Described {
  shape: Shape
  oids: readonly number[]
}
const CURSOR = 'tributary_reading'
/** Functions that act instead of reading. */
const acting = /^(pg_terminate_backend|pg_cancel_backend|set_config|pg_sleep|nextval|setval|lo_\w+|dblink\w*)$/

class RedshiftSession implements Session {
  readonly #link: Link
  readonly #another: () => Promise<Link>
  readonly #described = new AskedOnce<Described>()
  #reading = false

  constructor(link: Link, another: () => Promise<Link>) {
    this.#link = link
    this.#another = another
  }

  tables(): Promise<readonly Table[]> {
    return tablesOf(this.#link)
  }

  async describe(query: Query): Promise<Shape> {
    return (await this.#describe(await this.#base(query))).shape
  }

  /** A session has one cursor at a time: a second reading meanwhile gets a connection, and a snapshot, of its own. */
  async *read(query: Query, reading: Reading): AsyncGenerator<readonly Row[]> {
    const base = await this.#base(query)
    const { shape, oids } = await this.#describe(base)
    const where = reading.where ? ` where ${this.#where(reading.where, shape, reading.now)}` : ''
    const most = reading.limit === undefined ? '' : ` limit ${Math.max(0, Math.floor(reading.limit))}`
    const make = rowMaker(shape.map(({ key }, i) => [key, reader(oids[i]!)] as const))
    const own = this.#reading
    const link = own ? await this.#another() : this.#link
    if (!own) this.#reading = true
    let declared = false
    try {
      await link.ask(`declare ${CURSOR} cursor for ${base}${where}${most}`)
      declared = true
      // The first rows come when the whole result is ready, the others at once.
      let silenceMs: number | undefined
      let size = Math.min(FIRST_PAGE, reading.size)
      while (!reading.stop.aborted) {
        const { rows } = await link.ask(`fetch forward ${size} from ${CURSOR}`, [], silenceMs)
        if (rows.length === 0) return
        silenceMs = link.limits.silenceMs
        size = nextPage(rows, reading.size)
        yield rows.map(make)
      }
    } catch (cause) {
      declared = false
      throw cause
    } finally {
      // A cursor that failed is gone with its transaction.
      if (own) await link.close()
      else {
        if (declared) await link.ask(`close ${CURSOR}`).catch(() => {})
        this.#reading = false
      }
    }
  }

  narrows(where: Conditions, shape: Shape): boolean {
    return translate(where, shape, sqlDialect, 0) !== undefined
  }

  async count(query: Query, wheres: readonly (Conditions | undefined)[], now: number): Promise<readonly number[]> {
    const base = await this.#base(query)
    const { shape } = await this.#describe(base)
    const counts = wheres.map(where => (where ? `count(case when ${this.#where(where, shape, now)} then 1 end)` : 'count(*)'))
    const { rows } = await this.#link.ask(`select ${counts.join(', ')} from (${base}) counted`)
    return rows[0]!.map(Number)
  }

  async compose(query: Query): Promise<Composed> {
    return composed(`(${await this.#base(query)}) q`, sqlDialect)
  }

  /** The start of the transaction, and so never later than its snapshot. */
  async clock(): Promise<number> {
    const { rows } = await this.#link.ask('select cast(extract(epoch from current_timestamp) as bigint) * 1000')
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
    const read = oneSelect(from.sql, cautious)
    if ('flaw' in read) throw new Stop('source.not_one_select', 'The query is not one SELECT', read.flaw)
    const why = refusal(read.tokens)
    if (why) throw new Stop('source.refused_query', 'The query is refused', why)
    return `${BEFORE_SQL}${read.sql}${AFTER_SQL}`
  }

  #describe(base: string): Promise<Described> {
    return this.#described.ask(base, () => this.#columns(base))
  }
  async #columns(base: string): Promise<Described> {
    const { fields } = await this.#link.ask(`${base} limit 0`)
    refuseSameNames(fields.map(f => f.name))
    return {
      oids: fields.map(f => f.dataTypeID),
      shape: fields.map(f => columnOf(f.name, f.dataTypeID, f.dataTypeModifier)),
    }
  }

  #where(where: Conditions, shape: Shape, now: number): string {
    const translated = translate(where, shape, sqlDialect, now)
    if (translated) return translated.sql
    throw new Stop('source.not_narrowed', 'The condition cannot be decided in the database', 'It must be decided row by row.')
  }
}

/** Why this query is refused; `undefined` when nothing in it acts. */
function refusal(tokens: readonly Token[]): string | undefined {
  for (const [i, token] of tokens.entries()) {
    const next = tokens[i + 1]
    if (token.text === '$' && next?.kind === 'number') return 'It uses a parameter. Write the value into the query.'
    if ((token.kind === 'word' || token.kind === 'quoted') && next?.text === '(' && acting.test(token.text))
      return `It calls ${token.text}, which does more than read.`
    if (token.kind === 'word' && token.text === 'into') return 'It uses SELECT INTO, which writes a table.'
  }
  return undefined
}
