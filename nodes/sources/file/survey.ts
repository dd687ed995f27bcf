/**
 * One look over a text file before it is read: how many records it has, and whether its lines can be trusted. An engine
 * that meets a quote which is never closed takes the rest of the file for one cell; that must be said, not skipped.
 */

import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { bounds } from '../../../runtime/bounds.ts'
import { Stop } from '../../../runtime/contract.ts'
import type { Encoding } from './encoding.ts'
import type { Placed } from './place.ts'

export interface Lines {
  encoding: Encoding
  /** Absent: quotes mean nothing and one line is one record. */
  delimiter?: string
  /** Whether an empty line is a record: it is when there is only one column. */
  emptyCounts: boolean
}
const RECORD_MAX = bounds.recordCharacters.most
const [LF, CR, QUOTE] = [10, 13, 34]
const refused = (message: string, why: string) => new Stop('source.not_readable', message, why)

/** The number of records, a first line of names included. Throws a `Stop` that names the line at fault. */
export async function survey(file: Placed, lines: Lines, kill: AbortSignal): Promise<number> {
  const bytes = createReadStream(file.path, { highWaterMark: 1 << 20, signal: kill })
  const stream = file.gzip ? bytes.pipe(createGunzip()) : bytes
  if (file.gzip) bytes.on('error', cause => stream.destroy(cause))
  const decoder = lines.encoding === 'utf-16' ? new TextDecoder('utf-16le') : undefined
  const surveyor = new Surveyor(lines)
  try {
    for await (const chunk of stream)
      surveyor.take(decoder ? Buffer.from(decoder.decode(chunk as Buffer, { stream: true })) : (chunk as Buffer))
  } finally {
    bytes.destroy()
  }
  return surveyor.end()
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
