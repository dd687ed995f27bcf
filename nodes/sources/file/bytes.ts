/** The bytes of a file as they are unpacked, a piece at a time. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import type { Placed } from './place.ts'
import { Unpacking } from './room.ts'

export async function* bytesOf({ path, gzip }: Pick<Placed, 'path' | 'gzip'>, kill?: AbortSignal): AsyncGenerator<Buffer> {
  const packed = gzip ? (await stat(path)).size : 0
  const raw = createReadStream(path, { highWaterMark: 1 << 20, signal: kill })
  try {
    if (!gzip) return yield* raw
    const unpacked = raw.pipe(createGunzip({ chunkSize: 1 << 18 }))
    raw.on('error', cause => unpacked.destroy(cause))
    yield* new Unpacking(packed).measured(unpacked)
  } finally {
    raw.destroy()
  }
}

export async function firstBytes(file: Pick<Placed, 'path' | 'gzip'>, count: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of bytesOf(file)) {
    chunks.push(chunk)
    size += chunk.length
    if (size >= count) break
  }
  return Buffer.concat(chunks).subarray(0, count)
}
