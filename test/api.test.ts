import { readdirSync, readFileSync } from 'node:fs'
import { request as rawRequest } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiError } from '../server/api/payloads.ts'
import { type Answered, type Doors, openDoors } from './doors.ts'

let doors: Doors
beforeAll(async () => {
  doors = await openDoors()
})
afterAll(() => doors?.close())

/** The documented operations, with an id that exists where one is asked for. */
interface Operation {
  method: string
  path: string
  takesBody: boolean
}
async function operations(): Promise<Operation[]> {
  const { json } = await doors.ask('GET', '/api/openapi.json')
  return Object.entries(json.paths as Record<string, Record<string, { requestBody?: { content?: object } }>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { requestBody }]) => ({
      method: method.toUpperCase(),
      path: path
        .replace('{id}', path.startsWith('/api/runs') ? 'no-such-run' : 'sample')
        .replace('{name}', 'meta-simulator')
        .replace('{n}', '1'),
      takesBody: requestBody?.content !== undefined && 'application/json' in requestBody.content,
    })),
  )
}
function expectProblem(answer: Answered, status: number) {
  expect.soft(answer.status).toBe(status)
  expect(ApiError.strict().safeParse(answer.json).error).toBeUndefined()
  expect(answer.text).not.toMatch(/node_modules|\.ts:|\/work|\/tmp|SQLITE|select |at \w+ \(/)
}

it('documents every route of the API that is mounted', async () => {
  const documented = new Set((await operations()).map(({ method, path }) => `${method} ${path}`))
  expect(documented.size).toBeGreaterThan(25)
  const mounted = doors.app.routes
    .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/') && !['/api/openapi.json', '/api/docs'].includes(path))
    .map(
      ({ method, path }) =>
        `${method} ${path
          .replace(':id', path.startsWith('/api/runs') ? 'no-such-run' : 'sample')
          .replace(':name', 'meta-simulator')
          .replace(':n', '1')}`,
    )
  expect([...new Set(mounted)].filter(route => !documented.has(route))).toEqual([])
})

describe('every write', () => {
  it.each(['role', 'id', '__proto__', 'workspace_id'])('refuses the unknown key "%s"', async key => {
    for (const { method, path, takesBody } of await operations()) {
      if (!takesBody) continue
      const answer = await doors.ask(method, path, `{"${key}": {"admin": true}}`)
      expectProblem(answer, 400)
    }
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
  })

  it('refuses anything but JSON', async () => {
    for (const { method, path } of (await operations()).filter(({ method }) => method !== 'GET')) {
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/jsonp']) {
        expectProblem(await doors.ask(method, path, '{}', { 'content-type': type }), 415)
      }
    }
  })

  it('refuses YAML by a door that is not for flows as files, and names that door', async () => {
    const init = { method: 'POST', body: 'name: x', headers: { 'content-type': 'application/yaml' } }
    const response = await fetch(`${doors.url}/api/flows`, init)
    expect(response.status).toBe(415)
    expect(await response.json()).toMatchObject({
      code: 'request.content_type',
      title: 'Only JSON is taken here',
      why: 'Send the body with "Content-Type: application/json". A flow as YAML is taken by /api/flows/import.',
    })
  })
  it('says in words what is missing and how much is too much', async () => {
    const { json: flow } = await doors.ask('POST', '/api/flows', { name: 'x' })
    expect((await doors.ask('POST', `/api/flows/${flow.id}/test`, {})).json).toMatchObject({ who: 'node', why: 'node is missing.' })
    const preview = await doors.ask('POST', `/api/flows/${flow.id}/preview`, { rows: 201 })
    expect(preview.json).toMatchObject({ code: 'request.misshaped', who: 'rows', why: 'rows: at most 200 is taken here.' })
  })
  it('refuses what is not JSON although it says so', async () => {
    for (const { method, path } of (await operations()).filter(({ takesBody }) => takesBody)) {
      expectProblem(await doors.ask(method, path, '{"document": canary', { 'content-type': 'application/json' }), 400)
    }
  })

  it('refuses what is longer than 1 MiB, announced or not', async () => {
    const long = `{"note": "${'x'.repeat(1024 * 1024)}"}`
    expectProblem(await doors.ask('POST', '/api/flows', long), 413)
    const { status } = await fetch(`${doors.url}/api/flows`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: new Blob([long]).stream(),
      duplex: 'half',
    } as RequestInit)
    expect(status).toBe(413)
  })
})

