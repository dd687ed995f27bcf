/** Alerts by email, through the mail server that a person or the operator named. Only the public internet is reached, or what is listed. */
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { isPublic } from '../outside/chosen-address.ts'

/** Settings of a channel of kind `email`. */
export interface MailSettings {
  /** `smtp://user:password@host:587` or `smtps://…:465`. */
  smtp: string
  /** Addresses, separated by commas. */
  to: string
  from?: string | undefined
}

const EXCHANGE_MS = 20_000

/** `undefined` when the mail server took it, else why not: never the server's text, which may hold addresses. */
export async function sendMail(
  { smtp, to, from }: MailSettings,
  { subject, text }: { subject: string; text: string },
  mayReach: (hostAndPort: string) => boolean,
): Promise<string | undefined> {
  const url = new URL(smtp)
  const secure = url.protocol === 'smtps:'
  const port = Number(url.port || (secure ? 465 : 587))
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const address = await reachable(host, port, mayReach)
  if (!address) return 'The mail server may not be reached from here: it is not on the public internet, or has no address.'
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
    connectionTimeout: EXCHANGE_MS,
    greetingTimeout: EXCHANGE_MS,
    socketTimeout: EXCHANGE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  try {
    const list = to.split(',').map(each => each.trim())
    await transport.sendMail({ from: from ?? `Tributary <${user.includes('@') ? user : list[0]}>`, to: list, subject, text })
    return undefined
  } catch (cause) {
    return failureWords((cause as { code?: string; responseCode?: number }).code, (cause as { responseCode?: number }).responseCode)
  } finally {
    transport.close()
  }
}

function failureWords(code: string | undefined, status: number | undefined): string {
  if (code === 'EAUTH') return 'The mail server did not accept user and password.'
  if (code === 'ETLS') return 'The mail server offers no encryption, so the password was not sent.'
  if (code === 'ECONNECTION' || code === 'ESOCKET' || code === 'ETIMEDOUT' || code === 'ECONNREFUSED')
    return 'The mail server could not be reached.'
  return `The mail server did not take the message${status ? ` (${status})` : ''}.`
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
