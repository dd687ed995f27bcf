/** The one way to the server: JSON in and out, and every refusal as an `ApiError` with its four parts. */
import type { ApiError as ErrorBody } from '../server/api/payloads.ts'
import { isMissingScript, meaningOf, missingScript, noAnswer, notOurs, thingOf } from './refusals.ts'
import { say, tell, told } from './words/words.ts'

export type { ErrorBody }

/** What went wrong, in the words the server chose: title, who, why, fix. `raw` stays behind "Show details". */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly who: string | null
  readonly why: string
  readonly fix: ErrorBody['fix']
  readonly link: string | null
  readonly raw: unknown
  constructor(status: number, body: ErrorBody) {
    super(body.title)
    this.name = 'ApiError'
    this.status = status
    this.code = body.code
    this.title = body.title
    this.who = body.who
    this.why = body.why
    this.fix = body.fix
    this.link = body.link
    this.raw = body.raw
  }
}

export interface Ask {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  body?: unknown
  /** Sent as it is, instead of `body`. */
  file?: Blob
  /** Revision the change was made on: sent as `If-Match`. */
  revision?: number
  signal?: AbortSignal
  headers?: Record<string, string>
  /** Let the request outlive the page: for the last save on leaving. */
  keepalive?: boolean
  /** Nobody reads what the answer says: it is not looked through for texts. */
  asItIs?: boolean
}

/** Asks the server, whose texts come in the language of the page; throws an `ApiError` for every refusal, an unreachable server and an answer that is none of ours included. */
export async function api<T>(path: string, ask: Ask = {}): Promise<T> {
  const response = await send(path, ask)
  if (response.status === 204) return undefined as T
  const text = await textOf(response, path, ask.signal)
  try {
    const answer = JSON.parse(text) as T
    return ask.asItIs ? answer : told(answer)
  } catch {
    throw foreign(response, path, text)
  }
}

/** The same for answers that are text: exports and lists to download. */
export async function apiText(path: string, ask: Ask = {}): Promise<string> {
  const response = await send(path, ask)
  const text = await textOf(response, path, ask.signal)
  // Nothing that is downloaded is a page: somebody between wants to be seen.
  if (response.headers.get('content-type')?.startsWith('text/html')) throw foreign(response, path, text)
  return text
}

const textOf = (response: Response, path: string, signal?: AbortSignal): Promise<string> =>
  response.text().catch((cause: unknown) => {
    if (signal?.aborted) throw cause
    throw unreachable(path, cause)
  })

let answeredAt: string | undefined
/** Where the server's feed stood before its first answer to this tab was read: the stream, opened later, goes on from there. */
export const firstAnswered = (): string | undefined => answeredAt

async function send(path: string, { method = 'GET', body, file, revision, signal, headers, keepalive }: Ask): Promise<Response> {
  const response = await fetch(path, {
    method,
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(file === undefined ? {} : { 'content-type': 'application/octet-stream' }),
      ...(method === 'GET' ? {} : { 'x-tributary': '1' }),
      ...(revision === undefined ? {} : { 'if-match': String(revision) }),
      ...headers,
    },
    ...(file ? { body: file } : body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
    ...(keepalive ? { keepalive } : {}),
  }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause
    throw unreachable(path, cause)
  })
  answeredAt ??= response.headers.get('last-event-id') ?? undefined
  if (!response.ok) throw await refusal(response, path)
  return response
}

type Meaning = ReturnType<typeof meaningOf>
const inFourParts = (status: number, meaning: Meaning, path: string, raw: unknown): ApiError =>
  new ApiError(status, { ...meaning, who: thingOf(pathOf(path)), link: null, raw })

const unreachable = (path: string, cause: unknown): ApiError =>
  inFourParts(0, noAnswer(), path, cause instanceof Error ? cause.message : null)
const foreign = (response: Response, path: string, text: string): ApiError =>
  inFourParts(response.status, notOurs(), path, beginningOf(response, text))
const beginningOf = ({ status }: Response, text: string) => ({ status, text: text.slice(0, 2000) })

/** In the server's own words where they are; else by what the status means. What it gives nothing to press for, the status may. */
async function refusal(response: Response, path: string): Promise<ApiError> {
  const text = await response.text().catch(() => '')
  const meaning = meaningOf(response.status, secondsIn(response.headers.get('retry-after')))
  const body = parsed(text)
  if (!body) return inFourParts(response.status, meaning, path, beginningOf(response, text))
  const fix = body.fix.length === 0 && endsThePage(response.status, path) ? meaning.fix : told(body.fix)
  return new ApiError(response.status, { ...body, title: tell(body.title), why: tell(body.why), fix })
}
/** Refusals of all that a page is about: whatever our server says of them, the way on is the same. */
const endsThePage = (status: number, path: string): boolean =>
  status === 401 || status === 503 || (status === 404 && /^\/api\/((flows|runs)\/[^/]+|flows\/[^/]+\/runs)$/.test(pathOf(path)))
/** Asked by path in the browser, by whole address in a test. */
const pathOf = (address: string): string => new URL(address, 'http://here').pathname
const secondsIn = (header: string | null): number | undefined => (header && /^\d{1,5}$/.test(header) ? Number(header) : undefined)

/** An answer in our own error shape, wrapped in `error` or not; anything else is somebody else's page. */
function parsed(text: string): ErrorBody | undefined {
  try {
    const value: unknown = JSON.parse(text)
    const body = (typeof value === 'object' && value !== null && 'error' in value ? value.error : value) as Partial<ErrorBody> | null
    if (typeof body !== 'object' || body === null || typeof body.code !== 'string' || typeof body.title !== 'string') return undefined
    return {
      who: null,
      why: '',
      link: null,
      raw: null,
      ...body,
      code: body.code,
      title: body.title,
      fix: Array.isArray(body.fix) ? body.fix : [],
    }
  } catch {
    return undefined
  }
}

/** Any thrown thing as an `ApiError`, so that one component can show them all. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  const raw = error instanceof Error ? error.message : String(error)
  if (isMissingScript(error)) return new ApiError(0, { ...missingScript(), who: null, link: null, raw })
  return new ApiError(0, {
    code: 'app.unknown',
    title: say('Something went wrong on our side'),
    who: null,
    why: say('Your flow is safe.'),
    fix: [],
    link: null,
    raw,
  })
}
