/**
 * Files that people give to this server: one folder beside the database. A file is written under a name that nobody asks
 * for, flushed, and only then gets its own, so that half a file is never read. Nothing here looks into one or runs one.
 */

import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, open, readdir, realpath, rename, rm, stat, statfs } from 'node:fs/promises'
import { join, posix } from 'node:path'
import type { Kinds } from '../runtime/contract.ts'
import { serverBounds } from './bounds.ts'
import { schemaOf } from './catalogue.ts'
import { Declined, notFound } from './problems.ts'

const GIB = 1024 ** 3
/** The most bytes of one file. */
export const UPLOAD_BYTES = serverBounds.uploadBytes.most
/** What stays free on the disk: the database must be able to record what was sent. */
const ROOM_BYTES = 256 * 1024 ** 2
const LOOK_EVERY = 32 * 1024 ** 2
/** Its name in the data folder. */
export const UPLOADS = 'uploads'
const HALF = '.half-'
const NAME_BYTES = 180

export interface StoredUpload {
  name: string
  path: string
  bytes: number
  at: number
}
export interface Uploads {
  list(): Promise<StoredUpload[]>
  /** Throws `Declined` when the name is taken and `replace` is false, and for everything that hinders a whole file. */
  keep(name: string, body: AsyncIterable<Uint8Array>, how: { declared?: number | undefined; replace: boolean }): Promise<StoredUpload>
  remove(name: string): Promise<void>
}
interface Options {
  most?: number
  free?: (folder: string) => Promise<number>
}
const freeBytes = async (folder: string) => {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

export function uploadsIn(data: string, { most = UPLOAD_BYTES, free = freeBytes }: Options = {}): Uploads {
  const folder = join(data, UPLOADS)
  // Leftovers are of a server that ended meanwhile: nobody else writes here while this one holds the data folder.
  const ready = once(async () => {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    if ((await realpath(folder)) !== join(await realpath(data), UPLOADS))
      throw new Declined(
        409,
        'upload.folder',
        'Files cannot be taken',
        'The folder "uploads" of the data folder is a link that leads elsewhere.',
      )
    for (const name of await readdir(folder)) if (name.startsWith(HALF)) await rm(join(folder, name), { force: true })
  })
  // Files get their names one after another, so that of two with one name the second is told.
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work)
    last = mine.catch(() => undefined)
    return mine
  }
  const described = async (name: string): Promise<StoredUpload | undefined> => {
    const found = await stat(join(folder, name)).catch(() => undefined)
    return found?.isFile() ? { name, path: `${UPLOADS}/${name}`, bytes: found.size, at: Math.round(found.mtimeMs) } : undefined
  }
  return {
    async list() {
      // Looking makes nothing: the folder comes with the first file.
      if (!existsSync(folder)) return []
      await ready()
      const names = (await readdir(folder)).filter(name => !name.startsWith('.'))
      const all = (await Promise.all(names.map(described))).filter(file => file !== undefined)
      return all.toSorted((a, b) => b.at - a.at || a.name.localeCompare(b.name))
    },
    async keep(name, body, { declared, replace }) {
      await ready()
      if (!replace && (await described(name))) throw taken(name)
      if (declared !== undefined && declared > most) throw tooLarge(most)
      if ((await free(folder)) - (declared ?? 0) < ROOM_BYTES) throw noRoom()
      const half = join(folder, HALF + randomBytes(9).toString('hex'))
      try {
        const bytes = await written(half, body, { most, room: async () => (await free(folder)) >= ROOM_BYTES })
        if (declared !== undefined && bytes !== declared) throw cut()
        await inTurn(async () => {
          if (!replace && (await described(name))) throw taken(name)
          await rename(half, join(folder, name))
        })
        await flushed(folder)
      } catch (cause) {
        await rm(half, { force: true })
        throw reasonOf(cause)
      }
      return (await described(name))!
    },
    async remove(name) {
      await ready()
      if (!(await described(name))) throw notFound('There is no such file', 'It may have been deleted already.')
      await rm(join(folder, name))
    },
  }
}

