/**
 * What an HTTP answer says before a platform's own words are read: headers, JSON or not, how long to wait, and the class
 * of answers that any proxy may give. Everything here is pure and takes whatever comes.
 */
import { bounds } from './bounds.ts'
import type { Answer, Verdict } from './dialect.ts'

const LONGEST_BODY = bounds.answerCharacters.most
const LONGEST_MESSAGE = 300
const SECOND = 1000
const DAY = 86_400_000

/** A header's value, whatever the case of its name. */
export function header(answer: Answer, name: string): string | undefined {
  const direct = answer.headers[name]
  if (direct !== undefined) return direct
  const found = Object.entries(answer.headers ?? {}).find(([key]) => key.toLowerCase() === name.toLowerCase())
  return found?.[1]
}

/** The JSON object in a body; `undefined` for pages, lists, nothing, halves and bodies beyond a megabyte. */
export function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  if (typeof text !== 'string' || text.length > LONGEST_BODY) return undefined
  try {
    return object(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** The value when it is a JSON object. */
export const object = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined

/**
 * `Retry-After` in milliseconds: seconds, of several the most; or a date, counted from the answer's own `Date` or, where it has
 * none, from when it was heard (RFC 9110, 6.6.1).
 */
export function retryAfterMs(answer: Answer): number | undefined {
  const text = header(answer, 'retry-after')?.trim()
  if (!text) return undefined
  if (/^\d+(\.\d+)?(\s*,\s*\d+(\.\d+)?)*$/.test(text)) return clampWait(Math.min(Math.max(...text.split(',').map(Number)) * SECOND, DAY))
  const from = Date.parse(header(answer, 'date') ?? '')
  return clampWait(timeIn(text) - (Number.isNaN(from) ? (answer.heard ?? Number.NaN) : from))
}
/** Only what has a time of day: `Date.parse` finds a year in any text with a number. All forms of HTTP mean UTC (RFC 9110, 5.6.7). */
function timeIn(text: string): number {
  if (!/\d:\d\d/.test(text)) return Number.NaN
  return Date.parse(/(GMT|UTC|Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text} GMT`)
}

/** A wait that can be acted on: at least a second, at most a day; `undefined` for what is not a number. */
export const clampWait = (ms: number): number | undefined => (Number.isFinite(ms) ? Math.min(Math.max(ms, SECOND), DAY) : undefined)

/** Whose answer it is: `prefix` begins its codes, `name` stands in its sentences. */
export interface Platform {
  prefix: string
  name: string
}

/** The class of an answer that is not a success and does not carry the platform's own JSON. */
export function unspoken(answer: Answer, { prefix, name }: Platform): Verdict {
  const { status } = answer
  const afterMs = retryAfterMs(answer)
  const wait = afterMs === undefined ? {} : { afterMs }
  if (status >= 300 && status < 400) return redirected(status, { prefix, name })
  if (status === 413) return { kind: 'poisoned', code: `${prefix}.too_large`, message: `The request was too large for ${name} (HTTP 413).` }
  if (status === 429)
    return { kind: 'retry', taken: 'no', ...wait, code: `${prefix}.rate`, message: `${name} asked to slow down (HTTP 429).` }
  if (status === 503 && afterMs !== undefined)
    return { kind: 'retry', taken: 'no', ...wait, code: `${prefix}.busy`, message: `${name} was not taking traffic (HTTP 503).` }
  if (status >= 400 && status < 500 && status !== 408 && status !== 499)
    return {
      kind: 'retry',
      taken: 'no',
      ...wait,
      code: `${prefix}.gateway`,
      message: `Something in between answered for ${name} (HTTP ${status}).`,
    }
  return {
    kind: 'retry',
    taken: 'unknown',
    ...wait,
    code: `${prefix}.server_error`,
    message: `${name} failed while answering (HTTP ${status}).`,
  }
}

/** A redirect is never followed: the token would travel along. */
export const redirected = (status: number, { prefix, name }: Platform): Verdict => ({
  kind: 'stop',
  fault: 'redirect',
  code: `${prefix}.redirect`,
  message: `${name}’s address answered with a redirect (HTTP ${status}), which is never followed.`,
})

/** Positions in the request that an error text names: `$['data'][3]`, `data[3]`, `data.3.`; only those that were sent. */
export function named(text: string, sent: number): number[] {
  const found = [...text.slice(0, LONGEST_BODY).matchAll(/\bdata(?:['"]?\])?(?:\[|\.)(\d{1,6})\b/g)].map(match => Number(match[1]))
  return [...new Set(found)].filter(index => index < sent).sort((a, b) => a - b)
}

/** A platform's own words, fit to show: one line, of bounded length, without secrets or anything personal. */
export function quoted(text: unknown): string {
  if (typeof text !== 'string') return ''
  const line = text
    .slice(0, LONGEST_MESSAGE * 10)
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .replace(/\bBearer\s+\S+/gi, '•••')
    .replace(/(?<![\w-])(?:(?=[\w-]*\d)[\w-]{20,}|[\w-]{48,})/g, '•••')
    .replace(/[^\s"'<>@]+@[^\s"'<>@]+/g, '•••')
    .replace(/\b\d{1,3}(?:\.\d{1,3}){3}\b|(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}/gi, '•••')
    .replace(/\+?\d[\d ().-]{7,}\d/g, '•••')
    .trim()
  return line.length > LONGEST_MESSAGE ? `${line.slice(0, LONGEST_MESSAGE - 1)}…` : line
}
