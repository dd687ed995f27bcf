/** One connection in one read-only snapshot, with a savepoint around every question. */
import type { ClientConfig } from 'pg'
import { type Answer, asText, type Limits, PgLink } from '../pg-wire/link.ts'
import { stopOf } from './failures.ts'

export class Link extends PgLink {
  constructor(config: ClientConfig, limits: Limits, kill: AbortSignal) {
    super(config, limits, kill, stopOf)
  }

  protected async begin(): Promise<void> {
    await this.client.query('begin transaction isolation level repeatable read, read only')
    await this.client.query({ text: `select ${settings(this.limits)}`, ...asText })
  }

  /** How long the server lets a statement take from now on, in this transaction; 0: as long as it likes. */
  async limitStatements(ms: number): Promise<void> {
    await this.ask(`select set_config('statement_timeout', '${ms}', true)`)
  }

  /** What fails from here on can be undone, also where nobody waits for it. */
  async mark(): Promise<void> {
    await this.inTurn(() => this.client.query('savepoint reading'))
  }
  async backToMark(): Promise<void> {
    await this.whileThere(this.inTurn(() => this.client.query('rollback to savepoint reading')))
  }

  /** A statement that may fail without spoiling the snapshot for the next one. */
  protected async send(text: string, params: readonly unknown[]): Promise<Answer> {
    await this.client.query('savepoint asked')
    try {
      const result = await this.client.query<(string | null)[]>({ text, values: [...params], ...asText })
      await this.client.query('release savepoint asked')
      return result
    } catch (cause) {
      await this.client.query('rollback to savepoint asked').catch(() => {})
      throw cause
    }
  }
}

/** Local to the transaction, so that a pooled connection is given back as it was. */
function settings({ statementMs }: Limits): string {
  const wanted: Readonly<Record<string, string>> = {
    statement_timeout: String(statementMs),
    lock_timeout: '10000',
    idle_in_transaction_session_timeout: '3600000',
    timezone: 'UTC',
    datestyle: 'ISO, YMD',
    intervalstyle: 'iso_8601',
    bytea_output: 'hex',
    extra_float_digits: '1',
    standard_conforming_strings: 'on',
  }
  return Object.entries(wanted)
    .map(([name, value]) => `set_config('${name}', '${value}', true)`)
    .join(', ')
}
