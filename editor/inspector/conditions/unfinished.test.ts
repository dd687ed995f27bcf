import { describe, expect, it, test } from 'vitest'
import type { Condition, Conditions } from '../../../runtime/conditions/tree.ts'
import type { Problem } from '../../../runtime/contract.ts'
import { finishing, isFinished } from './unfinished.ts'

describe('a condition is finished when all that its comparison takes is there', () => {
  const began: [Condition['op'], ...(readonly [Condition['value'], boolean])[]][] = [
    ['is', [undefined, false], ['', false], ['paid', true]],
    ['contains', ['', false], ['x', true]],
    ['is_any_of', [undefined, false], [[], false], [['DE'], true]],
    ['includes_all', [[], false], [['a', 'b'], true]],
    ['gt', [undefined, false], [0, true]],
    ['between', [undefined, false], [[3], false], [[3, ''], false], [['', 5], false], [[3, 5], true]],
    ['on', ['', false], ['2026-11-21', true]],
    ['in_last', [undefined, false], [{ amount: 7, unit: 'day' }, true]],
    ['this', [undefined, false], ['month', true]],
    ['is_empty', [undefined, true]],
    ['is_true', [undefined, true]],
  ]
  it.each(began)('%s', (op, ...values) => {
    for (const [value, finished] of values) {
      expect(isFinished({ column: 'c', op, ...(value !== undefined && { value }) }, undefined)).toBe(finished)
      expect(isFinished({ column: '', op, ...(value !== undefined && { value }) }, undefined)).toBe(false)
    }
  })
})

test('what the check says of one part leaves out that part and no other; what is only worth a look leaves none out', () => {
  const is = (column: string): Condition => ({ column, op: 'is', value: 'x' })
  const inner: Conditions = { match: 'any', conditions: [is('b'), is('c')] }
  const tree: Conditions = { match: 'all', conditions: [is('a'), inner, { segment: 's', is: true }] }
  const problem = (field: string, level: Problem['level']): Problem => ({ node: 'f', code: 'c', message: 'm', field, level })
  const { part, out } = finishing(
    tree,
    'where',
    [],
    [problem('where.conditions.1.conditions.0', 'must_fix'), problem('where.conditions.0', 'worth_a_look')],
  )
  expect([...out]).toEqual(['1.0', '2'])
  expect(part(tree, [])).toEqual({ match: 'all', conditions: [is('a'), { match: 'any', conditions: [is('c')] }] })
})
