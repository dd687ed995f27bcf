/** The built product as its own process, on a fresh data folder: what a stranger would run. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Flow } from '../../runtime/flow.ts'

export interface Served {
  url: string
  data: string
  pid: number
  /** What it wrote to standard error and output so far. */
  log(): string
  /** Its API, as the editor asks it; fails on any answer that is no success. */
  ask<T>(path: string, method?: string, body?: unknown, headers?: Record<string, string>): Promise<T>
  /** The draft of a flow is changed and saved, as by another tab. */
  change(flow: string, change: (document: Flow) => Flow): Promise<void>
  /** Ends it and leaves the data folder. */
  end(): Promise<void>
  /** Ends it and takes the data folder away. */
  stop(): Promise<void>
}

const LAUNCHER = join(import.meta.dirname, '../../bin/tributary.mjs')
const READY_MS = 120_000

export async function serve(env: Record<string, string> = {}, data = mkdtempSync(join(tmpdir(), 'tributary-'))): Promise<Served> {
  // It takes a free port and says which: one that was looked for before may be another's by then.
  const child = spawn(process.execPath, [LAUNCHER, 'serve'], {
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', TRIBUTARY_DATA: data, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let log = ''
  child.stdout.on('data', chunk => (log += chunk))
  child.stderr.on('data', chunk => (log += chunk))
  let url = ''
  const isReady = async () => {
    url = /^Tributary is at (http:\S+)$/m.exec(log)?.[1] ?? ''
    return url !== '' && (await fetch(`${url}/readyz`).catch(() => undefined))?.ok
  }
  const until = Date.now() + READY_MS
  while (!(await isReady())) {
    if (child.exitCode !== null) throw new Error(`tributary serve ended with ${child.exitCode}: ${log}`)
    if (Date.now() > until) throw new Error(`tributary serve is not ready: ${log}`)
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  const served: Served = {
    url,
    data,
    pid: child.pid!,
    log: () => log,
    ask: apiOf(url),
    async change(flow, change) {
      const { document, revision } = await served.ask<{ document: Flow; revision: number }>(`/api/flows/${flow}`)
      await served.ask(`/api/flows/${flow}`, 'PUT', { document: change(document) }, { 'if-match': String(revision) })
    },
    end: () => ended(child, 'SIGTERM'),
    async stop() {
      await ended(child, 'SIGTERM')
      rmSync(data, { recursive: true, force: true })
    },
  }
  return served
}

/** The API at an address, asked as the editor asks it; `token`: the owner's, where the server has one. */
export function apiOf(url: string, token?: string): Served['ask'] {
  return async (path, method = 'GET', body, headers = {}) => {
    const answer = await fetch(url + path, {
      method,
      headers: { 'content-type': 'application/json', 'x-tributary': '1', ...(token && { authorization: `Bearer ${token}` }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer.status === 204 ? undefined : await answer.json()
  }
}

export interface Ended {
  code: number | null
  out: string
  err: string
}
/** Runs one command to its end. `started` gets the process while it runs. */
export function tributary(
  args: readonly string[],
  env: Record<string, string> = {},
  started?: (child: ChildProcess) => void,
): Promise<Ended> {
  const child = spawn(process.execPath, [LAUNCHER, ...args], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  started?.(child)
  const ended: Ended = { code: null, out: '', err: '' }
  child.stdout.on('data', chunk => (ended.out += chunk))
  child.stderr.on('data', chunk => (ended.err += chunk))
  return new Promise(resolve => child.once('close', code => resolve({ ...ended, code })))
}

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise(resolve => {
    const forced = setTimeout(() => child.kill('SIGKILL'), 10_000)
    child.once('exit', () => {
      clearTimeout(forced)
      resolve()
    })
    child.kill(signal)
  })
}
