/** A flow of hundreds of filters asks a source for no square of its conditions, and every filter still has its numbers. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { kinds } from '../nodes/kinds.ts'
import { bounds } from '../runtime/bounds.ts'
import { type Conditions, conditionsIn } from '../runtime/conditions/tree.ts'
import type { Session } from '../runtime/contract.ts'
import { Flow } from '../runtime/flow.ts'
import { plan } from '../runtime/plan.ts'
import { type Resolved, resolve } from '../runtime/resolve.ts'
import { type Engine, engine, goodOrders, only, ordersFlow } from './stand-ins/engine.ts'

let place: Engine
beforeAll(async () => {
  place = await engine({}, { 'meta-main': { kind: 'meta', settings: { dataset: '123', token: 'token' } } as never })
})
afterAll(() => place.close())

/** Each leaves out one person. */
function manyFilters(count: number) {
  const { nodes, edges, ...rest } = ordersFlow('meta', 'meta-main')
  const [shop, orders, , ...after] = nodes
  const filters = Array.from({ length: count }, (_, i) => ({
    id: `f${i}`,
    kind: 'filter',
    config: { where: { match: 'all', conditions: [{ column: 'email', op: 'is_not', value: `person${i}@example.com` }] } },
  }))
  const chain = ['orders', ...filters.map(({ id }) => id), 'map']
  return Flow.parse({
    ...rest,
    nodes: [shop, orders, ...filters, ...after],
    edges: [
      ...edges.filter(({ from, to }) => from !== 'paid' && to !== 'paid'),
      ...chain.slice(1).map((to, i) => ({ from: chain[i]!, to, ...(i > 0 && { port: 'kept' }) })),
    ],
  })
}

it('asks for so many conditions at once, however many filters there are', async () => {
  const shape = ['order_id', 'ordered_at', 'amount', 'email', 'status'].map(key => ({ key, type: 'text' as const }))
  let translated = 0
  const session = {
    describe: async () => shape,
    narrows(where: Conditions) {
      translated += conditionsIn(where)
      return true
    },
    count: async () => [],
  }
  const made = await plan(resolve(manyFilters(900), 'out', kinds) as Resolved, session as unknown as Session, {
    now: Date.now(),
    timezone: 'UTC',
  })
  const asked = made.narrowed.reduce((sum, where) => sum + (where ? conditionsIn(where) : 0), 0)
  expect(asked).toBeLessThanOrEqual(bounds.countedConditions.most)
  expect(asked).toBeGreaterThan(bounds.countedConditions.most * 0.9)
  expect(translated).toBeLessThan(2 * bounds.countedConditions.most)
})

it('tells of each filter what it left out, wherever that was decided', async () => {
  const filters = 100
  place.orders(goodOrders(120))
  const report = only(await place.run(manyFilters(filters), { dryRun: true }))
  expect(report.tally).toMatchObject({ read: 120, filtered: filters, unsent: 20 })
  expect(report.nodes.slice(2, 2 + filters).map(({ in: came, out }) => [came, out])).toEqual(
    Array.from({ length: filters }, (_, i) => [120 - i, 119 - i]),
  )
})
