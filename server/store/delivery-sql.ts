/** The statements about outcomes, prepared once for each database. */
import type { Store } from './open.ts'
import type { End } from './waiting.ts'

/** Outcomes that are sorted in together: keys and prints one after another, and of each key which of the ends is its own. */
export interface Putting {
  stream: number
  keys: Buffer
  prints: Buffer
  which: string
  ends: string
}

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
    // A statement a key costs twice as much, and most of that is calling it.
    put: sql.prepare<[Putting]>(
      `with told as materialized (
         select key as place, value->>0 as state, value->>1 as code, value->>2 as run, value->>3 as settled, value->>4 as request
         from json_each(@ends))
       insert into delivery (stream, key, state, code, run, settled, request, print)
       select @stream, substr(@keys, 16 * w.key + 1, 16), told.state, told.code, told.run, told.settled, told.request,
         nullif(substr(@prints, 8 * w.key + 1, 8), zeroblob(8))
       from json_each(@which) w cross join told where told.place = w.value
       on conflict do update set state = excluded.state, code = excluded.code, run = excluded.run, settled = excluded.settled,
         request = excluded.request, print = excluded.print`,
    ),
    drop: sql.prepare('delete from settlement where stream = ? and id <= ?'),
  }
}
