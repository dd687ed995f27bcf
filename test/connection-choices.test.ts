/** What a connection's setting may be: asked for over the API, within bounds, and never a secret in the answer. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type Doors, openDoors } from './doors.ts'

let doors: Doors | undefined
let platform: Server | undefined
afterEach(async () => {
  await doors?.close()
  platform?.close()
  platform?.closeAllConnections()
  doors = platform = undefined
})
/** A platform of our own behind the operator's address; counts its calls. */
async function listing(give: (path: string, n: number) => [number, unknown]): Promise<{ url: string; paths: string[] }> {
  const paths: string[] = []
  platform = createServer((request, response) => {
    paths.push(request.url ?? '')
    const [status, body] = give(request.url ?? '', paths.length)
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>(resolve => platform!.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(platform.address() as AddressInfo).port}`, paths }
}
const ask = (name: string, body: unknown = {}) => doors!.ask('POST', `/api/connections/${name}/lists`, body)

it('lists what a saved connection’s token may use; the sample ones are answered by the simulator', async () => {
  doors = await openDoors()
  const { status, json } = await ask('meta-simulator')
  expect(status).toBe(200)
  expect(json).toMatchObject({ setting: 'dataset', whole: true, problem: null })
  expect(json.choices).toContainEqual({ value: '1234567890', title: 'Sample shop, web', note: expect.stringContaining('Sample') })
})

describe('before anything is saved', () => {
  it('needs the token only, walks the pages, and shows each once', async () => {
    const { url, paths } = await listing(path =>
      path.includes('bookmark=2')
        ? [200, { items: [{ id: '2', name: 'B' }] }]
        : [
            200,
            {
              items: [
                { id: '1', name: 'C' },
                { id: '2', name: 'B' },
              ],
              bookmark: '2',
            },
          ],
    )
    doors = await openDoors({ PINTEREST_BASE_URL: url }, { fresh: true })
    const { json, text } = await ask('new', { kind: 'pinterest', settings: { token: 'pina_canary' } })
    expect(json).toEqual({
      setting: 'ad_account',
      choices: [
        { value: '2', title: 'B', note: '2' },
        { value: '1', title: 'C', note: '1' },
      ],
      whole: true,
      problem: null,
    })
    expect(paths).toHaveLength(2)
    expect(text + doors.log()).not.toContain('canary')
  })
  it('says why where the token may list nothing, and keeps what one refused part does not hide', async () => {
    const { url } = await listing(path =>
      path.includes('/me/businesses')
        ? [200, { data: [{ id: '7', name: 'Shop' }] }]
        : path.includes('owned')
          ? [200, { data: [{ id: '11', name: 'Web' }] }]
          : [403, { code: 29, error: { code: 200, message: 'no' } }],
    )
    doors = await openDoors({ META_BASE_URL: url, PINTEREST_BASE_URL: url }, { fresh: true })
    const { json } = await ask('new', { kind: 'meta', settings: { token: 'x' } })
    expect(json.choices.map((c: { value: string }) => c.value)).toEqual(['11'])
    expect([json.whole, json.problem.code]).toEqual([false, 'meta.may_not_list'])
    const refused = await ask('new', { kind: 'pinterest', settings: { token: 'x' } })
    expect(refused.json.choices).toEqual([])
    expect(refused.json.problem.why).toContain('Type the number')
  })
  it('stops at a platform that never comes to an end', async () => {
    const { url, paths } = await listing((_, n) => [200, { items: [{ id: String(n), name: 'A' }], bookmark: String(n + 1) }])
    doors = await openDoors({ PINTEREST_BASE_URL: url }, { fresh: true })
    const { json } = await ask('new', { kind: 'pinterest', settings: { token: 'x' } })
    expect([json.whole, json.choices.length, paths.length]).toEqual([false, 40, 40])
  })
  it('names what is missing, and says where there is nothing to list', async () => {
    doors = await openDoors({}, { fresh: true })
    expect((await ask('new', { kind: 'meta', settings: {} })).json.problem).toMatchObject({
      code: 'connection.incomplete',
      why: 'Access token is not filled in.',
    })
    expect(await ask('new', { kind: 'postgres', settings: {} })).toMatchObject({ status: 400, json: { code: 'connection.lists_nothing' } })
    expect((await ask('nobody')).status).toBe(404)
  })
})
