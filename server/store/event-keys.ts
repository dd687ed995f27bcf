/** Event keys as the database has them: 16 bytes each, one after another. */
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
