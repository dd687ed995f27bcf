/** The built product as its own process: started, watched, killed by its id, and gone when the proof is. */
import { type ChildProcess, spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunReport } from '../../runtime/report.ts'

const ROOT = join(import.meta.dirname, '..', '..')
/** Thousands of starts: what Node compiled once it need not compile again. */
const CACHE = join(tmpdir(), `tributary-proof-cache-${process.pid}`)
const HOOK = join(import.meta.dirname, 'hook.mjs')
export const PROGRAM = join(ROOT, 'dist', 'server', 'main.js')

export interface Launch {
  /** Another build of the product than the checkout's. */
  program?: string
  env?: Record<string, string>
  /** Loads `hook.mjs` with these variables. */
  hook?: Record<string, string>
  /** A shell line that ends in `"$@"`, to start it under limits. */
  wrap?: string
  cwd?: string
}
export interface Started {
  child: ChildProcess
  pid: number
  began: number
  out(): string
  err(): string
  ended: Promise<Ended>
}
export interface Ended {
  code: number | null
  signal: NodeJS.Signals | null
  out: string
  err: string
  ms: number
  /** What `run --json` printed; absent when it was killed before. */
  report?: RunReport
}

const alive = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL')
  rmSync(CACHE, { recursive: true, force: true })
})

export function start(args: readonly string[], { program = PROGRAM, env = {}, hook, wrap, cwd }: Launch = {}): Started {
  // A clock or a limit that is put before the program must not be put before us.
  const command = [process.execPath, ...(hook ? ['--import', HOOK] : []), program, ...args]
  const [first, ...rest] = wrap ? ['/bin/sh', '-c', wrap, 'sh', ...command] : command
  const variables = {
    PATH: process.env.PATH ?? '',
    HOME: process.env.HOME ?? '',
    LOG_LEVEL: 'info',
    NODE_COMPILE_CACHE: CACHE,
    ...env,
    ...hook,
  }
  const child = spawn(first!, rest, { env: variables, stdio: ['ignore', 'pipe', 'pipe'], ...(cwd && { cwd }) })
  alive.add(child)
  const began = performance.now()
  let out = ''
  let err = ''
  child.stdout!.on('data', chunk => {
    out += chunk
  })
  child.stderr!.on('data', chunk => {
    err += chunk
  })
  // A program that is not there ends like one that broke, and the case says so.
  child.once('error', cause => {
    err += cause.message
  })
  const ended = new Promise<Ended>(resolve =>
    child.once('close', (code, signal) => {
      alive.delete(child)
      const report = parsed(out)
      resolve({ code, signal, out, err, ms: performance.now() - began, ...(report && { report }) })
    }),
  )
  return { child, pid: child.pid!, began, out: () => out, err: () => err, ended }
}

function parsed(text: string): RunReport | undefined {
  try {
    const report = JSON.parse(text) as RunReport
    return Array.isArray(report.paths) ? report : undefined
  } catch {
    return undefined
  }
}

export interface Served extends Started {
  url: string
  /** Ms from the start to the first `/readyz` that says yes. */
  readyMs: number
  ask<T>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<T>
}
const READY_MS = 60_000

export async function serve(data: string, { env = {}, ...launch }: Launch = {}): Promise<Served> {
  // It takes a free port and says which: one that was looked for before may be another's by then.
  const started = start(['serve'], { ...launch, env: { PORT: '0', HOST: '127.0.0.1', TRIBUTARY_DATA: data, ...env } })
  let url = ''
  const isReady = async () => {
    url = /^Tributary is at (http:\S+)$/m.exec(started.out())?.[1] ?? ''
    return url !== '' && (await fetch(`${url}/readyz`).catch(() => undefined))?.ok
  }
  while (!(await isReady())) {
    if (started.child.exitCode !== null) throw new Error(`serve ended with ${started.child.exitCode}: ${started.err()}`)
    if (performance.now() - started.began > READY_MS) throw new Error(`serve is not ready: ${started.err()}`)
    await pause(20)
  }
  return { ...started, url, readyMs: performance.now() - started.began, ask: (...asked) => ask(url, ...asked) }
}

async function ask<T>(url: string, method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
  const answer = await fetch(url + path, {
    method,
    headers: { 'x-tributary': '1', ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
  return JSON.parse(text) as T
}

export async function kill({ child, ended }: Started, signal: NodeJS.Signals = 'SIGKILL'): Promise<Ended> {
  child.kill(signal)
  return ended
}

/** Dies now, when it has not ended meanwhile by itself. */
export function killAt(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It is gone.
  }
}

export const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))
