/** SIGTERM to the real program while a request is under way: once it is finished and recorded, twice it is cut and unknown. */
import type { ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import { accept, commandLine, files, flow, folder, line, platform, start, stopGently, TOKEN, tributary } from './command-line.ts'

commandLine()

const LONG = 180_000
const ROWS = 6
/** Three requests of two events. */
const document = { ...flow, nodes: flow.nodes.map(node => (node.id === 'meta' ? { ...node, config: { ...node.config, batch: 2 } } : node)) }
const ids = (bodies: readonly string[]) =>
  bodies.flatMap(body => (JSON.parse(body) as { data: { event_id: string }[] }).data.map(event => event.event_id))
const ALL = Array.from({ length: ROWS }, (_, i) => `A-${i}`)

/** A platform that takes two seconds, or that takes the first request and never says so. */
async function slow(answers: 'late' | 'never at first') {
  let n = 0
  const late = (request: Parameters<typeof accept>[0], body: string, response: ServerResponse) => {
    if (answers === 'never at first') return void (n++ > 0 && accept(request, body, response))
    setTimeout(() => accept(request, body, response), n++ === 0 ? 2_000 : 0)
  }
  return await platform(late)
}
type Slow = Awaited<ReturnType<typeof slow>>
const underWay = (meta: Slow) => expect.poll(() => meta.bodies.length, { timeout: 60_000 }).toBe(1)

describe('tributary run', () => {
  it('finishes and records the request that is under way, begins no other, and a rerun sends the rest', { timeout: LONG }, async () => {
    const meta = await slow('late')
    const args = ['run', ...files({ rows: ROWS, document }), '--json']
    const { child, ended } = start(args, meta.variables)
    await underWay(meta)
    child.kill('SIGTERM')
    const { code, json } = await ended
    expect([code, json.state, meta.bodies.length]).toEqual([1, 'stopped', 1])
    expect(json.paths[0].tally).toMatchObject({ delivered: 2, uncertain: 0 })
    const again = await tributary(args, meta.variables)
    meta.close()
    expect(again.json.paths[0]).toMatchObject({ resent: 0, tally: { duplicate: 2, delivered: 4 } })
    expect(ids(meta.bodies).sort()).toEqual(ALL)
  })

  it('a second signal cuts it; the next run sends the same bytes again, and counts the doubles that may be', {
    timeout: LONG,
  }, async () => {
    const meta = await slow('never at first')
    const args = ['run', ...files({ rows: ROWS, document }), '--json']
    const { child, ended } = start(args, meta.variables)
    await underWay(meta)
    await stopGently(child)
    expect(child.exitCode).toBe(null)
    child.kill('SIGTERM')
    const { code, json } = await ended
    expect([code, json.state]).toEqual([1, 'stopped'])
    expect(json.paths[0].tally.delivered).toBe(0)
    const again = await tributary(args, meta.variables)
    meta.close()
    expect(again.json.paths[0]).toMatchObject({ resent: 2, possibleDoubles: 2, tally: { delivered: ROWS, duplicate: 0 } })
    expect(meta.bodies[1]).toBe(meta.bodies[0])
  })
})

describe('tributary serve', () => {
  async function serving(meta: Slow) {
    const server = start(['serve'], { ...meta.variables, PORT: '0', TRIBUTARY_DATA: folder })
    return { ...server, address: await line(server.child, /Tributary is at (http:\S+)/) }
  }
  const ask = async (url: string, method = 'GET', body?: unknown) => {
    const headers = { 'content-type': 'application/json', 'x-tributary': '1' }
    const answer = await fetch(url, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) })
    expect(answer.ok, `${url}: ${answer.status}`).toBe(true)
    // Whatever the API says: what reads it compares it with what is true.
    return (await answer.json()) as any
  }
  async function running(meta: Slow) {
    files({ rows: ROWS, document })
    const server = await serving(meta)
    await ask(`${server.address}/api/connections/meta-main`, 'PUT', { kind: 'meta', settings: { dataset: '1234567890', token: TOKEN } })
    const { id } = await ask(`${server.address}/api/flows`, 'POST', { document })
    await ask(`${server.address}/api/flows/${id}/publish`, 'POST', {})
    const { run } = await ask(`${server.address}/api/flows/${id}/runs`, 'POST', {})
    await underWay(meta)
    return { ...server, id, run }
  }
  /** Starts once more in the same folder, and waits until every run has ended. Newest first. */
  async function afterwards(meta: Slow, id: string) {
    const server = await serving(meta)
    let runs: any[] = []
    await expect
      .poll(
        async () => {
          runs = await ask(`${server.address}/api/flows/${id}/runs`)
          return runs.length === 2 && runs.every(({ endedAt }) => endedAt !== null)
        },
        { timeout: 60_000 },
      )
      .toBe(true)
    server.child.kill('SIGTERM')
    expect((await server.ended).code).toBe(0)
    return runs
  }

  it('finishes and records the request that is under way, ends with 0, and goes on with the rest when it is back', {
    timeout: LONG,
  }, async () => {
    const meta = await slow('late')
    const { child, ended, id } = await running(meta)
    child.kill('SIGTERM')
    expect([(await ended).code, meta.bodies.length]).toEqual([0, 1])
    const [next, first] = await afterwards(meta, id)
    meta.close()
    expect(first).toMatchObject({ state: 'stopped', paths: [{ tally: { delivered: 2, uncertain: 0 } }] })
    expect(next).toMatchObject({ paths: [{ resent: 0, tally: { duplicate: 2, delivered: 4 } }] })
    expect(ids(meta.bodies).sort()).toEqual(ALL)
  })

  it('a second signal cuts it; the next start treats the request as unknown', { timeout: LONG }, async () => {
    const meta = await slow('never at first')
    const { child, ended, id } = await running(meta)
    await stopGently(child)
    expect(child.exitCode).toBe(null)
    child.kill('SIGTERM')
    expect((await ended).code).toBe(0)
    const [next] = await afterwards(meta, id)
    meta.close()
    expect(next).toMatchObject({ paths: [{ resent: 2, possibleDoubles: 2, tally: { delivered: ROWS, duplicate: 0 } }] })
    expect(meta.bodies[1]).toBe(meta.bodies[0])
  })
})
