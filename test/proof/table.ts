/** The proof's one table. */
import { isGood, type Result } from './case.ts'

/** Adds up what has the same suite and name, in the order in which they came. */
export function summed(results: readonly Result[]): Result[] {
  const sums = new Map<string, Result>()
  for (const result of results) {
    const key = `${result.suite}\n${result.name}`
    const sum = sums.get(key)
    if (!sum) sums.set(key, { ...result, complaints: [...result.complaints] })
    else {
      for (const number of ['cases', 'lost', 'doubles', 'unexplained', 'untold'] as const) sum[number] += result[number]
      sum.complaints.push(...result.complaints)
      if (result.note) sum.note = result.note
    }
  }
  return [...sums.values()]
}

/** In Markdown, so that it can stand in a document as it is. */
export function tableOf(results: readonly Result[]): string {
  const lines = [
    '| case | count | lost | doubles | unexplained | not counted | verdict |',
    '| --- | ---: | ---: | ---: | ---: | ---: | --- |',
  ]
  let suite = ''
  for (const sum of summed(results)) {
    if (sum.suite !== suite) lines.push(`| **${sum.suite}** | | | | | | |`)
    suite = sum.suite
    const verdict = isGood(sum) ? 'holds' : `**broken**${sum.complaints.length ? `: ${sum.complaints[0]}` : ''}`
    lines.push(
      `| ${sum.name}${sum.note ? ` (${sum.note})` : ''} | ${sum.cases} | ${sum.lost} | ${sum.doubles} | ${sum.unexplained} | ${sum.untold} | ${verdict} |`,
    )
  }
  return lines.join('\n')
}
