/** How far each path of a stream has read. In the ledger's own database, so that a restore takes both back together. */
import type { Cursor, Cursors } from '../../runtime/cursor.ts'
import type { Store } from './open.ts'
import { wordsOf } from './words.ts'

/** Older ones are of no use: a run looks at everything by then. */
const KEEP_MS = 2 * 86_400_000

export function cursorsOf(store: Store, stream: string): Cursors {
  const words = wordsOf(store)
  return {
    get(path) {
      const id = words.find(stream)
      if (id === undefined) return undefined
      const row = store.sql
        .prepare<[number, string], { value: number; swept: number; marks: string | null }>(
          'select value, swept, marks from cursor where stream = ? and path = ?',
        )
        .get(id, path)
      if (!row) return undefined
      const { marks, ...cursor } = row
      return marks === null ? cursor : { ...cursor, marks: JSON.parse(marks) as NonNullable<Cursor['marks']> }
    },
    put(path, { value, swept, marks }) {
      store.write(() => {
        const id = words.id(stream)
        store.sql.prepare('delete from cursor where stream = ? and swept < ?').run(id, store.now() - KEEP_MS)
        store.sql
          .prepare('insert or replace into cursor (stream, path, value, swept, marks) values (?, ?, ?, ?, ?)')
          .run(id, path, value, swept, marks ? JSON.stringify(marks) : null)
      })
    },
  }
}

/** Rows that were dealt with are new again: the next run of the stream looks at everything. Inside the caller's transaction. */
export const forgetCursors = (store: Store, stream: number): void =>
  void store.sql.prepare('delete from cursor where stream = ?').run(stream)
