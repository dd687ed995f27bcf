import { expect, test } from 'vitest'
import type { Flow } from '../../runtime/flow.ts'
import { compared, comparedWords } from './compare.ts'

const node = (id: string, config = {}) => ({ id, kind: 'sieve', config })
const flow: Flow = { tributary: 1, name: 'Sales', nodes: [node('a'), node('b')], edges: [{ from: 'a', to: 'b' }] }

test.each<[string, Partial<Flow>, Record<string, string>, string]>([
  ['nothing', {}, {}, 'no step differs'],
  ['only a place', { layout: { a: { x: 9, y: 9 } } }, {}, 'no step differs'],
  ['a setting', { nodes: [node('a', { x: 1 }), node('b')] }, { a: 'changed' }, '1 changed'],
  ['a step more', { nodes: [...flow.nodes, node('c')] }, { c: 'added' }, '1 added'],
  ['a step less', { nodes: [node('a')], edges: [] }, { b: 'removed' }, '1 removed'],
  ['a connection', { edges: [] }, { b: 'changed' }, '1 changed'],
  [
    'several',
    { nodes: [node('a', { x: 1 }), node('c')], edges: [] },
    { a: 'changed', c: 'added', b: 'removed' },
    '1 added, 1 changed, 1 removed',
  ],
])('%s', (_, now, expected, words) => {
  const found = compared(flow, { ...flow, ...now })
  expect(Object.fromEntries(found)).toEqual(expected)
  expect(comparedWords(found)).toBe(words)
})
