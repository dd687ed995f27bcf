/** What can go wrong on the way to a source's server, once for each that has one: the step that failed, and a sentence with what to do. */
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds } from '../nodes/kinds.ts'
import { testConnection } from '../server/connections/trial.ts'
import type { KnownConnection, Workplace } from '../server/runs/workplace.ts'
import { startBigQuery } from './stand-ins/bigquery.ts'
import { certificate, issued } from './stand-ins/certificate.ts'
import { startDatabricks } from './stand-ins/databricks.ts'
import { type Fault, openDoor } from './stand-ins/door.ts'
import { freshDatabase } from './stand-ins/postgres.ts'
import { startRedshift } from './stand-ins/redshift.ts'
import { MACROS, startSnowflake } from './stand-ins/snowflake.ts'

type Settings = Record<string, unknown>
interface Server {
  port: number
  /** The connection, by another way. */
  at(host: string, port: number, safe: boolean): Settings
  /** Encryption begins when the client asks for it, as Postgres' clients do. */
  asked?: boolean
  secrets: string[]
  close?: () => Promise<void>
}
const web = (host: string, port: number, safe: boolean) => `http${safe ? 's' : ''}://${host}:${port}`
const portOf = (url: string) => Number(new URL(url).port)
const starts: Record<string, () => Promise<Server>> = {
  postgres: async () => {
    const url = new URL(await freshDatabase())
    return {
      port: Number(url.port),
      at: (host, port, safe) => {
        const there = new URL(url)
        there.host = `${host}:${port}`
        return { url: `${there}`, ssl: safe ? 'verify-full' : 'disable' }
      },
      asked: true,
      secrets: [decodeURIComponent(url.password)],
    }
  },
  redshift: async () => {
    const it = await startRedshift()
    const { port, password } = it.connection
    return {
      port,
      at: (host, to, safe) => ({ ...it.connection, host, port: to, ssl: safe ? 'verify-full' : 'disable' }),
      asked: true,
      secrets: [password],
      close: it.close,
    }
  },
  bigquery: async () => {
    const it = await startBigQuery()
    return {
      port: portOf(it.connection.endpoint),
      at: (host, to, safe) => ({ ...it.connection, endpoint: web(host, to, safe) }),
      secrets: [JSON.parse(it.connection.private_key_json).private_key.slice(40, 80)],
      close: it.close,
    }
  },
  snowflake: async () => {
    const it = await startSnowflake(MACROS)
    return {
      port: portOf(it.connection.endpoint),
      at: (host, to, safe) => ({ ...it.connection, endpoint: web(host, to, safe) }),
      secrets: [it.connection.private_key.slice(40, 80)],
      close: it.close,
    }
  },
  databricks: async () => {
    const it = await startDatabricks()
    return {
      port: portOf(it.connection.host),
      at: (host, to, safe) => ({ ...it.connection, host: safe ? `${host}:${to}` : web(host, to, false) }),
      secrets: [it.connection.access_token],
      close: it.close,
    }
  },
}
const place = { kinds, now: Date.now, folder: '/nonexistent', anywhere: false } as unknown as Workplace
const DAY_MS = 86_400_000
const ofDays = (from: number, until: number) => certificate(new Date(Date.now() + from * DAY_MS), new Date(Date.now() + until * DAY_MS))
const selfSigned = ofDays(-1, 1)
/** Of an authority that is trusted here. */
const expired = ofDays(-2, -1)
const trusted = getCACertificates('default')
const good = issued(new Date(Date.now() - DAY_MS), new Date(Date.now() + DAY_MS))
beforeAll(() => setDefaultCACertificates([...trusted, expired.cert, good.authority]))
afterAll(() => setDefaultCACertificates(trusted))

