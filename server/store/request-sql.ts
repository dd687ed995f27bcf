/** The statements about open requests, prepared once for each database. */
import type { Store } from './open.ts'

export interface RequestRow {
  id: number
  run: number
  keys: Buffer
  prints: Buffer | null
  body: Buffer
  body_sha256: Buffer
  resend_safe: number
  expires: number
  first_sent: number
  attempts: number
  doubts: number
  released: number
  events: number
}

type Statements = ReturnType<typeof prepare>
const prepared = new WeakMap<Store, Statements>()
export function statementsOf(store: Store): Statements {
  const known = prepared.get(store)
  if (known) return known
  const made = prepare(store)
  prepared.set(store, made)
  return made
}
function prepare({ sql }: Store) {
  return {
    sequence: sql.prepare<[], number>("select seq from sqlite_sequence where name = 'request'").pluck(),
    insert: sql.prepare(
      'insert into request (id, stream, run, keys, prints, body, body_sha256, resend_safe, expires, first_sent, attempts, doubts, events, path) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    // A release is for one attempt: what comes of that one is a new question.
    again: sql.prepare<[number, number, number], Pick<RequestRow, 'attempts' | 'doubts' | 'events'>>(
      'update request set attempts = attempts + 1, doubts = doubts + ?, released = 0 where id = ? and stream = ? returning attempts, doubts, events',
    ),
    asked: sql.prepare<[number, number], Pick<RequestRow, 'first_sent' | 'doubts' | 'events'>>(
      'select first_sent, doubts, events from request where id = ? and stream = ?',
    ),
    release: sql.prepare('update request set released = 1 where id = ? and stream = ?'),
    remove: sql.prepare<[number, number], Pick<RequestRow, 'attempts' | 'doubts'>>(
      'delete from request where id = ? and stream = ? returning attempts, doubts',
    ),
    expired: sql.prepare<[number, number], RequestRow & { stream: number }>('select * from request where expires < ? and first_sent < ?'),
    request: sql.prepare<[number, number], RequestRow>('select * from request where id = ? and stream = ?'),
    outlines: sql.prepare<[number], Omit<RequestRow, 'keys' | 'prints' | 'body' | 'body_sha256'>>(
      'select id, run, resend_safe, expires, first_sent, attempts, doubts, released, events from request where stream = ? order by id',
    ),
    requests: sql.prepare<[number], RequestRow>('select * from request where stream = ? order by id'),
  }
}
