/** Odd rows, one a line: which ones are held back before Pinterest can refuse them, and how the rest share requests. */
import { describe, expect, it } from 'vitest'
import { Left, type Row } from '../../../runtime/contract.ts'
import { sealer } from '../../../runtime/seal.ts'
import pinterest from './index.ts'

const dialect = pinterest.dialect!
const NOW = Date.parse('2026-11-20T12:00:00Z')
const SECOND = 1000
const HOUR = 3600 * SECOND
const DAY = 24 * HOUR
const ago = (ms: number) => new Date(NOW - ms).toISOString()
const sale: Row = {
  event_name: 'Purchase',
  action_source: 'website',
  event_time: ago(HOUR / 2),
  event_id: 'o-1',
  value: '12.50',
  currency: 'EUR',
  email: 'mary@example.com',
}
const sealed = (row: Row) => sealer({ dialect, sealing: { country: 'FR' }, timezone: undefined, now: NOW }).seal(row, () => {})
function said(row: Row, later = 0): string {
  const event = sealed(row)
  const left = event instanceof Left ? event : dialect.judge(event, NOW + later)
  return left ? `${left.outcome} ${left.code}` : 'fit'
}
const ua = { client_user_agent: 'Mozilla/5.0' }
const ip = { client_ip: '93.184.216.34' }

it.each<[string, Row, string]>([
  ['7 days to the second', { event_time: ago(7 * DAY) }, 'fit'],
  ['a second more', { event_time: ago(7 * DAY + SECOND) }, 'expired pin.too_old'],
  ['8 days, in a store', { event_time: ago(8 * DAY), action_source: 'store' }, 'expired pin.too_old'],
  ['5 minutes ahead', { event_time: ago(-300 * SECOND) }, 'fit'],
  ['a second more ahead', { event_time: ago(-301 * SECOND) }, 'invalid pin.future'],
  ['no time', { event_time: null }, 'invalid missing'],
  ['a word for a time', { event_time: 'now' }, 'invalid time_not_valid'],
  ['a time without zone', { event_time: '2026-11-20 11:00:00' }, 'invalid time_without_zone'],
  ['no name', { event_name: null }, 'invalid missing'],
  ['a name of spaces', { event_name: '  ' }, 'invalid empty'],
  ['no ID', { event_id: null }, 'invalid missing'],
  ['an ID of spaces', { event_id: '  ' }, 'invalid empty'],
  ['no place', { action_source: null }, 'invalid missing'],
  ['a place nobody knows', { action_source: 'moon' }, 'invalid pin.action_source'],
  ['no value', { value: null, currency: null }, 'fit'],
  ['a value below zero is left out', { value: -1 }, 'fit'],
  ['a value without currency: the account’s', { currency: null }, 'fit'],
  ['an unknown name', { event_name: 'Store card signed' }, 'fit'],
])('%s', (_, change, verdict) => expect(said({ ...sale, ...change })).toBe(verdict))

it('looks at the age again right before sending', () => {
  expect(said({ ...sale, event_time: ago(6 * DAY) }, DAY)).toBe('fit')
  expect(said({ ...sale, event_time: ago(6 * DAY) }, DAY + SECOND)).toBe('expired pin.too_old')
})

describe('the person', () => {
  it.each<[string, Row, boolean]>([
    ['nobody', {}, false],
    ['a phone', { phone: '+33612345678' }, false],
    ['a customer ID', { external_id: 'c' }, false],
    ['a click ID', { epik: 'dj0y' }, false],
    ['names and an address', { first_name: 'A', last_name: 'B', city: 'Paris', postal_code: '75001', country: 'FR' }, false],
    ['an IP address', ip, false],
    ['a browser', ua, false],
    ['an IP address and a browser', { ...ip, ...ua }, true],
    ['an address inside the house and a browser', { client_ip: '127.0.0.1', ...ua }, false],
    ['an email', { email: 'a@b.example' }, true],
    ['a digest of an email', { email: 'A'.repeat(64) }, true],
    ['an email that is none', { email: 'nobody' }, false],
    ['an email that says null', { email: 'null' }, false],
    ['an empty list of emails', { email: [] }, false],
    ['an advertising ID', { mobile_ad_id: '38400000-8cf0-11bd-b23e-10b96e40000d' }, true],
    ['an advertising ID of zeros', { mobile_ad_id: '00000000-0000-0000-0000-000000000000' }, false],
    ['a partner’s ID', { partner_id: 'x' }, false],
  ])('%s', (_, who, enough) => {
    const { email: _email, ...nobody } = sale
    expect(said({ ...nobody, ...who })).toBe(enough ? 'fit' : 'invalid pin.who')
  })
})

describe('which can be removed as copies', () => {
  it.each<[string, Row, boolean]>([
    ['the web, at once', { event_time: ago(0) }, true],
    ['the web, an hour to the second', { event_time: ago(HOUR) }, true],
    ['the web, a second more', { event_time: ago(HOUR + SECOND) }, false],
    ['an Android app', { action_source: 'android' }, true],
    ['an iOS app', { action_source: 'app_ios' }, true],
    ['an app of no system', { action_source: 'app' }, false],
    ['a store', { action_source: 'physical_store' }, false],
    ['the phone', { action_source: 'phone_call' }, false],
  ])('%s', (_, change, safe) => {
    const event = sealed({ ...sale, ...change })
    if (event instanceof Left) throw new Error(event.code)
    const group = dialect.group(event, NOW)
    expect([group.resendSafe, group.events]).toEqual(safe ? [true, 1000] : [false, 100])
  })
})
