/**
 * What a person allowed is never guessed: an event that says it in a way that nobody can read is left out and counted, at
 * every destination, and never sent as if all had been allowed.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kinds } from '../nodes/kinds.ts'
import { concept } from '../runtime/concepts.ts'
import { type Destination, Left, type Row, type Value } from '../runtime/contract.ts'
import { sealer } from '../runtime/seal.ts'
import { type Platform, recordingPlatform } from './platforms/recording.ts'
import { type Engine, engine, goodOrders, only, ordersFlow } from './stand-ins/engine.ts'

const NOW = Date.parse('2026-11-20T12:00:00Z')
const plain: Row = {
  event_name: 'Lead',
  action_source: 'website',
  event_time: '2026-11-20T11:00:00Z',
  event_id: 'o-1',
  email: 'mary@example.com',
  city: 'Paris',
}
const speaking = [...kinds.values()].filter((k): k is Destination => k.role === 'destination' && !!k.dialect)

describe.each(speaking.map(k => [k.id, k] as const))('%s', (_, { dialect }) => {
  const seal = (cells: Row) => {
    const lost: string[] = []
    const event = sealer({ dialect: dialect!, sealing: {}, timezone: undefined, now: NOW }).seal({ ...plain, ...cells }, (code, field) =>
      lost.push(`${field} ${code}`),
    )
    return event instanceof Left ? `${event.outcome} ${event.code} ${event.field}` : { ...JSON.parse(dialect!.encode(event)), lost }
  }
  const asked = ['opt_out', 'data_processing'].filter(id => dialect!.targets.some(t => t.concept === id && t.normalise.id !== 'text'))

  it.each<[Value]>([
    ['maybe'],
    ['2'],
    [2],
    [-1],
    ['yes and no'],
    ['denied'],
    ['null yes'],
    ['0,5'],
    ['unknown'],
    ['?'],
    ['oui?'],
    [{ consent: true }],
    [[['yes']]],
    ['é'],
  ])('leaves out a row whose consent is %j', cell => {
    for (const id of asked) expect(seal({ [id]: cell })).toBe(`invalid consent_unreadable ${id}`)
  })
  it('has a sentence for it', () => {
    expect(dialect!.reasons.consent_unreadable).toMatchObject({
      title: expect.stringContaining('{field}'),
      why: expect.stringContaining('left out'),
    })
  })
  it('sends a row that says nothing about it', () => {
    for (const id of asked)
      for (const cell of [null, '', '  ', 'NULL', 'n/a', 'none', []])
        expect(seal({ [id]: cell as Value }), String(cell)).toMatchObject({ event_id: expect.anything() })
  })
  it.each<[Value, boolean]>([
    ['opted out', true],
    ['OPT-OUT', true],
    ['opted_in', false],
    ['Opt in', false],
    [true, true],
    ['Yes', true],
    ['1.0', true],
    ['ja', true],
    [0, false],
    ['NON', false],
    ['０', false],
  ])('reads %j', (cell, out) => {
    expect(seal({ opt_out: cell })).toMatchObject({ opt_out: out })
  })
})

it('covers every concept that says what a person allowed', () => {
  const consents = [...concept.values()].filter(c => c.consent).map(c => c.id)
  expect(consents).toEqual(
    expect.arrayContaining(['opt_out', 'data_processing', 'data_processing_country', 'data_processing_state', 'app_ad_tracking_enabled']),
  )
})

describe('limited data use at a platform that wants a list', () => {
  const { dialect } = kinds.get('meta') as Destination
  const seal = (cells: Row) => {
    const event = sealer({ dialect: dialect!, sealing: {}, timezone: undefined, now: NOW }).seal({ ...plain, ...cells }, () => {})
    if (event instanceof Left) return event.code
    const { data_processing_options: o, data_processing_options_country: c, data_processing_options_state: s } = event.values
    return [o, c, s]
  }
  it.each<[Row, unknown]>([
    [{ data_processing: '["LDU"]' }, [['LDU'], 0, 0]],
    [{ data_processing: ['LDU'] }, [['LDU'], 0, 0]],
    [{ data_processing: '[]' }, [[], 0, 0]],
    [{ data_processing: '["LDU","GDPR"]' }, 'consent_unreadable'],
    [{ data_processing: 'LDU', data_processing_state: 'California' }, [['LDU'], 1, 1000]],
    [{ data_processing: 'LDU', data_processing_state: 'ri', data_processing_country: 'USA' }, [['LDU'], 1, 1013]],
    // A state without a law of its own in Meta's table: Meta finds out.
    [{ data_processing: 'LDU', data_processing_state: 'NY' }, [['LDU'], 1, 0]],
    [{ data_processing: 'LDU', data_processing_country: 'France' }, [['LDU'], 0, 0]],
    [{ data_processing: 'LDU', data_processing_state: 'somewhere' }, 'consent_unreadable'],
    [{ data_processing: 'LDU', data_processing_state: 1014 }, 'consent_unreadable'],
    [{ data_processing: 'LDU', data_processing_country: 7 }, 'consent_unreadable'],
    [{ data_processing_country: 7 }, [undefined, undefined, undefined]],
  ])('%j', (cells, expected) => expect(seal(cells)).toEqual(expected))
})

describe('a run', () => {
  let platform: Platform
  let tributary: Engine
  beforeAll(async () => {
    platform = await recordingPlatform()
    tributary = await engine(
      { META_BASE_URL: platform.url, PINTEREST_BASE_URL: platform.url },
      {
        'meta-main': { kind: 'meta', settings: { dataset: '123', token: 'EAA-canary' }, simulated: false },
        'pin-main': { kind: 'pinterest', settings: { ad_account: '549', token: 'pina_canary' }, simulated: false },
      },
    )
  })
  afterAll(async () => {
    await tributary?.close()
    await platform?.close()
  })
  const said = ['no', 'yes', 'maybe', '', 'perhaps', '0']
  const orders = () => goodOrders(said.length).map((order, i) => ({ ...order, opted_out: said[i] }))

  it.each([
    ['meta', 'meta-main'],
    ['pinterest', 'pin-main'],
  ])('to %s counts what it left out, with the rows and a sentence', async (kind, connection) => {
    tributary.orders(orders())
    const path = only(await tributary.run(ordersFlow(kind, connection, {}, { opt_out: { column: 'opted_out' } })))
    expect(path.tally).toMatchObject({ read: 6, delivered: 4, invalid: 2 })
    const [reason] = path.reasons.filter(r => r.outcome === 'invalid')
    expect(reason).toMatchObject({ code: 'consent_unreadable', field: 'opt_out', rows: 2, samples: ['A2', 'A4'] })
    expect(reason!.message).toContain('Opted out')
  })
  it('does not take a word that a value map lacks for consent', async () => {
    tributary.orders(orders())
    const map = { map: { yes: true, no: false }, of: { column: 'opted_out' } }
    const path = only(await tributary.run({ ...ordersFlow('meta', 'meta-main', {}, { opt_out: map }), name: 'mapped' }))
    // "0" is not in the map: what it would mean is not guessed. An empty cell says nothing, as ever.
    expect(path.reasons.filter(r => r.outcome === 'invalid')).toMatchObject([
      { code: 'consent_unreadable', rows: 3, samples: ['A2', 'A4', 'A5'] },
    ])
    const rest = { ...map, otherwise: { value: true } }
    const other = only(await tributary.run({ ...ordersFlow('meta', 'meta-main', {}, { opt_out: rest }), name: 'otherwise' }))
    expect(other.tally).toMatchObject({ invalid: 0 })
  })
})
