import { describe, expect, test } from 'vitest'
import { concepts } from '../concepts.ts'
import type { ColumnType, Row, Shape } from '../contract.ts'
import fixture from './fixtures/columns.json' with { type: 'json' }
import { values } from './fixtures/values.ts'
import { type Remembered, suggestMapping } from './suggest.ts'

const wants = concepts.map(c => c.id)
const alone = (name: string, type: string, kind: string) => {
  const rows: Row[] = values[kind]!.map(value => ({ [name]: value }))
  return suggestMapping({ columns: [{ key: name, type: type as ColumnType }], rows, wants })
}

test('the fixture covers five languages and columns that mean nothing here', () => {
  expect(fixture.length).toBeGreaterThanOrEqual(300)
  expect(new Set(fixture.map(f => f.language)).size).toBe(5)
  expect(fixture.filter(f => f.concept === null).length).toBeGreaterThan(50)
})

test('what is filled in is right at least 95 times in 100, and 80 of 100 columns are found', () => {
  let right = 0
  let wrong = 0
  let missed = 0
  const faults: string[] = []
  for (const { name, type, values: kind, concept } of fixture) {
    const [first] = alone(name, type, kind)
      .suggestions.filter(s => s.sure)
      .sort((a, b) => b.score - a.score)
    if (first && first.concept === concept) right++
    else if (first) {
      wrong++
      faults.push(`${name}: ${first.concept}, not ${concept}`)
    } else if (concept !== null) {
      missed++
      faults.push(`${name}: nothing, not ${concept}`)
    }
  }
  const precision = right / (right + wrong)
  const recall = right / (right + missed + faults.filter(f => !f.includes('nothing') && !f.endsWith('null')).length)
  console.info(
    `suggestions over ${fixture.length} column names: precision ${(precision * 100).toFixed(1)} %, recall ${(recall * 100).toFixed(1)} %\n${faults.join('\n')}`,
  )
  expect(precision).toBeGreaterThanOrEqual(0.95)
  expect(recall).toBeGreaterThanOrEqual(0.8)
})

const shop: Shape = [
  { key: 'order_id', type: 'text' },
  { key: 'created_at', type: 'time', zoned: true },
  { key: 'customer_email', type: 'text' },
  { key: 'phone_number', type: 'text' },
  { key: 'first_name', type: 'text' },
  { key: 'last_name', type: 'text' },
  { key: 'country', type: 'text' },
  { key: 'order_total', type: 'number' },
  { key: 'status', type: 'text' },
  { key: 'client_ip', type: 'text' },
  { key: 'user_agent', type: 'text' },
]
const shopRows: readonly Row[] = [0, 1, 2].map(i => ({
  order_id: `SO-${i}`,
  created_at: values.time![i]!,
  customer_email: values.email![i]!,
  phone_number: values.phone![i]!,
  first_name: values.first![i]!,
  last_name: values.last![i]!,
  country: values.country![i]!,
  order_total: values.amount![i]!,
  status: ['paid', 'pending', 'refunded'][i]!,
  client_ip: values.ip![i]!,
  user_agent: values.ua![i] ?? null,
}))

describe('a shop’s orders', () => {
  const { suggestions, columns } = suggestMapping({ columns: shop, rows: shopRows, wants })
  test('what is sure is filled in', () => {
    expect(Object.fromEntries(suggestions.filter(s => s.sure).map(s => [s.concept, s.column]))).toEqual({
      event_time: 'created_at',
      value: 'order_total',
      order_id: 'order_id',
      email: 'customer_email',
      phone: 'phone_number',
      first_name: 'first_name',
      last_name: 'last_name',
      country: 'country',
      client_ip: 'client_ip',
      client_user_agent: 'user_agent',
    })
  })
  test('the order’s number is offered as event id, where a row is an order', () => {
    expect(suggestions.filter(s => !s.sure).map(s => [s.concept, s.column])).toEqual([['event_id', 'order_id']])
  })
  test.each(['price', 'Ticket Price', 'prix', 'Preis (EUR)', 'prezzo'])('%s is offered as the value, and never filled in', name => {
    const rows = values.amount!.map(amount => ({ [name]: amount, total: amount, unit_price: amount }))
    const found = (...keys: string[]) => {
      const asked = { columns: keys.map(key => ({ key, type: 'number' as const })), rows, wants: ['value'] }
      return suggestMapping(asked).suggestions.map(s => [s.column, s.sure])
    }
    expect(found(name)).toEqual([[name, false]])
    // What one piece costs is no offer, and a total goes before it.
    expect(found('unit_price', name, 'total')).toEqual([
      ['total', true],
      [name, false],
    ])
  })
  test('the reason is a sentence with the count of samples', () => {
    expect(suggestions.find(s => s.concept === 'event_time')!.why).toBe('The name means event time, and 3 of 3 samples are dates.')
  })
  test('no personal value is shown, in no place', () => {
    const shown = JSON.stringify({ suggestions, columns })
    for (const column of ['customer_email', 'phone_number', 'first_name', 'last_name', 'client_ip', 'user_agent']) {
      for (const row of shopRows) if (typeof row[column] === 'string') expect(shown).not.toContain(row[column].trim())
    }
    expect(columns.find(c => c.key === 'customer_email')).toMatchObject({
      samples: ['a•••@example.com', 'B•••@Example.org'],
      filled: 0.667,
      hashed: false,
    })
    expect(suggestions.find(s => s.concept === 'email')).toMatchObject({ sample: 'a•••@example.com', cleaned: 'a•••@example.com' })
    expect(columns.find(c => c.key === 'order_total')!.samples).toEqual(['19.99', '7.50', '120'])
  })
  test('only what the destinations can use is suggested', () => {
    expect(suggestMapping({ columns: shop, rows: shopRows, wants: ['email'] }).suggestions.map(s => s.concept)).toEqual(['email'])
  })
  test('without rows, names alone are offers', () => {
    const { suggestions: offers } = suggestMapping({ columns: shop, rows: [], wants })
    expect(offers.every(s => !s.sure && s.sample === null && s.score <= 0.65)).toBe(true)
    expect(offers.map(s => s.concept)).toContain('email')
  })
})

