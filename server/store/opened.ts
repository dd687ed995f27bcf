/** Open requests as they lie on the disk: each is decrypted when it is first looked into, and not for being counted. */
import { hash } from 'node:crypto'
import { zstdDecompressSync } from 'node:zlib'
import type { Doubtful } from '../../runtime/recover.ts'
import { textsOf } from '../../runtime/stored.ts'
import type { Open } from '../../runtime/world.ts'
import { keysIn, printsIn } from './event-keys.ts'
import type { Store } from './open.ts'
import { type RequestRow, statementsOf } from './request-sql.ts'
import { wordsOf } from './words.ts'

const BODY_MAX = 64 * 1024 * 1024
/** A ciphertext opens only in the row it was written to. */
export const bodyPlace = (stream: number, id: number) => ['request', stream, id, 'body'] as const
export const sha256 = (bytes: Uint8Array) => hash('sha256', bytes, 'buffer')

/**
 * A body that cannot be read is listed all the same, as one that may never be sent again: the events in it may have
 * been taken, and only a person can tell.
 */
export function opened(store: Store, stream: number, row: RequestRow): Open {
  let keys: Open['keys'] | undefined
  let found: Read | undefined
  const body = () => {
    found ??= read(store, stream, row)
    return found
  }
  return {
    id: row.id,
    get keys() {
      keys ??= keysIn(row.keys)
      return keys
    },
    ...(row.prints && { prints: printsIn(row.prints).map(print => print ?? '') }),
    firstSent: row.first_sent,
    attempts: row.attempts,
    doubts: row.doubts,
    ...(row.released === 1 && { released: true }),
    get body() {
      return body().text ?? ''
    },
    get resendSafe() {
      return body().text !== undefined && row.resend_safe === 1
    },
    get expires() {
      return body().text === undefined ? 0 : row.expires
    },
    get unreadable() {
      return body().unreadable
    },
  }
}

interface Read {
  text?: string
  unreadable?: string
}
function read({ secrets }: Store, stream: number, row: RequestRow): Read {
  try {
    const body = zstdDecompressSync(secrets.open('requests', bodyPlace(stream, row.id), row.body), { maxOutputLength: BODY_MAX })
    if (!sha256(body).equals(row.body_sha256)) throw new Error('The stored body is not the one that was sent.')
    return { text: body.toString() }
  } catch (cause) {
    return { unreadable: (cause as Error).message }
  }
}

/** An open request without what is in it. */
export interface Outline extends Doubtful {
  run: string
  events: number
  released: boolean
}
/** Requests that nobody settled, of every stream that this flow ever had. */
export function outlinesOf(store: Store, flow: string): Outline[] {
  const words = wordsOf(store)
  return words.beginning(`${flow}\n`).flatMap(stream =>
    statementsOf(store)
      .outlines.all(stream)
      .map(row => ({
        run: words.text(row.run),
        events: row.events,
        firstSent: row.first_sent,
        expires: row.expires,
        doubts: row.doubts,
        resendSafe: row.resend_safe === 1,
        released: row.released === 1,
        readable: () => readable(store, stream, row.id),
      })),
  )
}

const known = new WeakMap<Store, Map<number, boolean>>()
/** Whether its events can be read: found out once in the life of a process. */
function readable(store: Store, stream: number, id: number): boolean {
  const ids = known.get(store) ?? new Map<number, boolean>()
  known.set(store, ids)
  const before = ids.get(id)
  if (before !== undefined) return before
  const row = statementsOf(store).request.get(id, stream)
  const is = row !== undefined && textsOf(opened(store, stream, row)) !== undefined
  ids.set(id, is)
  return is
}
