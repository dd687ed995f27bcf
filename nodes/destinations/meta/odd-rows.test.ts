/** Odd rows, one a line: which ones are held back before Meta can refuse a whole request for them, and with which code. */
import { describe, expect, it } from 'vitest'
import { Left, type Row } from '../../../runtime/contract.ts'
import { sealer } from '../../../runtime/seal.ts'
import meta from './index.ts'

const dialect = meta.dialect!
const NOW = Date.parse('2026-11-20T12:00:00Z')
const SECOND = 1000
const HOUR = 3600 * SECOND
const DAY = 24 * HOUR
const ago = (ms: number) => new Date(NOW - ms).toISOString()
const sale: Row = {
  event_name: 'Purchase',
  action_source: 'website',
  event_time: ago(HOUR),
  event_id: 'o-1',
  value: '12.50',
  currency: 'EUR',
  email: 'mary@example.com',
}
function said(row: Row, later = 0): string {
  const event = sealer({ dialect, sealing: { country: 'FR' }, timezone: undefined, now: NOW }).seal(row, () => {})
  const left = event instanceof Left ? event : dialect.judge(event, NOW + later)
  return left ? `${left.outcome} ${left.code}` : 'fit'
}
const lead = (who: Row): Row => {
  const { email: _email, value: _value, currency: _currency, ...rest } = sale
  return { ...rest, event_name: 'Lead', ...who }
}
const ua = { client_user_agent: 'Mozilla/5.0' }

describe('time', () => {
  const store = { action_source: 'physical_store' }
  it.each<[string, Row, string]>([
    ['6 days 22 hours 59 minutes', { event_time: ago(7 * DAY - HOUR - 60 * SECOND) }, 'fit'],
    ['6 days 23 hours to the second', { event_time: ago(7 * DAY - HOUR) }, 'fit'],
    ['a second more', { event_time: ago(7 * DAY - HOUR + SECOND) }, 'expired meta.too_old'],
    ['7 days', { event_time: ago(7 * DAY) }, 'expired meta.too_old'],
    ['a year', { event_time: ago(365 * DAY) }, 'expired meta.too_old'],
    ['8 days, in a store', { event_time: ago(8 * DAY), ...store }, 'fit'],
    ['61 days, in a store', { event_time: ago(61 * DAY), ...store }, 'fit'],
    ['62 days and a second, in a store', { event_time: ago(62 * DAY + SECOND), ...store }, 'expired meta.too_old'],
    ['8 days, on the phone', { event_time: ago(8 * DAY), action_source: 'phone_call' }, 'expired meta.too_old'],
    ['8 days, from a CRM', { event_time: ago(8 * DAY), action_source: 'system_generated' }, 'expired meta.too_old'],
    ['60 seconds ahead', { event_time: ago(-60 * SECOND) }, 'fit'],
    ['61 seconds ahead', { event_time: ago(-61 * SECOND) }, 'invalid meta.future'],
    ['an hour ahead', { event_time: ago(-HOUR) }, 'invalid meta.future'],
    ['none', { event_time: null }, 'invalid missing'],
    ['an empty cell', { event_time: '' }, 'invalid missing'],
    ['a word', { event_time: 'yesterday' }, 'invalid time_not_valid'],
    ['1970', { event_time: 0 }, 'invalid time_implausible'],
    ['without zone, where the model names none', { event_time: '2026-11-20 10:00:00' }, 'invalid time_without_zone'],
    ['two readings', { event_time: '11/12/2026 10:00Z' }, 'invalid time_ambiguous'],
    ['30 February', { event_time: '2026-02-30T10:00:00Z' }, 'invalid time_not_valid'],
  ])('%s', (_, change, verdict) => expect(said({ ...sale, ...change })).toBe(verdict))
  it('is looked at again right before sending', () => {
    expect(said({ ...sale, event_time: ago(7 * DAY - 2 * HOUR) }, HOUR)).toBe('fit')
    expect(said({ ...sale, event_time: ago(7 * DAY - 2 * HOUR) }, HOUR + SECOND)).toBe('expired meta.too_old')
  })
})

