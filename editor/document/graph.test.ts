import fc from 'fast-check'
import { freeze } from 'immer'
import { expect, test } from 'vitest'
import type { Flow } from '../../runtime/flow.ts'
import { childrenOf, parentOf } from './graph.ts'

test('who feeds whom is the same for a drawing that is kept and for one that is being edited, however odd its connections', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd', '__proto__', 'constructor')
  const edges = fc.array(fc.record({ from: id, to: id, port: fc.constantFrom('kept', 'left_out') }), { maxLength: 12 })
  fc.assert(
    fc.property(edges, id, (edges, at) => {
      const edited: Flow = { tributary: 1, name: 'x', nodes: [], edges }
      const kept = freeze(structuredClone(edited), true)
      expect(parentOf(kept, at)).toEqual(parentOf(edited, at))
      expect(childrenOf(kept, at)).toEqual(childrenOf(edited, at))
    }),
  )
})