async function written(path: string, body: AsyncIterable<Uint8Array>, { most, room }: { most: number; room(): Promise<boolean> }) {
  const file = await open(path, 'wx', 0o600)
  try {
    let bytes = 0
    let looked = 0
    for await (const chunk of body) {
      bytes += chunk.byteLength
      if (bytes > most) throw tooLarge(most)
      if (bytes - looked >= LOOK_EVERY) {
        looked = bytes
        if (!(await room())) throw noRoom()
      }
      for (let at = 0; at < chunk.byteLength; ) at += (await file.write(chunk, at)).bytesWritten
    }
    await file.sync()
    return bytes
  } finally {
    await file.close()
  }
}
async function flushed(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i
const SPREADSHEETS = /\.(?:xls|xlsx|xlsm|xlsb|ods|numbers)$/i
const ending = (name: string) => /\.([^.]+)$/.exec(name.replace(/\.gz$/i, ''))?.[1]?.toLowerCase() ?? ''
/**
 * The name under which a file is kept: without a way to other folders, without signs that a system, a shell or a screen
 * takes for something else. Throws `Declined` for an ending that no source reads.
 */
export function safeName(given: string, endings: readonly string[]): string {
  const last = given.normalize('NFC').toWellFormed().split(/[\\/]/).at(-1) ?? ''
  const plain = last
    .replaceAll(/[\p{C}<>:"|?*%]+/gu, '-')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[.\s-]+|[.\s]+$/g, '')
  if (!endings.includes(ending(plain)) || /^[^.]*$/.test(plain) || plain.replace(/\.gz$/i, '').lastIndexOf('.') < 1)
    throw new Declined(
      400,
      'upload.unknown_format',
      'This kind of file is not read',
      SPREADSHEETS.test(plain)
        ? 'It is a spreadsheet. Open it, save it as CSV, and choose that file.'
        : `Its name must end in ${endings.map(one => `.${one}`).join(', ')}; text may be gzipped (.gz).`,
    )
  return shortened(RESERVED.test(plain) ? `_${plain}` : plain)
}
/** Cut in the middle of the name, never in the ending, and never within a character. */
function shortened(name: string): string {
  const tail = /(\.[^.]+(\.gz)?)$/i.exec(name)![0]
  let [head, room] = ['', NAME_BYTES - Buffer.byteLength(tail)]
  for (const sign of name.slice(0, -tail.length)) {
    room -= Buffer.byteLength(sign)
    if (room < 0) break
    head += sign
  }
  return head + tail
}

/** Whether a step whose setting says `path` reads the uploaded file of this name: its whole path, or its name where the data folder has no such file. */
export const reads = (path: unknown, name: string, data: string): boolean => {
  if (typeof path !== 'string') return false
  const plain = posix.normalize(path.replaceAll('\\', '/'))
  return plain === `${UPLOADS}/${name}` || (plain === name && !existsSync(join(data, name)))
}

/** Settings that name a file, by kind, and the endings that they take: kinds say so in their schema. */
export function fileSettings(kinds: Kinds): { settings: ReadonlyMap<string, readonly string[]>; endings: readonly string[] } {
  const settings = new Map<string, readonly string[]>()
  const endings = new Set<string>()
  for (const { id, config } of kinds.values()) {
    const { properties = {} } = schemaOf(config) as { properties?: Record<string, { control?: string; endings?: readonly string[] }> }
    const naming = Object.entries(properties).filter(([, property]) => property.control === 'file')
    if (naming.length)
      settings.set(
        id,
        naming.map(([name]) => name),
      )
    for (const [, property] of naming) for (const one of property.endings ?? []) endings.add(one)
  }
  return { settings, endings: [...endings] }
}

const mib = (bytes: number) => (bytes >= GIB ? `${bytes / GIB} GiB` : `${Math.round(bytes / 1024 ** 2)} MiB`)
const taken = (name: string) =>
  new Declined(409, 'upload.exists', 'There is a file of this name already', 'Replace it, or give yours another name.', { who: name })
const tooLarge = (most: number) =>
  new Declined(
    413,
    'upload.too_large',
    'The file is too large',
    `At most ${mib(most)} are taken; nothing of it was kept. Gzip it, or put it into the data folder yourself.`,
  )
const noRoom = () =>
  new Declined(
    507,
    'upload.disk_full',
    'There is no room for this file',
    'The server’s disk is almost full; nothing of the file was kept. Make room and try again.',
  )
const cut = () =>
  new Declined(400, 'upload.cut', 'The file did not arrive whole', 'The connection was cut; nothing of it was kept. Try again.')

function reasonOf(cause: unknown): unknown {
  if (cause instanceof Declined) return cause
  const code = (cause as NodeJS.ErrnoException).code
  if (code === 'ENOSPC' || code === 'EDQUOT') return noRoom()
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM')
    return new Declined(507, 'upload.not_writable', 'The file cannot be kept', 'The server may not write into its data folder.')
  if ((cause as Error).name === 'AbortError' || code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') return cut()
  return cause
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => {
    done ??= work().catch(cause => {
      done = undefined
      throw cause
    })
    return done
  }
}
