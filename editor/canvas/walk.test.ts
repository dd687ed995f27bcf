import { expect, test } from 'vitest'
import type { Flow } from '../../runtime/flow.ts'
import type { KindInfo } from '../../server/api/catalogue.ts'
import { kindsOf } from '../document/graph.ts'
import { neighbour } from './walk.ts'

const kinds = kindsOf([
  {
    id: 'sieve',
    emits: 'rows',
    ports: [
      { id: 'kept', title: 'Kept' },
      { id: 'left_out', title: 'Left out' },
    ],
  } as unknown as KindInfo,
])
const flow: Flow = {
  tributary: 1,
  name: 'Fork',
  nodes: ['a', 'low', 'top', 'end'].map(id => ({ id, kind: 'sieve', config: {} })),
  edges: [
    { from: 'a', to: 'low', port: 'left_out' },
    { from: 'a', to: 'top', port: 'kept' },
    { from: 'top', to: 'end', port: 'kept' },
  ],
}

test.each([
  ['a', 'ArrowRight', 'top'],
  ['top', 'ArrowRight', 'end'],
  ['end', 'ArrowLeft', 'top'],
  ['a', 'ArrowLeft', undefined],
  ['top', 'ArrowDown', 'low'],
  ['low', 'ArrowUp', 'top'],
  ['end', 'Next', 'low'],
  ['end', 'Home', 'a'],
  ['a', 'End', 'low'],
  ['a', 'x', undefined],
])('from %s, %s leads to %s', (from, key, to) => {
  expect(neighbour(flow, kinds, from, key)).toBe(to)
})
