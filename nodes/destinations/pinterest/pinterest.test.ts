/** Pinterest's spelling, rules and requests: from a mapped row to bytes that fit the official schema. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import Ajv from 'ajv'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { actionSources, concepts, eventNames } from '../../../runtime/concepts.ts'
import { Left, type Row, type Value } from '../../../runtime/contract.ts'
import type { Sealed } from '../../../runtime/dialect.ts'
import { sealer } from '../../../runtime/seal.ts'
import pinterest from './index.ts'
import { simulator } from './simulator.ts'

const dialect = pinterest.dialect!
const NOW = Date.parse('2026-11-20T12:00:00Z')
const HOUR = 3_600_000
const DAY = 24 * HOUR
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const at = (ms: number) => new Date(NOW - ms).toISOString()

/** The official description's own schema of a request, MIT; see the licence beside it. */
const official = JSON.parse(readFileSync(new URL('./pinterest-conversions.openapi.json', import.meta.url), 'utf8'))
const ajv = new Ajv({ strict: false, allErrors: false, formats: { int64: true } })
ajv.addSchema({ $id: 'pinterest', components: official.components })
const conforms = ajv.compile({ $ref: 'pinterest#/components/schemas/ConversionEvents' })
const flaws = (body: string) => (conforms(JSON.parse(body)) ? null : conforms.errors)

const sale: Row = {
  event_name: 'Purchase',
  action_source: 'website',
  event_time: at(HOUR / 2),
  event_id: 'o-1',
  value: '12.50',
  currency: 'EUR',
  email: 'Mary@Example.com',
}
function seal(row: Row): Sealed | Left {
  return sealer({ dialect, sealing: { country: 'FR' }, timezone: 'Europe/Paris', now: NOW }).seal(row, () => {})
}
const sealed = (row: Row): Sealed => {
  const event = seal(row)
  if (event instanceof Left) throw new Error(`left as ${event.code}`)
  return event
}
const encoded = (row: Row) => JSON.parse(dialect.encode(sealed(row)))
const address = { connection: { ad_account: '549', token: 'pina_secret' }, base: 'https://api.pinterest.com' }
const bodyOf = (row: Row) => dialect.call([dialect.encode(sealed(row))], address).body
const verdict = (change: Row, without: string[] = []): string => {
  const event = seal(Object.fromEntries(Object.entries({ ...sale, ...change }).filter(([key]) => !without.includes(key))))
  if (event instanceof Left) return `${event.outcome} ${event.code}`
  const left = dialect.judge(event, NOW)
  return left ? `${left.outcome} ${left.code}` : 'fit'
}

describe('names and places', () => {
  it.each([
    ['Purchase', 'checkout'],
    ['CHECKOUT', 'checkout'],
    ['purchase', 'checkout'],
    ['page visit', 'page_visit'],
    ['PageView', 'page_visit'],
    ['CompleteRegistration', 'signup'],
    ['Donate', 'Donate'],
    ['Store card signed', 'Store card signed'],
  ])('%s travels as %s', (name, spelled) => expect(encoded({ ...sale, event_name: name }).event_name).toBe(spelled))

  it('spells every standard name that Pinterest has', () => {
    const own = new Set(Object.values(dialect.events))
    for (const name of eventNames.filter(n => n !== 'Donate')) expect(own).toContain(encoded({ ...sale, event_name: name }).event_name)
  })
  it.each<[Row, string]>([
    [{ action_source: 'website' }, 'web'],
    [{ action_source: 'Web' }, 'web'],
    [{ action_source: 'app_ios' }, 'app_ios'],
    [{ action_source: 'android' }, 'app_android'],
    [{ action_source: 'physical_store' }, 'offline'],
    [{ action_source: 'offline' }, 'offline'],
    [{ action_source: 'phone_call' }, 'offline'],
    [{ action_source: 'crm' }, 'offline'],
    [{ action_source: 'app' }, 'offline'],
    [{ action_source: 'app', device_os_family: 'Android' }, 'app_android'],
    [{ action_source: 'app', app_store: 'Apple App Store' }, 'app_ios'],
    [{ action_source: 'app', app_store: 'Google Play Store' }, 'app_android'],
    [{ action_source: 'app', app_extinfo: ['i2', ...Array(15).fill('')] }, 'app_ios'],
  ])('%o is %s', (place, spelled) => expect(encoded({ ...sale, ...place }).action_source).toBe(spelled))
})

