/** Every row of the table of answers: what Pinterest said, and what it means for the events of the request. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Answer, Verdict } from '../../../runtime/dialect.ts'
import pinterest from './index.ts'

const dialect = pinterest.dialect!
const answer = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
})
const yes = { status: 'processed', error_message: null, warning_message: null }
const no = { status: 'failed', error_message: 'no such event', warning_message: '' }
const told = (events: readonly unknown[], received = events.length, processed = events.filter(e => e === yes).length) => ({
  num_events_received: received,
  num_events_processed: processed,
  events,
})
const short = (verdict: Verdict): string => {
  if (verdict.kind === 'retry') return `retry ${verdict.taken} ${verdict.code}`
  if (verdict.kind === 'stop') return `stop ${verdict.fault} ${verdict.code}`
  if (verdict.kind === 'poisoned') return `poisoned ${verdict.taken ? 'in part ' : ''}${verdict.code}`
  return `settled ${verdict.results.map(result => (result ? 'no' : 'yes')).join(' ')}`
}
const SENT = 3

describe('answers', () => {
  it.each<[number, unknown, string]>([
    [200, told([yes, yes, yes]), 'settled yes yes yes'],
    [200, told([yes, no, yes]), 'settled yes no yes'],
    [200, told([no, no, no]), 'settled no no no'],
    [200, { events: [yes, yes, yes] }, 'settled yes yes yes'],
    [200, told([yes, yes, { status: 'processed' }], 3, 3), 'settled yes yes yes'],
    [200, told([yes, yes]), 'retry unknown pin.short_count'],
    [200, told([yes, yes], 3), 'retry unknown pin.short_count'],
    [200, told([yes, yes, yes, yes]), 'retry unknown pin.short_count'],
    [200, told([yes, no, yes], 3, 3), 'retry unknown pin.short_count'],
    [200, told([yes, yes, yes], 2), 'retry unknown pin.short_count'],
    [200, told([yes, yes, { status: 'perhaps' }], 3, 2), 'retry unknown pin.short_count'],
    [200, told([yes, yes, null], 3, 2), 'retry unknown pin.short_count'],
    [200, {}, 'retry unknown pin.unreadable'],
    [200, '<html>', 'retry unknown pin.unreadable'],
    [200, '', 'retry unknown pin.unreadable'],
    [200, '{"events":[', 'retry unknown pin.unreadable'],
    [302, '', 'stop redirect pin.redirect'],
    [400, { code: 4196, message: "Additional properties are not allowed ('x' was unexpected)" }, 'poisoned pin.refused'],
    [400, { code: 1, message: 'x' }, 'poisoned pin.refused'],
    [400, { code: 2, message: 'x' }, 'stop token pin.token'],
    [400, { code: 3, message: 'x' }, 'stop token pin.token'],
    [400, { code: 29, message: 'x' }, 'stop permission pin.permission'],
    [400, { code: 8, message: 'x' }, 'retry no pin.rate'],
    [400, { code: 4197, message: 'x' }, 'retry no pin.busy'],
    [400, { code: '4196', message: 'x' }, 'retry no pin.gateway'],
    [500, { code: 2, message: 'x' }, 'retry unknown pin.server_error'],
    [400, '<html>', 'retry no pin.gateway'],
    [401, { code: 2, message: 'Authentication failed.' }, 'stop token pin.token'],
    [401, { code: 3, message: 'x' }, 'stop token pin.token'],
    [401, '<html>', 'retry no pin.gateway'],
    [403, { code: 29, message: 'You are not permitted to access that resource.' }, 'stop permission pin.permission'],
    [404, { code: 2, message: 'AdAccount not found' }, 'stop account pin.account'],
    [413, '<html>', 'poisoned pin.too_large'],
    [413, { code: 1, message: 'x' }, 'poisoned pin.too_large'],
    [422, { code: 1, message: 'x', details: told([yes, no, yes]) }, 'settled yes no yes'],
    [422, { code: 1, message: 'x', details: { response: told([no, yes, yes]) } }, 'settled no yes yes'],
    [422, { code: 1, message: 'x', ...told([yes, no, no]) }, 'settled yes no no'],
    [422, { code: 1, message: 'x', details: told([yes, no]) }, 'poisoned in part pin.partly'],
    [422, { code: 1, message: 'x', details: { fault: 'somewhere' } }, 'poisoned in part pin.partly'],
    [422, { code: 1, message: 'x' }, 'poisoned in part pin.partly'],
    [422, { code: 1, message: 'x', details: [told([yes, no, yes])] }, 'poisoned in part pin.partly'],
    [422, { code: 1, message: 'x', details: { num_events_received: 3, num_events_processed: 2 } }, 'poisoned in part pin.partly'],
    [422, { code: 1, message: 'x', details: { num_events_received: 3, num_events_processed: 0 } }, 'poisoned pin.partly'],
    [422, { code: 1, message: 'x', num_events_processed: 0 }, 'poisoned pin.partly'],
    [422, { message: 'x' }, 'retry no pin.gateway'],
    [429, { code: 8, message: 'x' }, 'retry no pin.rate'],
    [429, '', 'retry no pin.rate'],
    [503, { code: 4197, message: 'x' }, 'retry no pin.busy'],
    [503, { code: 1, message: 'x' }, 'retry unknown pin.server_error'],
    [503, '<html>', 'retry unknown pin.server_error'],
    [500, { code: 4196, message: 'x' }, 'retry unknown pin.server_error'],
    [502, '', 'retry unknown pin.server_error'],
    [408, { code: 1, message: 'x' }, 'retry unknown pin.server_error'],
  ])('%s %o: %s', (status, body, said) => expect(short(dialect.read(answer(status, body), SENT))).toBe(said))

  it('knows that a lone event was the one that failed', () =>
    expect(short(dialect.read(answer(422, { code: 1, message: 'x' }), 1))).toBe('settled no'))
})

describe('how long to wait', () => {
  it.each<[Record<string, string>, number | undefined]>([
    [{ 'X-RateLimit-Reset': '12' }, 12_000],
    [{ 'x-ratelimit-reset': '12', 'retry-after': '99' }, 12_000],
    [{ 'retry-after': '5' }, 5000],
    [{ 'x-ratelimit-reset': 'later' }, undefined],
    [{}, undefined],
  ])('%o: %s ms', (headers, ms) => {
    for (const body of [{ code: 8, message: 'x' }, '<html>']) {
      const verdict = dialect.read(answer(429, body, headers), SENT)
      expect(verdict.kind === 'retry' && verdict.afterMs).toEqual(ms)
    }
  })
  it.each<[Record<string, string>, number | undefined]>([
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '3' }, 3000],
    [{ 'X-RateLimit-Remaining': ' 0 ', 'X-RateLimit-Reset': '0' }, 1000],
    [{ 'x-ratelimit-remaining': '0, 0;w=60', 'x-ratelimit-reset': '12, 12;w=60' }, 12_000],
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '999999' }, 3_600_000],
    [{ 'x-ratelimit-remaining': '0' }, 60_000],
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': 'later' }, 60_000],
    [{ 'x-ratelimit-remaining': '1', 'x-ratelimit-reset': '3' }, undefined],
    [{ 'x-ratelimit-remaining': '0.5', 'x-ratelimit-reset': '3' }, undefined],
    [{ 'x-ratelimit-reset': '3' }, undefined],
  ])('pauses after the last call that was free: %o: %s ms', (headers, ms) => {
    const verdict = dialect.read(answer(200, told([yes]), headers), 1)
    expect(verdict.kind === 'settled' && verdict.waitMs).toBe(ms)
  })
})

it('passes warnings on, one for each event that has one, so that they can be counted', () => {
  const warned = { ...yes, warning_message: 'Missing recommended fields: click_id' }
  const verdict = dialect.read(answer(200, told([warned, yes, warned], 3, 3)), 3)
  expect(verdict.kind === 'settled' && verdict.warnings).toEqual([
    'Missing recommended fields: click_id',
    'Missing recommended fields: click_id',
  ])
})

it('shows Pinterest’s words without anything secret or personal', () => {
  const leaky = `token pina_ABCDEF123456789abcdef of mary@example.com, +47 73 50 00 00, ${'ab'.repeat(32)}`
  for (const given of [answer(400, { code: 4196, message: leaky }), answer(200, told([{ ...no, error_message: leaky }], 1, 0))]) {
    const text = JSON.stringify(dialect.read(given, 1))
    for (const secret of ['pina_ABC', 'mary', '73 50', 'abab']) expect(text).not.toContain(secret)
  }
})

it('has a sentence for every code it gives', () => {
  for (const code of 'event_failed refused token permission account redirect rate busy server_error unreadable short_count partly gateway too_large'.split(
    ' ',
  ))
    expect(dialect.reasons[`pin.${code}`]?.why, code).toBeTruthy()
})

it('reads anything at all without throwing, and never invents results', () => {
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    fc.json().map(json => `{"events":[${json}],"details":${json}}`),
    fc.tuple(fc.integer(), fc.json()).map(([code, json]) => `{"code":${code},"message":${json},"details":${json}}`),
  )
  const headers = fc.dictionary(fc.constantFrom('retry-after', 'x-ratelimit-reset', 'X-RateLimit-Remaining'), fc.string())
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999 }), text, headers, fc.integer({ min: 0, max: 1000 }), (status, body, given, sent) => {
      const verdict = dialect.read({ status, body, headers: given }, sent)
      if (verdict.kind === 'settled') expect(verdict.results).toHaveLength(sent)
      if (verdict.kind === 'poisoned') for (const i of verdict.suspects ?? []) expect(i).toBeLessThan(sent)
    }),
    { numRuns: 2000 },
  )
})

describe('verify', () => {
  const verify = dialect.verify!
  it('tells a person to open the page of test events first, and how many a test takes', () => {
    expect(dialect.test).toMatchObject({ maxEvents: 20, says: expect.stringContaining('open that page first') })
    expect(dialect.test).not.toHaveProperty('code')
  })
  it('posts one event that is not recorded', () => {
    const call = verify.call({ connection: { ad_account: '5', token: 't' }, base: 'https://api.pinterest.com' }, Date.now())
    expect(call.url).toBe('https://api.pinterest.com/v5/ad_accounts/5/events?test=true')
    expect(JSON.parse(call.body).data).toHaveLength(1)
  })
  const all = ['token', 'ad account', 'permission to send']
  it.each<[number, unknown, boolean, string[], string | undefined, string | undefined]>([
    [200, told([yes]), true, all, undefined, undefined],
    [401, { code: 2, message: 'x' }, false, [], 'pin.token', 'token'],
    [403, { code: 29, message: 'x' }, false, ['token'], 'pin.permission', 'permission to send'],
    [404, { code: 2, message: 'x' }, false, ['token'], 'pin.account', 'ad account'],
    [429, { code: 8, message: 'x' }, false, [], 'pin.try_later', 'Rate limit'],
    [400, { code: 4196, message: 'x' }, false, [], 'pin.unproven', 'Answer'],
    [200, '<html>', false, [], 'pin.unproven', 'Answer'],
  ])('%s %o: %s', (status, body, ok, proves, code, failed) => {
    const found = verify.read(answer(status, body))
    expect([found.ok, found.proves, found.problem?.code, found.failed]).toEqual([ok, proves, code, failed])
  })
})

describe('the field that a text names, to lead whoever repairs it', () => {
  it.each<[string, string | undefined]>([
    ['no such currency', 'currency'],
    ["'event_time' is a required property", 'event_time'],
    ["1 is not of type 'string': 'value'", 'value'],
    ['custom_data.value must be a number', 'value'],
    ['user_data.em is not a hash', 'email'],
    ['invalid value', undefined],
    ['currency and event_time are missing', undefined],
    ['unknown status of your country', undefined],
    ['my_currency_code', undefined],
  ])('%s: %s', (text, field) => {
    const one = dialect.read(answer(200, told([{ status: 'failed', error_message: text }], 1, 0)), 1)
    expect(one).toMatchObject({ kind: 'settled', results: [{ code: 'pin.event_failed' }] })
    const whole = dialect.read(answer(400, { code: 4196, message: text }), 1)
    expect([one.kind === 'settled' && one.results[0]?.field, whole.kind === 'poisoned' && whole.field]).toEqual([field, field])
  })
})