describe('the person', () => {
  it.each<[string, Row, boolean]>([
    ['nobody', {}, false],
    [
      'city, country, state, postal code, gender and browser',
      { city: 'Paris', country: 'FR', state: 'Paris', postal_code: '75001', gender: 'f', ...ua },
      false,
    ],
    ['a city', { city: 'Paris' }, false],
    ['a gender', { gender: 'm' }, false],
    ['a browser', ua, false],
    ['a birthday', { birth_date: '1990-05-31' }, false],
    ['a birthday and a browser', { birth_date: '1990-05-31', ...ua }, false],
    ['a first name', { first_name: 'Mary' }, false],
    ['a last name and a gender', { last_name: 'Smith', gender: 'f' }, false],
    ['a first name and a browser', { first_name: 'Mary', ...ua }, true],
    ['a last name and a postal code', { last_name: 'Smith', postal_code: '75001' }, true],
    ['both names', { first_name: 'Mary', last_name: 'Smith' }, true],
    ['a birthday and a gender', { birth_date: '1990-05-31', gender: 'f' }, true],
    ['a birthday and a country', { birth_date: '1990-05-31', country: 'FR' }, true],
    ['an IP address', { client_ip: '93.184.216.34' }, true],
    ['a phone', { phone: '+33612345678' }, true],
    ['a customer ID', { external_id: 'c' }, true],
    ['fbc', { fbc: 'fb.1.1554763741205.AbC' }, true],
    ['fbp', { fbp: 'fb.1.1554763741205.1' }, true],
    ['a link click with its time', { fbclid: 'AbC', click_time: ago(DAY) }, true],
    ['a link click without', { fbclid: 'AbC' }, false],
    ['a lead', { lead_id: '123456789012345' }, true],
    ['an advertising ID', { mobile_ad_id: '38400000-8cf0-11bd-b23e-10b96e40000d' }, true],
    ['an advertising ID of zeros', { mobile_ad_id: '00000000-0000-0000-0000-000000000000' }, false],
    ['an unusable email and a country', { email: 'nobody', country: 'FR' }, false],
    ['an email hashed with MD5', { email: 'd41d8cd98f00b204e9800998ecf8427e' }, false],
    ['an email that says null', { email: 'null' }, false],
    ['a phone without country code', { phone: '12' }, false],
    ['an address inside the house', { client_ip: '127.0.0.1' }, false],
    ['a page', { page_id: '1' }, false],
  ])('%s', (_, who, enough) => expect(said(lead(who))).toBe(enough ? 'fit' : 'invalid meta.user_too_thin'))
})

describe('the sale', () => {
  it.each<[string, Row, string]>([
    ['no value', { value: null }, 'invalid meta.value_missing'],
    ['an empty value', { value: ' ' }, 'invalid meta.value_missing'],
    ['zero', { value: 0 }, 'fit'],
    ['below zero', { value: -0.01 }, 'invalid meta.value_missing'],
    ['no number', { value: 'free' }, 'invalid meta.value_missing'],
    ['NaN', { value: Number.NaN }, 'invalid meta.value_missing'],
    ['two readings', { value: '1,234' }, 'invalid meta.value_missing'],
    ['no currency', { currency: null }, 'invalid meta.currency_missing'],
    ['a made-up currency', { currency: 'QQQ' }, 'invalid meta.currency_missing'],
    ['a sign of many countries', { currency: '$' }, 'invalid meta.currency_missing'],
    ['lower case', { currency: 'jpy' }, 'fit'],
    ['a purchase by another spelling, without value', { event_name: ' purchase ', value: null }, 'invalid meta.value_missing'],
    ['an app’s own purchase name needs none', { event_name: 'fb_mobile_purchase', value: null, currency: null }, 'fit'],
    ['a lead with a value and no currency', { event_name: 'Lead', currency: null }, 'invalid meta.currency_missing'],
    ['a lead whose value cannot be read, without currency', { event_name: 'Lead', value: 'free', currency: null }, 'fit'],
    ['a currency without value', { event_name: 'Lead', value: null }, 'fit'],
    ['an item without id is left out with its list', { contents: '[{"quantity":1}]' }, 'fit'],
  ])('%s', (_, change, verdict) => expect(said({ ...sale, ...change })).toBe(verdict))
})

