/** Which bytes mean which letters: guessed, and told. */

import { Stop } from '../../../runtime/contract.ts'
import { alphabetTitles, type Chosen, chosenOnly, decoded, decoderOf, isChosenOnly } from './alphabets.ts'
import { lengthOfLetter } from './utf8.ts'

type Found = 'utf-8' | 'utf-16' | 'windows-1252' | 'latin-1'
export type Encoding = Found | Chosen
export const encodings = ['utf-8', 'utf-16', 'windows-1252', 'latin-1', ...chosenOnly] as const
export const titles: Readonly<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16': 'UTF-16',
  'windows-1252': 'Windows-1252',
  'latin-1': 'Latin-1',
  ...alphabetTitles,
}

/**
 * UTF-8 as soon as one letter is written so, for others never look like it; then lines that do not fit are counted as
 * spoiled. Windows-1252 is told from Latin-1 by its signs, such as €. Nothing when these bytes are the same in all of them.
 * `ends`: nothing comes after them, so that a letter cannot be cut.
 */
export function likelyEncoding(bytes: Buffer, ends = false): Found | undefined {
  if (byteOrder(bytes) !== undefined) return 'utf-16'
  let western = 0
  let windows = 0
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!
    if (byte < 0x80) continue
    const letter = lengthOfLetter(bytes, i)
    if (letter) return 'utf-8'
    if (letter === undefined && !ends) continue
    if (!usual(byte) && !opensQuote(bytes, i)) return 'utf-8'
    western++
    if (byte < 0xa0) windows++
  }
  if (windows > 0) return 'windows-1252'
  return western > 0 ? 'latin-1' : undefined
}
/** Letters and signs that people write in Windows-1252; the others of its bytes more likely are damage. */
const usual = (byte: number): boolean =>
  (byte >= 0xa0 && byte <= 0xfe) ||
  [0x80, 0x85, 0x8a, 0x8c, 0x8e, 0x91, 0x92, 0x93, 0x94, 0x96, 0x97, 0x99, 0x9a, 0x9c, 0x9e, 0x9f].includes(byte)
/** Low quotes, as in „so“. Within a word the same bytes are ä and é of DOS, which is not read here. */
const opensQuote = (bytes: Buffer, at: number): boolean =>
  (bytes[at] === 0x82 || bytes[at] === 0x84) && !inWord(bytes[at - 1]) && inWord(bytes[at + 1])
const inWord = (byte = 0x20): boolean => byte >= 0x80 || /\w/.test(String.fromCharCode(byte))
export type Order = 'le' | 'be'
const LOOK = 4096
/** Of UTF-16, which byte comes first: by its mark, or by the zero bytes beside plain letters and line ends. */
export function byteOrder(bytes: Buffer): Order | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'be'
  const zeros = [0, 0]
  const lines = [0, 0]
  const end = Math.min(bytes.length & ~1, LOOK)
  for (let i = 0; i < end; i++) {
    if (bytes[i] !== 0) continue
    zeros[i % 2]!++
    if (bytes[i ^ 1] === 10) lines[i % 2]!++
  }
  const looksLike = (zero: 0 | 1) => lines[zero]! > 0 && zeros[zero]! > end / 5 && zeros[1 - zero]! < end / 50
  if (looksLike(1)) return 'le'
  return looksLike(0) ? 'be' : undefined
}

/** WHATWG Encoding, index windows-1252: the bytes 80 to 9F. Five of them mean nothing. */
const SIGNS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'
const NOTHING = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d])
const windows = (bytes: Buffer): string => bytes.toString('latin1').replace(/[\x80-\x9f]/g, sign => SIGNS[sign.charCodeAt(0) - 0x80]!)

/** For looking at only: what does not fit becomes a sign of doubt. */
export function textOf(bytes: Buffer, encoding: Encoding | undefined): string {
  if (encoding === 'windows-1252' || encoding === 'latin-1') return windows(bytes)
  if (encoding === 'utf-16') return new TextDecoder(byteOrder(bytes) === 'be' ? 'utf-16be' : 'utf-16le').decode(bytes)
  return (isChosenOnly(encoding) ? decoderOf(encoding) : new TextDecoder()).decode(bytes)
}
/** Turns one piece after the other into UTF-8 where the bytes of other signs would be taken for delimiters and quotes. */
export function utf8Of(encoding: Encoding | undefined, order: Order = 'le'): (chunk: Buffer) => Buffer {
  if (encoding !== 'utf-16' && !isChosenOnly(encoding)) return chunk => chunk
  const decoder = isChosenOnly(encoding) ? decoderOf(encoding) : new TextDecoder(`utf-16${order}`)
  return chunk => Buffer.from(decoder.decode(chunk, { stream: true }))
}

/** Before text in UTF-8. */
export const MARK = Buffer.from('\ufeff')
export async function* unmarked(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let first = true
  for await (const chunk of chunks) {
    yield first ? withoutMark(chunk) : chunk
    first = false
  }
}
export const withoutMark = (start: Buffer): Buffer => (start.subarray(0, MARK.length).equals(MARK) ? start.subarray(MARK.length) : start)

/** The same text in UTF-8, which the engine reads without a fault. What means nothing stays unreadable, so that its line is counted. */
export async function* rewritten(
  chunks: AsyncIterable<Buffer>,
  from: Exclude<Encoding, 'utf-8'>,
  order: Order | undefined,
): AsyncGenerator<Buffer> {
  if (isChosenOnly(from)) return yield* decoded(chunks, from, UNREADABLE)
  let rest: Buffer<ArrayBufferLike> = Buffer.alloc(0)
  for await (const chunk of chunks) {
    if (from === 'latin-1' && chunk.some(isSign)) throw notLatin()
    if (from !== 'utf-16') yield readable(Buffer.from(windows(chunk)))
    else {
      const bytes = Buffer.concat([rest, chunk])
      const even = bytes.length & ~1
      const text = (order === 'be' ? Buffer.from(bytes.subarray(0, even)).swap16() : bytes).toString('utf16le', 0, even)
      // The second half of a letter may come with the next piece.
      const whole = /[\ud800-\udbff]$/.test(text) ? -1 : text.length
      rest = bytes.subarray(whole < 0 ? even - 2 : even)
      yield wellFormed(text.slice(0, whole))
    }
  }
  if (rest.length > 0) yield Buffer.from([UNREADABLE])
}
const UNREADABLE = 0xff
const notLatin = () =>
  new Stop(
    'source.not_readable',
    'The file is not in the encoding that it is read as',
    'It has signs that Latin-1 lacks, such as €. Choose Windows-1252 in the step, or save it as CSV UTF-8.',
  )
/** A byte that only Windows-1252 uses. */
export const isSign = (byte: number): boolean => byte >= 0x80 && byte < 0xa0
const HALF = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/
function wellFormed(text: string): Buffer {
  if (text.isWellFormed()) return Buffer.from(text)
  const parts = text.split(HALF).flatMap((part, i) => (i === 0 ? [Buffer.from(part)] : [Buffer.from([UNREADABLE]), Buffer.from(part)]))
  return Buffer.concat(parts)
}
function readable(utf8: Buffer): Buffer {
  for (let i = utf8.indexOf(0xc2); i >= 0; i = utf8.indexOf(0xc2, i + 1)) if (NOTHING.has(utf8[i + 1]!)) utf8.fill(UNREADABLE, i, i + 2)
  return utf8
}
