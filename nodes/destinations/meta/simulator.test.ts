/** Two independent readings of Meta's rules agree: the simulator's, and the one by which we build and judge. */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { actionSources, eventNames } from '../../../runtime/concepts.ts'
import { Left, type Row, type Value } from '../../../runtime/contract.ts'
import { sealer } from '../../../runtime/seal.ts'
import meta from './index.ts'
import { rules } from './rules.ts'
import { simulator } from './simulator.ts'

const dialect = meta.dialect!
const NOW = Date.parse('2026-11-20T12:00:00Z')
const SECONDS = NOW / 1000
const DAY = 86_400
const digest = createHash('sha256').update('mary@example.com').digest('hex')

type Event = Record<string, unknown>
const good = (more: Event = {}): Event => ({
  event_name: 'Purchase',
  event_time: SECONDS - 60,
  event_id: 'o-1',
  action_source: 'website',
  event_source_url: 'https://shop.example/thanks',
  user_data: { em: [digest], client_user_agent: 'Mozilla/5.0' },
  custom_data: { value: 10, currency: 'EUR' },
  ...more,
})
const post = (body: unknown, path = '/v25.0/123/events', headers: Record<string, string> = { Authorization: 'Bearer t' }) => {
  const answer = simulator.answer({ method: 'POST', path, headers, body: typeof body === 'string' ? body : JSON.stringify(body) }, NOW)
  return { ...answer, json: JSON.parse(answer.body) }
}
const send = (...events: unknown[]) => post({ data: events })

describe('the door', () => {
  it('takes good events and counts them', () => {
    const { status, json, headers } = send(good(), good({ event_id: 'o-2' }))
    expect([status, json.events_received, headers['facebook-api-version']]).toEqual([200, 2, 'v25.0'])
    expect(json.fbtrace_id).toBe(headers['x-fb-trace-id'])
  })
  it.each<[string, ReturnType<typeof post>, number, number | undefined]>([
    ['no token', post({ data: [good()] }, undefined, {}), 190, undefined],
    ['a dataset that is none', post({ data: [good()] }, '/v25.0/mine/events'), 100, 33],
    ['another edge', post({ data: [good()] }, '/v25.0/123/fish'), 100, 33],
    ['no data', post({}), 100, undefined],
    ['a page', post('<html>'), 100, undefined],
    ['nothing in it', post({ data: [] }), 100, undefined],
    ['more than a thousand', post({ data: Array.from({ length: 1001 }, () => good()) }), 100, undefined],
    ['an unknown key beside data', post({ data: [good()], colour: 1 }), 100, undefined],
  ])('refuses %s', (_, { status, json }, code, subcode) => {
    expect(status).toBeGreaterThanOrEqual(400)
    expect([json.error.code, json.error.error_subcode]).toEqual([code, subcode])
  })
  it('takes a test code and a token in the address', () =>
    expect(post({ data: [good()], test_event_code: 'TEST1' }, '/v25.0/1/events?access_token=t', {}).status).toBe(200))
  it('serves an ended version by the oldest that lives', () =>
    expect(post({ data: [good()] }, '/v19.0/123/events').headers['facebook-api-version']).toBe('v21.0'))
  it('refuses an event that asks for it, by its place', () => {
    const { status, json } = send(good(), good({ event_id: 'refuse-2' }))
    expect([status, json.error.message]).toEqual([400, expect.stringContaining("$['data'][1]")])
  })
  it('takes a thousand, and none of them when one is bad', () => {
    const many = Array.from({ length: 1000 }, (_, i) => good({ event_id: `o-${i}` }))
    expect(send(...many).json.events_received).toBe(1000)
    many[612] = good({ event_time: SECONDS - 8 * DAY })
    expect(send(...many)).toMatchObject({ status: 400, json: { error: { code: 100, error_subcode: 2804003 } } })
  })
})

