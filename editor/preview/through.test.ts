import { expect, test } from 'vitest'
import type { Flow } from '../../runtime/flow.ts'
import { through } from './use-preview.ts'

const star = (ends: number): Flow => ({
  tributary: 1,
  name: 'Star',
  nodes: ['root', 'mid', ...Array.from({ length: ends }, (_, i) => `end${i}`)].map(id => ({ id, kind: 'k', config: {} })),
  edges: [{ from: 'root', to: 'mid' }, ...Array.from({ length: ends }, (_, i) => ({ from: 'mid', to: `end${i}` }))],
})

test('a flow that people draw is sampled whole', () => {
  const flow = star(12)
  expect(through(flow, 'end3')).toBe(flow)
})
test.each([
  ['end7', ['root', 'mid', 'end7']],
  ['root', ['root', 'mid', 'end0']],
  [null, ['root', 'mid', 'end0']],
])('of a flow with many ends, the way through %s', (node, ids) => {
  const part = through(star(40), node)
  expect(part.nodes.map(n => n.id)).toEqual(ids)
  expect(part.edges).toHaveLength(2)
})
