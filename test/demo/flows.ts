/** The flows of the demo: one that works and has a history, one with problems, one that is large. */
import type { Flow } from '../../runtime/flow.ts'

type Node = Flow['nodes'][number]
/** The connection that a fresh data folder starts with; it reaches the simulator on the same machine. */
export const CONNECTION = 'meta-simulator'
/** The simulator refuses what is called so, which is how a refusal can be shown at all. */
const REFUSED = 'refuse-'

const paid = (least: number, name?: string): Node => ({
  id: 'paid',
  kind: 'filter',
  ...(name && { name }),
  config: {
    where: {
      match: 'all',
      conditions: [
        { column: 'status', op: 'is', value: 'paid' },
        { column: 'created_at', op: 'in_last', value: { amount: 7, unit: 'day' } },
        ...(least > 0 ? [{ column: 'order_total', op: 'gte', value: least }] : []),
      ],
    },
  },
})
const fields = {
  event_name: { value: 'Purchase' },
  action_source: { value: 'website' },
  event_source_url: { value: 'https://shop.example/checkout' },
  event_time: { column: 'created_at' },
  event_id: { column: 'event_ref' },
  order_id: { column: 'order_id' },
  value: { column: 'order_total' },
  currency: { value: 'EUR' },
  email: { column: 'customer_email' },
  phone: { column: 'phone_number' },
  client_ip: { column: 'client_ip' },
  client_user_agent: { column: 'user_agent' },
}
const line = (ids: readonly string[]): Flow['edges'] =>
  ids.slice(1).map((to, i) => ({ from: ids[i]!, to, ...(ids[i] === 'paid' && { port: 'kept' }) }))

function store(filter: Node, formula: string, mapped: object, country: string): Flow {
  const nodes: Node[] = [
    { id: 'shop', kind: 'sample', config: {} },
    { id: 'orders', kind: 'table', config: { table: 'orders', key: ['order_id'] } },
    filter,
    { id: 'reference', kind: 'formula', name: 'Order reference', config: { columns: [{ name: 'event_ref', formula }] } },
    { id: 'map', kind: 'mapping', config: { fields: mapped } },
    { id: 'hash', kind: 'hash', config: { country } },
    { id: 'meta', kind: 'meta', config: { connection: CONNECTION } },
  ]
  return { tributary: 1, name: 'Store purchases to Meta', nodes, edges: line(nodes.map(({ id }) => id)) }
}

/** As it was first published: the references of the larger orders are such as the simulator refuses. */
export const first = store(paid(0), `if([order_total] > 185, concat("${REFUSED}", [order_id]), [order_id])`, fields, 'FR')
/** As it was mended and published again. */
export const second = store(paid(0), '[order_id]', fields, 'FR')
/** What somebody has changed since: what counts as an order, a name more, and another country. */
export const draft = store(paid(20), '[order_id]', { ...fields, first_name: { column: 'first_name' } }, 'DE')

export const withProblems: Flow = {
  tributary: 1,
  name: 'Flow with problems',
  nodes: [
    { id: 'shop', kind: 'sample', config: {} },
    { id: 'orders', kind: 'table', config: { table: 'orders', key: ['order_id'] } },
    {
      id: 'paid',
      kind: 'filter',
      config: { where: { match: 'all', conditions: [{ column: 'payment_state', op: 'is', value: 'paid' }] } },
    },
    {
      id: 'map',
      kind: 'mapping',
      config: {
        fields: {
          event_name: { value: 'Purchase' },
          action_source: { value: 'website' },
          event_time: { column: 'created_at' },
          value: { column: 'order_total' },
          email: { column: 'customer_email' },
        },
      },
    },
    { id: 'hash', kind: 'hash', config: {} },
    { id: 'meta', kind: 'meta', config: {} },
    { id: 'spare', kind: 'filter', name: 'Not connected', config: {} },
  ],
  edges: line(['shop', 'orders', 'paid', 'map', 'hash', 'meta']),
}

/** A tree of steps as people draw them: chains that fork at filters. Each step but the first has one connection into it. */
export const bigFlow = (steps: number, name = `${steps} steps`): Flow => ({
  tributary: 1,
  name,
  nodes: [
    { id: 'shop', kind: 'sample', config: {} },
    { id: 'orders', kind: 'table', config: { table: 'orders', key: ['order_id'] } },
    ...Array.from({ length: steps - 2 }, (_, i) => ({
      id: `f${i}`,
      kind: 'filter',
      name: `Filter ${i}`,
      config: { where: { match: 'all' as const, conditions: [{ column: 'status', op: 'is' as const, value: `paid ${i}` }] } },
    })),
  ],
  edges: [
    { from: 'shop', to: 'orders' },
    { from: 'orders', to: 'f0' },
    ...Array.from({ length: steps - 3 }, (_, i) => ({ from: `f${Math.floor(i / 2)}`, to: `f${i + 1}`, port: i % 2 ? 'left_out' : 'kept' })),
  ],
})
export const large = bigFlow(500, 'Big flow')