describe('each rule that refuses', () => {
  const without = (key: string) => Object.fromEntries(Object.entries(good()).filter(([name]) => name !== key))
  const message = (more: Event) =>
    good({
      action_source: 'business_messaging',
      event_source_url: undefined,
      messaging_channel: 'messenger',
      user_data: { page_id: '1', page_scoped_user_id: '2' },
      ...more,
    })
  const credit = (more: Event) =>
    good({
      event_name: 'AppendAttribution',
      custom_data: { currency: 'EUR' },
      attribution_data: { ad_id: '1', touchpoint_ts: SECONDS - DAY, attribution_share: 0.5, attribution_value: 5, ...more },
      original_event_data: { event_name: 'Purchase', event_time: SECONDS - 60 },
    })
  const app = (app_data: Event | undefined) => good({ action_source: 'app', app_data })
  const facts = (version: string) => ['a2', '', '', '', version, ...Array(11).fill('')]
  const cases: [string, Event, number | undefined][] = [
    ['meta.keys', good({ warehouse_column: 1 }), undefined],
    ['meta.event_name', without('event_name'), undefined],
    ['meta.action_source', good({ action_source: 'web' }), undefined],
    ['meta.user_data', without('user_data'), undefined],
    ['meta.custom_data', good({ custom_data: 'x' }), undefined],
    ['meta.opt_out', good({ opt_out: 'true' }), undefined],
    ['meta.time_form', good({ event_time: '2026-11-20' }), undefined],
    ['meta.time_form', good({ event_time: NOW }), undefined],
    ['meta.time_past', good({ event_time: SECONDS - 7 * DAY - 1 }), 2804003],
    ['meta.time_past', good({ event_time: SECONDS - 62 * DAY - 1, action_source: 'physical_store' }), 2804003],
    ['meta.time_future', good({ event_time: SECONDS + 61 }), 2804004],
    ['meta.limited_use', good({ data_processing_options: ['LDP'] }), undefined],
    ['meta.who', good({ user_data: { country: [digest] } }), 2804050],
    ['meta.who', good({ user_data: {} }), 2804050],
    ['meta.who', message({ user_data: { page_id: '1' } }), 2804050],
    ['meta.lead_id', good({ user_data: { lead_id: 12 } }), 2804036],
    ['meta.value_form', good({ custom_data: { value: '12,50', currency: 'EUR' } }), undefined],
    ['meta.purchase_value', good({ custom_data: { currency: 'EUR' } }), 2804009],
    ['meta.currency', good({ event_name: 'Lead', custom_data: { value: 1 } }), 2804023],
    ['meta.items', good({ custom_data: { value: 1, currency: 'EUR', contents: [{ quantity: 1 }] } }), 2804008],
    ['meta.credit', good({ event_name: 'AppendAttribution', custom_data: { currency: 'EUR' } }), undefined],
    ['meta.credit', credit({ attribution_share: 2 }), undefined],
    ['meta.app_tracking', app(undefined), undefined],
    ['meta.app_tracking', app({ advertiser_tracking_enabled: true, extinfo: facts('16') }), undefined],
    ['meta.app_facts', app({ advertiser_tracking_enabled: 1, extinfo: facts('') }), 2804043],
    ['meta.message_channel', message({ messaging_channel: undefined }), 2804063],
    ['meta.message_address', message({ event_source_url: 'https://shop.example/' }), 2804064],
    ['meta.message_name', message({ event_name: 'Lead' }), 2804066],
    ['meta.message_page', message({ user_data: { page_scoped_user_id: '2' } }), 2804069],
    ['meta.message_instagram', message({ messaging_channel: 'instagram', user_data: { ig_sid: '2' } }), 2804079],
    ['meta.message_whatsapp', message({ messaging_channel: 'whatsapp', user_data: { ctwa_clid: '2' } }), 2804116],
  ]
  it.each(cases)('%s', (rule, event, subcode) => {
    const { status, json } = send(good(), event)
    expect([status, json.error.code, json.error.error_subcode]).toEqual([400, 100, subcode])
    const [first, second] = simulator.judge(JSON.stringify({ data: [good(), event] }), NOW)
    expect(first!.findings.filter(f => f.state === 'broken')).toEqual([])
    expect(second!.findings.filter(f => f.state === 'broken').map(f => f.rule)).toContain(rule)
  })
  it('has a case here for every one of them', () => {
    expect(rules.filter(r => r.effect === 'refuses' && !cases.some(([id]) => id === r.id)).map(r => r.id)).toEqual([])
  })
  it('names the place where the form is wrong', () =>
    expect(send(good(), good({ colour: 1 })).json.error.message).toBe(`Unexpected key "colour" on param "$['data'][1]"`))
})

