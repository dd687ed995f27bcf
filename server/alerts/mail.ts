/** Alerts by email, through the mail server that a person or the operator named. Only the public internet is reached, or what is listed. */
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { isPublic } from '../outside/chosen-address.ts'
import type { Untold } from './channel.ts'

/** Settings of a channel of kind `email`. */
export interface MailSettings {
  /** `smtp://user:password@host:587` or `smtps://…:465`. */
  smtp: string
  /** Addresses, separated by commas. */
  to: string
  from?: string | undefined
}

const EXCHANGE_MS = 20_000

/** `undefined` when the mail server took it for everybody, else why not: never the server's text, which may hold addresses. */
export async function sendMail(
  { smtp, to, from }: MailSettings,
  { subject, text }: { subject: string; text: string },
  mayReach: (hostAndPort: string) => boolean,
  exchangeMs = EXCHANGE_MS,
): Promise<Untold | undefined> {
  const url = new URL(smtp)
  const secure = url.protocol === 'smtps:'
  const port = Number(url.port || (secure ? 465 : 587))
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const address = await reachable(host, port, mayReach)
  if (!address)
    return { how: 'not', why: 'The mail server may not be reached from here: it is not on the public internet, or has no address.' }
  // Loaded when it is first needed: a server without alerts never does.
  const { createTransport } = await import('nodemailer')
  const user = decodeURIComponent(url.username)
  const transport = createTransport({
    host: address,
    port,
    secure,
    // A password never goes over a line that can be read.
    requireTLS: user !== '' && !secure,
    ...(user && { auth: { user, pass: decodeURIComponent(url.password) } }),
    tls: { ...(isIP(host) === 0 && { servername: host }) },
    connectionTimeout: exchangeMs,
    greetingTimeout: exchangeMs,
    socketTimeout: exchangeMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  try {
    const list = to.split(',').map(each => each.trim())
    const message = { from: from ?? `Tributary <${user.includes('@') ? user : list[0]}>`, to: list, subject, text }
    const { rejected, rejectedErrors } = await transport.sendMail(message)
    if (rejected.length === 0) return undefined
    // Who has it does not get it again for the sake of the others.
    const [refused, all] = [rejected.length, list.length]
    return { how: 'partly', why: `The mail server refused ${refused} of ${all} recipients${status(rejectedErrors?.[0])}.` }
  } catch (cause) {
    return { how: mayHaveIt(cause as SmtpFailure) ? 'perhaps' : 'not', why: failureWords(cause as SmtpFailure) }
  } finally {
    transport.close()
  }
}

interface SmtpFailure {
  code?: string
  responseCode?: number
  timeoutType?: string
}
/** It was talked with, and fell silent or hung up: perhaps after it had the whole letter. */
const mayHaveIt = ({ code, timeoutType, responseCode }: SmtpFailure) =>
  timeoutType === 'SOCKET_TIMEOUT' || (code === 'ECONNECTION' && !responseCode)
const status = (cause: SmtpFailure | undefined) => (cause?.responseCode ? ` (${cause.responseCode})` : '')
function failureWords(cause: SmtpFailure): string {
  const { code } = cause
  if (code === 'EAUTH') return 'The mail server did not accept user and password.'
  if (code === 'ETLS') return 'The mail server offers no encryption, so the password was not sent.'
  if (code === 'ECONNECTION' || code === 'ESOCKET' || code === 'ETIMEDOUT' || code === 'ECONNREFUSED')
    return 'The mail server could not be reached.'
  return `The mail server did not take the message${status(cause)}.`
}

/** The address to connect to: looked up once, looked at, and used. */
async function reachable(host: string, port: number, mayReach: (hostAndPort: string) => boolean): Promise<string | undefined> {
  try {
    const found = isIP(host) ? [{ address: host }] : await lookup(host, { all: true })
    if (mayReach(`${host.toLowerCase()}:${port}`)) return found[0]?.address
    return found.find(({ address }) => isPublic(address))?.address
  } catch {
    return undefined
  }
}
