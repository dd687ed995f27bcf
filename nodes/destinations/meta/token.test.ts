/** How Meta is asked when a token ends, and what its answers mean. */
import { expect, it } from 'vitest'
import meta from './index.ts'
import { simulator } from './simulator.ts'

const { tokenEnd } = meta.dialect!
const connection = { dataset: '1', token: 'EAAsecret&x', version: 'v25.0' as const }
const base = 'https://graph.facebook.com'
const S = 1_800_000_000
const batch = (data: unknown, code = 200) => JSON.stringify([{ code, body: JSON.stringify({ data }) }])
const read = (body: string, status = 200) => tokenEnd!.read({ status, headers: {}, body })

it('asks with the token in header and body, never in an address', () => {
  const { method, url, headers, body } = tokenEnd!.call({ connection: { ...connection, app_secret: 'hush' }, base: `${base}/` })
  expect([method, url, headers.authorization]).toEqual(['POST', `${base}/v25.0/`, 'Bearer EAAsecret&x'])
  const form = new URLSearchParams(body)
  const [asked] = JSON.parse(form.get('batch')!)
  expect(asked.method).toBe('GET')
  expect(new URL(asked.relative_url, base).searchParams.get('input_token')).toBe('EAAsecret&x')
  expect(form.get('appsecret_proof')).toMatch(/^[0-9a-f]{64}$/)
  expect(body).not.toContain('hush')
})
it.each<[string, string, number, number | null | undefined]>([
  ['an end', batch({ is_valid: true, expires_at: S }), 200, S * 1000],
  ['no end', batch({ is_valid: true, expires_at: 0, data_access_expires_at: 0 }), 200, null],
  ['no end, but of the access to data', batch({ is_valid: true, expires_at: 0, data_access_expires_at: S }), 200, S * 1000],
  ['the earlier of two', batch({ is_valid: true, expires_at: S + 9, data_access_expires_at: S }), 200, S * 1000],
  ['a token that is not valid', batch({ is_valid: false, expires_at: S }), 200, undefined],
  ['nothing said', batch({ is_valid: true }), 200, undefined],
  ['a refusal of the part', JSON.stringify([{ code: 400, body: '{"error":{"code":190}}' }]), 200, undefined],
  ['a part that was cut off', '[null]', 200, undefined],
  ['a refusal', '{"error":{"code":190}}', 400, undefined],
  ['an end in an answer that is none', batch({ is_valid: true, expires_at: S }), 500, undefined],
  ['a page', '<html>', 200, undefined],
  ['a number in place of a text', '[{"code":200,"body":7}]', 200, undefined],
  ['what would close the bracket early', '[]},{"x":[', 200, undefined],
])('%s', (_, body, status, ends) => expect(read(body, status)).toBe(ends))
it('the simulator tells that its tokens never end', () => {
  const { method, url, headers, body } = tokenEnd!.call({ connection, base })
  const answer = simulator.answer({ method, path: url.slice(base.length), headers, body }, 0)
  expect(tokenEnd!.read(answer)).toBeNull()
})
