/** What any answer says before a platform's own words are read. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { header, named, objectIn, quoted, retryAfterMs, unspoken } from './answers.ts'

const answer = (headers: Record<string, string>, status = 500, body = '') => ({ status, headers, body })

it('finds a header whatever its case', () => {
  expect(header(answer({ 'Retry-AFTER': '3' }), 'retry-after')).toBe('3')
  expect(header(answer({}), 'retry-after')).toBeUndefined()
})

it.each<[Record<string, string>, number | undefined]>([
  [{ 'retry-after': '2' }, 2000],
  [{ 'retry-after': '0.2' }, 1000],
  [{ 'retry-after': '99999999' }, 86_400_000],
  [{ 'retry-after': '-5' }, undefined],
  [{ 'retry-after': 'Fri, 20 Nov 2026 12:00:10 GMT', date: 'Fri, 20 Nov 2026 12:00:00 GMT' }, 10_000],
  [{ 'retry-after': 'Fri, 20 Nov 2026 12:00:10 GMT' }, undefined],
  [{ 'retry-after': 'Friday, 20-Nov-26 12:00:10 GMT', date: 'Fri, 20 Nov 2026 12:00:00 GMT' }, 10_000],
  [{ 'retry-after': 'Fri Nov 20 12:00:10 2026', date: 'Fri, 20 Nov 2026 12:00:00 GMT' }, 10_000],
  [{ 'retry-after': 'Fri, 20 Nov 2026 11:00:00 GMT', date: 'Fri, 20 Nov 2026 12:00:00 GMT' }, 1000],
  [{ 'retry-after': '30, 120' }, 120_000],
  [{ 'retry-after': '1000000000' }, 86_400_000],
  [{ 'retry-after': '9'.repeat(400) }, 86_400_000],
  [{ 'retry-after': 'soon, in 2099', date: 'Fri, 20 Nov 2026 12:00:00 GMT' }, undefined],
  [{ 'retry-after': '-5', date: 'Fri, 20 Nov 2026 12:00:00 GMT' }, undefined],
  [{ 'retry-after': '1e9' }, undefined],
  [{}, undefined],
])('%o asks for %s ms', (headers, ms) => expect(retryAfterMs(answer(headers))).toBe(ms))

it('counts a date from when the answer was heard, where it tells no time of its own', () => {
  const heard = Date.parse('2026-11-20T12:00:00Z')
  const at = { 'retry-after': 'Fri, 20 Nov 2026 12:00:10 GMT' }
  expect(retryAfterMs({ ...answer(at), heard })).toBe(10_000)
  expect(retryAfterMs({ ...answer({ ...at, date: 'Fri, 20 Nov 2026 12:00:04 GMT' }), heard })).toBe(6000)
})

it.each<[string, boolean]>([
  ['{"a":1}', true],
  ['[1]', false],
  ['null', false],
  ['7', false],
  ['', false],
  ['<html>', false],
  ['{"a":', false],
  [`{"a":"${'x'.repeat(1_048_576)}"}`, false],
])('a JSON object is one: %s', (text, is) => expect(objectIn(text) !== undefined).toBe(is))

it.each<[string, number[]]>([
  [`on param "$['data'][1]"`, [1]],
  ['data[2] is wrong, and data[0]', [0, 2]],
  ['data.1.custom_data', [1]],
  ['data[9]', []],
  ['metadata[1]', []],
  ['nothing', []],
])('positions in "%s"', (text, found) => expect(named(text, 3)).toEqual(found))

describe('an answer that is not the platform’s own', () => {
  const platform = { prefix: 'any', name: 'Any' }
  it.each<[number, Record<string, string>, string, string | undefined]>([
    [301, {}, 'stop', undefined],
    [400, {}, 'retry', 'no'],
    [404, {}, 'retry', 'no'],
    [408, {}, 'retry', 'unknown'],
    [413, {}, 'poisoned', undefined],
    [429, {}, 'retry', 'no'],
    [500, {}, 'retry', 'unknown'],
    [503, {}, 'retry', 'unknown'],
    [503, { 'retry-after': '9' }, 'retry', 'no'],
    [0, {}, 'retry', 'unknown'],
    [100, {}, 'retry', 'unknown'],
    [999, {}, 'retry', 'unknown'],
  ])('%s %o: %s %s', (status, headers, kind, taken) => {
    const verdict = unspoken(answer(headers, status), platform)
    expect([verdict.kind, verdict.kind === 'retry' ? verdict.taken : undefined]).toEqual([kind, taken])
  })
})

it('quotes no address, number, token or digest, whatever stands around it', () => {
  const personal = fc.constantFrom(
    'mary.smith@shop.example',
    '+33 6 12 34 56 78',
    '0033612345678',
    '93.184.216.34',
    '2001:db8:85a3::8a2e:370:7334',
    'EAABsbCS1iHgBAKZC9ZBx0ZAn',
    'pina_AMA3-x9QWERTYUIOPASDFG',
    'ab12'.repeat(16),
  )
  const words = fc.array(fc.constantFrom('value', 'for', 'Ünïcode', '"quoted"', '<b>'), { maxLength: 5 }).map(list => list.join(' '))
  fc.assert(
    fc.property(words, personal, words, (before, secret, after) => {
      const text = quoted(`${before} ${secret} ${after}`)
      expect(text).not.toContain(secret.slice(0, 10))
      expect(text).toContain('•••')
    }),
  )
  expect(quoted('data_processing_options_country is wrong')).toBe('data_processing_options_country is wrong')
  expect(quoted('a\n\u0000b\u202ec')).toBe('a b c')
  expect(quoted('x '.repeat(1000)).length).toBeLessThanOrEqual(300)
  expect([quoted(undefined), quoted({ a: 1 }), quoted(null)]).toEqual(['', '', ''])
})
