/** What is said of an event's name before anything is read. */
import { describe, expect, it } from 'vitest'
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
it('is worth a look when the far end asks for what is not mapped, and takes the event without', () => {
  const far: Edge = {
    ...edge,
    destination: 'X',
    hints: { madeUp: true },
    asks: (name, place) => (name === 'Lead' && place === 'website' ? ['event_source_url'] : []),
  }
  const about = (fields: Parameters<typeof complaints>[0]['fields']) => complaints({ fields }, far).map(c => [c.code, c.level, c.field])
  const lead = { event_name: { value: 'Lead' }, action_source: { value: 'website' } }
  expect(about(lead)).toEqual([['map.asked_for', 'worth_a_look', 'event_source_url']])
  expect(about({ ...lead, event_source_url: { value: 'https://shop.example' } })).toEqual([])
  expect(about({ ...lead, action_source: { value: 'email' } })).toEqual([])
})
it('a field that there is none of is put where it was meant, unless that is filled, or taken out', () => {
  const filling = { column: 'mail' }
  const fixes = (more: object) => {
    const fields = { emial: filling, ...more }
    const here: Edge = { ...edge, has: [{ key: 'mail', type: 'text' }] }
    return complaints({ fields }, here).find(c => c.code === 'map.unknown_field')!.fixes
  }
  const out = { label: 'Leave emial out', set: { path: ['fields', 'emial'] } }
  const put = { label: 'Use email', set: { path: ['fields', 'email'], value: filling }, also: [{ path: ['fields', 'emial'] }] }
  expect(fixes({})).toEqual([put, out])
  expect(fixes({ email: { column: 'mail' } })).toEqual([out])
})
it('what is asked for, and who bought, is offered the column that is called so', () => {
  const has: Edge['has'] = ['page_url', 'mail'].map(key => ({ key, type: 'text' }))
  const far: Edge = { ...edge, has, destination: 'X', asks: () => ['event_source_url'], identity: [['email'], ['phone']] }
  const fields = { event_name: { value: 'Lead' }, action_source: { value: 'website' } }
  expect(complaints({ fields }, far).map(c => [c.code, c.fixes?.map(fix => fix.label)])).toEqual([
    ['map.asked_for', ['Use page_url']],
    ['map.nobody', ['Use mail']],
  ])
})
it.each([{ value: '' }, { value: '  ' }, { value: [] }])('one value for all rows that is still %j fills no field', empty => {
  const far: Edge = { ...edge, needs: () => ['currency'], asks: () => ['event_source_url'], identity: [['email']] }
  const fields = {
    event_name: { value: 'Purchase' },
    action_source: { value: 'website' },
    currency: empty,
    event_source_url: empty,
    email: empty,
  }
  expect(complaints({ fields }, far).map(c => [c.code, c.field])).toEqual([
    ['map.missing', 'currency'],
    ['map.asked_for', 'event_source_url'],
    ['map.nobody', 'email'],
  ])
})
it.each([
  ['Montant TTC (EUR)', ['Use EUR for all rows']],
  ['Montant TTC (€)', ['Use EUR for all rows']],
  ['total_GBP', ['Use GBP for all rows']],
  ['Total £', ['Use GBP for all rows']],
  ['Total $', []],
  ['EUROPE_TOTAL', []],
  ['montant', []],
])('a missing currency is taken from an amount called %j at a press', (column, labels) => {
  const has = [{ key: column, type: 'number' as const }]
  const needs = { ...edge, has, needs: () => ['currency'] }
  const fields = { event_name: { value: 'Purchase' }, value: { column } }
  expect(complaints({ fields }, needs).map(c => [c.code, c.fixes?.map(fix => fix.label)])).toEqual([['map.missing', labels]])
})
it('is said of each name in a value map once, with a button that repairs it there, and of no column', () => {
  const value = { map: { a: 'Purchase', b: 'Purchase', c: 'Lead' }, of: { value: 'a' } }
  expect(said({ map: { a: 'Purchas', b: 'Purchas', c: 'Lead' }, of: { value: 'a' } }).map(c => [c.code, c.fixes])).toEqual([
    ['x.near', [{ label: 'Use Purchase', set: { path: ['fields', 'event_name'], value } }]],
  ])
  expect(said({ value: 'Lead' })).toEqual([])
})
it.each(['BLOB', 'bytea', 'BYTES', 'BINARY', 'varbyte', 'VARBINARY(16)'])(
  'a column of %s is no amount and no time, and may be an id',
  native => {
    const of = (id: string) =>
      complaints({ fields: { [id]: { column: 'raw' } } }, { ...edge, has: [{ key: 'raw', type: 'text', native }] })
        .filter(({ code }) => code === 'map.bytes')
        .map(({ field, level }) => [field, level ?? 'must_fix'])
    expect(['value', 'event_time', 'opt_out', 'birth_date', 'external_id'].flatMap(of)).toEqual(
      ['value', 'event_time', 'opt_out', 'birth_date'].map(id => [id, 'must_fix']),
    )
  },
)
it('a column of text may be an amount', () => {
  const has = [{ key: 'raw', type: 'text', native: 'VARCHAR' }] as const
  expect(complaints({ fields: { value: { column: 'raw' } } }, { ...edge, has }).map(({ code }) => code)).not.toContain('map.bytes')
})

