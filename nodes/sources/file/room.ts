/** A folder of one session for what had to be unpacked or written anew before the engine can read it. Nobody else may look in. */
import { mkdtemp, open, readdir, rm, stat, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bounds } from '../../../runtime/bounds.ts'
import { Stop } from '../../../runtime/contract.ts'

const NAME = 'tributary-reading-'
const DAY = 24 * 60 * 60 * 1000
/** What stays free on the disk, for the database may lie on the same one. */
const FREE_BYTES = 256 * 1024 ** 2
const LOOK_EVERY = 32 * 1024 ** 2
/** From here on it is asked how much smaller the file was. Orders pack to a tenth; emptiness packs to a thousandth. */
const SMALL = 64 * 1024 ** 2
const TIMES = 200

export class Room {
  #folder: Promise<string> | undefined
  #made = 0

  /** Writes a file and says where it is. What is cut short is gone with the room. */
  async keep(chunks: AsyncIterable<Buffer>): Promise<string> {
    this.#folder ??= newFolder()
    const folder = await this.#folder
    const path = join(folder, `${this.#made++}`)
    const file = await open(path, 'wx', 0o600)
    try {
      let looked = -LOOK_EVERY
      let bytes = 0
      for await (const chunk of chunks) {
        if (bytes - looked >= LOOK_EVERY) {
          looked = bytes
          const { bavail, bsize } = await statfs(folder)
          if (bavail * bsize < FREE_BYTES) throw full()
        }
        bytes += chunk.length
        for (let at = 0; at < chunk.length; ) at += (await file.write(chunk, at)).bytesWritten
      }
      return path
    } catch (cause) {
      throw (cause as NodeJS.ErrnoException).code === 'ENOSPC' ? full() : cause
    } finally {
      await file.close()
    }
  }

  async leave(): Promise<void> {
    if (this.#folder) await rm(await this.#folder, { recursive: true, force: true })
  }
}

async function newFolder(): Promise<string> {
  await clean()
  return mkdtemp(join(tmpdir(), `${NAME}${process.pid}-`))
}
/** Of programs that were killed: a day later nobody reads them any more. */
async function clean(): Promise<void> {
  for (const name of await readdir(tmpdir()).catch(() => [])) {
    if (!name.startsWith(NAME)) continue
    const path = join(tmpdir(), name)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }))
    if (mtimeMs < Date.now() - DAY) await rm(path, { recursive: true, force: true }).catch(() => undefined)
  }
}

/** How much may come out of so many packed bytes. One for a whole archive, so that many small bombs are one large one. */
export class Unpacking {
  readonly #packed: number
  readonly #most: number
  #bytes = 0

  constructor(packed: number, most = bounds.unpackedBytes.most) {
    this.#packed = packed
    this.#most = most
  }

  /** Throws a `Stop` as soon as too much has come out. */
  async *measured(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      this.#bytes += chunk.length
      if (this.#bytes > this.#most) throw bomb(`It unpacks into more than ${this.#most / 1024 ** 3} GiB.`)
      if (this.#bytes > SMALL && this.#bytes > TIMES * this.#packed)
        throw bomb(`It unpacks into more than ${TIMES} times its size, which rows of events do not.`)
      yield chunk
    }
  }
}
const bomb = (why: string) => new Stop('source.too_large', 'The file unpacks into too much', `${why} Unpack it and check what it holds.`)
const full = () =>
  new Stop('source.no_room', 'There is no room to unpack the file', 'The disk for temporary files is almost full. Make room and try again.')
