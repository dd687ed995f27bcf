/** Everything the operator decides from outside, read once. Nothing else in the server looks at the environment. */
import { resolve } from 'node:path'
import type { Kinds } from '../runtime/contract.ts'

/** Something the operator has to change before the program can go on: it ends with code 5 and this sentence. */
export class Misconfigured extends Error {
  readonly fix: string
  constructor(message: string, fix = '') {
    super(message)
    this.fix = fix
  }
}

export interface Env {
  port: number
  host: string
  /** Absolute path of the data folder. */
  data: string
  /** Base64 of 32 bytes; `undefined`: kept in the data folder, made on first use. */
  key: string | undefined
  /** `host:port` of private addresses that requests may reach. */
  egressAllow: readonly string[]
  logLevel: string
  /** Asked of every caller when set; needed when the server listens beyond this machine. */
  ownerToken: string | undefined
  /** Where alerts go, beside the channels that people add. */
  alertEmail: string | undefined
  alertSmtp: string | undefined
  alertWebhook: string | undefined
  /** The address under which people reach this server, for links in alerts. */
  publicUrl: string | undefined
  /** Days for which the ledger remembers what was sent. */
  ledgerDays: number
  /** A platform's address as the operator replaced it, by the variable's name. */
  overrides: ReadonlyMap<string, string>
}

type Variables = Readonly<Record<string, string | undefined>>
const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']
const LOOPBACK = ['127.0.0.1', '::1', 'localhost']
const TOKEN_MIN = 16

/** Reads every variable of the documentation, or says which one is wrong and how it should look. */
export function readEnv(variables: Variables, kinds: Kinds): Env {
  const text = (name: string) => variables[name]?.trim() || undefined
  if (text('TRIBUTARY_DATABASE_URL')) {
    throw new Misconfigured(
      'TRIBUTARY_DATABASE_URL is set, but this version keeps its data in the data folder only.',
      'Unset TRIBUTARY_DATABASE_URL.',
    )
  }
  return {
    port: port(text('PORT')),
    host: text('HOST') ?? '127.0.0.1',
    data: resolve(text('TRIBUTARY_DATA') ?? 'data'),
    key: key(text('TRIBUTARY_KEY')),
    egressAllow: (text('TRIBUTARY_EGRESS_ALLOW') ?? '')
      .split(',')
      .map(entry => entry.trim().toLowerCase())
      .filter(Boolean)
      .map(hostAndPort),
    logLevel: level(text('LOG_LEVEL')),
    ownerToken: ownerToken(text('TRIBUTARY_OWNER_TOKEN')),
    alertEmail: text('TRIBUTARY_ALERT_EMAIL'),
    alertSmtp: text('TRIBUTARY_ALERT_SMTP'),
    alertWebhook: text('TRIBUTARY_ALERT_WEBHOOK'),
    publicUrl: text('TRIBUTARY_URL') === undefined ? undefined : address('TRIBUTARY_URL', text('TRIBUTARY_URL')!),
    ledgerDays: ledgerDays(text('TRIBUTARY_LEDGER_DAYS')),
    overrides: overrides(variables, kinds),
  }
}

export const isLoopback = (host: string): boolean => LOOPBACK.includes(host.replace(/^\[|\]$/g, '').toLowerCase())

function port(value = '3000'): number {
  const number = Number(value)
  if (!/^\d{1,5}$/.test(value) || number > 65_535)
    throw new Misconfigured('PORT must be a whole number from 0 to 65535.', 'For example PORT=3000.')
  return number
}

function key(value: string | undefined): string | undefined {
  if (value === undefined) return undefined
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(value) || Buffer.from(value, 'base64').length !== 32) {
    throw new Misconfigured('TRIBUTARY_KEY must be 32 random bytes in base64.', 'Make one with: openssl rand -base64 32')
  }
  return value
}

function level(value = 'info'): string {
  if (!LEVELS.includes(value)) throw new Misconfigured(`LOG_LEVEL must be one of ${LEVELS.join(', ')}.`)
  return value
}

/** A platform takes events of up to 62 days: whoever forgets sooner sends twice. */
const LEDGER_DAYS_MIN = 70
function ledgerDays(value = '90'): number {
  const days = Number(value)
  if (!/^\d{1,5}$/.test(value) || days < LEDGER_DAYS_MIN)
    throw new Misconfigured(
      `TRIBUTARY_LEDGER_DAYS must be a whole number of at least ${LEDGER_DAYS_MIN}.`,
      'Platforms take events of up to 62 days. A ledger that forgets sooner would let events be sent twice. Unset it for 90.',
    )
  return days
}

function ownerToken(value: string | undefined): string | undefined {
  if (value !== undefined && value.length < TOKEN_MIN) {
    throw new Misconfigured(`TRIBUTARY_OWNER_TOKEN must have at least ${TOKEN_MIN} characters.`, 'Make one with: openssl rand -hex 24')
  }
  return value
}

function hostAndPort(entry: string): string {
  if (!/^(\[[0-9a-f:]+\]|[a-z0-9._-]+):\d{1,5}$/.test(entry)) {
    throw new Misconfigured(
      'TRIBUTARY_EGRESS_ALLOW must be a list of host:port, separated by commas.',
      'For example TRIBUTARY_EGRESS_ALLOW=10.0.0.5:8080.',
    )
  }
  return entry
}

/** Every destination that has a fixed address names the variable by which an operator may replace it. */
function overrides(variables: Variables, kinds: Kinds): Map<string, string> {
  const found = new Map<string, string>()
  for (const kind of kinds.values()) {
    if (kind.role !== 'destination' || !kind.host) continue
    const value = variables[kind.host.variable]?.trim()
    if (value) found.set(kind.host.variable, address(kind.host.variable, value))
  }
  return found
}

function address(name: string, value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash) {
    throw new Misconfigured(
      `${name} must be an http or https address without user, query or fragment.`,
      `For example ${name}=http://127.0.0.1:4000.`,
    )
  }
  return url.href.replace(/\/+$/, '')
}
