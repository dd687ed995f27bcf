/** Listing datasets: the walk from businesses to datasets, page by page, and what is said where a token may not list. */
import { describe, expect, it } from 'vitest'
import type { Answer, Asking } from '../../../runtime/dialect.ts'
import meta from './index.ts'
import { simulator } from './simulator.ts'

const lists = meta.dialect!.lists!
const address = { connection: { dataset: '1', token: 'EAAsecret', version: 'v25.0' as const }, base: 'https://graph.facebook.com/' }
const answer = (status: number, body: unknown): Answer => ({
  status,
  headers: {},
  body: typeof body === 'string' ? body : JSON.stringify(body),
})
const read = (status: number, body: unknown, about: string) => lists.read(answer(status, body), about, address)
const asks = (asked: readonly Asking[]) => asked.map(({ call }) => `${call.method} ${new URL(call.url).pathname}`)

it('begins with the businesses, the token in a header only, the proof where an app asks for it', () => {
  const [first, ...rest] = lists.start(address)
  expect([rest, first!.call.method, first!.call.body]).toEqual([[], 'GET', ''])
  expect(first!.call.url).toMatch(/^https:\/\/graph\.facebook\.com\/v25\.0\/me\/businesses\?/)
  expect(first!.call.headers.authorization).toBe('Bearer EAAsecret')
  expect(first!.call.url).not.toContain('EAAsecret')
  const [proven] = lists.start({ ...address, connection: { ...address.connection, app_secret: 'hush' } })
  expect(new URL(proven!.call.url).searchParams.get('appsecret_proof')).toMatch(/^[0-9a-f]{64}$/)
})

it('asks each business for what it owns and what it was given', () => {
  const told = read(200, { data: [{ id: '7', name: 'Shop' }, { id: 'x/../y', name: 'Bad' }, null] }, 'me/businesses ')
  expect('more' in told && asks(told.more)).toEqual(['GET /v25.0/7/owned_pixels', 'GET /v25.0/7/client_pixels'])
})

it('reads datasets, without those that cannot be used', () => {
  const data = [
    { id: '11', name: 'Web', last_fired_time: '2026-11-20T10:00:00+0000' },
    { id: '12', name: '' },
    { id: '13', name: 'Closed', is_unavailable: true },
    { id: 14, name: 'Not text' },
  ]
  expect(read(200, { data }, '7/owned_pixels Shop')).toEqual({
    choices: [
      { value: '11', title: 'Web', note: 'Shop, 11, last event 2026-11-20' },
      { value: '12', title: '12', note: 'Shop, 12, no event yet' },
    ],
    more: [],
  })
})

it('turns pages by the cursor, never by the address that Meta gives: that one holds the token', () => {
  const paging = { next: 'https://graph.facebook.com/v25.0/7/owned_pixels?access_token=EAAsecret&after=abc', cursors: { after: 'abc' } }
  const told = read(200, { data: [], paging }, '7/owned_pixels Two words')
  const [next] = 'more' in told ? told.more : []
  expect(new URL(next!.call.url).searchParams.get('after')).toBe('abc')
  expect(next!.call.url).not.toContain('EAAsecret')
  expect(next!.about).toBe('7/owned_pixels Two words')
  const last = read(200, { data: [], paging: { cursors: { after: 'abc' } } }, '7/owned_pixels Shop')
  expect('more' in last && last.more).toEqual([])
})

describe('what is said where it cannot list', () => {
  it.each<[number, unknown, string]>([
    [401, { error: { code: 190 } }, 'meta.token'],
    [400, { error: { code: 100, error_subcode: 33 } }, 'meta.may_not_list'],
    [403, { error: { code: 200 } }, 'meta.may_not_list'],
    [400, { error: { code: 4 } }, 'meta.rate'],
    [200, '<html>', 'meta.list_unread'],
    [502, '<html>', 'meta.list_unread'],
  ])('%s %o: %s', (status, body, code) => {
    const told = read(status, body, 'me/businesses ')
    expect('problem' in told && told.problem.code).toBe(code)
    expect(meta.dialect!.reasons[code]?.why).toBeTruthy()
  })
})

it('is answered by the simulator to its end', () => {
  const found: string[] = []
  const here = { ...address, base: 'https://x' }
  const asked = [...lists.start(here)]
  for (let next = asked.shift(); next; next = asked.shift()) {
    const { method, url, headers, body } = next.call
    const told = lists.read(simulator.answer({ method, path: url.slice('https://x'.length), headers, body }, 0), next.about, here)
    if ('problem' in told) throw new Error(told.problem.message)
    found.push(...told.choices.map(choice => choice.value))
    asked.push(...told.more)
  }
  expect([...new Set(found)].sort()).toEqual(['1234567890', '1234567891'])
})
