/**
 * A stand-in for Redshift: a real Postgres behind a door that refuses what Redshift does not have (AWS documentation,
 * "Unsupported PostgreSQL features" and "DECLARE", read 2026-11): savepoints, collations, FILTER, settings of newer
 * servers, catalogues by OID, rows from a portal piece by piece, and a second open cursor. Every transaction sees one snapshot, as there.
 */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { freshDatabase } from './postgres.ts'
import { sql } from './reading.ts'

export interface Redshift {
  /** For the owner, past the door. */
  url: string
  connection: { host: string; port: number; database: string; user: string; password: string }
  /** Every statement that came through the door. */
  asked: string[]
  /** Cuts what is connected. */
  cut(): void
  close(): Promise<void>
}
const missing: readonly (readonly [RegExp, string])[] = [
  [/\b(savepoint|release)\b/i, 'savepoints'],
  [/\bcollate\s+"/i, 'collations'],
  [/\bfilter\s*\(/i, 'FILTER'],
  [/lock_timeout|idle_in_transaction|intervalstyle|bytea_output|standard_conforming/i, 'this setting'],
  [/repeatable read/i, 'this isolation'],
  [/\bany\s*\(\$|::oid\[\]/i, 'arrays'],
  [/\bpg_catalog\.pg_type\b/i, 'pg_type'],
]

export async function startRedshift(): Promise<Redshift> {
  const url = await freshDatabase()
  const real = new URL(url)
  await sql(
    url,
    `create function redshift_refuses(what text) returns int language plpgsql as $$ begin raise feature_not_supported using message = what || ' not supported'; end $$;
     alter database ${real.pathname.slice(1)} set default_transaction_isolation = 'repeatable read';
     set allow_system_table_mods = on;
     create view pg_catalog.svv_columns as select table_schema::text, table_name::text, column_name::text, ordinal_position, data_type::text from information_schema.columns; grant select on pg_catalog.svv_columns to public`,
  )
  const asked: string[] = []
  const open = new Set<Socket>()
  const door = createServer(client => {
    const server = connect(Number(real.port), real.hostname)
    const screen = new Screen(asked)
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      open.add(from)
      from.on('error', () => to.destroy())
      from.on('close', () => {
        open.delete(from)
        to.destroy()
      })
    }
    client.on('data', data => {
      const passed = screen.pass(data)
      if (passed === 'cut') client.destroy()
      else server.write(passed)
    })
    server.on('data', data => client.write(data))
  })
  door.listen(0, '127.0.0.1')
  await once(door, 'listening')
  const { port } = door.address() as { port: number }
  const cut = () => {
    for (const socket of open) socket.destroy()
  }
  const connection = {
    host: '127.0.0.1',
    port,
    database: real.pathname.slice(1),
    user: real.username,
    password: decodeURIComponent(real.password),
  }
  const close = async () => {
    cut()
    door.close()
  }
  return { url, connection, asked, cut, close }
}

/** Reads what a client sends, message by message, and replaces statements that Redshift would not take. */
class Screen {
  readonly #asked: string[]
  #rest: Buffer = Buffer.alloc(0)
  #started = false
  #cursor = false

  constructor(asked: string[]) {
    this.#asked = asked
  }

  pass(data: Buffer): Buffer | 'cut' {
    this.#rest = Buffer.concat([this.#rest, data])
    const out: Buffer[] = []
    for (;;) {
      const head = this.#started ? 1 : 0
      if (this.#rest.length < head + 4) break
      const end = head + this.#rest.readInt32BE(head)
      if (this.#rest.length < end) break
      const message = this.#rest.subarray(0, end)
      this.#rest = this.#rest.subarray(end)
      const passed = this.#message(message)
      if (passed === undefined) return 'cut'
      out.push(passed)
    }
    return Buffer.concat(out)
  }

  #message(message: Buffer): Buffer | undefined {
    if (!this.#started) {
      // Anything but the wish to be encrypted begins the session.
      this.#started = message.readInt32BE(4) !== 80_877_103
      return message
    }
    const kind = String.fromCharCode(message[0]!)
    if (kind === 'E') {
      const name = message.indexOf(0, 5)
      return message.readInt32BE(name + 1) === 0 ? message : undefined
    }
    if (kind !== 'P' && kind !== 'Q') return message
    const start = kind === 'P' ? message.indexOf(0, 5) + 1 : 5
    const end = message.indexOf(0, start)
    const text = message.toString('utf8', start, end)
    this.#asked.push(text)
    const refused = this.#refusal(text)
    if (!refused) return message
    const instead = Buffer.concat([
      message.subarray(0, start),
      Buffer.from(`select public.redshift_refuses('${refused}')`),
      message.subarray(end),
    ])
    instead.writeInt32BE(instead.length - 1, 1)
    return instead
  }

  #refusal(text: string): string | undefined {
    if (/^\s*(rollback|commit|close)\b/i.test(text)) this.#cursor = false
    if (/^\s*declare\b/i.test(text)) {
      if (this.#cursor) return 'a second cursor'
      this.#cursor = true
    }
    return missing.find(([pattern]) => pattern.test(text))?.[1]
  }
}
