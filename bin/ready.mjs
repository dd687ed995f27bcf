// What has to be there before anything of the product can run: a new enough Node, the packages, the build.
// Plain JavaScript for any Node from 18 on; imports nothing that has to be installed.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const at = (...parts) => join(root, ...parts)

const NODE_MIN = [22, 18]
const SOURCES = ['editor', 'runtime', 'nodes', 'server', 'vite.config.ts', 'package.json', 'package-lock.json']
const BUILT = at('dist', 'server', 'main.js')
/** Built here and moved into place whole: what runs meanwhile keeps what it was started with. */
const NEXT = at('dist', '.next')
const LOCK = at('node_modules', '.building')
const LOCK_WRITTEN_MS = 5_000

export const newEnough = version => {
  const [major, minor] = version.split('.').map(Number)
  return major > NODE_MIN[0] || (major === NODE_MIN[0] && minor >= NODE_MIN[1])
}

/** A Node that can run the server: this one, else the one that came with the packages. */
export function findNode() {
  if (newEnough(process.versions.node)) return process.execPath
  const own = at('node_modules', '.bin', 'node')
  if (existsSync(own)) return own
  fail(
    `Tributary needs Node ${NODE_MIN.join('.')} or newer; this is ${process.versions.node}. Run "npm ci" in ${root}, or install a newer Node.`,
  )
}

/** Installs what package-lock.json asks for, when it is not there in that version. */
export function install({ dev = true } = {}) {
  if (isInstalled(dev)) return
  say('Installing packages (about a minute)...')
  const npm = process.env.npm_execpath
  const [command, args] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []]
  const done = spawnSync(command, [...args, 'ci', ...(dev ? [] : ['--omit=dev'])], { cwd: root, stdio: ['ignore', 2, 2] })
  if (done.status !== 0) fail('"npm ci" did not finish. Its messages above say why.')
}

function isInstalled(dev) {
  const wanted = packagesOf(at('package-lock.json'))
  const found = packagesOf(at('node_modules', '.package-lock.json'))
  if (!wanted || !found) return false
  return Object.entries(wanted).every(([path, { version, optional, dev: onlyDev }]) => {
    if (path === '' || (onlyDev && !dev)) return true
    return found[path] ? found[path].version === version : Boolean(optional)
  })
}

function packagesOf(lock) {
  try {
    return JSON.parse(readFileSync(lock, 'utf8')).packages
  } catch {
    return undefined
  }
}

/** Builds editor and server when nothing is built yet or a source is newer than what is built. One process at a time. */
export async function build(node = findNode()) {
  if (isBuilt()) return
  const builder = existsSync(at('node_modules', 'vite'))
  // A container carries what is built and nothing to build with.
  if (!builder && existsSync(BUILT)) return
  if (!builder) fail(`Nothing is built and the packages are not installed. Run "npm ci" in ${root} first.`)
  while (!takeLock()) await new Promise(resolve => setTimeout(resolve, 200))
  const problem = isBuilt() ? undefined : buildWith(node)
  rmSync(LOCK, { force: true })
  if (problem) fail(problem)
}

function buildWith(node) {
  say('Building (a few seconds)...')
  const began = new Date()
  const vite = at('node_modules', 'vite', 'bin', 'vite.js')
  // Whoever asks (a test, say), what is built is what people get.
  const env = { ...process.env, NODE_ENV: 'production', TRIBUTARY_BUILD_DIR: NEXT }
  const done = spawnSync(node, [vite, 'build', '--app', '--logLevel', 'error'], { cwd: root, stdio: ['ignore', 2, 2], env })
  if (done.status !== 0 || !existsSync(join(NEXT, 'server', 'main.js'))) return 'The build did not finish. Its messages above say why.'
  // What changes while it builds is newer than the build.
  utimesSync(join(NEXT, 'server', 'main.js'), began, began)
  for (const part of ['editor', 'server']) {
    rmSync(at('dist', part), { recursive: true, force: true })
    renameSync(join(NEXT, part), at('dist', part))
  }
  rmSync(NEXT, { recursive: true, force: true })
}

function isBuilt() {
  if (!existsSync(BUILT)) return false
  const built = statSync(BUILT).mtimeMs
  return SOURCES.every(path => newest(at(path), built) <= built)
}

/** The newest change below a path; stops looking at the first one after `enough`. Tests and notes change nothing. */
function newest(path, enough) {
  let stat
  try {
    stat = statSync(path)
  } catch {
    return 0
  }
  if (!stat.isDirectory()) return /\.(test\.tsx?|md)$/.test(path) ? 0 : stat.mtimeMs
  let latest = 0
  for (const name of readdirSync(path)) {
    latest = Math.max(latest, newest(join(path, name), enough))
    if (latest > enough) break
  }
  return latest
}

/** The lock names who holds it, so that one that was killed holds nobody up. */
function takeLock() {
  try {
    writeFileSync(LOCK, String(process.pid), { flag: 'wx' })
    return true
  } catch {
    if (isAbandoned()) rmSync(LOCK, { force: true, recursive: true })
    return false
  }
}

function isAbandoned() {
  try {
    const pid = Number(readFileSync(LOCK, 'utf8'))
    if (pid) return process.kill(pid, 0) && false
    // Just made and not written yet, or never written.
    return Date.now() - statSync(LOCK).mtimeMs > LOCK_WRITTEN_MS
  } catch (cause) {
    return cause.code === 'ESRCH'
  }
}

/** Runs the server's command line in `node` with these arguments and ends as it ends. */
export async function run(node, args) {
  if (node === process.execPath) {
    process.argv = [process.argv[0], BUILT, ...args]
    await import(new URL(`file://${BUILT}`).href)
    return
  }
  // The channel carries nothing: when this process is gone, even by kill -9, it closes, and the one that works ends with it.
  const child = spawn(node, [BUILT, ...args], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', error => fail(`The server could not be started: ${error.message}`))
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143)
  })
}

export const say = text => process.stderr.write(`${text}\n`)
export function fail(text) {
  say(text)
  process.exit(5)
}
