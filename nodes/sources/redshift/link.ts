/** One connection in one read-only transaction, which is one snapshot. There are no savepoints: a failure begins another transaction. */
import type { ClientConfig } from 'pg'
import { type Answer, asText, type Limits, PgLink } from '../pg-wire/link.ts'
import { stopOf } from './failures.ts'

export class Link extends PgLink {
  /** A failed statement spoils the transaction. */
  #spoiled = false

  constructor(config: ClientConfig, limits: Limits, kill: AbortSignal) {
    super(config, limits, kill, stopOf)
  }

  protected async begin(): Promise<void> {
    for (const setting of settings(this.limits)) await this.#run(setting)
    await this.#run('begin read only')
  }

  /** Redshift's cursors take no parameters, and so nothing here does. */
  protected async send(text: string): Promise<Answer> {
    if (this.#spoiled) {
      await this.#run('rollback')
      await this.#run('begin read only')
      this.#spoiled = false
    }
    try {
      return await this.#run(text)
    } catch (cause) {
      this.#spoiled = true
      throw cause
    }
  }

  #run(text: string): Promise<Answer> {
    return this.client.query<(string | null)[]>({ text, ...asText })
  }
}

/** `extra_float_digits` at its most writes every digit that a double has. */
const settings = ({ statementMs }: Limits): string[] => [
  `set statement_timeout to ${statementMs}`,
  `set timezone to 'UTC'`,
  `set datestyle to 'ISO, YMD'`,
  'set extra_float_digits to 2',
]
