/** What was begun must be readable by whoever starts next, whichever version began it. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bodyText, callOf } from './body.ts'
import { storedOf, textsOf } from './stored.ts'

const event = fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })).map(one => JSON.stringify(one))
const events = fc.array(event, { minLength: 1, maxLength: 6 })
const keys = (count: number) => Array.from({ length: count }, (_, i) => String(i))

it('gives back the very texts, with ids watched and without', () =>
  fc.assert(
    fc.property(events, fc.constantFrom(1, 2), (texts, keysEach) => {
      const open = { keys: keys(texts.length * keysEach), body: bodyText(storedOf(texts)) }
      expect(textsOf(open)).toEqual(texts)
    }),
  ))
it('reads the list of texts that earlier versions left behind', () =>
  fc.assert(
    fc.property(events, texts => {
      expect(textsOf({ keys: keys(texts.length), body: JSON.stringify(texts) })).toEqual(texts)
    }),
  ))
it.each([
  ['nothing', ''],
  ['no event', 'x'],
  ['a list of something else', '[1]'],
  ['a torn list', '["{}"'],
  ['more events than keys', '{}\n{}\n{}'],
  ['an empty line', '{}\n'],
])('%s is no request that could be sent again', (_, body) => expect(textsOf({ keys: ['a'], body })).toBeUndefined())

it('asks a dialect that does more than to put events in a row for the text', () => {
  const counting = {
    call: (texts: readonly string[]) => ({
      method: 'POST' as const,
      url: 'https://x',
      headers: {},
      body: `${texts.join('')}${texts.length}${texts.join('')}`,
    }),
  }
  expect(callOf(counting, ['{"a":1}'], { connection: {}, base: '' }).body).toBe('{"a":1}1{"a":1}')
})
