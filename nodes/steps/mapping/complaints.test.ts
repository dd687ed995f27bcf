/** What is said of an event's name before anything is read. */
import { expect, it } from 'vitest'
import type { Edge } from '../../../runtime/contract.ts'
import { complaints } from './complaints.ts'

const edge: Edge = {
  has: [],
  wants: [],
  hints: {},
  port: '',
  now: 0,
  remark: name => (name === 'Purchas' ? { code: 'x.near', message: 'Did you mean Purchase?', meant: 'Purchase' } : undefined),
}
const said = (event_name: Parameters<typeof complaints>[0]['fields'][string]) => complaints({ fields: { event_name } }, edge)

it('is worth a look, with a button that repairs it, where all rows have the name', () =>
  expect(said({ value: 'Purchas' })).toEqual([
    {
      code: 'x.near',
      level: 'worth_a_look',
      field: 'event_name',
      message: 'Did you mean Purchase?',
      fixes: [{ label: 'Use Purchase', set: { path: ['fields', 'event_name'], value: { value: 'Purchase' } } }],
    },
  ]))
it('is said of each name in a value map once, and of no column', () => {
  expect(said({ map: { a: 'Purchas', b: 'Purchas', c: 'Lead' }, of: { value: 'a' } }).map(c => [c.code, c.fixes])).toEqual([['x.near', []]])
  expect(said({ value: 'Lead' })).toEqual([])
})
