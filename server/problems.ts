/** One shape for everything that goes wrong, whoever asks. No stack, no SQL, no path and no value ever gets in. */
import { randomBytes } from 'node:crypto'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type * as z from 'zod'
import { Stop } from '../runtime/contract.ts'
import { issueText } from '../runtime/issue.ts'
import type { ApiError } from './api/payloads.ts'
import { BadSchedule } from './schedule/due-times.ts'
import { Refused } from './store/refused.ts'
import { KeyProblem } from './upkeep/secrets.ts'
import { type StoreTrouble, storeTrouble } from './upkeep/store-health.ts'

/** An answer other than success, thrown by whoever knows why. */
export class Declined extends Error {
  readonly status: ContentfulStatusCode
  readonly error: ApiError
  constructor(
    status: ContentfulStatusCode,
    code: string,
    title: string,
    why = '',
    more: Partial<Omit<ApiError, 'code' | 'title' | 'why'>> = {},
  ) {
    super(title)
    this.status = status
    this.error = { code, title, who: null, why, fix: [], link: null, raw: null, ...more }
  }
}

/** What to answer for anything that was thrown; `unexpected` is the mark to find it by in the log. */
export function answerFor(thrown: unknown): { status: ContentfulStatusCode; error: ApiError; unexpected?: string } {
  if (thrown instanceof Declined) return thrown
  if (thrown instanceof Refused) return fromStore(thrown)
  if (thrown instanceof Stop) return new Declined(422, thrown.code, thrown.message, thrown.why, { who: thrown.node ?? null })
  if (thrown instanceof KeyProblem) return new Declined(503, thrown.code, thrown.message, thrown.why)
  if (thrown instanceof BadSchedule) return new Declined(400, thrown.code, 'This is not a schedule', thrown.message, { who: thrown.field })
  if (thrown instanceof HTTPException) return fromFramework(thrown)
  const trouble = storeTrouble(thrown)
  if (trouble) return unwritable(trouble)
  const unexpected = randomBytes(3).toString('hex').toUpperCase()
  const why = `What you saved is safe. Error ${unexpected} was logged.`
  const fix = [{ label: 'Try again', action: 'retry' }]
  return { ...new Declined(500, 'app.unknown', 'Something went wrong on our side', why, { fix, raw: { id: unexpected } }), unexpected }
}

const STORE_STATUS = { not_found: 404, stale: 409, exists: 409, running: 409, not_live: 409 } as const
const STORE_CODE = {
  not_found: 'app.not_found',
  stale: 'save.clash',
  exists: 'app.exists',
  running: 'run.running',
  not_live: 'flow.not_live',
} as const
function fromStore({ code, message, why, current }: Refused): Declined {
  return new Declined(STORE_STATUS[code], STORE_CODE[code], message, why, { raw: current ?? null })
}

function fromFramework({ status, message }: HTTPException): Declined {
  if (status === 413) return tooLong()
  if (status === 400) return new Declined(400, 'request.unreadable', 'The request could not be read', 'Its body is not JSON.')
  if (status === 415) return onlyJson('A flow as YAML is taken by /api/flows/import.')
  return new Declined(status as ContentfulStatusCode, 'request.declined', message || 'The request was declined')
}

export const onlyJson = (more = '') =>
  new Declined(
    415,
    'request.content_type',
    'Only JSON is taken here',
    `Send the body with "Content-Type: application/json". ${more}`.trim(),
  )

/** The database cannot be written: nothing was changed. */
export const unwritable = ({ code, title, why }: StoreTrouble) => new Declined(503, code, title, `Nothing was changed. ${why}`)

export const tooLong = () => new Declined(413, 'request.too_long', 'The request is too long', 'At most 1 MiB is taken.')
export const notFound = (title: string, why = '') => new Declined(404, 'app.not_found', title, why)

/** What schema validation found, by place and rule; never the value that was sent. */
export function misshaped(error: z.ZodError | z.core.$ZodError, where = 'body'): Declined {
  const issues = error.issues
    .slice(0, 20)
    .map(issue => ({ path: issue.path.map(String).join('.').slice(0, 200), message: issue.message.slice(0, 300) }))
  const first = issues[0]
  const why = first ? issueText(error.issues[0]!).slice(0, 500) : 'It does not have the documented shape.'
  return new Declined(400, 'request.misshaped', `The ${where} does not have the documented shape`, why, {
    who: first?.path || null,
    link: '/api/docs',
    raw: { issues },
  })
}

/** What an unforeseen failure is called, and where it happened: never its message, which may hold data. */
export const nameOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.name : typeof thrown)
export const placesOf = (thrown: unknown): string[] =>
  thrown instanceof Error
    ? (thrown.stack ?? '')
        .split('\n')
        .filter(line => line.startsWith('    at '))
        .slice(0, 8)
        .map(line => line.trim().replace(/\(?file:\/\/.*\//, '('))
    : []
/** What the log says of it. */
export const traceOf = (thrown: unknown) => {
  const first = thrown instanceof Stop && thrown.cause !== undefined ? thrown.cause : thrown
  return { cause: nameOf(first), stack: placesOf(first) }
}
