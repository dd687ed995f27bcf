/** Event keys and prints as the database has them: 16 and 8 bytes each, one after another. */
import type { EventKey } from '../../runtime/world.ts'

export function keyBytes(keys: readonly EventKey[]): Buffer {
  const bytes = Buffer.from(keys.join(''), 'hex')
  if (bytes.length !== keys.length * 16) throw new Error('A key is 32 hex characters.')
  return bytes
}

export function keysIn(bytes: Buffer): EventKey[] {
  const hex = bytes.toString('hex')
  return Array.from({ length: bytes.length / 16 }, (_, i) => hex.slice(i * 32, i * 32 + 32))
}

const NONE = '0'.repeat(16)
/** Prints beside keys, eight bytes each, zeros for one that is missing; nothing when all are. */
export function printBytes(prints: readonly (string | undefined)[]): Buffer | null {
  return prints.some(print => print) ? Buffer.from(prints.map(print => print || NONE).join(''), 'hex') : null
}

export function printsIn(bytes: Buffer | null): (string | undefined)[] {
  const hex = bytes?.toString('hex') ?? ''
  return Array.from({ length: hex.length / 16 }, (_, i) => {
    const print = hex.slice(i * 16, i * 16 + 16)
    return print === NONE ? undefined : print
  })
}