it('offers to leave a field out only where no other column feeds it, and where the far end does without', () => {
  const far: Edge = {
    ...edge,
    has: [{ key: 'mail', type: 'text' }],
    wants: [{ concept: 'event_time', required: true } as Edge['wants'][number]],
  }
  const buttons = (fields: Parameters<typeof complaints>[0]['fields']) =>
    complaints({ fields }, far).flatMap(({ code, fixes }) => (code === 'source.column_gone' ? [fixes?.map(({ label }) => label)] : []))
  expect(buttons({ client_ip: { column: 'bay_7' } })).toEqual([['Leave IP address out']])
  expect(buttons({ external_id: { first: ['mail', 'bay_7'] } })).toEqual([[]])
  expect(buttons({ event_time: { column: 'bay_7' } })).toEqual([[]])
  // A unit was confirmed for the column that is gone, not for the one in its place.
  expect(complaints({ fields: { email: { column: 'e_mail', unit: 'cents' } } }, far).flatMap(({ fixes }) => fixes ?? [])).toContainEqual({
    label: 'Use mail',
    set: { path: ['fields', 'email'], value: { column: 'mail' } },
  })
})

describe('what came along with a template', () => {
  const found = (fields: Parameters<typeof complaints>[0]['fields'], more: Partial<Edge> = {}) =>
    complaints({ fields }, { ...edge, ...more }).map(({ code, level, fixes }) => [code, level, fixes?.map(fix => fix.label)])
  const has = (...keys: string[]) => ({ has: keys.map(key => ({ key, type: 'text' as const })) })

  it.each([
    ['iso_currency', { value: 'EUR' }, 1],
    ['Währung', { value: 'EUR' }, 1],
    ['Währung', { column: 'Währung' }, 0],
    ['Währung', { value: '' }, 0],
    ['amount', { value: 'EUR' }, 0],
  ] as const)('beside the column %s, a currency of %j is told %i times', (column, currency, times) =>
    expect(found({ currency }, has(column, 'order_id'))).toEqual(
      Array.from({ length: times }, () => ['map.currency_beside', 'worth_a_look', [`Use ${column}`]]),
    ),
  )
  it.each([
    ['https://shop.example/checkout', true],
    ['http://www.example.com', true],
    ['https://shop.test:8080/?a=b', true],
    ['https://example.shop/checkout', false],
    ['https://testing.fr/example', false],
    ['https://myexample.com/', false],
  ])('the page address %s is an example: %s', (value, told) => {
    const address = { event_source_url: { value } }
    expect(found(address)).toEqual(told ? [['map.example_address', 'worth_a_look', undefined]] : [])
    expect(found(address, { hints: { madeUp: true } })).toEqual([])
  })
})

describe('a column of what people allow, mapped to what they refused', () => {
  const has: Edge['has'] = [
    { key: 'consent', type: 'boolean' },
    { key: 'Consentement marketing', type: 'text' },
    { key: 'do_not_sell', type: 'boolean' },
  ]
  const about = (opt_out: Parameters<typeof complaints>[0]['fields'][string]) =>
    complaints({ fields: { opt_out } }, { ...edge, has }).filter(({ code }) => code === 'map.opposite')
  it('is asked about, with a press that turns it round', () => {
    const map = { yes: false, no: true, true: false, false: true, 1: false, 0: true }
    for (const of of ['consent', 'Consentement marketing']) {
      const fixes = [{ label: 'Turn yes and no round', set: { path: ['fields', 'opt_out'], value: { map, of } } }]
      expect(about({ column: of })).toMatchObject([{ level: 'worth_a_look', field: 'opt_out', fixes }])
      expect(about({ map, of })).toEqual([])
    }
  })
  it('is none where the column says what they refused', () => expect(about({ column: 'do_not_sell' })).toEqual([]))
})
