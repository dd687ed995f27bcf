/** The command line as a person has it: a folder with a flow, data and connections, and a platform that answers. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect } from 'vitest'
import { STAYS_OPEN } from './stand-ins/stays-open.ts'

const LAUNCHER = new URL('../bin/tributary.mjs', import.meta.url).pathname
/** What the launcher hands over to. Started directly, so that one build serves all of these tests. */
const PROGRAM = new URL('../dist/server/main.js', import.meta.url).pathname
/** What Node compiled for one start, the next need not compile again (`vitest.config.ts`). */
const COMPILED = process.env.NODE_COMPILE_CACHE ? { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE } : {}
/** The present test's folder. */
export let folder = ''
let number = 0
let root = ''
const children: ChildProcess[] = []
/** Call it once in a test file: builds first, gives each test a folder of its own, ends what was started. */
export function commandLine(): void {
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'tributary-cli-'))
    const built = spawnSync(process.execPath, [LAUNCHER, '--version'], { encoding: 'utf8' })
    expect(built.stdout, built.stderr).toMatch(/^tributary \d+\.\d+\.\d+\n$/)
  }, 120_000)
  afterAll(() => {
    for (const child of children) if (child.exitCode === null) child.kill('SIGKILL')
    rmSync(root, { recursive: true, force: true })
  })

  beforeEach(() => {
    folder = join(root, String(++number))
    mkdirSync(folder)
  })
}

export interface Ended {
  code: number | null
  out: string
  err: string
  json: any
}
export const TOKEN = 'canary-token-EAAG1234567890'
export function start(args: string[], variables: Record<string, string> = {}): { child: ChildProcess; ended: Promise<Ended> } {
  const env = {
    ...COMPILED,
    PATH: process.env.PATH!,
    HOME: process.env.HOME!,
    TRIBUTARY_DATA: join(folder, 'data'),
    LOG_LEVEL: 'warn',
    ...variables,
  }
  const child = spawn(process.execPath, [PROGRAM, ...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
  children.push(child)
  let out = ''
  let err = ''
  child.stdout!.on('data', chunk => {
    out += chunk
  })
  child.stderr!.on('data', chunk => {
    err += chunk
  })
  const ended = new Promise<Ended>(resolve =>
    child.on('close', code => {
      let json: unknown
      try {
        json = JSON.parse(out)
      } catch {
        // Not every output is JSON.
      }
      resolve({ code, out, err, json })
    }),
  )
  return { child, ended }
}
export const tributary = (args: string[], variables?: Record<string, string>) => start(args, variables).ended

const csv = (rows: number, { thin = 0 } = {}) => {
  const at = new Date(Date.now() - 3_600_000).toISOString()
  const lines = Array.from({ length: rows }, (_, i) => `A-${i},${at},${i < thin ? '' : `ann${i}@example.com`},${10 + i}.50,paid`)
  return `order_id,ordered_at,email,amount,status\n${lines.join('\n')}\n`
}
export const flow = {
  tributary: 1,
  name: 'Orders',
  nodes: [
    { id: 'shop', kind: 'file', config: { path: 'orders.csv' } },
    { id: 'orders', kind: 'table', config: { table: 'orders', key: ['order_id'] } },
    {
      id: 'map',
      kind: 'mapping',
      config: {
        fields: {
          event_name: { value: 'Purchase' },
          action_source: { value: 'system_generated' },
          event_time: { column: 'ordered_at' },
          event_id: { column: 'order_id' },
          value: { column: 'amount' },
          currency: { value: 'EUR' },
          email: { column: 'email' },
        },
      },
    },
    { id: 'meta', kind: 'meta', config: { connection: 'meta-main' } },
  ],
  edges: [
    { from: 'shop', to: 'orders' },
    { from: 'orders', to: 'map' },
    { from: 'map', to: 'meta' },
  ],
}
/** Files as a person would have them: the flow, the data beside it, the connections with a variable. */
export function files({ rows = 5, thin = 0, document = flow as unknown } = {}) {
  writeFileSync(join(folder, 'orders.csv'), csv(rows, { thin }))
  writeFileSync(join(folder, 'flow.json'), JSON.stringify(document))
  writeFileSync(
    join(folder, 'connections.json'),
    JSON.stringify({ 'meta-main': { kind: 'meta', dataset: '1234567890', token: '$'.concat('{META_TOKEN}') } }),
  )
  return ['flow.json', '--connections', 'connections.json']
}

/** The first signal, and a moment after it was heard: what comes within a quarter of a second of it is the same key press. */
export async function stopGently(child: ChildProcess): Promise<void> {
  const heard = line(child, /(stopping): what is under way is finished/)
  child.kill('SIGTERM')
  await heard
  await new Promise(resolve => setTimeout(resolve, 600))
}

/** A platform that takes everything, or answers as told. */
export async function platform(answer: (request: IncomingMessage, body: string, response: ServerResponse) => void = accept) {
  const bodies: string[] = []
  const server = createServer(STAYS_OPEN, (request, response) => {
    let body = ''
    request.on('data', chunk => {
      body += chunk
    })
    request.on('end', () => {
      bodies.push(body)
      answer(request, body, response)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  return { bodies, close, variables: { META_BASE_URL: url, META_TOKEN: TOKEN } }
}
export function accept(_: IncomingMessage, body: string, response: ServerResponse) {
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ events_received: JSON.parse(body).data.length, messages: [], fbtrace_id: 'T1' }))
}

/** Waits for a line of its output or its log, and gives its first group; a process that ends without it never says it. */
export function line(child: ChildProcess, pattern: RegExp): Promise<string> {
  let text = ''
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      text += chunk
      const found = pattern.exec(text)
      if (found) resolve(found[1]!)
    }
    child.stdout!.on('data', hear)
    child.stderr!.on('data', hear)
    child.once('close', code => reject(new Error(`It ended with ${code} and never said ${pattern}: ${text}`)))
  })
}
