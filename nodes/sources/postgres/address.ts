/** Where the database is and how to talk to it, from a connection string or from fields. */
import type { ClientConfig } from 'pg'
import { Stop } from '../../../runtime/contract.ts'
import type { Connection } from './connection.ts'

type Ssl = NonNullable<Connection['ssl']>
const bad = (why: string, cause?: unknown) => new Stop('source.bad_address', 'The connection’s address cannot be used', why, { cause })

/** Who, where and with which password is never taken from the environment, password files or options in the string. */
export function clientConfig(settings: Connection): ClientConfig {
  const { host, port, database, user, password, ssl } = settings.url === undefined ? settings : parsed(settings.url, settings)
  if (!host || !database || !user) throw bad('It needs a host, a database and a user.')
  return {
    host,
    port: port ?? 5432,
    database,
    user,
    // Empty, the driver would look for one in the environment.
    password: password || (() => ''),
    ssl: tls(ssl ?? (isLocal(host) ? 'disable' : 'verify-full')),
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    application_name: 'tributary',
  }
}

/** What is wrong with an address is said when it is used. */
export function inClear(settings: Connection): boolean {
  try {
    return clientConfig(settings).ssl === false
  } catch {
    return false
  }
}

function parsed(url: string, settings: Connection): Omit<Connection, 'url'> {
  let read: URL
  let parts: { host: string; user: string; password: string; database: string }
  try {
    read = new URL(url.trim())
    const [host, user, password, database] = [read.hostname, read.username, read.password, read.pathname.slice(1)].map(
      decodeURIComponent,
    ) as [string, string, string, string]
    parts = { host: host.replace(/^\[|\]$/g, ''), user, password, database: database || user }
  } catch {
    throw bad(
      'It must look like postgres://user:password@host:5432/database; special characters in the password are written as %40 and the like.',
    )
  }
  if (!/^postgres(ql)?:$/.test(read.protocol)) throw bad('It must begin with postgres://.')
  const mode = read.searchParams.get('sslmode')
  const named: Readonly<Record<string, Ssl>> = {
    disable: 'disable',
    allow: 'require',
    prefer: 'require',
    require: 'require',
    'verify-ca': 'verify-full',
    'verify-full': 'verify-full',
  }
  if (mode !== null && !Object.hasOwn(named, mode)) throw bad('Its sslmode is not one that Postgres knows.')
  return {
    ...parts,
    port: read.port === '' ? undefined : Number(read.port),
    ssl: settings.ssl ?? (mode === null ? undefined : named[mode]),
  }
}

export const isLocal = (host: string): boolean => /^(localhost|127(\.\d+){3}|::1)$/i.test(host)

function tls(mode: Ssl): ClientConfig['ssl'] {
  if (mode === 'disable') return false
  return mode === 'require' ? { rejectUnauthorized: false } : { rejectUnauthorized: true }
}
