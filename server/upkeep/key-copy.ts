/** A copy of the key file, and what is remembered of it: when the key in use was last copied out of the data folder. */
import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { KeyProblem, keyFile, secretsOf } from './secrets.ts'

/** Beside the database, not in it: a running server need not stop, and a restored database does not forget it. */
const NOTE = 'key-copied.json'
const fingerprintOf = (path: string): string => secretsOf(keyFile(path)).fingerprint

/** Writes the folder's key to `to`, a file or a folder elsewhere, for its owner only. Gives the file. Never overwrites. */
export function copyKey(folder: string, to: string): string {
  const key = join(folder, 'key')
  if (!existsSync(key)) throw new KeyProblem('key.unreadable', `There is no key file in ${folder}.`, 'It is made by the first start.')
  const fingerprint = fingerprintOf(key)
  const file = existsSync(to) && statSync(to).isDirectory() ? join(to, 'tributary-key') : resolve(to)
  mkdirSync(dirname(file), { recursive: true })
  if (isWithin(realpathSync(dirname(file)), realpathSync(folder)))
    throw new KeyProblem('key.unreadable', 'A copy in the data folder is lost together with it.', 'Name a place elsewhere.')
  try {
    writeFileSync(file, readFileSync(key), { mode: 0o600, flag: 'wx', flush: true })
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST')
      throw new KeyProblem('key.unreadable', `${file} cannot be written.`, 'Name another place.', { cause })
    if (readFileSync(file, 'utf8').trim() !== readFileSync(key, 'utf8').trim())
      throw new KeyProblem('key.unreadable', `${file} is there already, and holds something else.`, 'Name another file.')
  }
  note(folder, { fingerprint, at: new Date().toISOString() })
  return file
}

/** When the present key was last copied by `copyKey`, ISO; `undefined`: never, or only a key from before. */
export function keyCopied(folder: string): string | undefined {
  try {
    const { fingerprint, at } = JSON.parse(readFileSync(join(folder, NOTE), 'utf8')) as { fingerprint?: unknown; at?: unknown }
    return typeof at === 'string' && fingerprint === fingerprintOf(join(folder, 'key')) ? at : undefined
  } catch {
    return undefined
  }
}

function note(folder: string, what: { fingerprint: string; at: string }): void {
  const draft = join(folder, `${NOTE}.${process.pid}`)
  writeFileSync(draft, JSON.stringify(what), { mode: 0o600, flush: true })
  renameSync(draft, join(folder, NOTE))
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`))
}
