/** What a count of a key's rows means, in words. */
import type { Repeated } from '../../server/api/payloads.ts'
import { count, plural } from '../runs/words.ts'
import type { Tone } from '../ui/Pill.tsx'

export interface KeyWords {
  tone: Tone
  title: string
  /** What follows from it, and what to do; a sentence each. */
  lines: readonly string[]
}

/** `keeps`: the model keeps one row of each key by a column, so that others leave on purpose. */
export function keyWords(found: Repeated, keeps: 'first' | 'last' | undefined): KeyWords {
  const { rows, keyless, keys, repeated, extra, verdict, whole } = found
  const lines: string[] = []
  if (extra > 0) {
    lines.push(`${share(extra, keys + extra)} of the rows with a key, ${count(extra)}, repeat a key that another row has.`)
    lines.push(
      verdict === 'many'
        ? 'These columns do not tell rows apart. Choose another key, or add a column to it.'
        : keeps
          ? `The ${keeps} of each key is sent, the others are left out and counted.`
          : 'The first row that is read is sent, the others are listed in the run. Below, under More settings, you can choose which one is kept.',
    )
  }
  if (keyless > 0) lines.push(`${plural(keyless, 'row')} without a key ${keyless === 1 ? 'is' : 'are'} held back: the column is empty.`)
  if (!whole) lines.push(`Only the first ${plural(rows, 'row')} were looked at.`)
  if (rows === 0) return { tone: 'warn', title: 'There are no rows to look at', lines: [] }
  if (extra === 0) return { tone: keyless > 0 ? 'warn' : 'ok', title: `No key repeats in ${plural(rows, 'row')}`, lines }
  const title = `${plural(repeated, 'key')} of ${count(keys)} ${repeated === 1 ? 'repeats' : 'repeat'}`
  return { tone: verdict === 'many' && !keeps ? 'err' : 'warn', title, lines }
}

/** Never "0 %" of something that is there, and never "100 %" of less than all. */
function share(part: number, all: number): string {
  const percent = (part / all) * 100
  if (percent < 0.01) return 'Under 0.01 %'
  return `${percent > 99.99 && part < all ? '99.99' : Number(percent.toFixed(percent < 1 ? 2 : 1))} %`
}
