/** The one way to the server: JSON in and out, and every refusal as an `ApiError` with its four parts. */
import type { ApiError as ErrorBody } from '../server/api/payloads.ts'
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
    this.title = tell(body.title)
    this.who = body.who
    this.why = tell(body.why)
    this.fix = told(body.fix)
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
}

/** Asks the server; throws an `ApiError` for every refusal, an unreachable server included. */
export async function api<T>(path: string, ask: Ask = {}): Promise<T> {
  const response = await send(path, ask)
  if (response.status === 204) return undefined as T
  return (await response.json()) as T
}

/** The same for answers that are text: exports and lists to download. */
export const apiText = async (path: string, ask: Ask = {}): Promise<string> => (await send(path, ask)).text()

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
    throw unreachable(cause)
  })
  if (!response.ok) throw await refusal(response)
  return response
}

const unreachable = (cause: unknown): ApiError =>
  new ApiError(0, {
    code: 'app.offline',
    title: say('The server did not answer'),
    who: null,
    why: say('It may be starting again, or this device is offline. Nothing you made is lost.'),
    fix: [],
    link: null,
    raw: cause instanceof Error ? cause.message : null,
  })

async function refusal(response: Response): Promise<ApiError> {
  const text = await response.text().catch(() => '')
  const body = parsed(text)
  if (body) return new ApiError(response.status, body)
  return new ApiError(response.status, {
    code: 'app.unknown',
    title: say('Something went wrong on our side'),
    who: null,
    why: say('Your flow is safe. The server gave an answer we do not know.'),
    fix: [],
    link: null,
    raw: { status: response.status, text: text.slice(0, 2000) },
  })
}

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