describe('what is taken and worth nothing', () => {
  it.each<[string, Event]>([
    ['meta.hashed', { em: ['mary@example.com'] }],
    ['meta.hashed', { em: [digest.toUpperCase()] }],
    ['meta.hash_of_nothing', { em: [createHash('sha256').update('').digest('hex')] }],
    ['meta.readable', { em: [digest], client_ip_address: digest }],
    ['meta.ip', { em: [digest], client_ip_address: 'here' }],
    ['meta.click_id', { em: [digest], fbc: 'AbC' }],
  ])('%s', (rule, user) => {
    const event = good({ user_data: { client_user_agent: 'Mozilla/5.0', ...user } })
    expect(send(event).status).toBe(200)
    const [found] = simulator.judge(JSON.stringify({ data: [event] }), NOW)
    expect(found!.findings.filter(f => f.state === 'broken').map(f => f.rule)).toContain(rule)
  })
  it('remarks on a click more than 90 days before the event', () => {
    const clicked = (days: number) => good({ user_data: { em: [digest], fbc: `fb.1.${NOW - days * DAY * 1000}.AbC` } })
    const remark = (event: Event) =>
      simulator.judge(JSON.stringify({ data: [event] }), NOW)[0]!.findings.find(f => f.rule === 'meta.click_age')
    expect(remark(clicked(91))).toMatchObject({ state: 'allowed', message: expect.stringContaining('90 days') })
    expect(remark(clicked(90))).toEqual({ rule: 'meta.click_age', state: 'met' })
  })
  it('never ticks a rule whose subject the event lacks', () => {
    const standing = (event: Event) =>
      new Map(simulator.judge(JSON.stringify({ data: [event] }), NOW)[0]!.findings.map(f => [f.rule, f] as const))
    const bare = { user_data: { em: [digest] }, event_source_url: undefined }
    // On a website the papers ask for a page and a browser, and an event without them is taken: neither met nor broken.
    const online = standing(good(bare))
    for (const rule of ['meta.page_address', 'meta.browser'])
      expect(online.get(rule)).toMatchObject({ state: 'allowed', message: expect.stringContaining('Meta’s papers require it') })
    // In a store nobody asks for them.
    const store = standing(good({ ...bare, action_source: 'physical_store' }))
    const of =
      'page_address browser ip click_id click_age lead_id readable long_name app_facts message_page credit items opt_out limited_use'
    expect(of.split(' ').filter(rule => store.get(`meta.${rule}`)!.state !== 'beside')).toEqual([])
    expect([...store.values()].filter(f => f.state === 'broken' || (f.state === 'beside' && f.message !== undefined))).toEqual([])
    expect(store.get('meta.hashed')).toEqual({ rule: 'meta.hashed', state: 'met' })
  })
  it('remarks on a near miss without calling it broken', () => {
    const [found] = simulator.judge(JSON.stringify({ data: [good({ event_name: 'purchase' })] }), NOW)
    expect(found!.findings.find(f => f.rule === 'meta.near_name')).toMatchObject({
      state: 'allowed',
      message: expect.stringContaining('Purchase'),
    })
  })
  it('has nothing to say of what is no body', () => {
    expect(simulator.judge('<html>', NOW)).toEqual([])
    expect(simulator.judge('{"data":[7]}', NOW)[0]!.findings[0]!.state).toBe('broken')
  })
})

const sometimes = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: undefined })
const nasty = fc.constantFrom<Value>(
  '',
  'null',
  'n/a',
  ' ',
  '🙂',
  '-1',
  '0',
  '1e400',
  'NaN',
  null,
  true,
  12.5,
  '\ud800',
  '__proto__',
  ['', null],
  { a: 1 },
)
const often = <T extends Value>(some: fc.Arbitrary<T>) =>
  sometimes(fc.oneof({ weight: 5, arbitrary: some as fc.Arbitrary<Value> }, { weight: 1, arbitrary: nasty }))
