import { expect, test } from 'vitest'
import { ageWords, cellText, emptiedAt, lossesOf, outcomeWords, readable, sentences } from './words.ts'

test.each([
  ['filtered', 'Left out'],
  ['invalid', 'Held back'],
  ['expired', 'Too old'],
  ['uncertain', 'Outcome unknown'],
])('%s is said as %s', (outcome, words) => {
  expect(outcomeWords(outcome)).toBe(words)
})

test.each([
  [0, 'just now'],
  [59_000, 'just now'],
  [120_000, '2 min ago'],
  [3 * 3_600_000, '3 h ago'],
])('%d ms old is "%s"', (ms, words) => {
  expect(ageWords('2026-11-21T12:00:00Z', Date.parse('2026-11-21T12:00:00Z') + ms)).toBe(words)
})

test('an empty cell is nothing, and zero is not empty', () => {
  expect([null, undefined, '', 0, false, ['a']].map(cellText)).toEqual([null, null, null, '0', 'no', '["a"]'])
})

test.each([
  [
    'where rows came and none goes on',
    [
      { node: 'a', in: 0, out: 5 },
      { node: 'b', in: 5, out: 0 },
      { node: 'c', in: 0, out: 0 },
    ],
    'b',
  ],
  [
    'nowhere, when none came',
    [
      { node: 'a', in: 0, out: 0 },
      { node: 'b', in: 0, out: 0 },
    ],
    null,
  ],
  [
    'nowhere, when some arrive',
    [
      { node: 'a', in: 0, out: 5 },
      { node: 'b', in: 5, out: 1 },
    ],
    null,
  ],
])('a way is empty from %s', (_, nodes, cause) => {
  expect(emptiedAt(nodes)).toBe(cause)
})

test('losses are counted by reason, the largest first, with a few keys to find the rows', () => {
  const gone = (key: string, code: string) => ({ key, outcome: 'invalid', code, field: null, message: code })
  const losses = lossesOf([gone('1', 'a'), gone('2', 'b'), gone('3', 'b')])
  expect(losses).toEqual([
    { outcome: 'invalid', message: 'b', rows: 2, keys: ['2', '3'] },
    { outcome: 'invalid', message: 'a', rows: 1, keys: ['1'] },
  ])
})

test('a body is shown indented, and as it is when it is no JSON', () => {
  expect(readable('{"a":1}')).toBe('{\n  "a": 1\n}')
  expect(readable('a=1')).toBe('a=1')
})

test('a message and its reason are two sentences, however they came', () => {
  expect(sentences('Currency has no column yet.', '')).toBe('Currency has no column yet.')
  expect(sentences('It is not there. Did you mean "id"?', 'Or not')).toBe('It is not there. Did you mean "id"? Or not.')
  expect(sentences('Could not reach shop-db', 'No answer in 10 s.')).toBe('Could not reach shop-db. No answer in 10 s.')
})
