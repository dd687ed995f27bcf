/** What a count of a key's rows means, in words. */
import type { Repeated } from '../../server/api/payloads.ts'
import { count } from '../runs/words.ts'
import type { Tone } from '../ui/Pill.tsx'
import { say } from '../words/words.ts'

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
    lines.push(
      say('{n, plural, one {# row repeats} other {# rows repeat}} a key that another row has: {share} of the rows with a key.', {
        n: extra,
        share: share(extra, keys + extra),
      }),
    )
    lines.push(
      verdict === 'many'
        ? say('These columns do not tell rows apart. Choose another key, or add a column to it.')
        : keeps
          ? keeps === 'first'
            ? say('The first of each key is sent, the others are left out and counted.')
            : say('The last of each key is sent, the others are left out and counted.')
          : say(
              'The first row that is read is sent, the others are listed in the run. Below, under More settings, you can choose which one is kept.',
            ),
    )
  }
  if (keyless > 0)
    lines.push(
      say('{n, plural, one {# row without a key is} other {# rows without a key are}} held back: the column is empty.', { n: keyless }),
    )
  if (!whole) lines.push(say('Only the first {n, plural, one {# row} other {# rows}} were looked at.', { n: rows }))
  if (rows === 0) return { tone: 'warn', title: say('There are no rows to look at'), lines: [] }
  if (extra === 0)
    return {
      tone: keyless > 0 ? 'warn' : 'ok',
      title: say('No key repeats in {n, plural, one {# row} other {# rows}}', { n: rows }),
      lines,
    }
  const title = say('{n, plural, one {# key of {keys} repeats} other {# keys of {keys} repeat}}', { n: repeated, keys: count(keys) })
  return { tone: verdict === 'many' && !keeps ? 'err' : 'warn', title, lines }
}

/** Never "0 %" of something that is there, and never "100 %" of less than all. */
function share(part: number, all: number): string {
  const percent = (part / all) * 100
  if (percent < 0.01) return say('Under 0.01 %')
  return `${count(percent > 99.99 && part < all ? 99.99 : Number(percent.toFixed(percent < 1 ? 2 : 1)))} %`
}
