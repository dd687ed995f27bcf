/** Where the product is measured as people run it: its bundle in a process of its own, a real Postgres, a platform beside it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { type Postgres, startPostgres } from '../stand-ins/start-postgres.ts'

const PROGRAM = resolve('dist/server/main.js')
const HERE = resolve('test/bench')

export interface Platform {
  url: string
  count(): Promise<{ events: number; requests: number }>
  close(): void
}
export interface Cost {
  wallMs: number
  cpuMs: number
  maxRssMb: number
  /** How late the event loop was, ms. */
  loop: { p95: number; p99: number; longest: number }
}
/** A run's report, as far as the bench reads it. */
export interface Ran extends Cost {
  delivered: number
  duplicate: number
  read: number
  requests: number
}

export class Stage {
  readonly folder = mkdtempSync(join(tmpdir(), 'tributary-bench-'))
  #postgres: Promise<Postgres> | undefined
  readonly #platforms: Platform[] = []
  #runs = 0

  async database(): Promise<string> {
    this.#postgres ??= startPostgres()
    return (await this.#postgres).url
  }
  async sql(text: string): Promise<pg.QueryResult> {
    const client = new pg.Client(await this.database())
    await client.connect()
    try {
      return await client.query(text)
    } finally {
      await client.end()
    }
  }
  async platform(delayMs = 0): Promise<Platform> {
    const child = spawn(process.execPath, [join(HERE, 'platform.mjs')], {
      env: { ...process.env, DELAY_MS: String(delayMs) },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    })
    const port = await firstLine(child)
    const url = `http://127.0.0.1:${port}`
    const platform = {
      url,
      // A connection of its own: one that was kept has been closed where the SDK computed for seconds meanwhile.
      count: async () => (await (await fetch(url, { headers: { connection: 'close' } })).json()) as { events: number; requests: number },
      close: () => void child.kill(),
    }
    this.#platforms.push(platform)
    return platform
  }
  path(name: string): string {
    return join(this.folder, name)
  }
  write(name: string, content: unknown): string {
    const path = this.path(name)
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
    return path
  }
  /** The product in a process of its own; `env` beside what every run gets. */
  start(args: readonly string[], env: Readonly<Record<string, string>>): { child: ChildProcess; cost: string } {
    const cost = this.path(`cost-${++this.#runs}.json`)
    const child = spawn(process.execPath, ['--import', join(HERE, 'measure.mjs'), PROGRAM, ...args], {
      cwd: this.folder,
      env: { ...process.env, NODE_ENV: 'production', LOG_LEVEL: 'warn', BENCH_MEASURE: cost, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    return { child, cost }
  }
  /** `tributary run --json` once; fails when the books do not fit the count that the platform took. */
  async run(flow: string, data: string, platform: Platform, more: Readonly<Record<string, string>> = {}): Promise<Ran> {
    const before = await platform.count()
    const began = performance.now()
    const args = ['run', flow, '--connections', this.path('connections.json'), '--data', data, '--json']
    const { child, cost } = this.start(args, {
      SHOP_URL: this.#postgres ? await this.database() : '',
      META_BASE_URL: platform.url,
      ...more,
    })
    const [out, err, code] = await ended(child)
    const wallMs = performance.now() - began
    if (code !== 0 && code !== 2) throw new Error(`The run ended with ${code}: ${err.slice(-2000)}${out.slice(-500)}`)
    const { tally, requests } = JSON.parse(out).paths[0]
    const { events } = await platform.count()
    if (events - before.events !== tally.delivered) throw new Error(`${tally.delivered} delivered, ${events - before.events} taken`)
    return { wallMs, ...JSON.parse(readFileSync(cost, 'utf8')), ...tally, requests }
  }
  async close(): Promise<void> {
    for (const platform of this.#platforms) platform.close()
    await (await this.#postgres)?.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** A row with a stage of its own, gone when the row is done. */
export async function onStage<T>(work: (stage: Stage) => Promise<T>): Promise<T> {
  const stage = new Stage()
  try {
    return await work(stage)
  } finally {
    await stage.close()
  }
}

export function firstLine(child: ChildProcess, pattern = /^(\S+)\n/): Promise<string> {
  return new Promise((done, reject) => {
    let text = ''
    child.stdout!.on('data', chunk => {
      text += chunk
      const found = pattern.exec(text)
      if (found) done(found[1] ?? found[0])
    })
    child.once('exit', code => reject(new Error(`It ended with ${code} before it said anything: ${text}`)))
  })
}
export function ended(child: ChildProcess): Promise<[out: string, err: string, code: number | null]> {
  let out = ''
  let err = ''
  child.stdout?.on('data', chunk => {
    out += chunk
  })
  child.stderr?.on('data', chunk => {
    err += chunk
  })
  return new Promise(done => child.once('close', code => done([out, err, code])))
}
