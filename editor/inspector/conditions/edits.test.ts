import { expect, test } from 'vitest'
import type { Condition, Conditions } from '../../../runtime/conditions/tree.ts'
import { add, afterRemoval, emptyCondition, move, numbering, partAt, remove, replace, setMatch } from './edits.ts'

const is = (column: string): Condition => ({ column, op: 'is', value: 'x' })
const tree: Conditions = { match: 'all', conditions: [is('a'), { match: 'any', conditions: [is('b'), is('c')] }, is('d')] }
const columns = (part: Conditions): unknown => part.conditions.map(p => ('match' in p ? columns(p) : 'segment' in p ? p.segment : p.column))

test('adds at the end of the group that was meant', () => {
  expect(columns(add(tree, [], is('e')))).toEqual(['a', ['b', 'c'], 'd', 'e'])
  expect(columns(add(tree, [1], is('e')))).toEqual(['a', ['b', 'c', 'e'], 'd'])
})

test('never changes the tree it was given', () => {
  const before = JSON.stringify(tree)
  add(tree, [1], emptyCondition)
  remove(tree, [1, 0])
  move(tree, [1, 0], 1)
  setMatch(tree, [1], 'none')
  expect(JSON.stringify(tree)).toBe(before)
})

test('removes a condition, and a group that it empties', () => {
  expect(columns(remove(tree, [0]))).toEqual([['b', 'c'], 'd'])
  expect(columns(remove(remove(tree, [1, 0]), [1, 0]))).toEqual(['a', 'd'])
})

test('moves within a group and stops at its ends', () => {
  expect(columns(move(tree, [0], 1))).toEqual([['b', 'c'], 'a', 'd'])
  expect(columns(move(tree, [1, 1], -1))).toEqual(['a', ['c', 'b'], 'd'])
  expect(columns(move(tree, [0], -1))).toEqual(['a', ['b', 'c'], 'd'])
  expect(columns(move(tree, [2], 1))).toEqual(['a', ['b', 'c'], 'd'])
})

test('replaces and finds by place; a place that is gone is nothing', () => {
  expect(partAt(replace(tree, [1, 1], is('z')), [1, 1])).toEqual(is('z'))
  expect(partAt(setMatch(tree, [1], 'none'), [1])).toMatchObject({ match: 'none' })
  expect(partAt(tree, [5, 0])).toBeUndefined()
})

test('numbers conditions through the tree and groups apart', () => {
  expect([...numbering(tree)]).toEqual([
    ['0', 1],
    ['1', 1],
    ['1.0', 2],
    ['1.1', 3],
    ['2', 4],
  ])
})

test.each([
  [[0], [0]],
  [[2], [1]],
  [
    [1, 1],
    [1, 0],
  ],
])('after removing %j the keyboard goes to %j', (place, next) => {
  expect(afterRemoval(remove(tree, place), place)).toEqual(next)
})
test('after the last condition the keyboard goes to the button that adds one', () => {
  const one: Conditions = { match: 'all', conditions: [is('a')] }
  expect(afterRemoval(remove(one, [0]), [0])).toBeNull()
})
