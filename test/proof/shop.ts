/** A shop to prove with: its orders, its flow, its connections and a data folder, all with canaries in them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Platform } from './platform.ts'
import { type Ended, type Launch, type Started, start } from './product.ts'

export type Destination = 'meta' | 'pinterest'
export interface Order {
  order_id: string
  ordered_at: string
  amount: string
  email: string
  phone: string
  status: string
}

/** Never to be seen in clear in any file, log or output. */
export const canaries = {
  token: 'canary-token-EAAGm0PX4ZCpsBA',
  key: Buffer.from('canary-key-of-32-bytes-for-proof').toString('base64'),
  email: 'canary.person',
  phone: '33699887',
}
export const ACCOUNT = '7654321'

let sequence = 0
/** Orders of the last half hour, each of a person of its own. Ids never repeat within one proof. */
export function orders(count: number): Order[] {
  const now = Date.now()
  return Array.from({ length: count }, () => {
    const i = ++sequence
    return {
      order_id: `A${i}`,
      ordered_at: new Date(now - 60_000 - (i % 1500) * 1000).toISOString(),
      amount: `${10 + (i % 90)}.${String(i % 100).padStart(2, '0')}`,
      email: `${canaries.email}${i}@secret-mail.example`,
      phone: `+${canaries.phone}${String(i % 1000).padStart(3, '0')}`,
      status: 'paid',
    }
  })
}

export interface FlowOptions {
  batch?: number
  inFlight?: number
  /** A step of its own for the source and the model; absent: `orders.csv` beside the flow. */
  source?: { node: unknown; model: unknown }
  fields?: Record<string, unknown>
  actionSource?: string
  schedule?: unknown
  /** How the flow is delivered, as its settings say it. */
  delivery?: { attempts?: number; waitMinutes?: number }
  name?: string
}

export const flowOf = (destination: Destination, options: FlowOptions = {}) => ({
  tributary: 1,
  name: options.name ?? 'proof',
  nodes: [
    options.source?.node ?? { id: 'shop', kind: 'file', config: { path: 'orders.csv' } },
    options.source?.model ?? { id: 'orders', kind: 'table', config: { table: 'orders', key: ['order_id'] } },
    {
      id: 'map',
      kind: 'mapping',
      config: {
        fields: {
          event_name: { value: 'Purchase' },
          action_source: { value: options.actionSource ?? (destination === 'meta' ? 'physical_store' : 'website') },
          event_time: { column: 'ordered_at' },
          event_id: { column: 'order_id' },
          value: { column: 'amount' },
          currency: { value: 'EUR' },
          email: { column: 'email' },
          phone: { column: 'phone' },
          ...options.fields,
        },
      },
    },
    { id: 'hash', kind: 'hash', config: { country: 'FR' } },
    {
      id: 'out',
      kind: destination,
      config: {
        connection: 'out-main',
        ...(options.batch !== undefined && { batch: options.batch }),
        ...(options.inFlight !== undefined && { inFlight: options.inFlight }),
      },
    },
  ],
  edges: [
    { from: 'shop', to: 'orders' },
    { from: 'orders', to: 'map' },
    { from: 'map', to: 'hash' },
    { from: 'hash', to: 'out' },
  ],
  ...(options.schedule !== undefined && { schedule: options.schedule }),
  ...(options.delivery !== undefined && { delivery: options.delivery }),
})
/** The steps that read `orders` from a real Postgres. */
export const fromPostgres = (sql = 'select * from orders') => ({
  node: { id: 'shop', kind: 'postgres', config: { connection: 'shop-db' } },
  model: { id: 'orders', kind: 'sql', config: { sql, key: ['order_id'] } },
})

export interface Shop {
  folder: string
  data: string
  destination: Destination
  /** Every order that the source ever held. */
  all: Order[]
  platform: Platform
  /** Runs the flow file once, in a process of its own. */
  run(launch?: Launch & { connections?: string }): Started
  /** Everything any process of this shop wrote. */
  written: string[]
  /** Ended runs, in order. */
  runs: Ended[]
  env: Record<string, string>
  csv(orders: readonly Order[]): void
  flow(document: unknown): void
  /** Another connections file, with these instead; gives its path. */
  connections(changed: Record<string, unknown>): string
  remove(): void
}
export interface ShopOptions extends FlowOptions {
  destination?: Destination
  rows?: number
  platform: Platform
  /** Address of the database, when the source is one. */
  database?: string
  program?: string
  env?: Record<string, string>
}

export function openShop(options: ShopOptions): Shop {
  const { destination = 'meta', platform, rows = 0 } = options
  const folder = mkdtempSync(join(tmpdir(), 'tributary-proof-'))
  const data = join(folder, 'data')
  mkdirSync(data, { mode: 0o700 })
  const base = destination === 'meta' ? 'META_BASE_URL' : 'PINTEREST_BASE_URL'
  const env = { TRIBUTARY_KEY: canaries.key, [base]: platform.url, PROOF_TOKEN: canaries.token, ...options.env }
  const where = (name: string) => join(folder, name)
  const shop: Shop = {
    folder,
    data,
    destination,
    platform,
    all: orders(rows),
    written: [],
    runs: [],
    env,
    run({ connections = where('connections.json'), ...launch } = {}) {
      const started = start(['run', where('flow.json'), '--connections', connections, '--data', data, '--json'], {
        ...(options.program && { program: options.program }),
        ...launch,
        env: { ...env, ...launch.env },
      })
      void started.ended.then(ended => {
        shop.runs.push(ended)
        shop.written.push(ended.out, ended.err)
      })
      return started
    },
    csv: list => writeFileSync(where('orders.csv'), csvOf(list)),
    flow: document => writeFileSync(where('flow.json'), JSON.stringify(document)),
    connections: () => where('connections.json'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
  platform.manners.token ??= canaries.token
  shop.flow(flowOf(destination, options))
  if (!options.source) shop.csv(shop.all)
  const secret = '$'.concat('{PROOF_TOKEN}')
  const account = destination === 'meta' ? { dataset: ACCOUNT, token: secret } : { ad_account: ACCOUNT, token: secret }
  const connections = {
    'out-main': { kind: destination, ...account },
    ...(options.database && { 'shop-db': { kind: 'postgres', url: options.database } }),
  }
  writeFileSync(where('connections.json'), JSON.stringify(connections))
  shop.connections = changed => {
    writeFileSync(where('connections-changed.json'), JSON.stringify({ ...connections, ...changed }))
    return where('connections-changed.json')
  }
  return shop
}

export function csvOf(list: readonly Order[]): string {
  const names = ['order_id', 'ordered_at', 'amount', 'email', 'phone', 'status'] as const
  return `${[names.join(','), ...list.map(order => names.map(name => order[name]).join(','))].join('\n')}\n`
}
