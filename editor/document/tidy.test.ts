/** Tidied flows read as they are drawn: what a filter keeps stands above what it leaves out. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Flow } from '../../runtime/flow.ts'
import type { KindInfo } from '../../server/api/catalogue.ts'
import type { Kinds } from './graph.ts'
import { tidied } from './tidy.ts'

const ways = [
  { id: 'kept', title: 'Kept' },
  { id: 'left_out', title: 'Left out' },
]
const kinds: Kinds = new Map([
  ['start', { id: 'start', role: 'source', emits: 'rows', ports: [] } as unknown as KindInfo],
  ['sieve', { id: 'sieve', role: 'step', emits: 'rows', ports: ways } as unknown as KindInfo],
])

/** A tree: each step hangs on a free way of one before it; the way left out may come first in the file. */
const flows = fc
  .array(fc.record({ parent: fc.nat(), port: fc.constantFrom('kept', 'left_out') }), { minLength: 2, maxLength: 40 })
  .map((steps): Flow => {
    const nodes: Flow['nodes'] = [{ id: 's', kind: 'start', config: {} }]
    const edges: Flow['edges'] = []
    steps.forEach(({ parent, port }, i) => {
      const id = `n${i}`
      const from = i === 0 ? 's' : `n${parent % i}`
      if (i > 0 && edges.some(edge => edge.from === from && edge.port === port)) return
      if (!nodes.some(node => node.id === from)) return
      nodes.push({ id, kind: 'sieve', config: {} })
      edges.push({ from, to: id, ...(i > 0 && { port }) })
    })
    return { tributary: 1, name: 'Random', nodes, edges }
  })

it.each([3, 5, 100])('of 1,000 random flows in %i columns none has what is left out above what is kept', columns => {
  fc.assert(
    fc.property(flows, flow => {
      const places = tidied(flow, kinds, columns)
      for (const { id } of flow.nodes) {
        const to = (port: string) => flow.edges.find(edge => edge.from === id && edge.port === port)?.to
        const [kept, out] = [to('kept'), to('left_out')]
        if (kept && out) expect(places[out]!.y).toBeGreaterThanOrEqual(places[kept]!.y)
      }
    }),
    { numRuns: 1_000 },
  )
})
