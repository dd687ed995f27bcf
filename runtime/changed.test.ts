/** Prints: what makes a row another one, and what does not. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compared, printing } from './changed.ts'
import type { Plan } from './plan.ts'

interface Drawn {
  cursor?: string
  mapping?: unknown
  sql?: string
  conditions?: unknown
  hash?: unknown
}
/** As much of a plan as a print looks at. */
const planOf = ({ cursor, mapping = { a: 1 }, sql = 'select 1', conditions = 'paid', hash = 'FR' }: Drawn = {}): Plan => {
  const kinds = { filter: { id: 'filter', where: () => undefined }, mapping: { id: 'mapping' }, hash: { id: 'hash', sealing: () => ({}) } }
  const steps = [
    { id: '1', kind: kinds.filter, config: conditions },
    { id: '2', kind: kinds.mapping, config: mapping },
    { id: '3', kind: kinds.hash, config: hash },
  ]
  const model = { kind: { query: () => ({ from: { sql }, key: ['id'], cursor }) }, config: {} }
  return { timezone: undefined, steps, resolved: { model, steps } } as unknown as Plan
}
const event = { event_name: 'Purchase', value: '19.90', email: 'a@example.com', nothing: null }
const print = printing(planOf())(event)

it.each<[string, Record<string, unknown>, Drawn, string]>([
  ['the same', event, {}, 'same'],
  ['a number with fewer digits', { ...event, value: 19.9 }, {}, 'changed'],
  ['an empty field more', { ...event, phone: '' }, {}, 'same'],
  ['a field less', { event_name: 'Purchase', value: '19.90' }, {}, 'changed'],
  ['one cent more', { ...event, value: '19.91' }, {}, 'changed'],
  ['other conditions', event, { conditions: 'refunded' }, 'same'],
  ['another country to hash with', event, { hash: 'DE' }, 'same'],
  ['a cursor', event, { cursor: 'updated_at' }, 'same'],
  ['another mapping', { ...event, value: '1' }, { mapping: { a: 2 } }, 'not_known'],
  ['another query', { ...event, value: '1' }, { sql: 'select 2' }, 'not_known'],
])('%s', (_, later, drawn, expected) => {
  expect(compared(printing(planOf(drawn))(later as never), print)).toBe(expected)
})

it('a key from before prints were kept is not known, never changed', () => {
  expect(compared(print, undefined)).toBe('not_known')
})

it('is eight bytes; numbers and their text are one; other values or fields are another', () => {
  const of = printing(planOf())
  const value = fc.oneof(fc.string({ minLength: 1 }), fc.integer().map(String), fc.boolean().map(String))
  const row = fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), value, { minKeys: 1 })
  fc.assert(
    fc.property(row, row, fc.integer(), (a, b, n) => {
      expect(of(a)).toMatch(/^[0-9a-f]{16}$/)
      expect(of({ ...a, n })).toBe(of({ ...a, n: String(n) }))
      const same = JSON.stringify(a) === JSON.stringify(b)
      expect(of(a) === of(b)).toBe(same)
    }),
  )
})

it('a print cannot be guessed without the key of this install, and one of another key is not known', () => {
  const [own, other, none] = ['own', 'other', undefined].map(key => printing(planOf(), key)(event))
  expect(new Set([own, other, none]).size).toBe(3)
  expect(own!.slice(4)).not.toBe(none!.slice(4))
  expect(compared(own!, own)).toBe('same')
  expect(compared(own!, other)).toBe('not_known')
  expect(compared(own!, none)).toBe('not_known')
})
