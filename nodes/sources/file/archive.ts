/**
 * The files in a zip archive, each unpacked into the session's own folder under a number: what it is called in the
 * archive is only shown. What is damaged, locked or tries to lie elsewhere ends it; what is no data is left out and told.
 */
import { basename } from 'node:path'
import { crc32 } from 'node:zlib'
import yauzl from 'yauzl'
import { Stop } from '../../../runtime/contract.ts'
import { type Archive, byName, type Placed } from './place.ts'
import { type Room, Unpacking } from './room.ts'

const MEMBERS_MAX = 1000
const TABLES_MAX = 100
const NAME_SHOWN = 100
const not = (why: string, cause?: unknown) => new Stop('source.not_readable', 'The archive cannot be read', why, { cause })

export interface Unpacked {
  files: Placed[]
  /** Names of what is in the archive and is not read. */
  leftOut: string[]
}

export async function unpacked(archive: Archive, room: Room, kill: AbortSignal): Promise<Unpacked> {
  const zip = await yauzl.openPromise(archive.path, { autoClose: false, lazyEntries: true, validateEntrySizes: true }).catch(cause => {
    throw not('It is not a zip file, or it is cut off. Copy it again.', cause)
  })
  try {
    const { data, leftOut } = await listed(zip, archive)
    const unpacking = new Unpacking(zip.fileSize)
    const files: Placed[] = []
    for (const { entry, known } of data) {
      const path = await room.keep(unpacking.measured(contents(zip, entry, kill)))
      const member = shown(entry.fileName)
      const table = data.length === 1 ? archive.table : known.table
      files.push({ path, table, format: known.format, gzip: known.gzip, stamp: archive.stamp, ...(data.length > 1 && { member }) })
    }
    return { files, leftOut }
  } finally {
    zip.close()
  }
}
const shown = (name: string) => name.replaceAll(/\p{C}/gu, ' ').slice(0, NAME_SHOWN)

type Known = NonNullable<ReturnType<typeof byName>>
interface Listed {
  data: { entry: yauzl.Entry; known: Known }[]
  leftOut: string[]
}
async function listed(zip: yauzl.ZipFile, archive: Archive): Promise<Listed> {
  if (zip.entryCount > MEMBERS_MAX) throw not(`It holds more than ${MEMBERS_MAX.toLocaleString('en')} files.`)
  const all: yauzl.Entry[] = []
  try {
    for await (const entry of zip.eachEntry()) if (!besides(entry)) all.push(entry)
  } catch (cause) {
    throw not(reasonOf(cause), cause)
  }
  const known = (entry: yauzl.Entry): Known | undefined => {
    if (isLink(entry)) return undefined
    const found = byName(basename(entry.fileName))
    // Somebody who says what the format is speaks of the one file that there is.
    if (archive.format && all.length === 1) return { gzip: false, table: archive.table, ...found, format: archive.format }
    return found
  }
  const data = all.flatMap(entry => {
    const found = known(entry)
    return found ? [{ entry, known: found }] : []
  })
  refuse(data)
  return { data, leftOut: all.filter(entry => !data.some(one => one.entry === entry)).map(entry => shown(entry.fileName)) }
}

/** Folders, and what a Mac adds by itself. */
const besides = ({ fileName }: yauzl.Entry): boolean =>
  fileName.endsWith('/') || fileName.startsWith('__MACOSX/') || basename(fileName).startsWith('.')
/** As Unix marks it, in the upper half of the attributes. */
const isLink = ({ externalFileAttributes }: yauzl.Entry): boolean => ((externalFileAttributes >>> 16) & 0o170000) === 0o120000

function refuse(data: Listed['data']): void {
  if (data.length === 0) throw not('It holds no CSV, Parquet, JSON lines, DuckDB or SQLite file.')
  if (data.length > TABLES_MAX) throw not(`It holds more than ${TABLES_MAX} files with rows. Put fewer into one archive.`)
  if (data.length > 1 && data.some(({ known }) => known.format === 'duckdb' || known.format === 'sqlite'))
    throw not('A database must be the only file in its archive.')
  const tables = data.map(({ known }) => known.table.toLowerCase())
  const twice = data.find(({ known }, i) => tables.indexOf(known.table.toLowerCase()) !== i)
  if (twice) throw not(`Two of its files would be the table "${shown(twice.known.table)}". Give them different names.`)
}

async function* contents(zip: yauzl.ZipFile, entry: yauzl.Entry, kill: AbortSignal): AsyncGenerator<Buffer> {
  if (entry.isEncrypted()) throw not('It is locked with a password. Make it without one.')
  let sum = 0
  try {
    const stream = await zip.openReadStreamPromise(entry)
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      if (kill.aborted) throw new Stop('source.cancelled', 'Reading the file was cut', 'The run was killed.')
      sum = crc32(chunk, sum)
      yield chunk
    }
  } catch (cause) {
    throw cause instanceof Stop ? cause : not(reasonOf(cause), cause)
  }
  if (sum !== entry.crc32) throw not(`"${shown(entry.fileName)}" in it is damaged: its check sum is another one. Copy it again.`)
}

/** The reader's own words name files of the archive; these do not. */
function reasonOf(cause: unknown): string {
  const said = cause instanceof Error ? cause.message : ''
  if (/relative path|absolute path|invalid characters in fileName/i.test(said))
    return 'A file in it has a name that leads to another folder. Nothing of it was unpacked.'
  if (/encrypt/i.test(said)) return 'It is locked with a password. Make it without one.'
  if (/compression method/i.test(said)) return 'It is packed in a way that is not read here. Make it again as a common zip file.'
  return 'It is damaged or cut off. Copy it again.'
}
