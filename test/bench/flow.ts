/** The flow that the whole way is measured with: eight identity fields, one filter that keeps four of five rows. */

import { PEOPLE_PER_ORDER, SYLLABLES } from './orders.ts'

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
const syllable = (place: 0 | 1 | 2, number: string) => `(array[${SYLLABLES[place].map(text => `'${text}'`).join(',')}])[1 + ${number} % 16]`
const name = (number: string) => `${syllable(0, number)} || ${syllable(1, `(${number} >> 4)`)} || ${syllable(2, `(${number} >> 8)`)}`
const chance = (of: string, purpose: number) => `((hashint8extended(${of}, ${purpose}) & 4294967295) / 4294967296.0::float8)`
const common = (names: number, purpose: number) => `floor(power(${chance('person', purpose)}, 3) * ${names})::int`

/** Rows like those of `orders.ts`, as SQL; every fifth order is pending. */
export const orders = (count: number): string => `
  select 'A' || i as order_id, now() - interval '1 hour' - (i % 500000) * interval '1 second' as ordered_at,
         case when i % 5 = 0 then 'pending' else 'paid' end as status, (${chance('i', 8)} * 400 + 5)::numeric(10,2) as amount,
         'Person.' || person || '@Example' || person % 50 || '.com' as email,
         '+33 6 12 ' || lpad(((person * 31) % 1000000)::text, 6, '0') as phone,
         ${name('first')} as first_name, ${name('last % 4096')} || ${syllable(1, '(last >> 12)')} as last_name,
         ${name('town')} || ' ville' as city, (10000 + (town * 20 + person % 20) % 89999)::text as zip,
         case when person % 10 = 0 then 'BE' else 'FR' end as country, 'C' || person as customer
  from (select i, person, ${common(4096, 1)} as first, ${common(65_536, 2)} as last, ${common(4096, 3)} as town
        from (select i, floor(${chance('i', 7)} * ${Math.ceil(count * PEOPLE_PER_ORDER)})::bigint as person
              from generate_series(1, ${count}::bigint) i) p) q`

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
