/** A test event where no row is fit for one: the step that lets none go on is named, with its reason. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Flow } from '../runtime/flow.ts'
import { type Doors, openDoors } from './doors.ts'

let doors: Doors
let flow: { id: string; document: Flow }
beforeAll(async () => {
  doors = await openDoors()
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
