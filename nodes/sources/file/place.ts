/** Which file a path means, and that it may be read. */
import { realpath, stat } from 'node:fs/promises'
import { basename, isAbsolute, join, resolve, sep } from 'node:path'
import { Stop, type Surroundings } from '../../../runtime/contract.ts'
import type { FILE_ENDINGS } from './settings.ts'

export type Format = 'csv' | 'parquet' | 'json' | 'duckdb' | 'sqlite'
export interface Placed {
  /** Links followed; of what had to be unpacked or written anew, where that lies. */
  path: string
  table: string
  /** Of a file in an archive: what it is called there. */
  member?: string
  format: Format
  gzip: boolean
  /** Changes when the file does. */
  stamp(): Promise<string>
}

const endings: Readonly<Record<Exclude<(typeof FILE_ENDINGS)[number], 'zip'>, Format>> = {
  csv: 'csv',
  tsv: 'csv',
  txt: 'csv',
  parquet: 'parquet',
  pq: 'parquet',
  json: 'json',
  jsonl: 'json',
  ndjson: 'json',
  duckdb: 'duckdb',
  sqlite: 'sqlite',
  sqlite3: 'sqlite',
}
const isEnding = (text: string): text is keyof typeof endings => Object.hasOwn(endings, text)

/** A file in whose place its members are read. */
export type Archive = Omit<Placed, 'format'> & { format: Format | undefined; zip: true }

/** What a file of this name is by its ending; undefined when that says nothing. */
export function byName(name: string): { format: Format; gzip: boolean; table: string } | undefined {
  const format = formatOf(name)
  return format && { format, gzip: GZ.test(name), table: bareOf(name) }
}
const GZ = /\.gz$/i
const formatOf = (name: string): Format | undefined => {
  const ending = endingOf(name)
  return isEnding(ending) ? endings[ending] : undefined
}
const bareOf = (name: string): string => {
  const bare = name.replace(GZ, '')
  return bare.replace(/\.[^.]+$/, '') || bare
}

/** Throws a `Stop` for a file that is missing, outside the folder, or of an unknown kind. */
export async function place(
  written: string,
  format: Format | undefined,
  around: Pick<Surroundings, 'folder' | 'given' | 'anywhere'>,
): Promise<Placed | Archive> {
  const path = await found(written, around)
  const it = await stat(path)
  if (!it.isFile())
    throw new Stop(
      'source.no_file',
      'The path is not a file',
      'It is a folder or a device. Choose one CSV, Parquet, JSON lines, DuckDB, SQLite or zip file.',
    )
  const name = basename(written.replaceAll('\\', '/'))
  const zip = endingOf(name) === 'zip' && !GZ.test(name)
  const byEnding = formatOf(name)
  const kind = format ?? byEnding
  // In a server's data folder lie its database and its key: only what is named as data is data there.
  const real = endingOf(basename(path))
  const named = around.anywhere || ((byEnding || zip) && (isEnding(real) || real === 'zip'))
  if (!(kind || zip) || !named)
    throw new Stop(
      'source.unknown_format',
      'The file’s ending does not say what it is',
      'Use .csv, .parquet, .jsonl, .duckdb, .sqlite or .zip; on the command line, the format can also be chosen in the settings.',
    )
  const stamp = async () => {
    const { mtimeMs, size, ino } = await stat(path)
    return `${mtimeMs}/${size}/${ino}`
  }
  if (zip) {
    const bare = name.replace(/\.zip$/i, '')
    return { path, table: byName(bare)?.table ?? bare, format, gzip: false, zip, stamp }
  }
  return { path, table: bareOf(name), format: kind!, gzip: GZ.test(name), stamp }
}

const endingOf = (name: string): string => /\.([^.]+)$/.exec(name.replace(GZ, ''))?.[1]?.toLowerCase() ?? ''

/** A flow that was drawn elsewhere says `orders.csv`; given to this server, that file lies among the others that were. */
async function found(written: string, around: Pick<Surroundings, 'folder' | 'given' | 'anywhere'>): Promise<string> {
  try {
    return await existing(written, around)
  } catch (cause) {
    const absent = cause instanceof Stop && cause.code === 'source.no_file'
    if (!absent || around.given === undefined || isAbsolute(written)) throw cause
    // From the folder itself, so that `..` leads no further than it would from there.
    return await existing(join(around.given, resolve('/', written)), around)
  }
}
async function existing(written: string, { folder, anywhere }: Pick<Surroundings, 'folder' | 'anywhere'>): Promise<string> {
  const outside = () =>
    new Stop(
      'source.outside',
      `The file "${called(written)}" is outside the data folder`,
      'Upload it, or put it into the data folder of this server.',
    )
  const wanted = resolve(folder, written)
  if (written.includes('\0')) throw missing(written)
  const home = anywhere ? undefined : await realpath(folder).catch(() => undefined)
  const inside = (path: string, root: string) => path.startsWith(root.endsWith(sep) ? root : root + sep)
  // Asked before the file is, so that the answer does not tell which files exist elsewhere.
  if (!anywhere && (home === undefined || !(inside(wanted, resolve(folder)) || inside(wanted, home)))) throw outside()
  const real = await realpath(wanted).catch(cause => {
    throw cause.code === 'EACCES'
      ? new Stop('source.not_readable', `The file "${called(written)}" may not be read`, 'This program has no permission for it.')
      : missing(written)
  })
  if (home !== undefined && !inside(real, home)) throw outside()
  return real
}
/** By its own name: the folders above it say nothing to whoever chose it, and much about the machine. */
const called = (written: string): string =>
  basename(written.replaceAll('\\', '/'))
    .replaceAll(/\p{Cc}/gu, '')
    .slice(0, 100)
const missing = (written: string) =>
  new Stop(
    'source.no_file',
    `The file "${called(written)}" is not there`,
    'Check the path; it starts in the folder of the flow file, or in the server’s data folder.',
  )
