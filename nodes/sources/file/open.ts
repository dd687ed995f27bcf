/** From the settings to a session. DuckDB is loaded here and nowhere else. */

import { literal } from '../../../runtime/conditions/sql.ts'
import type { Session, Surroundings } from '../../../runtime/contract.ts'
import { Stop } from '../../../runtime/contract.ts'
import { engineApart, STATEMENT_MS } from './apart.ts'
import { type Engine, engine } from './engine.ts'
import { stopOf } from './failures.ts'
import { opening } from './opening.ts'
import { type Placed, place } from './place.ts'
import { type Ready, ready } from './ready.ts'
import { Room } from './room.ts'
import { FileSession } from './session.ts'
import type { FileSettings } from './settings.ts'
import { makeView, type View } from './view.ts'

/** Finds the file, unpacks what is packed, locks the engine to it and makes its tables. `statementMs` is for tests. */
export async function open(settings: FileSettings, around: Surroundings, statementMs = STATEMENT_MS): Promise<Session> {
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
    return await locked(readies, { settings, around, stamp, leftOut, room, statementMs })
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
  statementMs: number
}
async function locked(readies: readonly Ready[], { settings, around, stamp, leftOut, room, statementMs }: Found): Promise<Session> {
  // A DuckDB file may have changes beside it that were not written into it yet.
  const paths = readies.flatMap(({ file }) => (file.format === 'duckdb' ? [file.path, `${file.path}.wal`] : [file.path]))
  const lock = lockedTo(paths)
  const held = await engine(lock)
  let apart: Promise<Engine> | undefined
  const cut = () => {
    held.interrupt()
    apart?.then(other => other.interrupt()).catch(() => {})
  }
  const apartFor = () => {
    apart ??= engineOfQueries()
    return apart
  }
  const engineOfQueries = async () => {
    if (around.kill.aborted) throw wasKilled()
    const made = await engineApart(lock, statementMs)
    if (around.kill.aborted) made.interrupt()
    for (const one of readies) await makeView(made, one)
    return made
  }
  around.kill.addEventListener('abort', cut)
  const close = () => {
    around.kill.removeEventListener('abort', cut)
    held.close()
    apart?.then(other => other.close()).catch(() => {})
  }
  try {
    if (around.kill.aborted) throw wasKilled()
    const views: View[] = []
    for (const one of readies) views.push(await makeView(held, one, apartFor))
    return new FileSession({
      now: around.now,
      engine: held,
      apart: apartFor,
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
const wasKilled = () => new Stop('source.cancelled', 'Reading the file was cut', 'The run was killed.')
/** `paths`: what may be read. No network, no other file, and no way to change that afterwards. */
const lockedTo = (paths: readonly string[]): string[] =>
  [
    `global TimeZone = 'UTC'`,
    `global temp_directory = ''`,
    `global allowed_paths = [${paths.map(literal).join(', ')}]`,
    'global enable_external_access = false',
    'global lock_configuration = true',
  ].map(setting => `set ${setting}`)