describe('what Pinterest refuses is found before it is sent', () => {
  const browser = { client_user_agent: 'Mozilla/5.0 (X11; Linux) Firefox/140.0' }
  it.each<[string, Row, string[], string]>([
    ['a good event', {}, [], 'fit'],
    ['without value: nothing asks for one', {}, ['value', 'currency'], 'fit'],
    ['6 days 23 hours old', { event_time: at(7 * DAY - HOUR) }, [], 'fit'],
    ['7 days and a minute old', { event_time: at(7 * DAY + 60_000) }, [], 'expired pin.too_old'],
    ['old, in a store', { event_time: at(8 * DAY), action_source: 'physical_store' }, [], 'expired pin.too_old'],
    ['two minutes ahead', { event_time: at(-120_000) }, [], 'fit'],
    ['ten minutes ahead', { event_time: at(-600_000) }, [], 'invalid pin.future'],
    ['no ID', {}, ['event_id'], 'invalid missing'],
    ['nobody', {}, ['email'], 'invalid pin.who'],
    ['a phone alone', { phone: '+33612345678' }, ['email'], 'invalid pin.who'],
    [
      'names, an address, a customer ID and a click ID',
      { first_name: 'A', last_name: 'B', city: 'Paris', external_id: '1', epik: 'x' },
      ['email'],
      'invalid pin.who',
    ],
    ['an address in the net alone', { client_ip: '93.184.216.34' }, ['email'], 'invalid pin.who'],
    ['a browser alone', browser, ['email'], 'invalid pin.who'],
    ['both', { ...browser, client_ip: '93.184.216.34' }, ['email'], 'fit'],
    ['an advertising ID', { mobile_ad_id: '38400000-8CF0-11BD-B23E-10B96E40000D' }, ['email'], 'fit'],
    ['an advertising ID of zeros', { mobile_ad_id: '00000000-0000-0000-0000-000000000000' }, ['email'], 'invalid pin.who'],
    ['a place that nobody knows', { action_source: 'moon' }, [], 'invalid pin.action_source'],
  ])('%s', (_, change, without, said) => expect(verdict(change, without)).toBe(said))
})

describe('which events share a request', () => {
  const group = (row: Row) => dialect.group(sealed({ ...sale, ...row }), NOW)
  it.each<[string, Row, string, number, boolean]>([
    ['within the hour on the web', {}, 'online', 1000, true],
    ['within the hour in an app', { action_source: 'app_ios' }, 'online', 1000, true],
    ['after the hour', { event_time: at(HOUR + 1000) }, 'offline', 100, false],
    ['in a store, at once', { action_source: 'store', event_time: at(1000) }, 'offline', 100, false],
  ])('%s', (_, row, id, events, resendSafe) => expect(group(row)).toEqual({ id, events, resendSafe }))
})

describe('the request', () => {
  it('sends money as text, counts as numbers, identifiers as lists, in a fixed order', () => {
    const row = {
      ...sale,
      mobile_ad_id: '38400000-8CF0-11BD-B23E-10B96E40000D',
      external_id: 'User-1',
      num_items: '2',
      contents: '[{"sku":"a","price":3.5,"qty":"2","title":"Mug"}]',
    }
    expect(dialect.encode(sealed(row))).toBe(
      `{"event_name":"checkout","action_source":"web","event_time":${NOW / 1000 - 1800},"event_id":"o-1","user_data":{"em":["${sha256('mary@example.com')}"],"external_id":["${sha256('User-1')}"],"hashed_maids":["${sha256('38400000-8cf0-11bd-b23e-10b96e40000d')}"]},"custom_data":{"value":"12.5","currency":"EUR","contents":[{"id":"a","quantity":2,"item_price":"3.5","item_name":"Mug"}],"num_items":2}}`,
    )
  })
  it('carries the token in a header only', () => {
    const call = dialect.call(['{"a":1}', '{"b":2}'], address)
    expect(call).toMatchObject({
      method: 'POST',
      url: 'https://api.pinterest.com/v5/ad_accounts/549/events',
      body: '{"data":[{"a":1},{"b":2}]}',
    })
    expect(call.headers.authorization).toBe('Bearer pina_secret')
    expect(call.url + call.body).not.toContain('pina_')
  })
  it('sends exactly these headers and no other: nothing says that a body may be packed', () =>
    expect(dialect.call([], address).headers).toEqual({
      authorization: 'Bearer pina_secret',
      'content-type': 'application/json',
      accept: 'application/json',
    }))
  it('marks a test in the address', () => expect(dialect.call([], address, {}).url).toMatch(/\?test=true$/))
  it('says LDP for any word for it, and nothing for "no"', () => {
    expect(encoded({ ...sale, data_processing: 'LDU' }).custom_data.opt_out_type).toBe('LDP')
    const lost: string[] = []
    const { seal: any } = sealer({ dialect, sealing: {}, timezone: undefined, now: NOW })
    const event = any({ ...sale, data_processing: 'no' }, code => lost.push(code)) as Sealed
    expect([event.values['custom_data.opt_out_type'], lost]).toEqual([undefined, []])
    const cells: Row[] = [{}, { opt_out: 1 }, { data_processing: 'LDP' }]
    expect(cells.map(more => dialect.restrictions!(sealed({ ...sale, ...more })))).toEqual([[], ['pin.opt_out'], ['pin.limited_use']])
  })
  it('takes ad accounts of 1 to 18 digits, and no address', () => {
    const parse = (more: object) => pinterest.connection!.safeParse({ ad_account: '549', token: 't', ...more }).success
    expect([parse({}), parse({ ad_account: '1'.repeat(19) }), parse({ ad_account: 'me' }), parse({ base_url: 'https://x' })]).toEqual([
      true,
      false,
      false,
      false,
    ])
  })
  it('holds nothing personal in clear', () => {
    const who = {
      first_name: 'Wilhelmina',
      last_name: 'Featherstone',
      city: 'Trondheim',
      postal_code: '7010',
      birth_date: '1971-03-09',
      phone: '+47 73 50 00 00',
      external_id: 'Cust-77',
    }
    const text = dialect.encode(sealed({ ...sale, ...who })).toLowerCase()
    for (const clear of ['mary', 'wilhelmina', 'featherstone', 'trondheim', '7010', '19710309', '73500000', 'cust-77'])
      expect(text).not.toContain(clear)
  })
})