/** A driver that is loaded meanwhile, on a busy machine, must not be taken for a server that says nothing. */
const PATIENT_MS = 80_000
const FIND = 'Find the server'
const REACH = 'Reach it'
const SAFE = 'Make the connection safe'
interface Row {
  fault: string
  /** `door`: what stands before the server; else an address where there is none. */
  way: { door: Fault } | { host: string; port: () => Promise<number> }
  step: string
  says: RegExp
  /** What a person reads that they may do about it. */
  todo: RegExp
}
const closed = async () => {
  const door = await openDoor(1, { does: 'hang' })
  door.close()
  return door.port
}
const table: Row[] = [
  {
    fault: 'a name that nobody knows',
    way: { host: 'no-such-host.invalid', port: async () => 443 },
    step: FIND,
    says: /name is not known/,
    todo: /Check the spelling/,
  },
  {
    fault: 'a closed port',
    way: { host: '127.0.0.1', port: closed },
    step: REACH,
    says: /cannot be reached/,
    todo: /Nothing answers at that host and port/,
  },
  {
    fault: 'a connection that is reset',
    way: { door: { does: 'reset' } },
    step: REACH,
    says: /cannot be reached|was cut/,
    todo: /A firewall/,
  },
  {
    fault: 'a server that takes the connection and says nothing',
    way: { door: { does: 'hang' } },
    step: REACH,
    says: /There was no answer within 4 seconds/,
    todo: /try again.*firewall/s,
  },
  {
    fault: 'no TLS where it must be',
    way: { door: { does: 'plain' } },
    step: SAFE,
    says: /No safe connection to the (server|database) could be made/,
    todo: /offers no encryption/,
  },
  {
    fault: 'a server that makes it safe and then says nothing',
    way: { door: { does: 'hang', certificate: good, safeFirst: true } },
    step: REACH,
    says: /There was no answer within 4 seconds/,
    todo: /try again.*firewall/s,
  },
  {
    fault: 'a certificate that vouches for itself',
    way: { door: { does: 'pass', certificate: selfSigned } },
    step: SAFE,
    says: /Nobody vouches for the server’s certificate/,
    todo: /NODE_EXTRA_CA_CERTS/,
  },
  {
    fault: 'a certificate that has expired',
    way: { door: { does: 'pass', certificate: expired } },
    step: SAFE,
    says: /certificate has expired/,
    todo: /must be renewed/,
  },
]

describe.concurrent.each(Object.keys(starts))('%s', kind => {
  let it: Server
  beforeAll(async () => {
    it = await starts[kind]!()
  })
  afterAll(() => it.close?.())
  const tried = (settings: Settings, tryMs?: number) =>
    testConnection('db', { kind, settings, simulated: false } as KnownConnection, place, tryMs)
  const settingsOf = async ({ way }: Row): Promise<{ settings: Settings; close?: () => void }> => {
    if (!('door' in way)) return { settings: it.at(way.host, await way.port(), way.host !== '127.0.0.1') }
    const { certificate, does } = way.door
    const safe = certificate !== undefined || does === 'plain'
    const door = await openDoor(it.port, { ...way.door, ...(it.asked && { asked: true }) })
    return { settings: it.at(safe ? 'localhost' : '127.0.0.1', door.port, safe), close: door.close }
  }

  test('an open door is no fault', async () => {
    const door = await openDoor(it.port, { does: 'pass' })
    const { ok, steps } = await tried(it.at('127.0.0.1', door.port, false), PATIENT_MS).finally(door.close)
    expect(steps.filter(step => !step.ok)).toEqual([])
    expect(ok).toBe(true)
  })
  test('a certificate that somebody trusted vouches for is no fault either', async () => {
    const door = await openDoor(it.port, { does: 'pass', certificate: good, ...(it.asked && { asked: true }) })
    const { steps } = await tried(it.at('localhost', door.port, true), PATIENT_MS).finally(door.close)
    expect(steps.map(step => step.name)).toEqual(expect.arrayContaining([SAFE, 'Log in', 'Read']))
    expect(steps.every(step => step.ok)).toBe(true)
  })
  test.each(table)('$fault fails at its own step, with what to do and no secret', async row => {
    const { settings, close } = await settingsOf(row)
    const { ok, steps } = await tried(settings, /says nothing/.test(row.fault) ? 4000 : PATIENT_MS).finally(() => close?.())
    expect(ok).toBe(false)
    expect(steps.map(step => step.ok)).toEqual([...steps.slice(1).map(() => true), false])
    expect(steps.at(-1)!.name, steps.at(-1)!.message).toBe(row.step)
    expect(steps.at(-1)!.message).toMatch(row.says)
    expect(steps.at(-1)!.message).toMatch(row.todo)
    for (const secret of it.secrets) expect(JSON.stringify(steps)).not.toContain(secret)
  })
})
