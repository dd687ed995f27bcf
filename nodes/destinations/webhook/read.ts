/** What a receiver's status means for the events of one request. Its body is for people only. Never throws. */
import { header, object, objectIn, quoted, unspoken } from '../../../runtime/answers.ts'
import type { Answer, Trace, Verdict } from '../../../runtime/dialect.ts'

const RECEIVER = { prefix: 'webhook', name: 'The receiver' }

/** Statuses that speak of the door and not of what was brought: no event is at fault. */
const doors: Readonly<Record<number, readonly ['token' | 'permission' | 'account' | 'quota', string]>> = {
  401: ['token', 'webhook.token'],
  402: ['quota', 'webhook.quota'],
  403: ['permission', 'webhook.permission'],
  404: ['account', 'webhook.address'],
  405: ['account', 'webhook.address'],
  406: ['account', 'webhook.address'],
  407: ['account', 'webhook.address'],
  410: ['account', 'webhook.address'],
  411: ['account', 'webhook.address'],
  415: ['account', 'webhook.address'],
  421: ['account', 'webhook.address'],
  426: ['account', 'webhook.address'],
  431: ['account', 'webhook.address'],
  451: ['account', 'webhook.address'],
}
/** Said of the request as a whole, for any receiver the same: too slow, too large, too fast, too early. */
const WHOLE: ReadonlySet<number> = new Set([408, 413, 425, 429, 499])

export function read(answer: Answer, sent: number): Verdict {
  const { status } = answer
  if (status >= 200 && status < 300) return taken(answer, sent)
  const says = sentence(answer)
  const door = doors[status]
  if (door) return { kind: 'stop', fault: door[0], code: door[1], message: says }
  if (status < 400 || status >= 500 || WHOLE.has(status)) return unspoken(answer, RECEIVER)
  return { kind: 'poisoned', code: 'webhook.refused', message: says }
}

/** What receivers commonly call a request, when they say it. */
export function trace(answer: Answer): Trace {
  const id = header(answer, 'x-request-id')
  return id === undefined ? {} : { id }
}

function taken(answer: Answer, sent: number): Verdict {
  if (!isPage(answer)) return { kind: 'settled', results: Array.from({ length: sent }, () => null) }
  return {
    kind: 'retry',
    taken: 'unknown',
    code: 'webhook.page',
    message: `The address answered with a web page (HTTP ${answer.status}): perhaps a login, or a proxy in between.`,
  }
}

/** Sign-in pages and captive portals answer with a success, too. */
const isPage = (answer: Answer): boolean =>
  /^\s*text\/html\b/i.test(header(answer, 'content-type') ?? '') || /^[\s\u{feff}]*</u.test(answer.body.slice(0, 1000))

/** The status, and what the receiver says in its `message` or `error`, or in a short text. */
export function sentence(answer: Answer): string {
  const body = objectIn(answer.body)
  const error = object(body?.error)
  const text = body ? [body.message, error?.message, body.error, body.detail].find(part => typeof part === 'string') : answer.body
  const says = isPage(answer) ? '' : quoted(text)
  return `The receiver answered with HTTP ${answer.status}.${says && ` It says: “${says}”`}`
}
