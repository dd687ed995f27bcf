/** The simulator refuses what the official schema refuses, and answers event by event for the rest. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import Ajv from 'ajv'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Standing } from '../../../runtime/dialect.ts'
import { rules } from './rules.ts'
import { simulator } from './simulator.ts'

const NOW = Date.parse('2026-11-20T12:00:00Z')
const SECONDS = NOW / 1000
const DAY = 86_400
const digest = createHash('sha256').update('mary@example.com').digest('hex')

type Event = Record<string, unknown>
const good = (more: Event = {}): Event => ({
  event_name: 'checkout',
  action_source: 'web',
  event_time: SECONDS - 60,
  event_id: 'o-1',
  user_data: { em: [digest], external_id: [digest], click_id: 'dj0y' },
  custom_data: { value: '10.00', currency: 'EUR' },
  ...more,
})
const post = (body: unknown, path = '/v5/ad_accounts/549/events', headers: Record<string, string> = { Authorization: 'Bearer pina_x' }) => {
  const answer = simulator.answer({ method: 'POST', path, headers, body: typeof body === 'string' ? body : JSON.stringify(body) }, NOW)
  return { ...answer, json: JSON.parse(answer.body) }
}
const send = (...events: unknown[]) => post({ data: events })

describe('the door', () => {
  it('takes good events, one result for each', () => {
    const { status, json, headers } = send(good(), good({ event_id: 'o-2' }))
    expect(status).toBe(200)
    expect(json).toMatchObject({ num_events_received: 2, num_events_processed: 2 })
    expect(json.events.map((e: Event) => [e.status, e.warning_message])).toEqual([
      ['processed', ''],
      ['processed', ''],
    ])
    expect(headers['x-ratelimit-reset']).toMatch(/^\d+$/)
  })
  it.each<[string, ReturnType<typeof post>, number, number]>([
    ['no token', post({ data: [good()] }, undefined, {}), 401, 2],
    ['an account that is none', post({ data: [good()] }, '/v5/ad_accounts/mine/events'), 400, 4196],
    ['an account of 19 digits', post({ data: [good()] }, `/v5/ad_accounts/${'1'.repeat(19)}/events`), 400, 4196],
    ['another path', post({ data: [good()] }, '/v5/pins'), 404, 0],
    ['a page', post('<html>'), 400, 4196],
    ['no data', post({}), 400, 4196],
    ['nothing in it', post({ data: [] }), 400, 4196],
    ['a key beside data', post({ data: [good()], test: true }), 400, 4196],
    ['more than a thousand', post({ data: Array.from({ length: 1001 }, () => good()) }), 400, 4196],
  ])('refuses %s', (_, { status, json }, want, code) => {
    expect([status, json.code]).toEqual([want, code])
    expect(json.message).toBeTypeOf('string')
  })
  it('does not process an event that asks for it', () =>
    expect(send(good(), good({ event_id: 'refuse-2' })).json.events.map((e: Event) => e.status)).toEqual(['processed', 'failed']))
  it('processes the first twenty of a test', () => {
    const { json } = post({ data: Array.from({ length: 25 }, () => good()) }, '/v5/ad_accounts/549/events?test=true')
    expect([json.num_events_received, json.num_events_processed]).toEqual([25, 20])
  })
})

describe('each rule that refuses the request', () => {
  const cases: [string, Event][] = [
    ['pin.keys', good({ warehouse_column: 1 })],
    ['pin.keys', good({ event_time: '2026-11-20' })],
    ['pin.keys', good({ opt_out: 'true' })],
    ['pin.keys', good({ device_info: { form_factor: 'fridge' } })],
    ['pin.keys', good({ app_info: { window_width: 99_999 } })],
    ['pin.required', good({ event_id: undefined })],
    ['pin.action_source', good({ action_source: 'website' })],
    ['pin.custom_data', good({ custom_data: { value: 10 } })],
    ['pin.custom_data', good({ custom_data: { category_name: 'x' } })],
    ['pin.custom_data', good({ custom_data: { contents: [{ id: 'a', item_price: 3 }] } })],
    ['pin.identifiers', good({ user_data: { em: digest } })],
    ['pin.who', good({ user_data: { ph: [digest], external_id: [digest], click_id: 'x' } })],
    ['pin.who', good({ user_data: { client_ip_address: '93.184.216.34' } })],
    ['pin.who', good({ user_data: { em: [] } })],
    ['pin.schema', good({ device_info: { screen_width: 30_721 } })],
    ['pin.schema', good({ custom_data: { contents: [{ id: 'a', item_brand_id: 'b' }] } })],
    ['pin.schema', good({ advertiser_tracking_enabled: true })],
  ]
  it.each(cases)('%s', (rule, event) => {
    expect(send(good(), event)).toMatchObject({ status: 400, json: { code: 4196 } })
    const [first, second] = simulator.judge(JSON.stringify({ data: [good(), event] }), NOW)
    expect(first!.findings.filter(f => f.state === 'broken')).toEqual([])
    expect(second!.findings.filter(f => f.state === 'broken').map(f => f.rule)).toContain(rule)
  })
  it('has a case here for every one of them', () =>
    expect(rules.filter(r => r.effect === 'refuses' && !cases.some(([id]) => id === r.id)).map(r => r.id)).toEqual([]))
})

it.each<[Event, string]>([
  [{ custom_data: { value: 10 } }, 'custom_data.value must be string (type)'],
  [{ colour: 1 }, "Additional properties are not allowed ('colour' was unexpected)"],
  [{ custom_data: { contents: [{ colour: 1 }] } }, "('colour' was unexpected in custom_data.contents.0)"],
  [{ device_info: { form_factor: 'fridge' } }, 'device_info.form_factor must be equal to one of the allowed values (enum)'],
  [{ user_data: { ph: [digest] } }, 'user_data must match a schema in anyOf (anyOf)'],
])('says which part of the official schema %o breaks', (more, words) => {
  const [{ findings } = { findings: [] }] = simulator.judge(JSON.stringify({ data: [good(more)] }), NOW)
  const { state, message } = findings.find(f => f.rule === 'pin.schema')!
  expect(state).toBe('broken')
  expect(message).toContain(words)
  expect(message).toContain('would refuse the whole request')
})

describe('rules about one event', () => {
  it.each<[string, Event]>([
    ['pin.time_past', good({ event_time: SECONDS - 7 * DAY - 1 })],
    ['pin.time_future', good({ event_time: SECONDS + 301 })],
    ['pin.money', good({ custom_data: { value: 'twelve' } })],
  ])('%s: fails alone, its neighbours do not', (rule, event) => {
    const { status, json } = send(good(), event, good())
    expect(status).toBe(200)
    expect(json.events.map((e: Event) => e.status)).toEqual(['processed', 'failed', 'processed'])
    expect(json.num_events_processed).toBe(2)
    expect(
      simulator
        .judge(JSON.stringify({ data: [event] }), NOW)[0]!
        .findings.filter(f => f.state === 'broken')
        .map(f => f.rule),
    ).toEqual([rule])
  })
  it('processes an unknown name and labels it', () => {
    const { json } = send(good({ event_name: 'Purchase' }))
    expect(json.events[0]).toMatchObject({ status: 'processed', warning_message: expect.stringContaining('Unknown') })
  })
  it.each<[string, Event, Standing]>([
    ['pin.hashed', good({ user_data: { em: ['mary@example.com'] } }), 'broken'],
    ['pin.hash_of_nothing', good({ user_data: { em: [createHash('sha256').update('').digest('hex')] } }), 'broken'],
    ['pin.ip', good({ user_data: { em: [digest], client_ip_address: '0.0.0.0' } }), 'broken'],
    ['pin.browser', good({ user_data: { em: [digest], client_user_agent: 'curl/8.5.0' } }), 'allowed'],
    ['pin.browser', good({ user_data: { em: [digest], client_user_agent: 'Googlebot/2.1 (Linux; Android) Chrome Mobile' } }), 'allowed'],
    ['pin.language', good({ language: 'english' }), 'broken'],
    ['pin.currency', good({ custom_data: { currency: '€' } }), 'broken'],
    ['pin.late', good({ event_time: SECONDS - 3601 }), 'allowed'],
    ['pin.value', good({ custom_data: { value: '0' } }), 'allowed'],
  ])('%s is remarked on', (rule, event, state) => {
    expect(send(event).json.events[0].status).toBe('processed')
    expect(simulator.judge(JSON.stringify({ data: [event] }), NOW)[0]!.findings.find(f => f.rule === rule)).toMatchObject({
      state,
      message: expect.any(String),
    })
  })
  it('never ticks a rule whose subject the event lacks', () => {
    const plain = { event_name: 'checkout', action_source: 'offline', event_time: SECONDS, event_id: 'a', user_data: { em: [digest] } }
    const stood = new Map(simulator.judge(JSON.stringify({ data: [plain] }), NOW)[0]!.findings.map(f => [f.rule, f]))
    const beside = ['pin.ip', 'pin.browser', 'pin.language', 'pin.currency', 'pin.money', 'pin.value', 'pin.custom_data', 'pin.late']
    expect(beside.filter(rule => stood.get(rule)!.state !== 'beside')).toEqual([])
    expect(stood.get('pin.hashed')!.state).toBe('met')
    // What it asks of every event and takes without is said, with what it costs.
    expect(stood.get('pin.hints')).toMatchObject({ state: 'allowed', message: expect.stringContaining('find who bought') })
  })
  it('has nothing to say of what is no body', () => expect(simulator.judge('<html>', NOW)).toEqual([]))
})

/** The official description's own schema of a request, MIT; see the licence beside it. */
const official = JSON.parse(readFileSync(new URL('./pinterest-conversions.openapi.json', import.meta.url), 'utf8'))
const ajv = new Ajv({ strict: false, formats: { int64: true } })
ajv.addSchema({ $id: 'pinterest', components: official.components })
const conforms = ajv.compile({ $ref: 'pinterest#/components/schemas/ConversionEvents' })

