/** The server in a process of its own, as the bench speaks to it. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { CONNECTIONS } from './flow.ts'
import { type Cost, firstLine, type Platform, type Stage } from './stage.ts'

export interface Served {
  url: string
  pid: number
  /** From the start of the process to the first `200` of `/readyz`. */
  readyMs: number
  ask(method: string, path: string, body?: unknown): Promise<any>
  /** Looks at the delay of its event loop from now on. */
  watchLoop(): void
  end(signal?: NodeJS.Signals): Promise<void>
  /** What it cost, once it ended by itself. */
  cost(): Cost
}

export async function serve(stage: Stage, data: string, platform: Platform): Promise<Served> {
  const began = performance.now()
  const env = { PORT: '0', TRIBUTARY_DATA: data, META_BASE_URL: platform.url, SHOP_URL: await stage.database() }
  const { child, cost } = stage.start(['serve'], env)
  child.stderr!.resume()
  const url = (await firstLine(child, /(http:\/\/\S+)/)).replace('localhost', '127.0.0.1')
  while (!(await isReady(url))) await pause(5)
  const readyMs = performance.now() - began
  return {
    url,
    pid: child.pid!,
    readyMs,
    ask: (method, path, body) => ask(url, method, path, body),
    watchLoop: () => void child.kill('SIGUSR2'),
    end: signal => end(child, signal),
    cost: () => JSON.parse(readFileSync(cost, 'utf8')),
  }
}
const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  )

async function ask(url: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(url + path, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return answer.status === 204 ? undefined : await answer.json()
}
async function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
}

/** Saves the connections and the flow; gives the flow's id. */
export async function drawn(server: Served, database: string, document: unknown): Promise<string> {
  const { kind, ...meta } = CONNECTIONS['meta-main']
  await server.ask('PUT', '/api/connections/shop-db', { kind: 'postgres', settings: { url: database } })
  await server.ask('PUT', '/api/connections/meta-main', { kind, settings: meta })
  return (await server.ask('POST', '/api/flows', { document })).id
}
/** Starts a run of the draft; gives its id. */
export const started = async (server: Served, flow: string): Promise<string> =>
  (await server.ask('POST', `/api/flows/${flow}/runs`, { version: null })).run

/** The run's row once it has ended. */
export async function endOf(server: Served, run: string): Promise<any> {
  for (;;) {
    const row = await server.ask('GET', `/api/runs/${run}`)
    if (row.state !== 'queued' && row.state !== 'running') return row
    await pause(100)
  }
}
