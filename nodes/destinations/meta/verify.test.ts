/** What trying a connection sends to Meta, and what each answer proves. */
import { describe, expect, it } from 'vitest'
import type { Answer } from '../../../runtime/dialect.ts'
import meta from './index.ts'

const dialect = meta.dialect!
const answer = (status: number, body: unknown): Answer => ({
  status,
  headers: {},
  body: typeof body === 'string' ? body : JSON.stringify(body),
})
const error = (code: number, more: object = {}) => ({ error: { message: 'Invalid parameter', type: 'OAuthException', code, ...more } })

describe('verify', () => {
  const verify = dialect.verify!
  const NOW = Date.parse('2026-11-20T12:00:00Z')
  it('posts one event that is too old to count, and no test code', () => {
    const call = verify.call({ connection: { dataset: '1', token: 't', version: 'v25.0' }, base: 'https://graph.facebook.com' }, NOW)
    const { data, ...rest } = JSON.parse(call.body)
    expect(rest).toEqual({})
    expect(data).toHaveLength(1)
    expect(NOW / 1000 - data[0].event_time).toBe(8 * 24 * 3600)
    expect(Object.keys(data[0].user_data)).toEqual(['external_id'])
  })
  const all = ['token', 'dataset', 'permission to send']
  it.each<[number, unknown, boolean, string[], string | undefined, string | undefined]>([
    [400, error(100, { error_subcode: 2804003 }), true, all, undefined, undefined],
    [200, { events_received: 1 }, true, all, undefined, undefined],
    [401, error(190), false, [], 'meta.token', 'token'],
    [400, error(100, { error_subcode: 33 }), false, [], 'meta.account', 'dataset'],
    [400, error(803), false, [], 'meta.account', 'dataset'],
    [403, error(10), false, ['token'], 'meta.permission', 'permission to send'],
    [403, error(200), false, ['token'], 'meta.permission', 'permission to send'],
    [400, error(2635), false, [], 'meta.version', 'API version'],
    [400, error(4), false, [], 'meta.try_later', 'Rate limit'],
    [400, error(100, { error_subcode: 2804050 }), false, [], 'meta.unproven', 'Answer'],
    [400, error(1), false, [], 'meta.unproven', 'Answer'],
    [502, '<html>', false, [], 'meta.unproven', 'Answer'],
  ])('%s %o: %s', (status, body, ok, proves, code, failed) => {
    const found = verify.read(answer(status, body))
    expect([found.ok, found.proves, found.problem?.code, found.failed]).toEqual([ok, proves, code, failed])
  })
})
