/** Meta's spelling, rules and requests: from a mapped row to the bytes that leave. */
import { createHash, createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { eventNames } from '../../../runtime/concepts.ts'
import type { Row } from '../../../runtime/contract.ts'
import { Left } from '../../../runtime/contract.ts'
import type { Sealed } from '../../../runtime/dialect.ts'
import { sealer } from '../../../runtime/seal.ts'
import meta from './index.ts'

const dialect = meta.dialect!
const NOW = Date.parse('2026-11-20T12:00:00Z')
const HOUR = 3_600_000
const DAY = 24 * HOUR
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const at = (ms: number) => new Date(NOW - ms).toISOString()

const sale: Row = {
  event_name: 'Purchase',
  action_source: 'website',
  event_time: at(HOUR),
  event_id: 'o-1',
  value: '12.50',
  currency: 'EUR',
  email: 'Mary@Example.com',
}
function seal(row: Row, lost: (code: string, concept: string) => void = () => {}): Sealed | Left {
  return sealer({ dialect, sealing: { country: 'FR' }, timezone: undefined, now: NOW }).seal(row, lost)
}
const sealed = (row: Row): Sealed => {
  const event = seal(row)
  if (event instanceof Left) throw new Error(`left as ${event.code}`)
  return event
}
const body = (row: Row) => JSON.parse(dialect.encode(sealed(row)))
const verdict = (change: Row, without: string[] = []): string => {
  const event = seal(Object.fromEntries(Object.entries({ ...sale, ...change }).filter(([key]) => !without.includes(key))))
  if (event instanceof Left) return `${event.outcome} ${event.code}`
  const left = dialect.judge(event, NOW)
  return left ? `${left.outcome} ${left.code}` : 'fit'
}

describe('names and places', () => {
  it.each([
    ['purchase', 'Purchase'],
    ['add_to_cart', 'AddToCart'],
    ['ADD TO CART', 'AddToCart'],
    ['AppInstall', 'MobileAppInstall'],
    ['fb_mobile_purchase', 'fb_mobile_purchase'],
    ['leadsubmitted', 'LeadSubmitted'],
    ['ViewCategory', 'ViewCategory'],
    ['Order shipped by hand', 'Order shipped by hand'],
  ])('%s travels as %s', (name, spelled) => expect(body({ ...sale, event_name: name }).event_name).toBe(spelled))

  it('spells every standard name of the vocabulary in at most 50 characters', () => {
    for (const name of eventNames) expect(body({ ...sale, event_name: name }).event_name.length).toBeLessThanOrEqual(50)
  })
  it('holds back a custom name that is too long', () => expect(verdict({ event_name: 'x'.repeat(51) })).toBe('invalid meta.event_name'))

  it.each([
    ['web', 'website'],
    ['in store', 'physical_store'],
    ['CRM', 'system_generated'],
    ['email', 'email'],
    ['other', 'other'],
  ])('%s is %s', (place, spelled) => expect(body({ ...sale, action_source: place }).action_source).toBe(spelled))

  it('holds back a place that nobody knows', () => expect(verdict({ action_source: 'moon' })).toBe('invalid meta.action_source'))
})

describe('what Meta refuses is found before it is sent', () => {
  it.each<[string, Row, string[], string]>([
    ['a good event', {}, [], 'fit'],
    ['6 days 22 hours old', { event_time: at(6 * DAY + 22 * HOUR) }, [], 'fit'],
    ['7 days old, less a minute', { event_time: at(7 * DAY - 60_000) }, [], 'expired meta.too_old'],
    ['a week-old sale in a store', { event_time: at(8 * DAY), action_source: 'physical_store' }, [], 'fit'],
    ['a sale in a store, 63 days old', { event_time: at(63 * DAY), action_source: 'physical_store' }, [], 'expired meta.too_old'],
    ['half a minute ahead', { event_time: at(-30_000) }, [], 'fit'],
    ['two minutes ahead', { event_time: at(-120_000) }, [], 'invalid meta.future'],
    ['a purchase without value', {}, ['value'], 'invalid meta.value_missing'],
    ['a purchase for nothing', { value: '0' }, [], 'fit'],
    ['a purchase below zero', { value: '-1' }, [], 'invalid meta.value_missing'],
    ['a purchase without currency', {}, ['currency'], 'invalid meta.currency_missing'],
    ['a made-up currency', { currency: 'ABC' }, [], 'invalid meta.currency_missing'],
    ['a lead without value', { event_name: 'Lead' }, ['value', 'currency'], 'fit'],
    ['a lead with a value and no currency', { event_name: 'Lead' }, ['currency'], 'invalid meta.currency_missing'],
    ['nobody', {}, ['email'], 'invalid meta.user_too_thin'],
    ['an unusable email', { email: 'nobody' }, [], 'invalid meta.user_too_thin'],
    ['no page address and no browser', {}, [], 'fit'],
    ['an app without tracking consent', { action_source: 'app_ios', app_os_version: '18.1' }, [], 'invalid meta.app_tracking'],
    ['an app without its system', { action_source: 'app_ios', app_ad_tracking_enabled: true }, [], 'invalid meta.extinfo'],
    ['a whole app event', { action_source: 'app_ios', app_ad_tracking_enabled: 'no', app_os_version: '18.1' }, [], 'fit'],
    [
      'a plain app without facts',
      { action_source: 'app', app_ad_tracking_enabled: true, app_os_version: '18.1' },
      [],
      'invalid meta.extinfo',
    ],
    ['a message without channel', { action_source: 'business_messaging' }, [], 'invalid meta.messaging_channel'],
    [
      'a Messenger event without page',
      { action_source: 'business_messaging', messaging_channel: 'messenger' },
      [],
      'invalid meta.messaging_page',
    ],
    [
      'a WhatsApp event without account',
      { action_source: 'business_messaging', messaging_channel: 'whatsapp' },
      [],
      'invalid meta.messaging_whatsapp',
    ],
    [
      'an Instagram event without account',
      { action_source: 'business_messaging', messaging_channel: 'instagram' },
      [],
      'invalid meta.messaging_instagram',
    ],
    [
      'a Lead in a message',
      { event_name: 'Lead', action_source: 'business_messaging', messaging_channel: 'messenger', page_id: '1' },
      [],
      'invalid meta.messaging_event',
    ],
    [
      'a LeadSubmitted in a message',
      { event_name: 'LeadSubmitted', action_source: 'business_messaging', messaging_channel: 'messenger', page_id: '1' },
      [],
      'fit',
    ],
    [
      'a message of which only the page is known',
      { event_name: 'LeadSubmitted', action_source: 'business_messaging', messaging_channel: 'messenger', page_id: '1' },
      ['email'],
      'invalid meta.user_too_thin',
    ],
  ])('%s', (_, change, without, said) => expect(verdict(change, without)).toBe(said))

  it('knows the age again right before sending', () => {
    const event = sealed({ ...sale, event_time: at(6 * DAY + 22 * HOUR) })
    expect(dialect.judge(event, NOW)).toBeUndefined()
    expect(dialect.judge(event, NOW + 2 * HOUR)).toMatchObject({ outcome: 'expired', code: 'meta.too_old' })
  })

  it.each<[string, Row, boolean]>([
    ['a country', { country: 'FR' }, false],
    ['a place and a browser', { city: 'Paris', postal_code: '75001', country: 'FR', client_user_agent: 'Mozilla/5.0' }, false],
    ['a birthday and a browser', { birth_date: '1990-05-31', client_user_agent: 'Mozilla/5.0' }, false],
    ['a first name', { first_name: 'Mary', gender: 'f' }, false],
    ['a last name', { last_name: 'Smith', gender: 'f' }, false],
    ['first and last name', { first_name: 'Mary', last_name: 'Smith' }, true],
    ['a first name and a city', { first_name: 'Mary', city: 'Paris' }, true],
    ['a birthday and a city', { birth_date: '1990-05-31', city: 'Paris' }, true],
    ['an address in the net and a browser', { client_ip: '93.184.216.34', client_user_agent: 'Mozilla/5.0' }, true],
    ['a phone', { phone: '06 12 34 56 78' }, true],
    ['a customer ID', { external_id: 'c-1' }, true],
  ])('%s: enough to find a person? %s', (_, who, enough) => {
    const { email: _email, ...nobody } = sale
    const event = sealed({ ...nobody, ...who })
    expect(dialect.judge(event, NOW) === undefined).toBe(enough)
    const mapped = Object.keys(who)
    expect(dialect.identity.some(set => set.every(concept => mapped.includes(concept)))).toBe(enough)
  })

  it('gives every reason a sentence', () => {
    for (const [change, without] of [
      [{}, ['value']],
      [{ event_time: at(9 * DAY) }, []],
    ] as [Row, string[]][])
      expect(dialect.reasons[verdict(change, without).split(' ')[1]!]?.title).toBeTruthy()
  })
})

describe('the request', () => {
  const connection = { dataset: '123', token: 'EAAsecret', version: 'v25.0' as const }
  const base = 'https://graph.facebook.com'

  it('nests fields in a fixed order, hashed where they must be', () => {
    expect(dialect.encode(sealed({ ...sale, external_id: ' User 42 ', client_ip: '93.184.216.34' }))).toBe(
      `{"event_name":"Purchase","event_time":${(NOW - HOUR) / 1000},"event_id":"o-1","action_source":"website","user_data":{"em":["${sha256('mary@example.com')}"],"external_id":["${sha256('user42')}"],"client_ip_address":"93.184.216.34"},"custom_data":{"value":12.5,"currency":"EUR"}}`,
    )
  })
  it('keeps all digits of a lead ID', () =>
    expect(dialect.encode(sealed({ ...sale, lead_id: '98765432109876543' }))).toContain('"lead_id":98765432109876543'))
  it('writes a lead ID with a leading zero as text, so that the body stays JSON', () =>
    expect(body({ ...sale, lead_id: '012345678901234567'.slice(0, 16) }).user_data.lead_id).toBe('0123456789012345'))
  it('sends several values of one person as one list without copies', () =>
    expect(body({ ...sale, email: ['a@b.example', 'A@B.example', 'c@d.example'] }).user_data.em).toEqual([
      sha256('a@b.example'),
      sha256('c@d.example'),
    ]))
  it('sends a moment ahead as now', () => expect(body({ ...sale, event_time: at(-30_000) }).event_time).toBe(NOW / 1000))
  it('sends exactly these headers and no other: nothing says that a body may be packed', () => {
    const call = dialect.call(['{}'], { connection, base })
    const headers = { authorization: 'Bearer EAAsecret', 'content-type': 'application/json', accept: 'application/json' }
    expect([call.headers, new URL(call.url).search]).toEqual([headers, ''])
  })
  it('carries the token in a header only, and the events as they were encoded', () => {
    const call = dialect.call(['{"a":1}', '{"b":2}'], { connection, base: `${base}/` })
    expect(call).toMatchObject({ method: 'POST', url: `${base}/v25.0/123/events`, body: '{"data":[{"a":1},{"b":2}]}' })
    expect(call.headers.authorization).toBe('Bearer EAAsecret')
    expect(call.url + call.body).not.toContain('EAAsecret')
  })
  it('proves the app secret without showing it', () => {
    const { url } = dialect.call([], { connection: { ...connection, app_secret: 'hush' }, base })
    expect(new URL(url).searchParams.get('appsecret_proof')).toBe(createHmac('sha256', 'hush').update('EAAsecret').digest('hex'))
    expect(url).not.toContain('hush')
  })
  it('adds a test code, and sends no test without one', () => {
    expect(JSON.parse(dialect.call(['{}'], { connection, base }, { code: 'TEST"1' }).body)).toEqual({
      data: [{}],
      test_event_code: 'TEST"1',
    })
    expect(() => dialect.call(['{}'], { connection, base }, {})).toThrow('test event code')
  })
  it('names the sending platform and the upload beside the events, only where the connection does', () => {
    const named = { ...connection, partner_agent: 'shop "x"', upload_tag: 'stores' }
    expect(JSON.parse(dialect.call(['{}'], { connection: named, base }).body)).toEqual({
      data: [{}],
      partner_agent: 'shop "x"',
      upload_tag: 'stores',
    })
  })
  it('takes only datasets made of digits, known versions, and no address', () => {
    const parse = (more: object) => meta.connection!.safeParse({ dataset: '123', token: 't', ...more }).success
    expect([
      parse({}),
      parse({ dataset: '12/../3' }),
      parse({ version: 'v20.0' }),
      parse({ base_url: 'https://x' }),
      parse({ version: 'v26.0' }),
    ]).toEqual([true, false, false, false, true])
  })
  it('holds nothing personal in clear', () => {
    const who = {
      first_name: 'Wilhelmina',
      last_name: 'Featherstone',
      city: 'Trondheim',
      postal_code: '7010',
      birth_date: '1971-03-09',
      phone: '+47 73 50 00 00',
    }
    const text = dialect.encode(sealed({ ...sale, ...who, external_id: 'Cust-77', state: 'Trøndelag' })).toLowerCase()
    for (const clear of ['mary', 'wilhelmina', 'featherstone', 'trondheim', '7010', '19710309', '73500000', 'cust-77', 'trøndelag'])
      expect(text).not.toContain(clear)
  })
  it('asks of a mapping what the event will need', () => {
    expect(dialect.needs('purchase', 'website')).toEqual(['value', 'currency'])
    expect(dialect.needs('Lead', 'website')).toEqual([])
    expect(dialect.needs('Lead', 'app_ios')).toEqual(['app_ad_tracking_enabled'])
  })
})