describe('every route', () => {
  it.each<[string, Record<string, string>]>([
    ['a foreign origin', { origin: 'https://evil.example' }],
    ['a sandboxed origin', { origin: 'null' }],
    ['the same host on another port', { origin: 'http://127.0.0.1:1' }],
    ['a cross-site fetch', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' }],
    ['a same-site fetch', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' }],
  ])('refuses %s', async (_, headers) => {
    for (const { method, path } of await operations()) expectProblem(await doors.ask(method, path, undefined, headers), 403)
  })

  it('answers its own origin', async () => {
    const answer = await doors.ask('GET', '/api/flows', undefined, { origin: doors.url, 'sec-fetch-site': 'same-origin' })
    expect(answer.status).toBe(200)
  })

  it('refuses a name that only points here', async () => {
    for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', 'evil.example:80', '0.0.0.0', '']) {
      for (const path of ['/api/flows', '/', '/healthz', '/metrics']) expect(await withHost(host, path)).toBe(403)
    }
    for (const host of ['localhost', 'LOCALHOST:1', '127.0.0.1:99', '[::1]:5']) expect(await withHost(host, '/api/flows')).toBe(200)
  })

  it('carries the safe headers, errors and pages included', async () => {
    for (const path of ['/api/flows', '/api/nope', '/nope', '/healthz', '/api/docs', '/metrics', '/api/flows/none']) {
      const { headers } = await doors.ask('GET', path)
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
      expect(headers.get('content-security-policy')).not.toContain('unsafe-eval')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('access-control-allow-origin')).toBeNull()
    }
  })

  it('says so in the one shape when there is nothing', async () => {
    for (const path of [
      '/api/flows/none',
      '/api/runs/none',
      '/api/runs/none/events',
      '/api/connections/none/tables',
      '/api/flows/sample/versions/999',
      '/api/none',
      '/none.js',
      '/api/flows/%2e%2e/x',
      '/api/%ff',
    ])
      expectProblem(await doors.ask('GET', path), 404)
  })

  it('refuses an unknown question in the address', async () => {
    for (const path of [
      '/api/flows/sample/runs?x=1',
      '/api/inbox?x=1',
      '/api/flows/sample/explain?key=1&x=1',
      '/api/flows/sample/runs?limit=0',
      '/api/flows/sample/runs?limit=many',
    ])
      expectProblem(await doors.ask('GET', path), 400)
  })

  it('changes nothing when it only reads', async () => {
    const before = dump()
    for (const { method, path } of await operations()) if (method === 'GET' && path !== '/api/stream') await doors.ask(method, path)
    expect(dump()).toBe(before)
  })
})

it('keeps an unforeseen failure to itself', async () => {
  const broken = await openDoors()
  try {
    broken.services.store.sql.exec('alter table flow rename column document to canary_column')
    const answer = await broken.ask('GET', '/api/flows')
    expectProblem(answer, 500)
    expect(answer.text).not.toContain('canary_column')
    expect(broken.log()).toContain(answer.json.raw.id)
    expect(broken.log()).not.toContain('canary_column')
  } finally {
    await broken.close()
  }
})

