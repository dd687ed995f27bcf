/** Values keyed by path become one nested text, always in the same order. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { nestedWriter } from './nested.ts'

const write = nestedWriter(['name', 'user.em', 'user.id', 'custom.store.code', 'custom.value', 'time'], { raw: new Set(['user.id']) })

it('nests by path, keeps the order of the paths, leaves out what has no value', () => {
  expect(write({ time: 1, 'custom.value': 2, 'user.em': ['a'], name: 'x' })).toBe(
    '{"name":"x","user":{"em":["a"]},"custom":{"value":2},"time":1}',
  )
  expect(write({ 'custom.store.code': 'S' })).toBe('{"custom":{"store":{"code":"S"}}}')
  expect(write({})).toBe('{}')
})

it('knows only its own paths', () => expect(write({ name: 'x', 'made_from.y': 1, __proto__: 2 } as never)).toBe('{"name":"x"}'))

it.each([
  ['12345678901234567', '{"user":{"id":12345678901234567}}'],
  ['0123', '{"user":{"id":"0123"}}'],
  ['12"', '{"user":{"id":"12\\""}}'],
])('writes %s as a bare integer only when it is one', (id, text) => expect(write({ 'user.id': id })).toBe(text))

it('always writes JSON that reads back as it was', () => {
  const text = fc.string({ unit: 'binary' }).map(value => value.toWellFormed())
  fc.assert(
    fc.property(text, fc.array(text), fc.double({ noNaN: true, noDefaultInfinity: true }), (name, em, value) => {
      expect(JSON.parse(write({ name, 'user.em': em, 'custom.value': value }))).toEqual({
        name,
        user: { em },
        custom: { value: Object.is(value, -0) ? 0 : value },
      })
    }),
  )
})

it('writes whatever stands between two values that came before otherwise', () => {
  const paths = ['name', 'user.em', 'user.ph', 'user.at.city', 'custom.value', 'custom.at.zip', 'time']
  const value = fc.oneof(fc.string(), fc.integer(), fc.array(fc.string(), { maxLength: 2 }))
  const digest = fc.constant('0123456789abcdef'.repeat(4))
  const event = fc.record(
    Object.fromEntries(
      paths.map(path => [path, path === 'user.ph' ? fc.oneof(digest, fc.tuple(digest), fc.tuple(digest, digest)) : value]),
    ),
    { requiredKeys: [] },
  )
  const kept = nestedWriter(paths, { digests: new Set(['user.ph']) })
  const nested = (values: Record<string, unknown>) => {
    const whole: Record<string, never> = {}
    for (const path of paths.filter(path => Object.hasOwn(values, path))) {
      const names = path.split('.')
      const last = names.pop()!
      names.reduce((at: Record<string, never>, name) => (at[name] ??= {} as never), whole)[last] = values[path] as never
    }
    return whole
  }
  // One writer for all of them: what one event left behind is what the next one meets.
  fc.assert(
    fc.property(fc.array(event, { maxLength: 5 }), events => {
      for (const values of events) expect(JSON.parse(kept(values as never))).toEqual(nested(values))
    }),
  )
})
