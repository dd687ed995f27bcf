/** A file made ready for the engine: looked over, and written anew where its letters are none that the engine reads. */
import { Stop } from '../../../runtime/contract.ts'
import { bytesOf } from './bytes.ts'
import { type Encoding, rewritten, unmarked } from './encoding.ts'
import { type CsvForm, csvForm, opening } from './opening.ts'
import type { Placed } from './place.ts'
import type { Room } from './room.ts'
import type { FileSettings } from './settings.ts'
import { survey } from './survey.ts'

export interface Ready {
  file: Placed
  csv?: CsvForm & {
    encoding: Encoding
    records: number
  }
  /** Of a JSON file: whether it is one array. */
  array?: boolean
}

export async function ready(file: Placed, settings: FileSettings, { room, kill }: { room: Room; kill: AbortSignal }): Promise<Ready> {
  try {
    const start = await opening(file)
    if (file.format === 'csv')
      return await readyCsv(file, csvForm(start, settings), { room, kill, chosen: settings.encoding !== undefined })
    if (file.format !== 'json') return { file }
    const array = start.toString('utf8').trimStart().startsWith('[')
    if (!array) await survey(file, { encoding: 'utf-8', chosen: true, emptyCounts: true }, kill)
    // So that nothing unpacks without end in the engine.
    else if (file.gzip) for await (const _ of bytesOf(file, kill));
    return { file, array }
  } catch (cause) {
    if (file.member === undefined || !(cause instanceof Stop)) throw cause
    throw new Stop(cause.code, cause.message, `In "${file.member}": ${cause.why}`, { cause })
  }
}

async function readyCsv(
  file: Placed,
  form: CsvForm,
  { room, kill, chosen }: { room: Room; kill: AbortSignal; chosen: boolean },
): Promise<Ready> {
  const lines = { ...form, chosen, emptyCounts: form.columns.length === 1 }
  const { records, encoding } = await survey(file, lines, kill)
  const csv = { ...form, encoding, records: records - 1 - form.skipped }
  if (encoding === 'utf-8' && !form.marked) return { file, csv }
  const bytes = bytesOf(file, kill)
  const path = await room.keep(encoding === 'utf-8' ? unmarked(bytes) : rewritten(bytes, encoding, form.order))
  return { file: { ...file, path, gzip: false }, csv }
}
