import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultEventId, eventKey, keyParts } from './identity.ts'

describe('a key', () => {
  it.each([
    ['text byte for byte', { id: ' A1 ' }, ['id'], [' A1 ']],
    ['a number and its text are one key', { id: 7 }, ['id'], ['7']],
    ['wide numbers stay exact', { id: '9007199254740993' }, ['id'], ['9007199254740993']],
    ['several columns', { a: 1, b: 'x' }, ['a', 'b'], ['1', 'x']],
    ['null is no key', { a: 1, b: null }, ['a', 'b'], null],
    ['empty text is no key', { a: '' }, ['a'], null],
    ['a missing column is no key', {}, ['a'], null],
  ])('%s', (_, row, columns, expected) => {
    expect(keyParts(row, columns)).toEqual(expected)
  })

  it('never runs two lists together', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 4 }), fc.array(fc.string(), { maxLength: 4 }), (a, b) => {
        if (JSON.stringify(a) !== JSON.stringify(b)) expect(eventKey('Purchase', a)).not.toBe(eventKey('Purchase', b))
      }),
    )
  })
  it('depends on the event name, and an id is not a key', () => {
    expect(eventKey('Purchase', ['1'])).not.toBe(eventKey('Lead', ['1']))
    expect(defaultEventId('Purchase', ['1'])).not.toBe(eventKey('Purchase', ['1']))
    expect(defaultEventId('Purchase', ['1'])).toMatch(/^[0-9a-f]{32}$/)
  })
})
