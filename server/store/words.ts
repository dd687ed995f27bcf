/** Texts that millions of rows repeat (streams, run ids, reason codes), each stored once and told by a number. */
import type { Store } from './open.ts'

interface Words {
  /** The number of this text, made when it is new. */
  id(text: string): number
  find(text: string): number | undefined
  text(id: number): string
  /** Numbers of the texts that begin so. */
  beginning(text: string): number[]
}
const known = new WeakMap<Store, Words>()

export function wordsOf(store: Store): Words {
  const words = known.get(store) ?? makeWords(store)
  known.set(store, words)
  return words
}

function makeWords(store: Store): Words {
  const find = store.sql.prepare<[string], number>('select id from word where text = ?').pluck()
  const read = store.sql.prepare<[number], string>('select text from word where id = ?').pluck()
  const range = store.sql.prepare<[string, string], number>('select id from word where text >= ? and text < ? order by id').pluck()
  const add = store.sql.prepare('insert into word (text) values (?)')
  const texts = new Map<number, string>()
  return {
    // Ids are not kept in memory: one made in a transaction that is rolled back would be wrong for ever after.
    id: text => find.get(text) ?? Number(add.run(text).lastInsertRowid),
    find: text => find.get(text),
    beginning: text => range.all(text, `${text}\u{10FFFF}`),
    text(id) {
      const text = texts.get(id) ?? read.get(id) ?? ''
      if (texts.size > 10_000) texts.clear()
      texts.set(id, text)
      return text
    },
  }
}
