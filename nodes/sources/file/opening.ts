/** The first bytes of a file: enough to see what it is and how its lines are built. */
import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { Stop } from '../../../runtime/contract.ts'
import { type Encoding, likelyEncoding } from './encoding.ts'
import type { FileSettings } from './index.ts'
import type { Format, Placed } from './place.ts'

const LOOK = 1024 * 1024
const not = (what: string, why: string, cause?: unknown) => new Stop('source.not_readable', `The file is not ${what}`, why, { cause })

/** How files that are not text begin. */
const magics: Readonly<Partial<Record<Format, { name: string; says: string; at: number }>>> = {
  parquet: { name: 'Parquet', says: 'PAR1', at: 0 },
  duckdb: { name: 'DuckDB', says: 'DUCK', at: 8 },
  sqlite: { name: 'SQLite', says: 'SQLite format 3\0', at: 0 },
}

/** Refuses what is plainly not what its ending says. */
export async function opening(file: Placed): Promise<Buffer> {
  const raw = await firstBytes(file.path, 4, false)
  const magic = magics[file.format]
  if (magic) {
    const start = await firstBytes(file.path, 16, false)
    if (start.subarray(magic.at, magic.at + magic.says.length).toString('latin1') === magic.says) return start
    throw not(magic.name, `It does not begin as a ${magic.name} file does. Check the ending and the format setting.`)
  }
  const zipped = raw[0] === 0x1f && raw[1] === 0x8b
  if (file.gzip && !zipped) throw not('gzipped', 'Its ending says .gz, its content does not.')
  if (!file.gzip && zipped) throw not('plain text', 'It is gzipped. Rename it so that it ends in .gz.')
  if (raw.toString('latin1') === 'PAR1') throw not('text', 'It is a Parquet file. Change its ending or the format setting.')
  try {
    return await firstBytes(file.path, LOOK, file.gzip)
  } catch (cause) {
    throw not('readable', 'It could not be unpacked; it may be cut off.', cause)
  }
}

async function firstBytes(path: string, count: number, gunzip: boolean): Promise<Buffer> {
  const file = createReadStream(path)
  const stream = gunzip ? file.pipe(createGunzip()) : file
  file.on('error', cause => stream.destroy(cause))
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of stream) {
      chunks.push(chunk as Buffer)
      size += (chunk as Buffer).length
      if (size >= count) break
    }
  } finally {
    file.destroy()
  }
  return Buffer.concat(chunks).subarray(0, count)
}

export interface CsvForm {
  delimiter: string
  encoding: Encoding
  columns: readonly string[]
}
/** Delimiter and column names from the first line. Nothing is guessed from later lines, so no line is skipped. */
export function csvForm(bytes: Buffer, settings: FileSettings): CsvForm {
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    throw not('in an encoding that is read here', 'It is UTF-16 with the bytes turned round. Save it as UTF-8.')
  const encoding = settings.encoding ?? likelyEncoding(bytes)
  if (encoding === 'windows-1252')
    throw not(
      'in an encoding that is read here',
      'Its letters look like Windows-1252, with € or printed quotes. Save it as CSV UTF-8, or choose an encoding.',
    )
  const text = new TextDecoder(encoding === 'latin-1' ? 'latin1' : encoding === 'utf-16' ? 'utf-16le' : 'utf-8').decode(bytes)
  if (text.trim() === '') throw not('a CSV file with rows', 'It is empty.')
  if (text.slice(0, 4096).includes('\0')) throw not('CSV', 'It holds binary data. Check the ending and the encoding.')
  const delimiter = settings.delimiter ?? likeliest(text)
  const columns = firstRecord(text, delimiter).map((name, i) => name.trim() || `column_${i + 1}`)
  const twice = columns.find((name, i) => columns.findIndex(other => other.toLowerCase() === name.toLowerCase()) !== i)
  if (twice !== undefined) throw not('usable as it is', `Two columns of its first line have the same name: "${twice.slice(0, 100)}".`)
  if (columns.length > 2000) throw not('usable as it is', 'It has more than 2,000 columns.')
  return { delimiter, encoding, columns }
}
const likeliest = (text: string): string =>
  [',', ';', '\t', '|'].map(d => [d, firstRecord(text, d).length] as const).toSorted((a, b) => b[1] - a[1])[0]![0]

function firstRecord(text: string, delimiter: string): string[] {
  const cells: string[] = []
  let cell = ''
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!
    if (quoted && c === '"' && text[i + 1] === '"') cell += text[++i]
    else if (c === '"' && (quoted || cell === '')) quoted = !quoted
    else if (quoted) cell += c
    else if (c === delimiter) {
      cells.push(cell)
      cell = ''
    } else if (c === '\n' || c === '\r') break
    else cell += c
  }
  return [...cells, cell]
}
