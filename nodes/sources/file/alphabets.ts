/** Encodings of other alphabets than the Western one: read when somebody chooses them, for their bytes do not tell which it is. */
import { isUtf8 } from 'node:buffer'
import { Stop } from '../../../runtime/contract.ts'
import { lengthOfLetter } from './utf8.ts'

/** By the names of WHATWG Encoding. */
const labels = {
  'windows-1250': 'windows-1250',
  'latin-2': 'iso-8859-2',
  'windows-1251': 'windows-1251',
  'windows-1253': 'windows-1253',
  'windows-1254': 'windows-1254',
  'mac-roman': 'macintosh',
  'shift-jis': 'shift_jis',
  gbk: 'gb18030',
} as const
export type Chosen = keyof typeof labels
export const chosenOnly = Object.keys(labels) as Chosen[]
export const alphabetTitles: Readonly<Record<Chosen, string>> = {
  'windows-1250': 'Windows-1250 (Central Europe)',
  'latin-2': 'Latin-2 (Central Europe)',
  'windows-1251': 'Windows-1251 (Cyrillic)',
  'windows-1253': 'Windows-1253 (Greek)',
  'windows-1254': 'Windows-1254 (Turkish)',
  'mac-roman': 'Mac Roman',
  'shift-jis': 'Shift-JIS (Japanese)',
  gbk: 'GBK (Chinese)',
}
export const isChosenOnly = (encoding: string | undefined): encoding is Chosen => encoding !== undefined && Object.hasOwn(labels, encoding)
export const decoderOf = (encoding: Chosen): TextDecoder => new TextDecoder(labels[encoding])

/** A byte that means nothing there: the decoder's mark of doubt, or a control code that no text has. */
const NOTHING = /[\ufffd\u0080-\u009f]/
/** The same text in UTF-8; what means nothing stays unreadable, so that its line is counted. */
export async function* decoded(chunks: AsyncIterable<Buffer>, from: Chosen, unreadable: number): AsyncGenerator<Buffer> {
  const decoder = decoderOf(from)
  const written = (text: string): Buffer => {
    if (!NOTHING.test(text)) return Buffer.from(text)
    const parts = text.split(NOTHING).map(part => Buffer.from(part))
    return Buffer.concat(parts.flatMap((part, i) => (i === 0 ? [part] : [Buffer.from([unreadable]), part])))
  }
  for await (const chunk of chunks) yield written(decoder.decode(chunk, { stream: true }))
  yield written(decoder.decode())
}

const isLatin = (byte = 0): boolean => byte >= 0xc0 || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a)
/** ³ ¹ ¿ ± ¼ ¾ ¶ and the like, which no Western word has within itself: ł ą ż of Central Europe. */
const WITHIN = new Set([0xa1, 0xa3, 0xa5, 0xa6, 0xac, 0xaf, 0xb1, 0xb3, 0xb6, 0xb9, 0xbc, 0xbe, 0xbf])
const [RUN, RUNS_LEAST, WITHIN_LEAST] = [3, 2, 2]
/** Damage is a letter here and there; more than that is another encoding, two bytes of which may look like a letter of UTF-8. */
const [BROKEN_LEAST, BROKEN_FOR_ONE] = [8, 4]

/** Looks whether the letters of a file can be what they are taken for. */
export class Letters {
  #high = 0
  #inRuns = 0
  #runs = 0
  #within = 0
  #whole = 0
  #broken = 0

  /** Taken for Western letters: words of nothing but é and ñ are of another alphabet. */
  takeWestern(bytes: Buffer): void {
    let run = 0
    for (let i = 0; i <= bytes.length; i++) {
      const byte = bytes[i] ?? 0
      if (byte >= 0xc0) {
        run++
        continue
      }
      this.#high += run
      if (run >= RUN) {
        this.#inRuns += run
        this.#runs++
      }
      run = 0
      if (WITHIN.has(byte) && isLatin(bytes[i - 1]) && isLatin(bytes[i + 1])) this.#within++
    }
  }

  /** Taken for UTF-8. A letter that is cut at the end of a piece counts as broken, and there are few pieces. */
  takeUtf8(bytes: Buffer): void {
    if (isUtf8(bytes)) return
    for (let i = 0; i < bytes.length; i++) {
      if (bytes[i]! < 0x80) continue
      const length = lengthOfLetter(bytes, i)
      if (length) {
        this.#whole++
        i += length - 1
      } else this.#broken++
    }
  }

  /** Throws a `Stop` that asks for a choice. */
  judge(): void {
    const otherAlphabet = this.#runs >= RUNS_LEAST && this.#inRuns * 2 > this.#high
    const centralEurope = this.#within >= WITHIN_LEAST && this.#within * 10 > this.#high
    const broken = this.#broken >= BROKEN_LEAST && this.#broken > this.#whole * BROKEN_FOR_ONE
    if (!otherAlphabet && !centralEurope && !broken) return
    throw new Stop(
      'source.not_readable',
      'The bytes of the file do not say which letters they are',
      'Choose its encoding in the step, such as Windows-1250 for Polish or Windows-1251 for Cyrillic, or save it as CSV UTF-8.',
    )
  }
}