const sureOf = (columns: Shape, row: Row, remembered?: Remembered) =>
  suggestMapping({ columns, rows: [row], wants, ...(remembered && { remembered }) }).suggestions

test('two columns that are as good as each other are both offered, and neither is filled in', () => {
  const both = sureOf(
    [
      { key: 'billing_email', type: 'text' },
      { key: 'shipping_email', type: 'text' },
    ],
    { billing_email: 'a@b.com', shipping_email: 'c@d.com' },
  )
  expect(both.map(s => [s.concept, s.column, s.sure])).toEqual([
    ['email', 'billing_email', false],
    ['email', 'shipping_email', false],
  ])
})
test('the same two, where one holds no addresses', () => {
  const one = sureOf(
    [
      { key: 'billing_email', type: 'text' },
      { key: 'shipping_email', type: 'text' },
    ],
    { billing_email: 'a@b.com', shipping_email: 'see note' },
  )
  expect(one.map(s => [s.column, s.sure])).toEqual([['billing_email', true]])
})
test('a choice is remembered for the column, and a column feeds one field of a person', () => {
  const chosen = sureOf(
    [
      { key: 'billing_email', type: 'text' },
      { key: 'shipping_email', type: 'text' },
    ],
    { billing_email: 'a@b.com', shipping_email: 'c@d.com' },
    { shipping_email: { concepts: ['email'], flow: 'Store sales' } },
  )
  expect(chosen[0]).toMatchObject({ concept: 'email', column: 'shipping_email', sure: true, why: 'Mapped so in “Store sales”.' })
  expect(
    sureOf([{ key: 'email', type: 'text' }], { email: 'a@b.com' }, { email: { concepts: ['external_id'], flow: 'Store sales' } }).map(
      s => s.concept,
    ),
  ).toEqual(['external_id'])
})
test('digests are suggested for fields that are hashed, and for no plain field', () => {
  const { suggestions, columns } = alone('customer_email', 'text', 'digest')
  expect(columns[0]).toMatchObject({ hashed: true })
  expect(suggestions.map(s => [s.concept, s.sure, s.why])).toEqual([
    ['email', true, 'The name means email, and 2 of 2 samples are SHA-256 digests.'],
  ])
  expect(alone('order_id', 'text', 'digest').suggestions).toEqual([])
})
test('a name that fits with values that do not is not even an offer', () => {
  expect(alone('phone', 'text', 'words').suggestions).toEqual([])
})
test('nothing that a table can hold makes it throw', () => {
  const odd: Row = { email: [], phone: { a: [null] }, value: Number.NaN, date: '\ud800', country: [['x']], '': null, __proto__x: 1 }
  expect(() => suggestMapping({ columns: Object.keys(odd).map(key => ({ key, type: 'json' })), rows: [odd, {}], wants })).not.toThrow()
})

