/** An answer's body as it was before it was packed: whoever does not say how it may come has to take what comes (RFC 9110 §12.5.3). */
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'

const unpack: Readonly<Record<string, (bytes: Buffer, limits: { maxOutputLength: number }) => Buffer>> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  br: brotliDecompressSync,
  // Some servers leave out the frame around it.
  deflate: (bytes, limits) => ((bytes[0]! & 0x0f) === 8 ? inflateSync(bytes, limits) : inflateRawSync(bytes, limits)),
}

/** `too_long`: more than `most` bytes. What cannot be unpacked stays as it came: an answer that nobody can read. */
export function unpacked(body: Buffer, encoding: string, most: number): Buffer | 'too_long' {
  let bytes = body
  // The last one that was laid on comes off first.
  for (const name of encoding.toLowerCase().split(',').toReversed()) {
    const way = unpack[name.trim()]
    if (!way || bytes.length === 0) continue
    try {
      bytes = way(bytes, { maxOutputLength: most })
    } catch (cause) {
      return (cause as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE' ? 'too_long' : body
    }
  }
  return bytes
}
