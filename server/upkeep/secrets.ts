/**
 * The only place that knows the master key. Everything that must not lie in clear in the data folder is sealed here:
 * AES-256-GCM under a key derived per purpose, bound to the place it is stored in, so that a ciphertext that was
 * changed or moved does not open.
 *
 * Sealed bytes: version (1) | fingerprint of the master key (4) | nonce (12) | tag (16) | ciphertext.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, unlinkSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const VERSION = 1
const HEAD = 1 + 4 + 12 + 16

/** Each purpose has a key of its own: what opens a stored request opens no connection. */
export type Purpose = 'connections' | 'requests' | 'samples' | 'inbox'

/** Seals and opens bytes. `place` names where they are stored: table, row, field. */
export interface Secrets {
  /** Tells one master key from another without telling anything of it. */
  readonly fingerprint: string
  /** What prints of events are made with. */
  readonly printKey: string
  seal(purpose: Purpose, place: readonly (string | number)[], clear: Uint8Array): Buffer
  open(purpose: Purpose, place: readonly (string | number)[], sealed: Uint8Array): Buffer
}

/** The key is missing, unfit or not the one that sealed this. `why` says what to do. Holds no part of any key. */
export class KeyProblem extends Error {
  readonly code: 'key.invalid' | 'key.unreadable' | 'key.other' | 'key.tampered'
  readonly why: string
  constructor(code: KeyProblem['code'], message: string, why: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.why = why
  }
}

/** The master key: the given text (`TRIBUTARY_KEY`), else the data folder's `key` file, made on first use. */
export const masterKey = (folder: string, given?: string): Buffer =>
  given ? parseKey(given, 'TRIBUTARY_KEY') : keyFile(join(folder, 'key'))

/** What seals and opens with this master key. */
export function secretsOf(master: Uint8Array): Secrets {
  const derive = (purpose: string, bytes: number) => Buffer.from(hkdfSync('sha256', master, 'tributary', purpose, bytes))
  const print = derive('fingerprint', 4)
  const keys = new Map<Purpose, Buffer>()
  const keyFor = (purpose: Purpose) => {
    const key = keys.get(purpose) ?? derive(purpose, 32)
    keys.set(purpose, key)
    return key
  }
  return {
    fingerprint: print.toString('hex'),
    printKey: derive('prints', 32).toString('hex'),
    seal(purpose, place, clear) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', keyFor(purpose), nonce, { authTagLength: 16 })
      cipher.setAAD(bound(place, print))
      const body = cipher.update(clear)
      const end = cipher.final()
      return Buffer.concat([Buffer.of(VERSION), print, nonce, cipher.getAuthTag(), body, end])
    },
    open(purpose, place, sealed) {
      const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
      if (bytes.length < HEAD || bytes[0] !== VERSION) throw tampered()
      if (!bytes.subarray(1, 5).equals(print)) throw otherKey()
      const decipher = createDecipheriv('aes-256-gcm', keyFor(purpose), bytes.subarray(5, 17), { authTagLength: 16 })
      decipher.setAAD(bound(place, print))
      decipher.setAuthTag(bytes.subarray(17, HEAD))
      try {
        return Buffer.concat([decipher.update(bytes.subarray(HEAD)), decipher.final()])
      } catch (cause) {
        throw tampered({ cause })
      }
    },
  }
}

/** The same bytes sealed by another key; `undefined` for what cannot be opened, which nobody can repair by sealing it. */
export function reseal(from: Secrets, to: Secrets, ...[purpose, place, sealed]: Parameters<Secrets['open']>): Buffer | undefined {
  try {
    return to.seal(purpose, place, from.open(purpose, place, sealed))
  } catch (cause) {
    if (cause instanceof KeyProblem) return undefined
    throw cause
  }
}

/** The key in use was sealed with another one: said once, in the same words, wherever it is noticed. */
export const otherKey = () =>
  new KeyProblem(
    'key.other',
    'This data was sealed with another key.',
    'Start with the TRIBUTARY_KEY or the "key" file that this data folder was made with.',
  )
const tampered = (options?: ErrorOptions) =>
  new KeyProblem(
    'key.tampered',
    'Stored data could not be opened: it was changed, damaged or moved.',
    'Restore a backup, or enter the connection’s secrets again.',
    options,
  )

/** Parts cannot run into each other: each is told by its length. */
const bound = (place: readonly (string | number)[], print: Uint8Array) =>
  Buffer.concat([Buffer.from(place.map(part => `${Buffer.byteLength(String(part))}:${part}`).join('|')), print])

function parseKey(text: string, from: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64')
  const exact = key.toString('base64').replace(/=+$/, '') === text.trim().replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '')
  if (key.length !== 32 || !exact)
    throw new KeyProblem('key.invalid', `${from} is not a key.`, 'It must be 32 random bytes in base64: openssl rand -base64 32')
  if (new Set(key).size < 12) throw new KeyProblem('key.invalid', `${from} is not random.`, 'Make one with: openssl rand -base64 32')
  return key
}

/** The key in this file; a new one when there is no such file. */
export function keyFile(path: string): Buffer {
  try {
    return parseKey(readFileSync(path, 'utf8'), `The key file ${path}`)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return makeKey(path)
    if (cause instanceof KeyProblem) throw cause
    throw new KeyProblem(
      'key.unreadable',
      `The key file ${path} cannot be read.`,
      'Give this user the right to read it, or set TRIBUTARY_KEY.',
      {
        cause,
      },
    )
  }
}

/** Written whole and linked into place, so that a crash or a second process never leaves half a key. */
function makeKey(path: string): Buffer {
  const draft = `${path}.${process.pid}`
  try {
    // A process of this number that was killed here; never written over, for it may be the key itself by another name.
    rmSync(draft, { force: true })
    const file = openSync(draft, 'wx', 0o600)
    writeSync(file, `${randomBytes(32).toString('base64')}\n`)
    fsyncSync(file)
    closeSync(file)
    linkSync(draft, path)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST')
      throw new KeyProblem(
        'key.unreadable',
        `The key file ${path} cannot be made.`,
        'Give this user the right to write there, or set TRIBUTARY_KEY.',
        {
          cause,
        },
      )
  } finally {
    try {
      unlinkSync(draft)
    } catch {
      // It was never made.
    }
  }
  return parseKey(readFileSync(path, 'utf8'), `The key file ${path}`)
}
