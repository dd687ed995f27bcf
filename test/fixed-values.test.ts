/** A fixed value that no row could use is said before any row is read; one that a platform can use is not. */
import { expect, it } from 'vitest'
import { kinds } from '../nodes/kinds.ts'
import { complaints } from '../nodes/steps/mapping/complaints.ts'
import type { Destination } from '../runtime/contract.ts'
import type { Expression } from '../runtime/expression.ts'
import { farEnd } from '../runtime/plan.ts'

const base = {
  event_name: { value: 'Lead' },
  action_source: { value: 'website' },
  event_time: { column: 't' },
  email: { column: 'e' },
} as const
const found = (destination: string, fields: Readonly<Record<string, Expression>>) => {
  const { dialect, title } = kinds.get(destination) as Destination
  const edge = { ...farEnd(dialect!, title), has: [], hints: {}, port: '', now: 0 }
  return complaints({ fields: { ...base, ...fields } }, edge).filter(({ code }) => code === 'map.fixed_unusable')
}

it.each<[string, string, string, Expression, string]>([
  ['meta', 'country', 'must_fix', { value: 'ZZ' }, 'Country is "ZZ" in all rows, which Meta cannot use.'],
  ['pinterest', 'country', 'must_fix', { value: 'Atlantis' }, 'Country is "Atlantis" in all rows, which Pinterest cannot use.'],
  ['meta', 'action_source', 'must_fix', { value: 'the shop next door' }, 'Meta cannot use'],
  ['pinterest', 'opt_out', 'must_fix', { value: 'maybe' }, 'Pinterest cannot use'],
  ['meta', 'currency', 'worth_a_look', { value: 'EURO!' }, 'Meta cannot use'],
  ['meta', 'value', 'worth_a_look', { value: 'ten' }, 'Meta cannot use'],
  ['meta', 'content_type', 'worth_a_look', { value: 'things' }, 'It takes: one of product, product_group.'],
])('%s: %s is %s', (destination, id, level, expression, says) => {
  const [problem, ...others] = found(destination, { [id]: expression })
  expect(others).toEqual([])
  expect(problem).toMatchObject({ field: id, level })
  expect(problem!.message).toContain(says)
})
it('an event that needs the value cannot go without it', () =>
  expect(found('meta', { event_name: { value: 'Purchase' }, value: { value: 'ten' }, currency: { value: '??' } })).toMatchObject([
    { field: 'value', level: 'must_fix' },
  ]))
it('a country by its name is no fault, also where only one of a destination’s fields can hold it', () =>
  expect(found('webhook', { country: { value: 'France' } })).toEqual([]))
it('offers the likely countries at a press', () => {
  const [problem] = found('meta', { country: { value: 'RF' } })
  expect(problem!.fixes![0]).toEqual({ label: 'Use FR', set: { path: ['fields', 'country'], value: { value: 'FR' } } })
})
it.each<[string, Readonly<Record<string, Expression>>]>([
  ['meta', { country: { value: 'United Kingdom' }, currency: { value: '€' }, value: { value: '12,50' }, opt_out: { value: 'no' } }],
  ['pinterest', { country: { value: 'fr' }, data_processing: { value: 'no' }, opt_out: { value: false } }],
  ['meta', { country: { value: '' }, phone: { value: '0612345678' }, birth_date: { value: '02/03/1990' } }],
  ['meta', { country: { value: 'c4b7a3a9ebcd6e7f27a4a6bbba0b0b3a7ad9b1f8ed0e1d7a4d0d4f2bcd5c6c11' } }],
  ['meta', { country: { column: 'land' } }],
])('%s says nothing of %o', (destination, fields) => expect(found(destination, fields)).toEqual([]))
