/** The first bytes of a file: enough to see what it is and how its lines are built. */
import { Stop } from '../../../runtime/contract.ts'
import { firstBytes } from './bytes.ts'
import { byteOrder, type Encoding, likelyEncoding, MARK, type Order, textOf } from './encoding.ts'
import type { Format, Placed } from './place.ts'
import type { FileSettings } from './settings.ts'

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
  const raw = await firstBytes({ path: file.path, gzip: false }, 4)
  const magic = magics[file.format]
  if (magic) {
    const start = await firstBytes({ path: file.path, gzip: false }, 16)
    if (start.subarray(magic.at, magic.at + magic.says.length).toString('latin1') === magic.says) return start
    throw not(magic.name, `It does not begin as a ${magic.name} file does. Check the ending and the format setting.`)
  }
  const zipped = raw[0] === 0x1f && raw[1] === 0x8b
  if (file.gzip && !zipped) throw not('gzipped', 'Its ending says .gz, its content does not.')
  if (!file.gzip && zipped) throw not('plain text', 'It is gzipped. Rename it so that it ends in .gz.')
  if (raw.toString('latin1') === 'PAR1') throw not('text', 'It is a Parquet file. Change its ending or the format setting.')
  if (raw.toString('latin1') === 'PK\x03\x04')
    throw not('text', 'It is a zip or an Excel file. End a zip file in .zip; save an Excel sheet as CSV UTF-8.')
  try {
    return await firstBytes(file, LOOK)
  } catch (cause) {
    if (cause instanceof Stop) throw cause
    throw not('readable', 'It could not be unpacked; it may be cut off.', cause)
  }
}

export interface CsvForm {
  delimiter: string
  /** Undefined: what was looked at is the same in all of them. */
  encoding: Encoding | undefined
  order?: Order | undefined
  columns: readonly string[]
  /** Lines before the names: one that says what parts the columns, as Excel understands it. */
  skipped: 0 | 1
  /** A mark before the first line that the engine would take for part of it. */
  marked: boolean
}
const DECLARED = /^"?sep=([^"\r\n])"?(?:\r\n|\r|\n)/i
/** Delimiter and column names from the first line. */
export function csvForm(bytes: Buffer, settings: FileSettings): CsvForm {
  const encoding = settings.encoding ?? likelyEncoding(bytes)
  const text = textOf(bytes, encoding)
  if (text.trim() === '') throw not('a CSV file with rows', 'It is empty.')
  const zero = text.slice(0, 4096).indexOf('\0')
  if (zero >= 0) throw not('CSV', binaryAt(text.slice(0, zero).split(/\r\n|\r|\n/).length))
  const declared = DECLARED.exec(text)
  const table = text.slice(declared?.[0].length ?? 0)
  const delimiter = settings.delimiter ?? declared?.[1] ?? likeliest(table)
  const names = record(table, delimiter).cells
  if (names.every(name => name.trim() === ''))
    throw not('usable as it is', 'Its first line is empty. It must hold the names of the columns.')
  const columns = names.map((name, i) => name.trim() || `column_${i + 1}`)
  const twice = columns.find((name, i) => columns.findIndex(other => other.toLowerCase() === name.toLowerCase()) !== i)
  if (twice !== undefined) throw not('usable as it is', `Two columns of its first line have the same name: "${twice.slice(0, 100)}".`)
  if (columns.length > 2000) throw not('usable as it is', 'It has more than 2,000 columns.')
  return {
    delimiter,
    encoding,
    order: encoding === 'utf-16' ? (byteOrder(bytes) ?? 'le') : undefined,
    columns,
    skipped: declared ? 1 : 0,
    marked: bytes.subarray(0, MARK.length).equals(MARK) && (declared !== null || table.startsWith('"')),
  }
}

/** An editor that shows line numbers finds it there. */
const binaryAt = (line: number): string =>
  `Line ${line} holds a zero byte, which no text has. Take it out there and save the file again as CSV UTF-8; if the whole file looks so, its ending or its encoding is another one.`

/** How many records are compared with the first one: `Name, first;Total` has one comma and one semicolon. */
const COMPARED = 20
const likeliest = (text: string): string => {
  const fits = (delimiter: string) => {
    const first = record(text, delimiter)
    if (first.cells.length === 1) return [0, 1] as const
    let alike = 0
    for (let at = first.end, i = 0; i < COMPARED && at < text.length; i++) {
      const next = record(text, delimiter, at)
      if (next.cells.length === first.cells.length) alike++
      at = next.end
    }
    return [alike, first.cells.length] as const
  }
  const found = [',', ';', '\t', '|'].map(delimiter => [delimiter, ...fits(delimiter)] as const)
  return found.toSorted((a, b) => b[1] - a[1] || b[2] - a[2])[0]![0]
}

/** One record from here on, and where the next one begins. */
function record(text: string, delimiter: string, from = 0): { cells: string[]; end: number } {
  const cells: string[] = []
  let cell = ''
  let quoted = false
  let i = from
  for (; i < text.length; i++) {
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
  if (text[i] === '\r' && text[i + 1] === '\n') i++
  return { cells: [...cells, cell], end: i + 1 }
}
