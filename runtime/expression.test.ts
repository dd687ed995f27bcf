import { describe, expect, it } from 'vitest'
import { columnsIn, compile, Expression, reading } from './expression.ts'

const row = {
  a: 'x',
  b: '',
  c: null,
  n: 5,
  email: 'a@example.com',
  billing: 'b@example.com',
  status: 'order_completed',
  '{odd}': 1,
  '"q"': 'quoted',
  ' "{q}" ': 'both',
}

describe('an expression', () => {
  it.each([
    ['a column', { column: 'a' }, 'x'],
    ['an absent column', { column: 'zzz' }, null],
    ['one value', { value: 'EUR' }, 'EUR'],
    ['a number stays a number', { value: 12.5 }, 12.5],
    ['the first filled', { first: ['b', 'c', 'a'] }, 'x'],
    ['the first filled, with a last resort', { first: ['b', { value: 'none' }] }, 'none'],
    ['nothing filled', { first: ['b', 'c'] }, null],
    ['all filled', { all: ['email', 'b', 'billing'] }, ['a@example.com', 'b@example.com']],
    ['a template', { template: 'order-{n} {a}' }, 'order-5 x'],
    ['a template with braces', { template: '{{{a}}}' }, '{x}'],
    ['a template of empty columns', { template: 'order-{b}{c}' }, null],
    ['a template with a column whose name holds braces', { template: '{"{odd}"}-{a}' }, '1-x'],
    ['a template with quotes of its own', { template: '"{a}" {{"a"}}' }, '"x" {"a"}'],
    ['a template with a column in quotes', { template: '{"q"}{" ""{q}"" "}' }, 'quotedboth'],
    ['a template without columns', { template: 'shop' }, 'shop'],
    ['a value map', { map: { order_completed: 'Purchase' }, of: 'status' }, 'Purchase'],
    ['a value map of an expression', { map: { '5': 'five' }, of: { column: 'n' } }, 'five'],
    ['a value that is not in the map', { map: { refund: 'Refund' }, of: 'status' }, null],
    ['a value that is not in the map, with otherwise', { map: { refund: 'Refund' }, of: 'status', otherwise: { column: 'a' } }, 'x'],
    ['no way to the prototype', { map: { a: 'b' }, of: { value: '__proto__' } }, null],
  ])('%s', (_, expression, expected) => {
    expect(compile(Expression.parse(expression))(row)).toEqual(expected)
  })

  it.each([[{}], [{ column: '' }], [{ column: 'a', value: 1 }], [{ first: [] }], [{ js: 'process.exit()' }], ['a']])(
    '%j is refused',
    expression => {
      expect(Expression.safeParse(expression).success).toBe(false)
    },
  )

  it('reads another column in its place, also one whose name holds braces', () => {
    const other = reading({ template: '{gone}, {a}' }, new Map([['gone', 'tel{home} "x"']]))
    expect(columnsIn(other)).toEqual(['tel{home} "x"', 'a'])
    expect(columnsIn(reading(other, new Map([['tel{home} "x"', 'b']])))).toEqual(['b', 'a'])
  })
  it('names every column it reads', () => {
    expect(
      columnsIn(Expression.parse({ first: ['a', { template: '{b} {{c}}' }, { map: { x: 1 }, of: 'n', otherwise: { column: 'email' } }] })),
    ).toEqual(['a', 'b', 'n', 'email'])
  })
})
