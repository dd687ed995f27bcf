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

const NUMBERS = ['cases', 'lost', 'doubles', 'unexplained', 'untold'] as const
const numbersOf = (results: readonly Result[]) => NUMBERS.map(name => results.reduce((sum, result) => sum + result[name], 0)).join(' | ')
const verdictOf = (broken: number) => (broken ? `**${broken} broken**` : 'holds')

/** In Markdown, so that it can stand in a document as it is: each suite with its sum and its cases, and the sum of all. */
export function tableOf(results: readonly Result[]): string {
  const lines = [
    '| case | count | lost | doubles | unexplained | not counted | verdict |',
    '| --- | ---: | ---: | ---: | ---: | ---: | --- |',
  ]
  const sums = summed(results)
  const broken = (of: readonly Result[]) => of.filter(result => !isGood(result)).length
  for (const suite of new Set(sums.map(sum => sum.suite))) {
    const own = sums.filter(sum => sum.suite === suite)
    lines.push(`| **${suite}** | ${numbersOf(own)} | ${verdictOf(broken(own))} |`)
    for (const sum of own) {
      const verdict = isGood(sum) ? 'holds' : `**broken**${sum.complaints.length ? `: ${sum.complaints[0]}` : ''}`
      lines.push(`| ${sum.name}${sum.note ? ` (${sum.note})` : ''} | ${numbersOf([sum])} | ${verdict} |`)
    }
  }
  lines.push(`| **all** | ${numbersOf(sums)} | ${verdictOf(broken(sums))} |`)
  return lines.join('\n')
}
