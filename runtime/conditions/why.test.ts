import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Shape } from '../contract.ts'
import { predicate } from './predicate.ts'
import { type Condition, type Conditions, isGroup } from './tree.ts'
import { why } from './why.ts'

const shape: Shape = ['a', 'b', 'c'].map(key => ({ key, type: 'text' }))
const clock = { now: 0 }
const is = (column: string, value = '1'): Condition => ({ column, op: 'is', value })
const row = { a: '1', b: '0', c: '' }

it.each<[string, Conditions, string[]]>([
  ['all that fails: those that fail', { match: 'all', conditions: [is('a'), is('b'), is('c')] }, ['B is 1 no 0', 'C is 1 no ']],
  ['all that holds: every one', { match: 'all', conditions: [is('a'), is('b', '0')] }, ['A is 1 yes 1', 'B is 0 yes 0']],
  ['any that holds: those that hold', { match: 'any', conditions: [is('a'), is('b')] }, ['A is 1 yes 1']],
  ['any that fails: every one', { match: 'any', conditions: [is('b'), is('c')] }, ['B is 1 no 0', 'C is 1 no ']],
  ['none that fails: those that hold', { match: 'none', conditions: [is('a'), is('b')] }, ['A is 1 yes 1']],
  [
    'a group within: the ones inside that decided',
    { match: 'all', conditions: [is('a'), { match: 'any', conditions: [is('b'), is('c')] }] },
    ['B is 1 no 0', 'C is 1 no '],
  ],
  ['no condition: none', { match: 'all', conditions: [] }, []],
])('%s', (_, tree, said) =>
  expect(why(tree, row, shape, clock).map(({ says, met, value }) => `${says} ${met ? 'yes' : 'no'} ${value}`)).toEqual(said),
)

it('changing only what it names can change the decision, and changing anything else cannot', () => {
  const leaf = fc.record({ column: fc.constantFrom('a', 'b', 'c'), op: fc.constant('is' as const), value: fc.constantFrom('0', '1') })
  const tree = fc.letrec<{ tree: Conditions; part: Condition | Conditions }>(tie => ({
    tree: fc.record({ match: fc.constantFrom('all', 'any', 'none'), conditions: fc.array(tie('part'), { minLength: 1, maxLength: 3 }) }),
    part: fc.oneof({ maxDepth: 2 }, leaf, tie('tree')),
  })).tree
  const cells = fc.record({ a: fc.constantFrom('0', '1'), b: fc.constantFrom('0', '1'), c: fc.constantFrom('0', '1') })
  fc.assert(
    fc.property(tree, cells, cells, (tree, row, other) => {
      const meets = predicate(tree, shape, clock)
      const named = new Set(why(tree, row, shape, clock).map(({ column }) => column))
      const same = Object.fromEntries(Object.entries(other).map(([key, cell]) => [key, named.has(key) ? row[key as 'a'] : cell]))
      expect(meets(same)).toBe(meets(row))
      expect(tree.conditions.some(part => !isGroup(part)) ? named.size > 0 : true).toBe(true)
    }),
  )
})