const byHand = rules.filter(rule => rule.effect === 'refuses' && rule.id !== 'pin.schema')
it('reads the form as the official schema does: what our own rules take, it takes', () => {
  const value = fc.oneof(
    fc.json().map(json => JSON.parse(json)),
    fc.string(),
    fc.integer(),
    fc.constant(null),
    fc.constant([digest]),
    fc.boolean(),
  )
  const { ConversionEventAppInfo: app, ConversionEventDeviceInfo: device, ConversionEvents: events } = official.components.schemas
  const some = (schema: { properties: object }) =>
    fc.dictionary(fc.constantFrom(...Object.keys(schema.properties), 'colour'), value, { maxKeys: 2 })
  const { properties } = events.properties.data.items
  const event = fc.record(
    {
      top: fc.dictionary(fc.constantFrom(...Object.keys(properties), 'colour'), value, { maxKeys: 1 }),
      user_data: fc.dictionary(
        fc.constantFrom(...Object.keys(official.components.schemas.ConversionEventsUserDataProperties.properties)),
        value,
        { maxKeys: 2 },
      ),
      custom_data: some(properties.custom_data),
      app_info: some(app),
      device_info: some(device),
    },
    { requiredKeys: [] },
  )
  let taken = 0
  fc.assert(
    fc.property(event, ({ top, user_data: user, ...parts }) => {
      const made = { ...good(parts), ...(user && { user_data: { em: [digest], ...user } }), ...top }
      // Our own reading alone: with the schema itself among the rules there would be nothing to compare.
      if (byHand.some(rule => rule.fault(made, NOW) !== undefined)) return
      taken++
      expect(conforms({ data: [made] }), JSON.stringify(conforms.errors)).toBe(true)
      expect(send(made).status).toBe(200)
    }),
    { numRuns: 6000 },
  )
  expect(taken).toBeGreaterThan(150)
})
