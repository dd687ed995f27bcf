/**
 * Bodies as bytes. A text of many events is a large one, and making it cost more than all else that is done to the events
 * (`speed.decision.md`); each event's text is short, and goes into the bytes at once.
 */
import type { Address, Body, Call, Dialect } from './dialect.ts'
import { type Piece, textIn } from './finished-page.ts'

/** Stands in no event's text: JSON writes control characters as escapes. */
const MARK = '\u0000'

/** The request that `dialect.call` makes of these events, byte for byte, without a text of all of them. */
export function callOf(dialect: Pick<Dialect, 'call'>, events: readonly (string | Piece)[], address: Address): Call<Body> {
  const call = dialect.call([MARK, MARK], address)
  const [before, between, after, ...more] = call.body.split(MARK)
  // Not one event after another: asked for as a text.
  if (between === undefined || after === undefined || more.length > 0) return dialect.call(events.map(textIn), address)
  return { ...call, body: bytesOf(events, between, before, after) }
}

/** Texts one after another, in UTF-8. */
export function bytesOf(texts: readonly (string | Piece)[], between: string, before = '', after = ''): Uint8Array {
  let size = Buffer.byteLength(before) + Buffer.byteLength(between) * Math.max(0, texts.length - 1) + Buffer.byteLength(after)
  for (const text of texts) size += typeof text === 'string' ? Buffer.byteLength(text) : text.to - text.from
  const bytes = Buffer.allocUnsafe(size)
  let at = bytes.write(before)
  for (const [i, text] of texts.entries()) {
    if (i > 0) at += bytes.write(between, at)
    at += typeof text === 'string' ? bytes.write(text, at) : text.page.copy(bytes, at, text.from, text.to)
  }
  bytes.write(after, at)
  return bytes
}

/** For whoever reads a body: a simulator, a test. */
export const bodyText = (body: Body): string => (typeof body === 'string' ? body : Buffer.from(body).toString())
