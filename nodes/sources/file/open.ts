/** From the settings to a session. DuckDB is loaded here and nowhere else. */
import type { Session, Surroundings } from '../../../runtime/contract.ts'
import { Stop } from '../../../runtime/contract.ts'
import { engine } from './engine.ts'
import { stopOf } from './failures.ts'
import { opening } from './opening.ts'
import { type Placed, place } from './place.ts'
import { type Ready, ready } from './ready.ts'
import { Room } from './room.ts'
import { FileSession } from './session.ts'
import type { FileSettings } from './settings.ts'
import { makeView, type View } from './view.ts'

/** Finds the file, unpacks what is packed, locks the engine to it and makes its tables. */
export async function open(settings: FileSettings, around: Surroundings): Promise<Session> {
  const placed = await place(settings.path, settings.format, around)
  const stamp = await placed.stamp()
  const room = new Room()
  let blamed: Placed = { ...placed, format: placed.format ?? 'csv' }
  try {
    const { files, leftOut } =
      'zip' in placed ? await (await import('./archive.ts')).unpacked(placed, room, around.kill) : { files: [placed], leftOut: [] }
    const file = files[0]!
    if (file.format === 'sqlite') {
      await opening(file)
      return await (await import('./sqlite.ts')).openSqlite(file, stamp, around.kill, () => room.leave())
    }
    const readies: Ready[] = []
    for (blamed of files) readies.push(await ready(blamed, settings, { room, kill: around.kill }))
    blamed = file
    return await locked(readies, { settings, around, stamp, leftOut, room })
  } catch (cause) {
    await room.leave()
    throw stopOf(cause, blamed, around.kill)
  }
}

interface Found {
  settings: FileSettings
  around: Surroundings
  stamp: string
  leftOut: readonly string[]
  room: Room
}
async function locked(readies: readonly Ready[], { settings, around, stamp, leftOut, room }: Found): Promise<Session> {
  // A DuckDB file may have changes beside it that were not written into it yet.
  const paths = readies.flatMap(({ file }) => (file.format === 'duckdb' ? [file.path, `${file.path}.wal`] : [file.path]))
  const held = await engine(paths)
  const cut = () => held.interrupt()
  around.kill.addEventListener('abort', cut)
  const close = () => {
    around.kill.removeEventListener('abort', cut)
    held.close()
  }
  try {
    if (around.kill.aborted) throw new Stop('source.cancelled', 'Reading the file was cut', 'The run was killed.')
    const views: View[] = []
    for (const one of readies) views.push(await makeView(held, one))
    return new FileSession({
      now: around.now,
      engine: held,
      file: readies[0]!.file,
      views,
      stamp,
      settings,
      leftOut,
      kill: around.kill,
      close,
      room,
    })
  } catch (cause) {
    close()
    throw cause
  }
}