const seldomBad = <T>(good: fc.Arbitrary<T>, bad: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 19, arbitrary: good }, { weight: 1, arbitrary: bad })
const row: fc.Arbitrary<Row> = fc
  .record({
    // What makes an event leave by itself is mostly good, or too few come as far as the simulator.
    event_name: seldomBad(fc.constantFrom(...eventNames, 'purchase', 'LeadSubmitted', 'OrderShipped'), fc.oneof(fc.string(), nasty)),
    action_source: seldomBad(fc.constantFrom(...actionSources.flatMap(s => [s.id, ...s.aliases])), nasty),
    event_time: seldomBad(fc.integer({ min: -7 * DAY, max: 0 }), fc.integer({ min: -70 * DAY, max: 300 })).map(age =>
      new Date(NOW + age * 1000).toISOString(),
    ),
    event_id: often(fc.string()),
    event_source_url: often(fc.webUrl()),
    opt_out: sometimes(seldomBad<Value>(fc.constantFrom('true', 'no', 1), nasty)),
    value: often(fc.oneof(fc.double({ noNaN: true, min: -10, max: 1e6 }), fc.constantFrom('12.50', '12,50', '1.234,5', '0'))),
    currency: often(fc.constantFrom('EUR', 'usd', 'XXX', '€', '$')),
    email: often(fc.oneof(fc.emailAddress(), fc.constant(digest.toUpperCase()))),
    phone: often(fc.constantFrom('+33612345678', '0612345678', '12')),
    first_name: often(fc.string()),
    last_name: often(fc.string()),
    gender: often(fc.constantFrom('f', 'male')),
    city: often(fc.string()),
    country: often(fc.constantFrom('FR', 'United States', 'zz')),
    birth_date: often(fc.constantFrom('1990-01-02', '01/02/1990')),
    client_ip: often(fc.oneof(fc.ipV4(), fc.ipV6())),
    client_user_agent: often(fc.constant('Mozilla/5.0')),
    fbclid: often(fc.string()),
    click_time: often(fc.constantFrom('2026-11-19T00:00:00Z', '2026-11-19')),
    lead_id: often(fc.constantFrom('123456789012345', '0123456789012345', '12')),
    contents: often(fc.oneof(fc.json(), fc.constantFrom('[{"id":"a","price":"2"}]', '[{"qty":1}]', 'a,b'))),
    content_ids: often(fc.oneof(fc.json(), fc.array(fc.string()))),
    data_processing: sometimes(seldomBad<Value>(fc.constantFrom('LDU', 'no', 'LDP'), nasty)),
    data_processing_state: sometimes(seldomBad<Value>(fc.constantFrom(1000, '1013'), fc.oneof(fc.constant(7), nasty))),
    app_ad_tracking_enabled: sometimes(seldomBad<Value>(fc.constantFrom(true, 0, 'yes'), nasty)),
    app_os_version: often(fc.constantFrom('18.1', '16')),
    messaging_channel: often(fc.constantFrom('whatsapp', 'Messenger', 'instagram')),
    page_id: often(fc.constant('77')),
    ig_account_id: often(fc.constant('78')),
  })
  .map(cells => Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== undefined)) as Row)

it('takes every event that we find fit, as it was encoded, and finds no digest wrong in it', () => {
  const { seal } = sealer({ dialect, sealing: { country: 'FR' }, timezone: 'Europe/Paris', now: NOW })
  let fit = 0
  fc.assert(
    fc.property(row, cells => {
      const event = seal(cells, () => {})
      if (event instanceof Left || dialect.judge(event, NOW)) return
      fit++
      const { body } = dialect.call([dialect.encode(event)], {
        connection: { dataset: '1', token: 't', version: 'v25.0' },
        base: 'https://x',
      })
      const { status, json } = post(body)
      expect({ status, error: json.error }).toEqual({ status: 200, error: undefined })
      const [found] = simulator.judge(body, NOW)
      expect(found!.findings.filter(f => f.state === 'broken')).toEqual([])
    }),
    { numRuns: 1000 },
  )
  expect(fit).toBeGreaterThan(300)
})