describe('a run that fails', () => {
  const logged = (text: string) =>
    text
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line) as { level: number; run?: string; stack?: string[]; msg: string })
  const ended = async (at: Doors, flow: string) => {
    const { json } = await at.ask('POST', `/api/flows/${flow}/runs`, { version: null })
    await expect.poll(async () => (await at.ask('GET', `/api/runs/${json.run}`)).json.state).toBe('failed')
    return (await at.ask('GET', `/api/runs/${json.run}`)).json
  }

  it('by a fault of the program leaves in the log where it happened', async () => {
    const broken = await openDoors()
    try {
      broken.services.store.sql.exec('alter table rewound rename column stream to canary_column')
      const run = await ended(broken, 'sample')
      const lines = logged(broken.log()).filter(({ msg }) => msg === 'a path failed on our side')
      expect(lines.map(line => line.run)).toEqual(run.paths.map(() => run.run))
      for (const { stack } of lines) expect(stack?.join()).toMatch(/^at .*\.ts:\d+/)
      expect(broken.log() + JSON.stringify(run)).not.toContain('canary_column')
    } finally {
      await broken.close()
    }
  })
  it('since the flow is not set up is no fault of the program', async () => {
    const { json: flow } = await doors.ask('POST', '/api/flows', { name: 'nothing yet' })
    const run = await ended(doors, flow.id)
    expect(run.paths[0].error.code).toBe('flow.unfit')
    expect(logged(doors.log()).filter(line => line.run === run.run && line.level >= 40)).toEqual([])
  })
})

describe('secrets', () => {
  const canary = 'canary-EAAG9f8e7d6c5b4a3-token'
  it('go in and never come out', async () => {
    const saved = await doors.ask('PUT', '/api/connections/canary', { kind: 'meta', settings: { dataset: '1234567890', token: canary } })
    expect(saved.status).toBe(200)
    expect(saved.json.settings.token).toBe(`••••${canary.slice(-4)}`)
    await doors.ask('PUT', '/api/connections/canary', { kind: 'meta', settings: { dataset: `12${canary}`, token: canary } })
    await doors.ask('POST', '/api/connections/canary/test', {})
    await doors.ask('GET', '/api/connections/canary/tables')
    const texts = [saved.text]
    for (const { method, path } of await operations())
      if (method === 'GET' && path !== '/api/stream') texts.push((await doors.ask(method, path)).text)
    for (const path of ['/metrics', '/api/flows/sample/export', '/api/docs']) texts.push((await doors.ask('GET', path)).text)
    for (const text of [...texts, doors.log()]) expect(text).not.toContain(canary)
    for (const file of readdirSync(doors.folder)) expect(readFileSync(join(doors.folder, file)).includes(canary)).toBe(false)
  })

  it('stay when they are left out or sent back as their mask', async () => {
    for (const settings of [{ dataset: '999' }, { dataset: '999', token: `••••${canary.slice(-4)}` }]) {
      const { json } = await doors.ask('PUT', '/api/connections/canary', { kind: 'meta', settings })
      expect(json.settings).toEqual({ dataset: '999', token: `••••${canary.slice(-4)}` })
    }
  })

  it('a connection takes no address of its own', async () => {
    expectProblem(
      await doors.ask('PUT', '/api/connections/evil', {
        kind: 'meta',
        settings: { dataset: '1', token: 'ttttttttttt', base_url: 'http://evil.example' },
      }),
      400,
    )
  })
})

function withHost(host: string, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(doors.url)
    rawRequest({ host: '127.0.0.1', port, path, setHost: false, headers: { host } }, answer => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
      .on('error', reject)
      .end()
  })
}

/** All rows of all tables, as text. */
function dump(): string {
  const { sql } = doors.services.store
  const tables = sql.prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite%'").pluck().all() as string[]
  return JSON.stringify(tables.map(name => [name, sql.prepare(`select * from "${name}"`).all()]))
}

it('a check says of a skipped step what it would do, as of any other', async () => {
  const { id, document } = (await doors.ask('POST', '/api/flows', { template: 'purchases-to-meta' })).json
  const sentence = async (skip: boolean) => {
    const nodes = document.nodes.map((node: { kind: string }) => (node.kind === 'filter' ? { ...node, ...(skip && { skip }) } : node))
    const { json } = await doors.ask('POST', `/api/flows/${id}/check`, { document: { ...document, nodes } })
    return json.nodes[nodes.find((node: { kind: string }) => node.kind === 'filter').id]?.sentence
  }
  const used = await sentence(false)
  expect(used).toMatch(/^Status is paid/)
  expect(await sentence(true)).toBe(used)
})
