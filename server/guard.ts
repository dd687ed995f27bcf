/** Who may knock, and with what: checked before any route sees a request. */

import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { serverBounds } from './bounds.ts'
import { isLoopback } from './env.ts'
import { isTooDeep, NESTING_MAX } from './flows/flow-text.ts'
import { Declined, onlyJson, tooLong } from './problems.ts'
import type { Actor } from './store/tables.ts'

const BODY_BYTES = serverBounds.bodyBytes.most
const CSP = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** On every answer, errors and files included. */
export const safeHeaders: MiddlewareHandler = async (c, next) => {
  await next()
  c.header('Content-Security-Policy', CSP)
  c.header('X-Content-Type-Options', 'nosniff')
  c.header('Referrer-Policy', 'no-referrer')
  c.header('Cross-Origin-Opener-Policy', 'same-origin')
  c.header('Cross-Origin-Resource-Policy', 'same-origin')
  c.header('X-Frame-Options', 'DENY')
  c.header('Permissions-Policy', 'camera=(), microphone=(), geolocation=()')
  if (c.req.path.startsWith('/api') || !c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'no-store')
}

/** A page elsewhere can make a name point to this machine; only this machine's own names are answered. */
export const ownHostOnly: MiddlewareHandler = async (c, next) => {
  const host = hostOf(c)
  if (!URL.canParse(`http://${host}`) || !isLoopback(new URL(`http://${host}`).hostname)) {
    throw new Declined(403, 'request.host', 'This address is not answered here', 'Open Tributary as http://localhost or http://127.0.0.1.')
  }
  await next()
}

/** Another site may link here, but neither read nor write through the visitor's browser. */
export const ownOriginOnly: MiddlewareHandler = async (c, next) => {
  const origin = c.req.header('origin')
  const site = c.req.header('sec-fetch-site')
  const reading = c.req.method === 'GET' || c.req.method === 'HEAD'
  const visiting = reading && c.req.header('sec-fetch-mode') === 'navigate'
  const foreignOrigin = origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== hostOf(c))
  const foreignSite = site !== undefined && site !== 'same-origin' && site !== 'none'
  if (!visiting && (foreignOrigin || foreignSite)) throw new Declined(403, 'request.origin', 'Requests from another site are not taken')
  await next()
}

/** Wrong guesses a minute, of everybody together, that are still looked at. */
const GUESSES = 60

/**
 * The owner's token, for a server that listens beyond this machine: as a bearer, or as the password that a browser asks
 * for (any user name). Guessing is slowed for those who guess, never for who knows it.
 */
export function ownerOnly(token: string, now: () => number = Date.now): MiddlewareHandler {
  const expected = digest(token)
  let minute = 0
  let wrong = 0
  return async (c, next) => {
    const given = tokenIn(c.req.header('authorization'))
    if (given !== undefined && timingSafeEqual(digest(given), expected)) return next()
    if (Math.floor(now() / 60_000) !== minute) [minute, wrong] = [Math.floor(now() / 60_000), 0]
    if (given !== undefined && ++wrong > GUESSES)
      throw new Declined(429, 'request.guessing', 'Too many wrong tokens', 'Try again in a minute.')
    c.header('WWW-Authenticate', 'Basic realm="Tributary", charset="UTF-8", Bearer')
    throw new Declined(401, 'request.unknown_caller', 'This server asks for its owner’s token', 'Send it as "Authorization: Bearer ...".')
  }
}
const digest = (text: string) => createHash('sha256').update(text).digest()

function tokenIn(header = ''): string | undefined {
  const [, scheme = '', rest = ''] = /^(\S+) +(\S+)$/.exec(header.trim()) ?? []
  if (/^bearer$/i.test(scheme)) return rest
  if (!/^basic$/i.test(scheme)) return undefined
  const pair = Buffer.from(rest, 'base64').toString('utf8')
  return pair.slice(pair.indexOf(':') + 1)
}

/** The one address that takes a file as it is: bounded and named by its route, of a type that no form can send. */
const isUpload = (c: Context) => c.req.method === 'PUT' && c.req.path.startsWith('/api/uploads/')

/** What is written is JSON (or YAML, which no form of another site can send either), at most 1 MiB. */
export const jsonOnly: MiddlewareHandler = async (c, next) => {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
  const length = c.req.header('content-length')
  const hasBody = (length !== undefined && length !== '0') || c.req.header('transfer-encoding') !== undefined
  const reading = c.req.method === 'GET' || c.req.method === 'HEAD'
  if (isUpload(c)) {
    if (type !== 'application/octet-stream')
      throw new Declined(415, 'request.content_type', 'A file is taken as it is', 'Send it with "Content-Type: application/octet-stream".')
    return next()
  }
  if (!reading && (hasBody || type !== undefined) && type !== 'application/json' && type !== 'application/yaml') {
    throw onlyJson()
  }
  await next()
}

const limited = bodyLimit({
  maxSize: BODY_BYTES,
  onError: c => {
    // The rest of the body is not read, so nothing else can be asked on this connection.
    c.header('Connection', 'close')
    throw tooLong()
  },
})
export const shortBody: MiddlewareHandler = (c, next) => (isUpload(c) ? next() : limited(c, next))

/** What is nested deeper than anything that is meant is refused before anybody follows it down. Bodies that are no JSON are told so elsewhere. */
export const notTooDeep: MiddlewareHandler = async (c, next) => {
  const isJson = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase() === 'application/json'
  if (isJson && isTooDeep(parsedOrNot(await c.req.text())))
    throw new Declined(
      400,
      'request.too_deep',
      'The body is nested too deep',
      `Lists and objects may stand ${NESTING_MAX} levels deep in one another.`,
    )
  await next()
}
function parsedOrNot(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** By which door a change comes. A browser says that a page of ours asked; everything else scripts against the API. */
export const actorOf = (c: Context): Actor => (c.req.header('sec-fetch-site') === 'same-origin' ? 'editor' : 'api')

const hostOf = (c: Context) => c.req.header('host') ?? ''
