/** Publishing counts repeated keys when asked: few are said, many are refused with the way out, and what could not be counted stands in nobody's way. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Doors, openDoors } from './doors.ts'

let doors: Doors
beforeAll(async () => {
  doors = await openDoors()
})
afterAll(() => doors?.close())

async function drawn(name: string, keys: readonly (string | number)[], config: object = {}): Promise<string> {
  const lines = keys.map((key, i) => `${key},2026-11-20T10:00:${String(i % 60).padStart(2, '0')}Z,9.90,p${i}@example.com`)
  writeFileSync(join(doors.folder, `${name}.csv`), ['order_id,at,total,email', ...lines, ''].join('\n'))
  const fields = {
    event_name: { value: 'Purchase' },
    action_source: { value: 'physical_store' },
    event_time: { column: 'at' },
    value: { column: 'total' },
    currency: { value: 'EUR' },
    email: { column: 'email' },
  }
  const document = {
    tributary: 1,
    name,
    nodes: [
      { id: 'shop', kind: 'file', config: { path: `${name}.csv` } },
      { id: 'orders', kind: 'table', config: { table: name, key: ['order_id'], ...config } },
      { id: 'map', kind: 'mapping', config: { fields } },
      { id: 'inbox', kind: 'inbox', config: {} },
    ],
    edges: [
      { from: 'shop', to: 'orders' },
      { from: 'orders', to: 'map' },
      { from: 'map', to: 'inbox' },
    ],
  }
  return (await doors.ask('POST', '/api/flows', { document })).json.id
}
const publish = (flow: string, ask: object) => doors.ask('POST', `/api/flows/${flow}/publish`, ask)
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i)
const live = async (flow: string) => (await doors.ask('GET', `/api/flows/${flow}`)).json.live

it('5 % and more is refused, with examples and the way out; nothing goes live', async () => {
  const flow = await drawn('many', [...upTo(95), 0, 0, 0, 1, 2])
  const { status, json } = await publish(flow, { repeats: 'refuse' })
  expect(status).toBe(409)
  expect(json).toMatchObject({ code: 'flow.key_repeats', who: 'orders', fix: [{ action: `/flows/${flow}?step=orders` }] })
  expect(json.why).toMatch(/^5 rows \(5\.0 %\) repeat a key.*3 of 95 keys, such as 0 \(×4\).*Keep the first or the last/)
  expect(await live(flow)).toBe(null)
})
it('less is said, and goes live', async () => {
  const flow = await drawn('few', [...upTo(96), 0, 1, 2, 3])
  const { status, json } = await publish(flow, { repeats: 'refuse' })
  expect([status, json.remarks]).toMatchObject([200, [{ node: 'orders', verdict: 'few' }]])
  expect(await live(flow)).toBe(1)
})
it('one of each by choice, a true key, and a script that does not ask, go live without a word', async () => {
  const kept = await publish(await drawn('kept', [...upTo(10), 0, 1], { keep: 'last', keepBy: 'at' }), { repeats: 'refuse' })
  const good = await publish(await drawn('good', upTo(10)), { repeats: 'refuse' })
  const silent = await publish(await drawn('silent', [0, 0, 1]), {})
  for (const { status, json } of [kept, good, silent]) expect([status, json.remarks]).toEqual([200, undefined])
  const told = await publish(await drawn('told', [0, 0, 1]), { repeats: 'warn' })
  expect([told.status, told.json.remarks]).toMatchObject([200, [{ verdict: 'many' }]])
})

it.each([[[]], [undefined]])(
  'a key that is not chosen yet (%j) is offered the column that numbers the rows, and publishes with it',
  async key => {
    const id = await drawn(`keyless${key ? 'empty' : 'absent'}`, ['K1', 'K2'], { key })
    const { json: before } = await doors.ask('POST', `/api/flows/${id}/check`, {})
    const [problem] = before.problems.filter((found: { field?: string }) => found.field === 'key')
    const set = { path: ['key'], value: ['order_id'] }
    expect(problem).toMatchObject({ node: 'orders', level: 'must_fix', fixes: [{ label: 'Use order_id', set }] })
    const { json: stored } = await doors.ask('GET', `/api/flows/${id}`)
    stored.document.nodes[1].config.key = problem.fixes[0].set.value
    const { json: after } = await doors.ask('POST', `/api/flows/${id}/check`, { document: stored.document })
    expect(after.problems.filter((found: { level: string }) => found.level === 'must_fix')).toEqual([])
  },
)
