/**
 * One look over a text file before it is read: how many records it has, and whether its lines can be trusted. An engine
 * that meets a quote which is never closed takes the rest of the file for one cell; that must be said, not skipped.
 */

import { bounds } from '../../../runtime/bounds.ts'
import { Stop } from '../../../runtime/contract.ts'
import { Letters } from './alphabets.ts'
import { bytesOf } from './bytes.ts'
import { type Encoding, isSign, likelyEncoding, type Order, utf8Of, withoutMark } from './encoding.ts'
import type { Placed } from './place.ts'

export interface Lines {
  /** Absent: found out by the first letter that is not written alike in all of them. */
  encoding: Encoding | undefined
  /** Whether somebody chose it: then it is not looked at again. */
  chosen: boolean
  order?: Order | undefined
  /** Absent: quotes mean nothing and one line is one record. */
  delimiter?: string
  /** Whether an empty line is a record: it is when there is only one column. */
  emptyCounts: boolean
}
const RECORD_MAX = bounds.recordCharacters.most
/** The bytes of the longest letter in UTF-8. */
const LETTER_MAX = 4
const [LF, CR, QUOTE] = [10, 13, 34]
const refused = (message: string, why: string) => new Stop('source.not_readable', message, why)

export interface Surveyed {
  /** A first line of names included. */
  records: number
  encoding: Encoding
}

/** Throws a `Stop` that names the line at fault. */
export async function survey(file: Placed, lines: Lines, kill: AbortSignal): Promise<Surveyed> {
  let { encoding } = lines
  const utf8 = utf8Of(encoding, lines.order)
  const letters = new Letters()
  let last: Buffer<ArrayBufferLike> = Buffer.alloc(0)
  const surveyor = new Surveyor(lines)
  let first = true
  for await (const chunk of bytesOf(file, kill)) {
    if (!lines.chosen) encoding = seenAlso(encoding, Buffer.concat([last, chunk]))
    last = chunk.subarray(-LETTER_MAX)
    if (!lines.chosen && isWestern(encoding)) letters.takeWestern(chunk)
    else if (!lines.chosen && encoding === 'utf-8') letters.takeUtf8(chunk)
    const text = utf8(chunk)
    surveyor.take(first ? withoutMark(text) : text)
    first = false
  }
  letters.judge()
  return { records: surveyor.end(), encoding: encoding ?? likelyEncoding(last, true) ?? 'utf-8' }
}
const isWestern = (encoding: Encoding | undefined): boolean => encoding === 'windows-1252' || encoding === 'latin-1'

/** What was the same in several encodings so far may be told apart by a letter further down, such as a €. */
function seenAlso(encoding: Encoding | undefined, chunk: Buffer): Encoding | undefined {
  if (encoding === undefined) return likelyEncoding(chunk)
  if (encoding === 'latin-1' && chunk.some(isSign)) return 'windows-1252'
  return encoding
}

type State = 'start' | 'plain' | 'quoted' | 'closed'
class Surveyor {
  readonly #delimiter: number
  readonly #quotes: boolean
  readonly #emptyCounts: boolean
  #state: State = 'start'
  #line = 1
  #opened = 0
  #size = 0
  #records = 0
  #returned = false
  #ending: 'lf' | 'cr' | 'crlf' | undefined

  constructor({ delimiter, emptyCounts }: Lines) {
    this.#delimiter = delimiter?.charCodeAt(0) ?? -1
    this.#quotes = delimiter !== undefined
    this.#emptyCounts = emptyCounts
  }

  take(bytes: Buffer): void {
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i]!
      if (this.#returned) {
        this.#returned = false
        this.#endLine(byte === LF ? 'crlf' : 'cr')
        if (byte === LF) continue
      }
      if (this.#state === 'quoted') {
        if (byte === QUOTE) this.#state = 'closed'
        else if (byte === LF) this.#line++
      } else if (byte === LF) {
        this.#endLine('lf')
        continue
      } else if (byte === CR) {
        this.#returned = true
        continue
      } else if (byte === this.#delimiter) this.#state = 'start'
      else if (byte === QUOTE && this.#quotes && this.#state !== 'plain') {
        if (this.#state === 'start') this.#opened = this.#line
        this.#state = 'quoted'
      } else this.#state = 'plain'
      if (++this.#size > RECORD_MAX) throw this.#tooLong()
    }
  }

  end(): number {
    if (this.#returned) this.#endLine('cr')
    if (this.#state === 'quoted') throw this.#unclosed()
    if (this.#size > 0) this.#records++
    return this.#records
  }

  #endLine(ending: 'lf' | 'cr' | 'crlf'): void {
    if (this.#quotes && this.#ending !== undefined && this.#ending !== ending)
      throw refused(
        'The lines of the file end in different ways',
        `Line ${this.#line} ends unlike the lines before it. Save the file again as CSV.`,
      )
    this.#ending = ending
    if (this.#size > 0 || this.#emptyCounts) this.#records++
    this.#line++
    this.#size = 0
    this.#state = 'start'
  }
  #tooLong(): Stop {
    if (this.#state === 'quoted') return this.#unclosed()
    return new Stop('source.too_large', 'A line of the file is too long', `Line ${this.#line} has more than 2 MB.`)
  }
  #unclosed(): Stop {
    return refused(
      'A quote in the file is never closed',
      `It is opened in line ${this.#opened}. Everything after it would be taken for one cell. Close it, or remove it.`,
    )
  }
}
