/** Every row of the tables of answers: what Meta said, and what it means for the events of the request. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import type { Answer, Verdict } from '../../../runtime/dialect.ts'
import { subcodes } from './codes.ts'
import meta from './index.ts'

const dialect = meta.dialect!
const answer = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
})
const error = (code: number, more: object = {}) => ({
  error: { message: 'Invalid parameter', type: 'OAuthException', code, fbtrace_id: 'A1', ...more },
})
const short = (verdict: Verdict): string => {
  if (verdict.kind === 'retry') return `retry ${verdict.taken} ${verdict.code}`
  if (verdict.kind === 'stop') return `stop ${verdict.fault} ${verdict.code}`
  return verdict.kind === 'poisoned' ? `poisoned ${verdict.code}` : 'settled'
}
const SENT = 3

describe('answers without Meta’s own error', () => {
  it.each<[number, unknown, string]>([
    [200, { events_received: 3, messages: [], fbtrace_id: 'A' }, 'settled'],
    [200, { events_received: 3 }, 'settled'],
    [200, { events_received: 2 }, 'retry unknown meta.short_count'],
    [200, { events_received: 4 }, 'retry unknown meta.short_count'],
    [200, { events_received: '3' }, 'retry unknown meta.unreadable'],
    [200, '<html>welcome</html>', 'retry unknown meta.unreadable'],
    [200, '', 'retry unknown meta.unreadable'],
    [204, '', 'retry unknown meta.unreadable'],
    [200, '{"events_rec', 'retry unknown meta.unreadable'],
    [200, `{"events_received":3,"x":"${'y'.repeat(1_100_000)}"}`, 'retry unknown meta.unreadable'],
    [302, '', 'stop redirect meta.redirect'],
    [307, { events_received: 3 }, 'stop redirect meta.redirect'],
    [400, '<html>bad request</html>', 'retry no meta.gateway'],
    [403, 'blocked by firewall', 'retry no meta.gateway'],
    [413, '<html>too large</html>', 'poisoned meta.too_large'],
    [429, 'slow down', 'retry no meta.rate'],
    [408, '', 'retry unknown meta.server_error'],
    [499, '', 'retry unknown meta.server_error'],
    [500, '', 'retry unknown meta.server_error'],
    [502, '<html>', 'retry unknown meta.server_error'],
    [503, '<html>', 'retry unknown meta.server_error'],
    [504, '{}', 'retry unknown meta.server_error'],
  ])('%s %s: %s', (status, body, said) => expect(short(dialect.read(answer(status, body), SENT))).toBe(said))
})

describe('Meta’s error codes', () => {
  it.each<[number, number, object, string]>([
    [400, 100, { error_subcode: 2804003 }, 'poisoned meta.refused.2804003'],
    [400, 100, { error_subcode: 2804050 }, 'poisoned meta.refused.2804050'],
    [400, 100, { error_subcode: 2804999 }, 'poisoned meta.refused.2804999'],
    [400, 100, {}, 'poisoned meta.refused.100'],
    [400, 100, { error_subcode: 33, type: 'GraphMethodException' }, 'stop account meta.account'],
    [400, 100, { error_subcode: 33 }, 'stop account meta.account'],
    [400, 100, { type: 'GraphMethodException' }, 'stop account meta.account'],
    [400, 100, { type: 'GraphMethodException', error_subcode: 2804009 }, 'poisoned meta.refused.2804009'],
    [400, 100, { is_transient: true }, 'retry unknown meta.trouble'],
    [400, 100, { is_transient: true, error_subcode: 2804050 }, 'retry unknown meta.trouble'],
    [400, 190, { is_transient: true }, 'retry no meta.trouble'],
    [400, 4, { is_transient: true }, 'retry no meta.rate'],
    [400, 4711, { is_transient: true }, 'retry unknown meta.trouble'],
    [400, 100, { is_transient: 'true' }, 'poisoned meta.refused.100'],
    [500, 100, { error_subcode: 2804003 }, 'retry unknown meta.trouble'],
    [413, 100, {}, 'poisoned meta.too_large'],
    [500, 1, {}, 'retry unknown meta.trouble'],
    [400, 1, { error_subcode: 99 }, 'stop account meta.account'],
    [503, 2, { is_transient: true }, 'retry unknown meta.trouble'],
    [400, -3, {}, 'retry unknown meta.trouble'],
    [400, 5000, {}, 'retry unknown meta.trouble'],
    [400, 4, {}, 'retry no meta.rate'],
    [400, 17, { error_subcode: 2446079 }, 'retry no meta.rate'],
    [400, 32, {}, 'retry no meta.rate'],
    [400, 341, {}, 'retry no meta.rate'],
    [400, 613, { error_subcode: 1487742 }, 'retry no meta.rate'],
    [400, 80_004, { error_subcode: 2446079 }, 'retry no meta.rate'],
    [400, 21_009, {}, 'retry no meta.rate'],
    [429, 100, {}, 'retry no meta.rate'],
    [400, 613, {}, 'retry no meta.rate'],
    [400, 613, { error_subcode: 5044001 }, 'retry no meta.rate'],
    [400, 80_000, {}, 'retry no meta.rate'],
    [400, 80_003, {}, 'retry no meta.rate'],
    [400, 80_014, {}, 'retry no meta.rate'],
    [400, 3, {}, 'stop permission meta.permission'],
    [403, 270, {}, 'stop permission meta.permission'],
    [403, 299, {}, 'stop permission meta.permission'],
    [400, 190, { error_subcode: 458 }, 'stop token meta.token'],
    [400, 190, { error_subcode: 459 }, 'stop token meta.token'],
    [400, 190, { error_subcode: 464 }, 'stop token meta.token'],
    [400, 190, { error_subcode: 467 }, 'stop token meta.token'],
    [400, 190, { error_subcode: 492 }, 'stop token meta.token'],
    [400, 100, { error_subcode: 2804014 }, 'poisoned meta.refused.2804014'],
    [400, 100, { error_subcode: 1 }, 'poisoned meta.refused.1'],
    [403, 10, {}, 'stop permission meta.permission'],
    [403, 200, {}, 'stop permission meta.permission'],
    [403, 294, {}, 'stop permission meta.permission'],
    [400, 368, {}, 'stop permission meta.permission'],
    [401, 190, { error_subcode: 463 }, 'stop token meta.token'],
    [400, 190, { error_subcode: 460 }, 'stop token meta.token'],
    [400, 102, {}, 'stop token meta.token'],
    [400, 104, {}, 'stop token meta.token'],
    [500, 190, {}, 'stop token meta.token'],
    [400, 803, {}, 'stop account meta.account'],
    [400, 2635, {}, 'stop version meta.version'],
    [400, 4711, {}, 'poisoned meta.refused.4711'],
    [401, 4711, {}, 'stop token meta.token'],
    [403, 4711, {}, 'stop permission meta.permission'],
    [404, 4711, {}, 'stop account meta.account'],
    [200, 190, {}, 'stop token meta.token'],
    [200, 100, { error_subcode: 2804003 }, 'retry unknown meta.trouble'],
  ])('HTTP %s, code %s %o: %s', (status, code, more, said) =>
    expect(short(dialect.read(answer(status, error(code, more)), SENT))).toBe(said),
  )

  it('looks at numbers only: the texts come in the token owner’s language', () => {
    const said = (text: string) => dialect.read(answer(400, error(190, { message: text, error_user_msg: text })), SENT)
    expect(short(said('Jeton invalide'))).toBe(short(said('rate limit reached, event too old')))
  })
})

describe('positions that Meta names', () => {
  it.each<[string, number[] | undefined]>([
    [`Unexpected key "x" on param "$['data'][1]"`, [1]],
    [`param "$['data'][0]['user_data']" and "$['data'][2]"`, [0, 2]],
    [`Unexpected key "x" on param "$['data'][7]"`, undefined],
    ['Invalid parameter', undefined],
  ])('%s', (message, suspects) => {
    const verdict = dialect.read(answer(400, error(100, { message })), SENT)
    expect(verdict.kind === 'poisoned' && verdict.suspects).toEqual(suspects)
  })
})

describe('how long to wait', () => {
  const limited = (headers: Record<string, string>, status = 400) => {
    const verdict = dialect.read(answer(status, error(17), headers), SENT)
    return verdict.kind === 'retry' ? verdict.afterMs : verdict.kind
  }
  it.each<[Record<string, string>, number | undefined]>([
    [{}, undefined],
    [{ 'Retry-After': '30' }, 30_000],
    [{ 'retry-after': '0' }, 1000],
    [{ 'retry-after': '30', 'x-business-use-case-usage': '{"1":[{"call_count":100,"estimated_time_to_regain_access":2}]}' }, 120_000],
    [{ 'retry-after': 'Fri, 20 Nov 2026 12:01:00 GMT', date: 'Fri, 20 Nov 2026 12:00:00 GMT' }, 60_000],
    [{ 'retry-after': 'soon' }, undefined],
    [
      { 'X-Business-Use-Case-Usage': '{"123":[{"type":"ads_management","call_count":100,"estimated_time_to_regain_access":7}]}' },
      7 * 60_000,
    ],
    [{ 'x-ad-account-usage': '{"acc_id_util_pct":100,"reset_time_duration":45}' }, 45_000],
    [{ 'x-ad-account-usage': '{"acc_id_util_pct":20,"reset_time_duration":45}' }, undefined],
    [{ 'x-ad-account-usage': '{"acc_id_util_pct":94.9,"reset_time_duration":45}' }, undefined],
    [{ 'x-ad-account-usage': '{"acc_id_util_pct":95,"reset_time_duration":45}' }, 45_000],
    [{ 'x-ad-account-usage': '{"acc_id_util_pct":96.5}' }, 60_000],
    [{ 'x-ad-account-usage': '{"acc_id_util_pct":100,"reset_time_duration":99999999}' }, 3_600_000],
    [{ 'x-ad-account-usage': '{"acc_id_util_pct":100,"reset_time_duration":-5}' }, 5 * 60_000],
    [{ 'x-ad-account-usage': '{"acc_id_util_pct":"100"}' }, undefined],
    [{ 'x-business-use-case-usage': '{"1":[{"call_count":94,"total_time":10,"estimated_time_to_regain_access":0}]}' }, undefined],
    [{ 'x-business-use-case-usage': '{"1":[{"call_count":3,"total_cputime":97}]}' }, 60_000],
    [{ 'x-business-use-case-usage': '{"1":[{"call_count":3}],"2":[{"total_time":99,"estimated_time_to_regain_access":2}]}' }, 120_000],
    [{ 'x-business-use-case-usage': '{"1":[{"estimated_time_to_regain_access":9000}]}' }, 3_600_000],
    [{ 'x-app-usage': '{"call_count":1,"total_cputime":95,"total_time":2}' }, 60_000],
    [{ 'x-app-usage': '{"call_count":94,"total_cputime":3,"total_time":2}' }, undefined],
    [{ 'x-app-usage': '{"call_count":100}', 'x-ad-account-usage': '{"acc_id_util_pct":99,"reset_time_duration":7}' }, 5 * 60_000],
    [{ 'x-app-usage': '{"call_count":100,"total_cputime":3,"total_time":2}' }, 5 * 60_000],
    [{ 'x-app-usage': 'not json' }, undefined],
    [{ 'x-business-use-case-usage': '{"1":5,"2":[null]}' }, undefined],
  ])('%o: %s ms', (headers, ms) => expect(limited(headers)).toBe(ms))

  it('also pauses after a success when Meta says that the limit is reached', () =>
    expect(
      dialect.read(answer(200, { events_received: 3 }, { 'x-ad-account-usage': '{"acc_id_util_pct":100,"reset_time_duration":9}' }), SENT),
    ).toMatchObject({
      kind: 'settled',
      waitMs: 9000,
    }))
})

describe('the version that answered', () => {
  const taken = { events_received: 1 }
  const asked = (version: string) => ({ connection: { dataset: '1', token: 't', version } as never, base: 'https://x' })
  const remarks = (version: string, headers: Record<string, string>) => {
    const verdict = dialect.read(answer(200, taken, headers), 1, asked(version))
    return verdict.kind === 'settled' ? (verdict.warnings ?? []) : [verdict.kind]
  }
  it.each<[string, Record<string, string>, RegExp | undefined]>([
    ['v25.0', { 'facebook-api-version': 'v25.0' }, undefined],
    ['v21.0', { 'Facebook-API-Version': 'v22.0' }, /answered with version v22\.0, not with v21\.0/],
    ['v25.0', {}, undefined],
    ['v25.0', { 'facebook-api-version': 'none of it <b>' }, undefined],
    ['v21.0', { 'facebook-api-version': 'v21.0', date: 'Mon, 23 Nov 2026 09:00:00 GMT' }, /v21\.0 .* ends on 21 January 2027/],
    ['v21.0', { date: 'Thu, 01 Oct 2026 09:00:00 GMT' }, undefined],
    ['v21.0', { date: 'yesterday' }, undefined],
    ['v26.0', { date: 'Mon, 23 Nov 2026 09:00:00 GMT' }, undefined],
  ])('asked for %s, answered %o', (version, headers, said) => {
    const found = remarks(version, headers)
    expect(found).toHaveLength(said ? 1 : 0)
    if (said) expect(found[0]).toMatch(said)
  })
  it('is also said when the connection is tried, and is nothing where nobody says what was asked', () => {
    const other = answer(400, error(100, { error_subcode: 2804003 }), { 'facebook-api-version': 'v26.0' })
    expect(dialect.verify!.read(other, asked('v21.0'))).toMatchObject({ ok: true, remarks: [expect.stringContaining('v26.0')] })
    expect(dialect.verify!.read(other).remarks).toBeUndefined()
    expect(dialect.read(answer(200, taken, { 'facebook-api-version': 'v26.0' }), 1)).not.toHaveProperty('warnings')
  })
  it('and the form says when each one ends', () => {
    const { properties } = z.toJSONSchema(meta.connection!, { io: 'input' }) as { properties: Record<string, { description: string }> }
    expect(properties.version!.description).toContain('v24.0 ends on 18 February 2028')
  })
})

describe('what is shown', () => {
  it('passes Meta’s remarks on', () =>
    expect(dialect.read(answer(200, { events_received: 1, messages: ['Use a newer version'] }), 1)).toMatchObject({
      warnings: ['Use a newer version'],
    }))

  it('shows Meta’s words without anything secret or personal', () => {
    const leaky = `token EAABsbCS1iHgBAKZC9ZBx0ZAn for mary@example.com, +47 73 50 00 00, 93.184.216.34, ${'ab'.repeat(32)}\n<b>`
    const verdict = dialect.read(answer(400, error(100, { error_user_msg: leaky })), SENT)
    const message = 'message' in verdict ? verdict.message : ''
    for (const secret of ['EAABsbCS1iHgBAKZC9ZBx0ZAn', 'mary', '73 50', '93.184', 'abab', '\n']) expect(message).not.toContain(secret)
  })
  it('keeps messages short', () => {
    const verdict = dialect.read(answer(400, error(100, { error_user_msg: 'x y '.repeat(5000) })), SENT)
    expect('message' in verdict && verdict.message.length).toBeLessThan(500)
  })
  it('has a sentence for every code it gives', () => {
    for (const code of [
      'token',
      'permission',
      'account',
      'version',
      'redirect',
      'rate',
      'trouble',
      'server_error',
      'unreadable',
      'short_count',
      'gateway',
      'too_large',
      'busy',
    ])
      expect(dialect.reasons[`meta.${code}`]?.why, code).toBeTruthy()
    expect(dialect.reasons['meta.refused.2804050']?.title).toBeTruthy()
  })
})

it('has a sentence for every subcode that somebody has seen and understood', () => {
  const seen = [3, 4, 8, 9, 19, 23, 30, 36, 43, 50, 63, 64, 65, 66, 69, 73, 79, 87, 116, 118, 131, 132]
  for (const number of seen) {
    const subcode = 2_804_000 + number
    const verdict = dialect.read(answer(400, error(100, { error_subcode: subcode })), SENT)
    expect(short(verdict)).toBe(`poisoned meta.refused.${subcode}`)
    expect(dialect.reasons[`meta.refused.${subcode}`]?.why, String(subcode)).toBeTruthy()
    expect('message' in verdict && verdict.message).toContain(dialect.reasons[`meta.refused.${subcode}`]!.title)
  }
  for (const number of [1, 7, 14, 16, 17, 48])
    expect(short(dialect.read(answer(400, error(100, { error_subcode: 2_804_000 + number })), SENT))).toMatch(/^poisoned/)
})

it('reads anything at all without throwing, and never invents results', () => {
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    fc.json().map(json => `{"error":${json}}`),
    fc.integer().map(code => JSON.stringify(error(code))),
  )
  const names = fc.constantFrom(
    'retry-after',
    'x-app-usage',
    'x-ad-account-usage',
    'x-business-use-case-usage',
    'Date',
    'facebook-api-version',
  )
  const headers = fc.dictionary(names, fc.oneof(fc.string(), fc.json()))
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999 }), text, headers, fc.integer({ min: 0, max: 1000 }), (status, body, given, sent) => {
      const address = { connection: { dataset: '1', token: 't', version: 'v21.0' as const }, base: 'https://x' }
      const verdict = dialect.read({ status, body, headers: given }, sent, address)
      if (verdict.kind === 'settled') expect([verdict.results.length, status >= 200 && status < 300]).toEqual([sent, true])
      if (verdict.kind === 'retry' && verdict.afterMs !== undefined) expect(verdict.afterMs).toBeGreaterThanOrEqual(1000)
      if (verdict.kind === 'stop') expect(verdict.message).not.toBe('')
    }),
    { numRuns: 2000 },
  )
})

it('leads to the field that a number of Meta’s is about, and to none where it is about none or nobody knows', () => {
  const led = (subcode: number) => dialect.read(answer(400, { error: { code: 100, error_subcode: subcode, message: 'x' } }), 1)
  expect(led(2_804_023)).toMatchObject({ kind: 'poisoned', field: 'currency' })
  expect(led(2_804_004)).toMatchObject({ field: 'event_time' })
  for (const subcode of [2_804_118, 2_804_999]) expect(led(subcode)).not.toHaveProperty('field')
  const concepts = dialect.targets.map(target => target.concept)
  expect(Object.values(subcodes).flatMap(({ field }) => (field && !concepts.includes(field) ? [field] : []))).toEqual([])
})
