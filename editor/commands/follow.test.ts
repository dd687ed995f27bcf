import { expect, it } from 'vitest'
import type { Flow } from '../../runtime/flow.ts'
import { changedSteps } from './follow.ts'

const step = (id: string) => ({ id, kind: 'sieve', config: {} })
const [a, b] = [step('a'), step('b')]
const flow = (more: Partial<Flow>): Flow => ({ tributary: 1, name: 'Flow', nodes: [a, b], edges: [], ...more })

it('a step that came back is what changed, whatever was moved for it', () => {
  const moved = { a: { x: 20, y: 0 }, b: { x: 0, y: 0 } }
  expect(changedSteps(flow({ nodes: [a] }), flow({ layout: moved }))).toEqual(['b'])
})
it('a setting comes before a place, and a place counts when nothing else changed', () => {
  const place = { a: { x: 20, y: 0 } }
  expect(changedSteps(flow({}), flow({ nodes: [a, { ...b, name: 'New' }], layout: place }))).toEqual(['b'])
  expect(changedSteps(flow({}), flow({ layout: place }))).toEqual(['a'])
})
it('nothing of a step changed where one was taken away or a connection was', () => {
  expect(changedSteps(flow({ edges: [{ from: 'a', to: 'b' }] }), flow({}))).toEqual([])
  expect(changedSteps(flow({}), flow({ nodes: [a] }))).toEqual([])
})