describe('the official schema', () => {
  it('is one that refuses what Pinterest is known to refuse', () => {
    const event = encoded(sale)
    const said = (change: object) => conforms({ data: [{ ...event, ...change }] })
    expect(said({})).toBe(true)
    expect(said({ colour: 1 })).toBe(false)
    expect(said({ custom_data: { value: 12 } })).toBe(false)
    expect(said({ user_data: { ph: ['x'] } })).toBe(false)
    expect(said({ user_data: { em: 'x' } })).toBe(false)
  })
  it('takes an event with every field filled', () => {
    const sample: Record<string, Value> = {
      ...sale,
      event_source_url: 'https://shop.example/?epik=x',
      birth_date: '1990-02-01',
      click_time: at(DAY),
      data_processing: 'LDP',
    }
    for (const { id, type } of concepts)
      sample[id] ??=
        type === 'boolean'
          ? 'yes'
          : type === 'number'
            ? 7
            : type === 'time'
              ? at(HOUR / 2)
              : type === 'items' || type === 'list'
                ? '["a","b"]'
                : 'ios'
    sample.mobile_ad_id = '38400000-8cf0-11bd-b23e-10b96e40000d'
    const body = bodyOf(sample)
    expect(flaws(body)).toBeNull()
    const filled = new Set(Object.keys(sealed(sample).values))
    const stillEmpty = dialect.targets.filter(t => !filled.has(t.key)).map(t => t.key)
    expect(stillEmpty).toEqual(expect.arrayContaining(['user_data.ge']))
    expect(filled.size).toBeGreaterThan(45)
  })
})

const nasty = fc.constantFrom<Value>(
  '',
  'null',
  ' ',
  '🙂',
  '-1',
  '0',
  '1e400',
  null,
  true,
  12.5,
  '\ud800',
  '__proto__',
  ['', null, 'x'],
  { a: 1 },
  'x'.repeat(20_000),
)
const cellOf = (type: string): fc.Arbitrary<Value> =>
  type === 'number'
    ? fc.oneof(fc.double({ noNaN: true }), fc.integer(), fc.constantFrom('12.50', '1,5', '7'))
    : type === 'boolean'
      ? fc.constantFrom<Value>(true, 'no', 1)
      : type === 'time'
        ? fc.integer({ min: -8 * 86_400, max: 400 }).map(age => new Date(NOW + age * 1000).toISOString())
        : fc.oneof(
            fc.string(),
            fc.json(),
            fc.constantFrom('a,b', 'ios', 'en-GB', 'Mozilla/5.0', '93.184.216.34', 'wifi'),
            fc.emailAddress(),
          )
const row: fc.Arbitrary<Row> = fc
  .record({
    ...Object.fromEntries(
      concepts.map(({ id, type, consent }) => [
        id,
        // What a person allowed is mostly readable: where it is not, the event leaves before the schema sees it.
        fc.option(
          consent
            ? fc.constantFrom<Value>(true, 'no', 1, '', 'maybe')
            : fc.oneof({ weight: 6, arbitrary: cellOf(type) }, { weight: 1, arbitrary: nasty }),
          { nil: undefined },
        ),
      ]),
    ),
    event_name: fc.oneof(fc.constantFrom(...eventNames), fc.string()),
    action_source: fc.constantFrom(...actionSources.map(s => s.id)),
    event_time: cellOf('time'),
    event_id: fc.string({ minLength: 1 }),
    email: fc.option(fc.emailAddress(), { nil: undefined }),
  })
  .map(cells => Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== undefined)) as Row)

it('sends nothing that the official schema or the simulator would refuse', () => {
  const { seal: any } = sealer({ dialect, sealing: { country: 'FR' }, timezone: 'Europe/Paris', now: NOW })
  let fit = 0
  fc.assert(
    fc.property(row, cells => {
      const event = any(cells, () => {})
      if (event instanceof Left || dialect.judge(event, NOW)) return
      fit++
      const call = dialect.call([dialect.encode(event)], address)
      expect(flaws(call.body)).toBeNull()
      const answer = simulator.answer({ method: 'POST', path: new URL(call.url).pathname, headers: call.headers, body: call.body }, NOW)
      expect(dialect.read(answer, 1)).toMatchObject({ kind: 'settled', results: [null] })
      expect(simulator.judge(call.body, NOW)[0]!.findings.filter(f => f.state === 'broken')).toEqual([])
    }),
    { numRuns: 1000 },
  )
  expect(fit).toBeGreaterThan(200)
})
