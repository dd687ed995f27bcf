import { expect, it } from 'vitest'
import type { Condition, Conditions, Part } from '../../../runtime/conditions/tree.ts'
import { conditionsSaid } from './words.ts'

const is = (column: string, value: string): Condition => ({ column, op: 'is', value })
const all = (...conditions: Part[]): Conditions => ({ match: 'all', conditions })
const any = (...conditions: Part[]): Conditions => ({ match: 'any', conditions })

it.each<[Conditions, string]>([
  [all(is('status', 'paid')), 'Status is paid'],
  [
    all(is('status', 'paid'), { column: 'ordered_at', op: 'in_last', value: { amount: 7, unit: 'day' } }),
    'Status is paid and ordered at in the last 7 days',
  ],
  [all({ column: 'a', op: 'this', value: 'month' }), 'A is in this month'],
  [all({ column: 'a', op: 'is_empty', value: 'left over' }), 'A is empty'],
  [
    any({ column: 'a', op: 'between', value: [1, 5] }, { column: 'b', op: 'is_any_of', value: ['x', 'y'] }),
    'A is between 1 and 5 or b is any of x, y',
  ],
  [all(any(is('a', '1'), is('b', '2')), { match: 'none', conditions: [is('c', '3')] }), '(a is 1 or b is 2) and none of (c is 3)'],
  [all({ segment: 'Paid', is: false, where: all(is('a', '1')) }), 'Not in the segment Paid'],
])('%j is said from its conditions where the page is not in English', (tree, words) => {
  expect(conditionsSaid('From the server', tree, 'fr')).toBe(words)
  expect(conditionsSaid('From the server', tree, 'en')).toBe('From the server')
})
it('leaves to the server what has no condition', () => {
  expect(conditionsSaid('No condition yet', all(), 'fr')).toBe('No condition yet')
  expect(conditionsSaid('2 columns', undefined, 'fr')).toBe('2 columns')
})
