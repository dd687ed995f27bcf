/**
 * A stretch of histories, as a program of its own: `node stretch.js FIRST COUNT`. Prints a line of JSON when it is over, and one
 * for each history that breaks a promise as soon as it is known. Bundled by `test/proof/histories.ts`.
 */
import { type Sum, stretch } from './stretches.ts'

const [first, count] = process.argv.slice(2).map(Number) as [number, number]
const say = (line: unknown) => void process.stdout.write(`${JSON.stringify(line)}\n`)
const sum: Sum = await stretch(
  Array.from({ length: count }, (_, i) => first + i),
  say,
)
say(sum)
