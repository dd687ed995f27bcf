/** Listing ad accounts: page by page with a bookmark, and what is said where a token may not list. */
import { describe, expect, it } from 'vitest'
import type { Answer } from '../../../runtime/dialect.ts'
import pinterest from './index.ts'
import { simulator } from './simulator.ts'

const lists = pinterest.dialect!.lists!
const address = { connection: { ad_account: '549', token: 'pina_secret' }, base: 'https://api.pinterest.com' }
const answer = (status: number, body: unknown): Answer => ({
  status,
  headers: {},
  body: typeof body === 'string' ? body : JSON.stringify(body),
})
const read = (status: number, body: unknown) => lists.read(answer(status, body), '', address)

it('asks for the largest page, shared accounts too, the token in a header only', () => {
  const [{ call } = { call: undefined! }] = lists.start(address)
  expect([call.method, call.body, call.headers.authorization]).toEqual(['GET', '', 'Bearer pina_secret'])
  expect(call.url).toBe('https://api.pinterest.com/v5/ad_accounts?page_size=250&include_shared_accounts=true')
})

it('reads accounts and goes on while there is a bookmark', () => {
  const items = [
    { id: '549755885175', name: 'Shop', country: 'FR', currency: 'EUR', owner: { username: 'shop' } },
    { id: '77', name: '' },
    { id: 78, name: 'Not text' },
    { id: '1'.repeat(19), name: 'Too long' },
  ]
  const told = read(200, { items, bookmark: 'b 1' })
  expect('choices' in told && told.choices).toEqual([
    { value: '549755885175', title: 'Shop', note: '549755885175, FR, EUR, shop' },
    { value: '77', title: '77', note: '77' },
  ])
  const [next] = 'more' in told ? told.more : []
  expect(new URL(next!.call.url).searchParams.get('bookmark')).toBe('b 1')
  const last = read(200, { items: [], bookmark: null })
  expect('more' in last && last.more).toEqual([])
})

describe('what is said where it cannot list', () => {
  it.each<[number, unknown, string]>([
    [401, { code: 2, message: 'Authentication failed.' }, 'pin.may_not_list'],
    [403, { code: 29, message: 'x' }, 'pin.may_not_list'],
    [429, { code: 8, message: 'x' }, 'pin.rate'],
    [200, '<html>', 'pin.list_unread'],
    [503, '', 'pin.list_unread'],
  ])('%s %o: %s', (status, body, code) => {
    const told = read(status, body)
    expect('problem' in told && told.problem.code).toBe(code)
    expect(pinterest.dialect!.reasons[code]?.why).toBeTruthy()
  })
})

it('is answered by the simulator, and page by page where pages are small', () => {
  const get = (query: string) =>
    simulator.answer({ method: 'GET', path: `/v5/ad_accounts${query}`, headers: { authorization: 'Bearer x' }, body: '' }, 0)
  const first = JSON.parse(get('?page_size=1').body)
  expect([first.items.length, typeof first.bookmark]).toEqual([1, 'string'])
  const second = JSON.parse(get(`?page_size=1&bookmark=${first.bookmark}`).body)
  expect([second.items.length, second.bookmark]).toEqual([1, null])
  expect(get('?page_size=251').status).toBe(400)
  const told = lists.read(get('?page_size=250'), '', address)
  expect('choices' in told && told.choices.length).toBe(2)
})
