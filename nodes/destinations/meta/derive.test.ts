/** What Meta wants in one piece and a mapping has in several, and what the person allowed. */
import { describe, expect, it } from 'vitest'
import { Left, type Row } from '../../../runtime/contract.ts'
import type { Sealed } from '../../../runtime/dialect.ts'
import { sealer } from '../../../runtime/seal.ts'
import meta from './index.ts'

const dialect = meta.dialect!
const NOW = Date.parse('2026-11-20T12:00:00Z')
const DAY = 86_400_000
const at = (ms: number) => new Date(NOW - ms).toISOString()
const sale: Row = {
  event_name: 'Purchase',
  action_source: 'website',
  event_time: at(3_600_000),
  event_id: 'o-1',
  value: '12.50',
  currency: 'EUR',
  email: 'Mary@Example.com',
}
const sealed = (row: Row): Sealed => {
  const event = sealer({ dialect, sealing: { country: 'FR' }, timezone: undefined, now: NOW }).seal(row, () => {})
  if (event instanceof Left) throw new Error(`left as ${event.code}`)
  return event
}
const body = (row: Row) => JSON.parse(dialect.encode(sealed(row)))

describe('what is made of several fields', () => {
  it('makes the click ID from link and click time, and keeps its case', () =>
    expect(body({ ...sale, fbclid: 'AbCd_9', click_time: '2026-11-19T10:00:00Z' }).user_data.fbc).toBe(
      `fb.1.${Date.parse('2026-11-19T10:00:00Z')}.AbCd_9`,
    ))
  it('makes none without the click’s own time, and leaves a mapped one alone', () => {
    expect(body({ ...sale, fbclid: 'AbCd' }).user_data.fbc).toBeUndefined()
    const asked = (...mapped: string[]) => meta.dialect!.asks!('Lead', 'email', new Set(mapped))
    expect([asked('fbclid'), asked('fbclid', 'click_time'), asked('fbclid', 'fbc'), asked('email')]).toEqual([['click_time'], [], [], []])
    const fbc = 'fb.2.1554763741205.IwAR1'
    expect(body({ ...sale, fbc, fbclid: 'other', click_time: at(DAY) }).user_data.fbc).toBe(fbc)
  })
  it.each([
    ['LDU', ['LDU']],
    ['ldp', ['LDU']],
    ['yes', ['LDU']],
    ['no', []],
  ])('limited data use %s', (said, options) =>
    expect(body({ ...sale, data_processing: said })).toMatchObject({
      data_processing_options: options,
      data_processing_options_country: 0,
      data_processing_options_state: 0,
    }),
  )
  it.each<[string, Row, object]>([
    ['a state alone is one of the United States', { data_processing: 'LDU', data_processing_state: '1000' }, { c: 1, s: 1000 }],
    ['a country alone', { data_processing: 'LDU', data_processing_country: 1 }, { c: 1, s: 0 }],
    ['both', { data_processing: 'LDU', data_processing_country: 1, data_processing_state: 1013 }, { c: 1, s: 1013 }],
    ['neither travels without the option', { data_processing_country: 1, data_processing_state: 1000 }, {}],
  ])('limited data use: %s', (_, cells, said) => {
    const event = body({ ...sale, ...cells })
    const { data_processing_options_country: c, data_processing_options_state: s } = event
    expect({ ...(c !== undefined && { c }), ...(s !== undefined && { s }) }).toEqual(said)
  })
  it.each<[string, Row, boolean]>([
    ['neither state nor address', { data_processing: 'LDU' }, true],
    ['Meta shall find out, and has no address', { data_processing: 'LDU', data_processing_state: 0 }, true],
    ['a state', { data_processing: 'LDU', data_processing_state: 'CA' }, false],
    ['an address', { data_processing: 'LDU', client_ip: '93.184.216.34' }, false],
    ['an address that is nobody’s', { data_processing: 'LDU', client_ip: '127.0.0.1' }, true],
    ['no limit', { data_processing: 'no' }, false],
    ['nothing said', {}, false],
  ])('limited data use acts nowhere without a state and an address: %s', (_, cells, said) => {
    expect(dialect.lacks!(sealed({ ...sale, action_source: 'email', ...cells }))).toEqual(said ? ['meta.limited_nowhere'] : [])
    const asked = (...mapped: string[]) => dialect.asks!('Lead', 'email', new Set(mapped))
    expect(asked('data_processing')).toEqual(['data_processing_state'])
    expect([asked('data_processing', 'client_ip'), asked('data_processing', 'data_processing_state')]).toEqual([[], []])
    expect(dialect.reasons['meta.limited_nowhere']?.why).toBeTruthy()
  })
  it('counts what the person allowed less than usual', () => {
    const told = (cells: Row) => dialect.restrictions!(sealed({ ...sale, ...cells }))
    expect(told({})).toEqual([])
    expect(told({ opt_out: 'no', data_processing: 'no' })).toEqual([])
    expect(told({ opt_out: 'yes' })).toEqual(['meta.opt_out'])
    expect(told({ opt_out: true, data_processing: 'LDU' })).toEqual(['meta.opt_out', 'meta.limited_use'])
    for (const code of told({ opt_out: true, data_processing: 'LDP' })) expect(dialect.reasons[code]?.why).toBeTruthy()
  })
  it.each<[Row, string[]]>([
    [{}, ['meta.page_address', 'meta.browser']],
    [{ event_source_url: 'https://shop.example/thanks' }, ['meta.browser']],
    [{ client_user_agent: 'Mozilla/5.0 (X11; Linux) Firefox/140.0' }, ['meta.page_address']],
    [{ event_source_url: 'https://shop.example/', client_user_agent: 'Mozilla/5.0 (X11; Linux) Firefox/140.0' }, []],
    [{ action_source: 'email' }, []],
  ])('counts what a website event goes without: %o', (cells, codes) => {
    expect(dialect.lacks!(sealed({ ...sale, action_source: 'website', ...cells }))).toEqual(codes)
    for (const code of codes) expect(dialect.reasons[code]?.why).toBeTruthy()
    const mapped = dialect.asks!('Purchase', String(cells.action_source ?? 'website')).filter(id => !(id in cells))
    expect(mapped).toHaveLength(codes.length)
  })
  it.each<[string, Row, string[]]>([
    ['a link click without a time', { fbclid: 'AbC' }, ['meta.click_lost']],
    ['a click time that is none', { fbclid: 'AbC', click_time: 'last week' }, ['meta.click_lost']],
    ['both', { fbclid: 'AbC', click_time: at(89 * DAY) }, []],
    ['90 days before the event, to the second', { fbclid: 'AbC', click_time: at(90 * DAY + 3_600_000) }, []],
    ['a second more', { fbclid: 'AbC', click_time: at(90 * DAY + 3_601_000) }, ['meta.click_old']],
    ['a cookie of last year', { fbc: 'fb.1.1730000000000.AbC' }, ['meta.click_old']],
    ['a cookie in seconds', { fbc: `fb.1.${NOW / 1000}.AbC` }, ['meta.click_old']],
    ['a mapped click ID beside a link click', { fbc: `fb.1.${NOW - DAY}.AbC`, fbclid: 'AbC' }, []],
    ['neither', {}, []],
  ])('counts clicks that Meta can make little of: %s', (_, cells, codes) => {
    expect(dialect.lacks!(sealed({ ...sale, action_source: 'email', ...cells }))).toEqual(codes)
    for (const code of codes) expect(dialect.reasons[code]?.why).toBeTruthy()
  })
  it('leaves a way of delivery that Meta does not list out of its item', () =>
    expect(
      body({ ...sale, contents: '[{"id":"a","delivery_category":"Home delivery"},{"id":"b","delivery_category":"drone"}]' }).custom_data
        .contents,
    ).toEqual([{ id: 'a', delivery_category: 'home_delivery' }, { id: 'b' }]))
  it('makes the app’s sixteen facts in their order', () => {
    const { app_data: app, action_source: place } = body({
      ...sale,
      action_source: 'android',
      app_ad_tracking_enabled: 'yes',
      app_tracking_enabled: false,
      app_os_version: '16',
      app_package_name: 'com.shop',
      app_version: '7.1',
      app_device_model: 'S25',
      device_timezone: 'Europe/Paris',
    })
    expect(place).toBe('app')
    expect(app).toEqual({
      advertiser_tracking_enabled: 1,
      application_tracking_enabled: 0,
      extinfo: ['a2', 'com.shop', '7.1', '7.1', '16', 'S25', '', '', '', '', '', '', '', '', '', 'Europe/Paris'],
    })
  })
  it('leaves the page address out of messages', () =>
    expect(body({ ...sale, action_source: 'messaging', event_source_url: 'https://shop.example/' })).not.toHaveProperty('event_source_url'))
})
