/** The statements about outcomes, prepared once for each database. */
import type { Store } from './open.ts'
import type { End } from './waiting.ts'

type Statements = ReturnType<typeof prepare>
const prepared = new WeakMap<Store, Statements>()
export function statementsOf(store: Store): Statements {
  const statements = prepared.get(store) ?? prepare(store)
  prepared.set(store, statements)
  return statements
}
function prepare({ sql }: Store) {
  return {
    // The list drives the join: a look-up per key in the primary key, and nothing is scanned.
    known: sql.prepare<[string, number], { key: string; state: number; run: number; print: string }>(
      'select k.value as key, d.state, d.run, lower(hex(d.print)) as print from json_each(?) k cross join delivery d where d.stream = ? and d.key = unhex(k.value)',
    ),
    one: sql.prepare<[number, Buffer], End>('select state, code, run, settled, request from delivery where stream = ? and key = ?'),
    keep: sql.prepare('insert into settlement (stream, run, state, code, settled, request, keys, prints) values (?, ?, ?, ?, ?, ?, ?, ?)'),
    waitingRows: sql.prepare<[number], End & { id: number; keys: Buffer; prints: Buffer | null }>(
      'select id, run, state, code, settled, request, keys, prints from settlement where stream = ? order by id',
    ),
    put: sql.prepare(
      `insert into delivery (stream, key, state, code, run, settled, request, print) values (?, ?, ?, ?, ?, ?, ?, ?)
       on conflict do update set state = excluded.state, code = excluded.code, run = excluded.run, settled = excluded.settled,
         request = excluded.request, print = excluded.print`,
    ),
    drop: sql.prepare('delete from settlement where stream = ? and id <= ?'),
  }
}