test.each([
  ['numbers of ten digits', [1795284251, 1795284300], { unit: 's', number: '1795284251', time: '2026-11-21T18:04:11.000Z' }],
  ['texts of thirteen', [null, '1795284251123'], { unit: 'ms', number: '1795284251123', time: '2026-11-21T18:04:11.123Z' }],
  ['sixteen', ['1795284251123456'], { unit: 'us', number: '1795284251123456', time: '2026-11-21T18:04:11.123Z' }],
  ['nineteen', ['1795284251123999999'], { unit: 'ns', number: '1795284251123999999', time: '2026-11-21T18:04:11.123Z' }],
  ['two units in one column', [1795284251, 1795284251123], undefined],
  ['a date among them', [1795284251, '2026-11-21'], undefined],
  ['dates without their marks', ['20261121180411'], undefined],
  ['small numbers', [7, 12], undefined],
  ['nothing', [null, ''], undefined],
] as const)('%s are told apart by their size', (_, cells, expected) => {
  const rows: Row[] = cells.map(at => ({ at }))
  expect(suggestMapping({ columns: [{ key: 'at', type: 'number' }], rows, wants }).columns[0]!.counted).toEqual(expected)
})
test('a number in a column of people is not shown as a time', () => {
  const rows: Row[] = [{ phone: 1795284251 }]
  expect(suggestMapping({ columns: [{ key: 'phone', type: 'number' }], rows, wants }).columns[0]!.counted).toBeUndefined()
})

test.each([
  [
    'a shop’s export',
    ['Name', 'Email', 'Paid at', 'Subtotal', 'Total', 'Currency', 'Created at', 'Taxes'],
    { email: 'Email', event_time: 'Created at', value: 'Total', currency: 'Currency' },
  ],
  [
    'a customer’s browser',
    ['customer_ip_address', 'customer_user_agent', 'customer_id'],
    { client_ip: 'customer_ip_address', client_user_agent: 'customer_user_agent', external_id: 'customer_id' },
  ],
] as const)('%s', (_, names, expected) => {
  const kinds: Record<string, string> = {
    Email: 'email',
    'Paid at': 'time',
    'Created at': 'time',
    Subtotal: 'amount',
    Total: 'amount',
    Taxes: 'amount',
    Currency: 'currency',
    customer_ip_address: 'ip',
    customer_user_agent: 'ua',
  }
  const row: Row = Object.fromEntries(names.map(name => [name, values[kinds[name] ?? 'id']![0]!]))
  const sure = sureOf(
    names.map(key => ({ key, type: 'text' })),
    row,
  ).filter(s => s.sure)
  expect(Object.fromEntries(sure.map(s => [s.concept, s.column]))).toEqual(expected)
})

test('what no sample can be read as is not offered, however well it is called; without samples the name has to do', () => {
  const offered = (...items: (string | null)[]) =>
    suggestMapping({ columns: [{ key: 'items', type: 'text' }], rows: items.map(value => ({ items: value })), wants: ['contents'] })
      .suggestions
  expect(offered('Blue mug, Red hat', '2')).toEqual([])
  const list = '[{"id":"mug","quantity":2,"item_price":4}]'
  expect(offered(list, 'Green scarf')).toMatchObject([{ concept: 'contents', column: 'items', sure: false }])
  expect(offered(null, null)).toHaveLength(1)
  expect(offered()).toHaveLength(1)
})

describe('the score is 0.55 name + 0.35 values + 0.10 type', () => {
  // What each name is worth is said in words beside the score: a name of the field, its words and no other, one letter off.
  const names = { email: 1, 'E-Mail': 1, courriel: 1, correo_electronico: 1, 'default email current': 0.9, emaill: 0.75 }
  const types = { text: 1, number: 0.5, boolean: 0 }
  test.each(Object.entries(names))('%s', (key, name) => {
    for (const [type, fits] of Object.entries(types))
      for (const of of [7, 10])
        for (let good = 0; good <= of; good++) {
          const rows = Array.from({ length: of }, (_, at) => ({ [key]: at < good ? 'ana@example.com' : 'see note' }))
          const [found] = suggestMapping({ columns: [{ key, type: type as ColumnType }], rows, wants: ['email'] }).suggestions
          // In whole hundred-thousandths, so that no sum here is off by a hair.
          const score = Math.round(55_000 * name + (35_000 * good) / of + 10_000 * fits)
          const said = `${key} ${type} ${good}/${of}`
          if (good === 0 || score < 55_000) expect(found, said).toBeUndefined()
          else {
            expect(found!.score, said).toBeCloseTo(score / 100_000, 2.9)
            expect(found!.sure, said).toBe(score >= 85_000)
          }
        }
  })
  test.each<[string, number, boolean]>([
    ['0.05 apart by their types', 20, false],
    ['0.049 apart', 17.2, false],
    ['more than 0.05 apart by their values', 17, true],
  ])('two columns %s', (how, good, sure) => {
    const rows: Row[] = Array.from({ length: 200 }, (_, at) => ({
      email: 'a@example.com',
      courriel: at < good * 10 ? 'b@example.com' : 'see note',
    }))
    const columns: Shape = [
      { key: 'email', type: 'text' },
      { key: 'courriel', type: how.includes('types') ? 'number' : 'text' },
    ]
    expect(suggestMapping({ columns, rows, wants: ['email'] }).suggestions.map(s => [s.column, s.sure])).toEqual([
      ['email', sure],
      ['courriel', false],
    ])
  })
})
