/** A model's key over HTTP and on the command line: duplicates are said, one of each is sent, and the books balance. */
import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Flow } from '../runtime/flow.ts'
import type { Repeated } from '../server/api/payloads.ts'
import { commandLine, folder, line, start, tributary } from './command-line.ts'

commandLine()

const hours = (ago: number) => new Date(Date.now() - ago * 3_600_000).toISOString()
const flow = (config: object) => ({
  tributary: 1,
  name: 'Orders that change',
  nodes: [
    { id: 'shop', kind: 'file', config: { path: 'orders.csv' } },
    { id: 'orders', kind: 'table', config: { table: 'orders', key: ['order_id'], ...config } },
    { id: 'paid', kind: 'filter', config: { where: { match: 'all', conditions: [{ column: 'status', op: 'is', value: 'paid' }] } } },
    {
      id: 'map',
      kind: 'mapping',
      config: {
        fields: {
          event_name: { value: 'Purchase' },
          action_source: { value: 'physical_store' },
          event_time: { column: 'at' },
          value: { column: 'total' },
          currency: { value: 'EUR' },
          email: { column: 'email' },
        },
      },
    },
    { id: 'inbox', kind: 'inbox', config: {} },
  ],
  edges: [
    { from: 'shop', to: 'orders' },
    { from: 'orders', to: 'paid' },
    { from: 'paid', to: 'map', port: 'kept' },
    { from: 'map', to: 'inbox' },
  ],
})
/** Order 1 was paid and then cancelled; 2 was opened and then paid; 3 is paid once. */
const rows = () =>
  [
    'order_id,at,status,total,email',
    `1,${hours(9)},paid,10,a@example.com`,
    `1,${hours(3)},cancelled,10,a@example.com`,
    `2,${hours(8)},open,20,b@example.com`,
    `2,${hours(2)},paid,25,b@example.com`,
    `3,${hours(5)},paid,30,c@example.com`,
  ].join('\n')
const place = (config: object) => {
  writeFileSync(join(folder, 'orders.csv'), `${rows()}\n`)
  writeFileSync(join(folder, 'flow.json'), JSON.stringify(flow(config)))
}

it('the last of each key is decided before the filter, left out by name, and the same again the second time', async () => {
  place({ keep: 'last', keepBy: 'at' })
  const first = await tributary(['run', 'flow.json', '--json'])
  expect(first.code, first.err).toBe(0)
  const [path] = first.json.paths
  // Order 1 is cancelled now: that it was paid once must not come back through the filter.
  expect(path.tally).toMatchObject({ read: 5, filtered: 3, duplicate: 0, delivered: 2 })
  expect(path.reasons).toContainEqual(expect.objectContaining({ outcome: 'filtered', code: 'made_way', node: 'orders', rows: 2 }))
  const second = await tributary(['run', 'flow.json', '--json'])
  expect(second.json.paths[0].tally).toMatchObject({ read: 5, filtered: 3, duplicate: 2, delivered: 0 })
  // A newer row of an order that was sent takes the other's place, and is the same event.
  appendFileSync(join(folder, 'orders.csv'), `2,${hours(1)},paid,26,b@example.com\n`)
  const third = await tributary(['run', 'flow.json', '--json'])
  expect(third.json.paths[0].tally).toMatchObject({ read: 6, filtered: 4, duplicate: 2, delivered: 0 })
})

it('lines that cannot be read are held back, and the books balance, also where one of each key is kept', async () => {
  place({ keep: 'last', keepBy: 'at' })
  writeFileSync(join(folder, 'orders.csv'), `${rows()}\n4,too,many,cells,in,this,line\n`)
  const { json } = await tributary(['run', 'flow.json', '--json'])
  expect(json.paths[0].tally).toMatchObject({ read: 6, filtered: 3, invalid: 1, delivered: 2 })
})

it('half a choice, and a column that is not there, stop before anything is read', async () => {
  for (const [config, field] of [
    [{ keep: 'last' }, 'keepBy'],
    [{ keep: 'first', keepBy: 'nowhere' }, 'keepBy'],
  ] as const) {
    place(config)
    const { code, json } = await tributary(['check', 'flow.json', '--json'])
    expect(code).toBe(5)
    expect(json.problems).toContainEqual(expect.objectContaining({ node: 'orders', level: 'must_fix', field }))
    const { json: run } = await tributary(['run', 'flow.json', '--json'])
    expect(run.paths[0]).toMatchObject({ state: 'failed', tally: { read: 0, delivered: 0 } })
  }
})

it('the server counts duplicates of a key, masks what is personal, and says why it cannot', async () => {
  const server = start(['serve', '--sample'], { PORT: '0' })
  const address = await line(server.child, /Tributary is at (http:\S+)/)
  const [sample] = (await (await fetch(`${address}/api/flows`)).json()) as { id: string }[]
  const { document } = (await (await fetch(`${address}/api/flows/${sample!.id}`)).json()) as { document: Flow }
  const model = document.nodes.find(node => node.config.key)!
  const own = model.config.key as string[]
  const ask = async (key: string[], node = model.id) => {
    const nodes = document.nodes.map(n => (n.id === model.id ? { ...n, config: { ...n.config, key } } : n))
    const answer = await fetch(`${address}/api/flows/${sample!.id}/repeats`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-tributary': '1' },
      body: JSON.stringify({ node, document: { ...document, nodes } }),
    })
    return { status: answer.status, ...((await answer.json()) as Partial<Repeated>) }
  }
  expect(await ask(own)).toMatchObject({ status: 200, verdict: 'none', extra: 0, examples: [] })
  const mails = await ask(['customer_email'])
  expect(mails).toMatchObject({ status: 200, verdict: 'many' })
  expect(mails.examples).not.toHaveLength(0)
  for (const { key, rows } of mails.examples ?? []) {
    expect(key).toContain('•••')
    expect(rows).toBeGreaterThan(1)
  }
  expect(await ask(['nowhere'])).toMatchObject({ code: 'model.no_key' })
  expect(await ask(own, 'nobody')).toMatchObject({ code: 'model.not_whole' })
  server.child.kill('SIGTERM')
  await server.ended
})
