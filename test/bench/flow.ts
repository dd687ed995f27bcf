/** The flow that the whole way is measured with: eight identity fields, one filter that keeps four of five rows. */

export const FIELDS = {
  event_name: { value: 'Purchase' },
  action_source: { value: 'physical_store' },
  event_time: { column: 'ordered_at' },
  event_id: { column: 'order_id' },
  value: { column: 'amount' },
  currency: { value: 'EUR' },
  email: { column: 'email' },
  phone: { column: 'phone' },
  first_name: { column: 'first_name' },
  last_name: { column: 'last_name' },
  city: { column: 'city' },
  postal_code: { column: 'zip' },
  country: { column: 'country' },
  external_id: { column: 'customer' },
}
export const CONNECTIONS = {
  'shop-db': { kind: 'postgres', url: '${SHOP_URL}' },
  'meta-main': { kind: 'meta', dataset: '1234567890', token: 'bench' },
}
/** Rows of `bench/orders.ts`, as SQL: most people are unique, cities and countries are not; every fifth order is pending. */
export const orders = (count: number): string => `
  select 'A' || i as order_id, now() - interval '1 hour' - (i % 500000) * interval '1 second' as ordered_at,
         case when i % 5 = 0 then 'pending' else 'paid' end as status, (i % 40000 / 100.0 + 5)::numeric(10,2) as amount,
         'Person.' || (i * 7919::bigint) % 900000 || '@Example' || i % 50 || '.com' as email,
         '+33 6 12 ' || lpad(((i * 31::bigint) % 1000000)::text, 6, '0') as phone,
         (array['Anna','Jean-Luc','María','Oliver','Zoë','Søren','Lukas','Chloé','Matteo','Aisha','Noah','Emma'])[1 + i % 12] as first_name,
         (array['Schmidt','Dupont','García','O’Brien','Nowak','Rossi','Jansen','Smith','Müller','Leroy'])[1 + (i * 29::bigint) % 10] as last_name,
         (array['Paris','Lyon','Lille','Nantes','Nice'])[1 + i % 5] as city,
         (array['75001','69001','59000','44000','06000'])[1 + i % 5] as zip,
         'FR' as country, 'C' || (i * 7919::bigint) % 900000 as customer
  from generate_series(1, ${count}) i`

type Config = Record<string, unknown>
/** `filter`: `pushed` is decided in the database, `here` row by row, `none` keeps every row. */
export function benchFlow(
  source: { kind: string; config: Config },
  model: { kind: string; config: Config },
  filter: 'pushed' | 'here' | 'none',
  meta: Config = {},
) {
  // "matches" is never translated, so that the same rows are kept by our own hand.
  const condition = filter === 'here' ? { column: 'status', op: 'matches', value: '^paid$' } : { column: 'status', op: 'is', value: 'paid' }
  const steps = [
    { id: 'shop', ...source },
    { id: 'orders', ...model },
    ...(filter === 'none' ? [] : [{ id: 'paid', kind: 'filter', config: { where: { match: 'all', conditions: [condition] } } }]),
    { id: 'map', kind: 'mapping', config: { fields: FIELDS } },
    { id: 'hash', kind: 'hash', config: { country: 'FR' } },
    { id: 'meta', kind: 'meta', config: { connection: 'meta-main', ...meta } },
  ]
  const edges = steps.slice(1).map((step, i) => ({ from: steps[i]!.id, to: step.id, ...(steps[i]!.id === 'paid' && { port: 'kept' }) }))
  return { tributary: 1, name: 'Bench', nodes: steps, edges }
}
export const fromPostgres = [
  { kind: 'postgres', config: { connection: 'shop-db' } },
  { kind: 'table', config: { table: 'orders', key: ['order_id'] } },
] as const
