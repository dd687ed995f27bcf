/** Orders of a shop, and the flow that sends them: imports nothing of the product, so that a script without a bundler can begin with them. */

export interface Order {
  order_id: string
  ordered_at: string
  amount: string
  email: string
  status: string
}
/** `count` good orders of the last hour; `change` spoils some. */
export const goodOrders = (count: number, change: (order: Order, i: number) => Partial<Order> = () => ({})): Record<string, unknown>[] =>
  Array.from({ length: count }, (_, i) => {
    const order: Order = {
      order_id: `A${i}`,
      ordered_at: new Date(Date.now() - 60_000 - i).toISOString(),
      amount: '19.90',
      email: `person${i}@example.com`,
      status: 'paid',
    }
    return { ...order, ...change(order, i) }
  })

/** Orders from `orders.csv` through filter, mapping and hash to one destination. */
export function ordersFlow(
  kind: string,
  connection: string | undefined,
  more: Record<string, unknown> = {},
  fields: Record<string, unknown> = {},
) {
  return {
    tributary: 1,
    name: `orders to ${kind}`,
    nodes: [
      { id: 'shop', kind: 'file', config: { path: 'orders.csv' } },
      { id: 'orders', kind: 'table', config: { table: 'orders', key: ['order_id'] } },
      { id: 'paid', kind: 'filter', config: { where: { match: 'all', conditions: [{ column: 'status', op: 'is', value: 'paid' }] } } },
      {
        id: 'map',
        kind: 'mapping',
        config: {
          fields: {
            event_name: { value: 'Purchase' },
            action_source: { value: 'physical_store' },
            event_time: { column: 'ordered_at' },
            event_id: { column: 'order_id' },
            value: { column: 'amount' },
            currency: { value: 'EUR' },
            email: { column: 'email' },
            ...fields,
          },
        },
      },
      { id: 'hash', kind: 'hash', config: { country: 'FR' } },
      { id: 'out', kind, config: { ...(connection && { connection }), ...more } },
    ],
    edges: [
      { from: 'shop', to: 'orders' },
      { from: 'orders', to: 'paid' },
      { from: 'paid', to: 'map', port: 'kept' },
      { from: 'map', to: 'hash' },
      { from: 'hash', to: 'out' },
    ],
  }
}
