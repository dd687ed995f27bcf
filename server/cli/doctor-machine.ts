/** What `tributary doctor` finds about the machine: versions, the data folder, its key, the port, who can be reached. */
import { accessSync, constants, existsSync, readFileSync, statfsSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { type Env, isLoopback } from '../env.ts'
import { SQLITE_NEEDED } from '../store/open.ts'
import { keyCopied } from '../upkeep/key-copy.ts'
import { FolderProblem, lockFolder } from '../upkeep/lock.ts'
import { type Finding, fine, mend, note } from './finding.ts'

const FREE_MIN = 500 * 1024 * 1024

export function versions(): Finding[] {
  const sql = new Database(':memory:')
  const sqlite = String(sql.prepare('select sqlite_version()').pluck().get())
  sql.close()
  const node = fine('Node', `${process.versions.node} on ${process.platform} ${process.arch}`)
  const needed = SQLITE_NEEDED.join('.')
  if (atLeast(sqlite, SQLITE_NEEDED)) return [node, fine('SQLite', `${sqlite}; ${needed} or later is needed`)]
  return [node, mend('SQLite', `${sqlite} may damage the database.`, `Version ${needed} or later is needed: run "npm ci" again.`)]
}

export function atLeast(version: string, needed: readonly number[]): boolean {
  const parts = version.split('.').map(Number)
  const at = needed.findIndex((number, i) => (parts[i] ?? 0) !== number)
  return at === -1 || (parts[at] ?? 0) > needed[at]!
}

/** `used`: a Tributary works in the folder now. */
export function folder({ data, key }: Env): { used: boolean; findings: Finding[] } {
  if (!existsSync(data)) return { used: false, findings: notYet(data) }
  const { used, finding } = locked(data)
  return { used, findings: [finding, space(data), ...keyFile(data, key)] }
}

/** Nothing is made to find out: what is above it must be a folder, and writable. */
function notYet(data: string): Finding[] {
  let above = dirname(resolve(data))
  while (!existsSync(above)) above = dirname(above)
  const another = 'or choose another with TRIBUTARY_DATA.'
  if (!statSync(above).isDirectory())
    return [mend('Data folder', `${data} cannot be made: ${above} is a file.`, `Remove the file, ${another}`)]
  if (!writable(above))
    return [
      mend('Data folder', `${data} cannot be made: ${above} cannot be written to.`, `Give this user the right to write there, ${another}`),
    ]
  return [fine('Data folder', `${data} does not exist yet; the first start makes it.`), space(above)]
}

function writable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}

function space(folder: string): Finding {
  const { bavail, bsize } = statfsSync(folder)
  const free = `${Math.round((bavail * bsize) / 1024 / 1024).toLocaleString('en')} MiB`
  if (bavail * bsize >= FREE_MIN) return fine('Free space', free)
  return mend('Free space', `${free} are left.`, 'Make room where the data folder is, before nothing can be recorded any more.')
}

function keyFile(data: string, given: string | undefined): Finding[] {
  const file = join(data, 'key')
  if (given !== undefined) return [fine('Key', 'comes from TRIBUTARY_KEY')]
  if (!existsSync(file)) return []
  const mode = statSync(file).mode & 0o777
  if ((mode & 0o077) !== 0) return [mend('Key', `${file} can be read by others (mode 0${mode.toString(8)}).`, `chmod 600 ${file}`)]
  const copied = keyCopied(data)
  if (copied) return [fine('Key', `${file}, readable by its owner only. It was copied on ${copied.slice(0, 10)}.`)]
  return [
    note(
      'Key',
      `${file}, readable by its owner only. It is in no backup, and was never copied with "tributary backup-key".`,
      'Keep a copy of it apart, with "tributary backup-key FILE": without it nobody can open the secrets in a backup.',
    ),
  ]
}

function locked(data: string): { used: boolean; finding: Finding } {
  try {
    lockFolder(data).release()
    return { used: false, finding: fine('Data folder', `${data} can be written to, and nobody uses it.`) }
  } catch (cause) {
    if (!(cause instanceof FolderProblem)) throw cause
    if (cause.code !== 'folder.in_use') return { used: false, finding: mend('Data folder', cause.message, cause.why) }
    const pid = holderOf(join(data, 'instance.lock'))
    return { used: true, finding: fine('Data folder', `${data} is in use by a running Tributary${pid ? ` (process ${pid})` : ''}.`) }
  }
}

/** The process that holds a file's lock, as the kernel lists it; `undefined` where it does not, or hides it. */
function holderOf(file: string): number | undefined {
  try {
    const { ino } = statSync(file)
    // "1: POSIX  ADVISORY  WRITE 1234 08:01:5678 0 EOF"
    const lock = /^\d+: +\S+ +\S+ +WRITE +(\d+) +[0-9a-f]+:[0-9a-f]+:(\d+) /
    const found = readFileSync('/proc/locks', 'utf8')
      .split('\n')
      .map(line => lock.exec(line))
      .find(match => Number(match?.[2]) === ino)
    return Number(found?.[1]) || undefined
  } catch {
    return undefined
  }
}

/** Whether `serve` could listen. A command that only runs a flow needs no port, so this is no fault. */
export async function port({ host, port: number }: Env, used: boolean): Promise<Finding[]> {
  if (number === 0) return [fine('Port', 'any that is free')]
  const failed = await new Promise<string | undefined>(resolve => {
    const server = createServer()
    server.once('error', cause => resolve((cause as NodeJS.ErrnoException).code ?? cause.name))
    server.listen(number, host.replace(/^\[|\]$/g, ''), () => server.close(() => resolve(undefined)))
  })
  if (failed === undefined) return [fine('Port', `${number} at ${host} is free.`)]
  if (failed === 'EADDRINUSE' && used) return [fine('Port', `${number} at ${host} is taken, as it should be while a Tributary runs.`)]
  const why = failed === 'EADDRINUSE' ? 'is taken by another program' : `cannot be listened on (${failed})`
  return [
    note(
      'Port',
      `${number} at ${host} ${why}, so "tributary serve" will not start there.`,
      'Choose another with PORT, for example PORT=3001.',
    ),
  ]
}

export function reach({ host, ownerToken, overrides, egressAllow }: Env): Finding[] {
  const replaced = [...overrides].map(([name]) => `; ${name} replaces a platform’s address`).join('')
  const others = `others, at ${host}`
  const inward = isLoopback(host)
    ? fine('Reach', `only this machine${replaced}`)
    : ownerToken !== undefined
      ? fine('Reach', `${others}, with the owner’s token${replaced}`)
      : mend(
          'Reach',
          `${others}, and no owner is set: it will not start${replaced}.`,
          'Set TRIBUTARY_OWNER_TOKEN (openssl rand -hex 24), or unset HOST.',
        )
  const outward = egressAllow.length
    ? note('Ways out', `beside the public internet: ${egressAllow.join(', ')} (TRIBUTARY_EGRESS_ALLOW)`)
    : fine('Ways out', 'platforms, and what is on the public internet')
  return [inward, outward]
}
