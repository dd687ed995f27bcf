/** Limited data processing goes with state and country: their guide of that name, read 2026-11-22. */
import { expect, it } from 'vitest'
import { Left, type Row } from '../../../runtime/contract.ts'
import { sealer } from '../../../runtime/seal.ts'
import { dialect } from './dialect.ts'

const NOW = Date.parse('2026-11-20T12:00:00Z')
const sale: Row = {
  ...{ event_name: 'Purchase', action_source: 'website', event_time: '2026-11-20T11:30:00Z', event_id: 'A1' },
  ...{ email: 'ann@example.com', data_processing: 'LDP' },
}
const lacks = (more: Row) => {
  const event = sealer({ dialect, sealing: {}, timezone: undefined, now: NOW }).seal({ ...sale, ...more }, () => {})
  if (event instanceof Left) throw new Error(event.code)
  return dialect.lacks!(event)
}

it('is sent without a place, and said to act nowhere', () => {
  const nowhere = ['pin.limited_nowhere']
  const at: Row[] = [{}, { country: 'US' }, { state: 'CA' }, { state: 'California' }, { state: 'CA', country: 'US' }]
  expect(at.map(lacks)).toEqual([nowhere, nowhere, nowhere, nowhere, []])
})
it('is not missed where nothing is limited, and counted beside a name that is nearly one of theirs', () => {
  expect(lacks({ data_processing: null })).toEqual([])
  expect(lacks({ data_processing: 'no' })).toEqual([])
  expect(lacks({ event_name: 'PageViews' })).toEqual(['pin.near_name', 'pin.limited_nowhere'])
})
it('asks for both before a row is read', () => {
  expect(dialect.asks!('Purchase', 'website', new Set(['data_processing']))).toEqual(['state', 'country'])
  expect(dialect.asks!('Purchase', 'website', new Set(['email']))).toEqual([])
  expect(dialect.asks!('Purchase', 'website')).toEqual([])
})