describe('name and place', () => {
  it.each<[string, Row, string]>([
    ['no name', { event_name: null }, 'invalid missing'],
    ['a name of spaces', { event_name: '   ' }, 'invalid empty'],
    ['fifty characters', { event_name: 'x'.repeat(50) }, 'fit'],
    ['fifty-one', { event_name: 'x'.repeat(51) }, 'invalid meta.event_name'],
    ['no place', { action_source: null }, 'invalid missing'],
    ['a place nobody knows', { action_source: 'moon' }, 'invalid meta.action_source'],
    ['a number', { action_source: 7 }, 'invalid meta.action_source'],
    ['on a website without page or browser: taken, says a live report', {}, 'fit'],
    ['no ID of its own', { event_id: null }, 'fit'],
  ])('%s', (_, change, verdict) => expect(said({ ...sale, ...change })).toBe(verdict))
})

describe('apps', () => {
  const app = { action_source: 'app_android', app_ad_tracking_enabled: 1, app_os_version: '16' }
  const facts = (...first: string[]) => JSON.stringify([...first, ...Array(16 - first.length).fill('')])
  it.each<[string, Row, string]>([
    ['all there', {}, 'fit'],
    ['tracking not said', { app_ad_tracking_enabled: null }, 'invalid meta.app_tracking'],
    ['tracking unreadable', { app_ad_tracking_enabled: 'perhaps' }, 'invalid consent_unreadable'],
    ['tracking refused: said, so fit', { app_ad_tracking_enabled: 'no' }, 'fit'],
    ['no system version', { app_os_version: null }, 'invalid meta.extinfo'],
    ['a system version that says nothing', { app_os_version: 'n/a' }, 'invalid meta.extinfo'],
    ['an app of no system', { action_source: 'app' }, 'invalid meta.extinfo'],
    ['an app of no system with whole facts', { action_source: 'app', app_extinfo: facts('i2', '', '', '', '18.1') }, 'fit'],
    ['facts of another system', { app_extinfo: facts('w8', '', '', '', '11') }, 'invalid meta.extinfo'],
    ['facts without version', { app_extinfo: facts('a2', 'com.shop') }, 'invalid meta.extinfo'],
    ['fifteen facts are none', { app_extinfo: JSON.stringify(Array(15).fill('a2')) }, 'invalid meta.extinfo'],
  ])('%s', (_, change, verdict) => expect(said({ ...sale, ...app, ...change })).toBe(verdict))
})

describe('messages', () => {
  const message = {
    action_source: 'business_messaging',
    messaging_channel: 'whatsapp',
    whatsapp_business_account_id: '9',
    ctwa_clid: 'Aff',
  }
  it.each<[string, Row, string]>([
    ['WhatsApp, whole', {}, 'fit'],
    ['WhatsApp with the page instead', { whatsapp_business_account_id: null, page_id: '1' }, 'fit'],
    ['WhatsApp with neither', { whatsapp_business_account_id: null }, 'invalid meta.messaging_whatsapp'],
    ['no channel', { messaging_channel: null }, 'invalid meta.messaging_channel'],
    ['another channel', { messaging_channel: 'sms' }, 'invalid meta.messaging_channel'],
    ['Messenger without page', { messaging_channel: 'messenger' }, 'invalid meta.messaging_page'],
    ['Messenger with page', { messaging_channel: 'messenger', page_id: '1', page_scoped_user_id: '2' }, 'fit'],
    ['Instagram without account', { messaging_channel: 'instagram' }, 'invalid meta.messaging_instagram'],
    ['Instagram with account', { messaging_channel: 'instagram', ig_account_id: '1', ig_sid: '2' }, 'fit'],
    ['a page address is left out, not a reason', { event_source_url: 'https://shop.example/' }, 'fit'],
    ['Lead', { event_name: 'Lead' }, 'invalid meta.messaging_event'],
    ['Schedule', { event_name: 'Schedule' }, 'invalid meta.messaging_event'],
    ['LeadSubmitted', { event_name: 'lead submitted' }, 'fit'],
    ['OrderShipped', { event_name: 'OrderShipped', value: null, currency: null }, 'fit'],
    ['a purchase without value', { value: null }, 'invalid meta.value_missing'],
  ])('%s', (_, change, verdict) => expect(said({ ...sale, ...message, ...change })).toBe(verdict))
})
