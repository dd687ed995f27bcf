import { expect, test } from 'vitest'
import type { Condition, Conditions } from '../../../runtime/conditions/tree.ts'
import {
  add,
  afterRemoval,
  emptyCondition,
  mayStandIn,
  move,
  moveTo,
  numbering,
  type Place,
  partAt,
  remove,
  replace,
  setMatch,
} from './edits.ts'

const is = (column: string): Condition => ({ column, op: 'is', value: 'x' })
const tree: Conditions = { match: 'all', conditions: [is('a'), { match: 'any', conditions: [is('b'), is('c')] }, is('d')] }
const columns = (part: Conditions): unknown[] =>
  part.conditions.map(p => ('match' in p ? columns(p) : 'segment' in p ? p.segment : p.column))

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

test('moves anywhere: before what stands there, out of a group and into one', () => {
  const moved = (from: Place, to: Place) => columns(moveTo(tree, from, to).tree)
  expect(moved([0], [3])).toEqual([['b', 'c'], 'd', 'a'])
  expect(moved([2], [0])).toEqual(['d', 'a', ['b', 'c']])
  expect(moved([0], [1, 1])).toEqual([['b', 'a', 'c'], 'd'])
  expect(moved([1, 1], [0])).toEqual(['c', 'a', ['b'], 'd'])
  expect(moved([1], [3])).toEqual(['a', 'd', ['b', 'c']])
  const one = remove(tree, [1, 0])
  expect(columns(moveTo(one, [1, 0], [0]).tree)).toEqual(['c', 'a', 'd'])
  expect(moveTo(tree, [0], [1]).tree).toBe(tree)
  expect(moveTo(tree, [1], [1, 0]).tree).toBe(tree)
})

test('a move loses nothing, says where the part stands, and builds no more than three levels', () => {
  const inner: Conditions = { match: 'all', conditions: [is('x'), is('y')] }
  const deep: Conditions = {
    match: 'all',
    conditions: [is('a'), { match: 'any', conditions: [is('b'), inner] }, { match: 'none', conditions: [is('c')] }],
  }
  const places: Place[] = []
  const visit = (group: Conditions, at: Place): void =>
    group.conditions.forEach((part, index) => {
      places.push([...at, index])
      if ('match' in part) visit(part, [...at, index])
    })
  visit(deep, [])
  const leaves = (part: Conditions) => columns(part).flat(9).toSorted()
  const levels = (part: Conditions): number => 1 + Math.max(0, ...part.conditions.map(p => ('match' in p ? levels(p) : 0)))
  let done = 0
  for (const from of places)
    for (const to of [...places, ...places.map(place => place.with(-1, place.at(-1)! + 1))]) {
      const next = moveTo(deep, from, to)
      expect(leaves(next.tree)).toEqual(leaves(deep))
      expect(partAt(next.tree, next.place)).toBe(partAt(deep, from))
      expect(levels(next.tree)).toBeLessThanOrEqual(3)
      if (next.tree !== deep) done++
      else
        expect(mayStandIn(deep, from, to.slice(0, -1)) && [0, 1].every(by => to.join() !== from.with(-1, from.at(-1)! + by).join())).toBe(
          false,
        )
    }
  expect(done).toBeGreaterThan(50)
})
