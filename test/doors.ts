/** A real server on a port of its own, with a real data folder: what the tests of the doors knock at. */
import { mkdtempSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import pino from 'pino'
import { kinds } from '../nodes/kinds.ts'
import { createApp } from '../server/app.ts'
import { readEnv } from '../server/env.ts'
import { seed } from '../server/flows/sample.ts'
import { openServices, type Services } from '../server/services.ts'
import { type Documented, documented } from './documented.ts'
import { STAYS_OPEN } from './stand-ins/stays-open.ts'

export interface Doors {
  url: string
  folder: string
  services: Services
  app: ReturnType<typeof createApp>
  /** Everything the server logged. */
  log(): string
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answered>
  close(): Promise<void>
}
export interface Answered {
  status: number
  headers: Headers
  text: string
  /** The body as JSON; `undefined` when it is none. */
  json: any
}

// one document for all: compiling its schemas takes longer than most questions
let judge: Documented | undefined

/** Opens the doors with these variables; `fresh` leaves out what a first start seeds. */
export async function openDoors(variables: Record<string, string> = {}, { fresh = false } = {}): Promise<Doors> {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-doors-'))
  const lines: string[] = []
  const log = pino({ level: 'trace', base: null }, { write: (line: string) => void lines.push(line) })
  const env = readEnv({ TRIBUTARY_DATA: folder, PORT: '0', ...variables }, kinds)
  const services = await openServices({ env, log })
  if (!fresh) seed(services)
  const app = createApp(services)
  const server = await new Promise<Server>(resolve => {
    const made = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1', serverOptions: STAYS_OPEN }, () =>
      resolve(made as Server),
    ) as Server
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    folder,
    services,
    app,
    log: () => lines.join(''),
    async ask(method, path, body, headers) {
      const answer = await ask(url, method, path, body, headers)
      judge ??= documented((await ask(url, 'GET', '/api/openapi.json')).json)
      const faults = judge(method, path, answer)
      if (faults.length > 0)
        throw new Error(`${method} ${path} answered what the API's document does not say: ${faults.slice(0, 5).join('; ')}`)
      return answer
    },
    async close() {
      server.close()
      server.closeAllConnections()
      await services.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function ask(url: string, method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answered> {
  const type: Record<string, string> = body === undefined || 'content-type' in headers ? {} : { 'content-type': 'application/json' }
  const answer = await fetch(url + path, {
    method,
    redirect: 'manual',
    headers: { ...type, ...headers },
    ...(body !== undefined && { body: typeof body === 'string' || body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, headers: answer.headers, text, json: parsed(text) }
}
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Waits until a run has ended, and gives it. */
export async function ended(doors: Doors, run: string): Promise<any> {
  for (;;) {
    const { json } = await doors.ask('GET', `/api/runs/${run}`)
    if (json.state !== 'queued' && json.state !== 'running') return json
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}
