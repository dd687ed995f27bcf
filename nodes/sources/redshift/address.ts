/** Where the database is and how to talk to it, from fields or from a connection string. */
import type { ClientConfig } from 'pg'
import { Stop } from '../../../runtime/contract.ts'
import type { Connection } from './connection.ts'

const PORT = 5439
const bad = (why: string) => new Stop('source.bad_address', 'The connection’s address cannot be used', why)

/** Who, where and with which password is never taken from the environment, password files or options in the string. */
export function clientConfig(settings: Connection): ClientConfig {
  const { host, port, database, user, password } = settings.url === undefined ? settings : parsed(settings.url)
  if (!host || !database || !user) throw bad('It needs a host, a database and a user.')
  if (/[/:@\s]/.test(host)) throw bad('The host is the endpoint alone, without port, database and user.')
  const mode = settings.ssl ?? (/^(localhost|127(\.\d+){3})$/i.test(host) ? 'disable' : 'verify-full')
  return {
    host,
    port: port ?? PORT,
    database,
    user,
    // Empty, the driver would look for one in the environment.
    password: password || (() => ''),
    ssl: mode === 'disable' ? false : { rejectUnauthorized: mode === 'verify-full' },
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    application_name: 'tributary',
  }
}

function parsed(url: string): Pick<Connection, 'host' | 'port' | 'database' | 'user' | 'password'> {
  try {
    const { protocol, hostname, port, pathname, username, password } = new URL(url.trim())
    if (!/^(redshift|postgres|postgresql):$/.test(protocol)) throw bad('It must begin with redshift:// or postgres://.')
    const plain = decodeURIComponent
    return {
      host: plain(hostname),
      port: port === '' ? undefined : Number(port),
      database: plain(pathname.slice(1)),
      user: plain(username),
      password: plain(password),
    }
  } catch (cause) {
    if (cause instanceof Stop) throw cause
    throw bad(
      'It must look like redshift://user:password@host:5439/database; special characters in the password are written as %40 and the like.',
    )
  }
}
