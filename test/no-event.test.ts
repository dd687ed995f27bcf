/** A test event where no row is fit for one: the step that lets none go on is named, with its reason. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Flow } from '../runtime/flow.ts'
import { type Doors, openDoors } from './doors.ts'

let doors: Doors
let flow: { id: string; document: Flow }
beforeAll(async () => {
  doors = await openDoors({}, { fresh: true })
  flow = (await doors.ask('POST', '/api/flows', { template: 'purchases-to-meta' })).json
})
afterAll(() => doors?.close())

const filter = () => flow.document.nodes.find(node => node.kind === 'filter')!.id
const tried = (where: object) => {
  const nodes = flow.document.nodes.map(node => {
    if (node.id === filter()) return { ...node, config: { where } }
    return node.id === 'map' ? { ...node, config: { fields: { ...(node.config.fields as object), currency: { value: 'EUR' } } } } : node
  })
  return doors.ask('POST', `/api/flows/${flow.id}/test`, { node: 'meta', document: { ...flow.document, nodes } })
}

it('a filter that keeps nothing', async () => {
  expect(await tried({ match: 'all', conditions: [{ column: 'status', op: 'is', value: 'never' }] })).toMatchObject({
    status: 422,
    json: { code: 'test.no_event', who: filter(), why: 'Left out by the filter. The row does not meet the conditions.' },
  })
})
it('and none where some are kept', async () => {
  expect(await tried({ match: 'all', conditions: [] })).toMatchObject({ status: 200, json: { accepted: true } })
})
it('a field that no row fills is mended in the mapping, and a time without a zone in the model', async () => {
  mkdirSync(join(doors.folder, 'uploads'), { recursive: true })
  writeFileSync(
    join(doors.folder, 'uploads/till.csv'),
    'order_id,sold,typed,paid,email\nA1,2026-11-20 09:15,20/11/2026 09:15,soon,ann@example.com\n',
  )
  const who = async (column: string) => {
    const fields = {
      event_name: { value: 'Purchase' },
      action_source: { value: 'physical_store' },
      event_time: { column },
      email: { column: 'email' },
      value: { value: 12 },
      currency: { value: 'EUR' },
    }
    const nodes = [
      { id: 'shop', kind: 'file', config: { path: 'uploads/till.csv' } },
      { id: 'orders', kind: 'table', config: { table: 'till', key: ['order_id'] } },
      { id: 'map', kind: 'mapping', config: { fields } },
      { id: 'inbox', kind: 'inbox', config: {} },
    ]
    const edges = nodes.slice(1).map((node, at) => ({ from: nodes[at]!.id, to: node.id }))
    const document = { tributary: 1, name: 'Till', nodes, edges }
    return (await doors.ask('POST', `/api/flows/${flow.id}/test`, { node: 'inbox', document })).json
  }
  expect(await who('sold')).toMatchObject({ code: 'time_without_zone', who: 'orders' })
  expect(await who('typed')).toMatchObject({ code: 'test.no_event', who: 'orders' })
  expect(await who('paid')).toMatchObject({ code: 'test.no_event', who: 'map' })
})
