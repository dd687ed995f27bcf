/** What a bench row is, and rounds of two or more ways to do the same work, in turn, so that a busy machine is fair to each. */

/** One comparison of a row: what was measured beside what was promised. */
export interface Finding {
  says: string
  /** In words with its unit: "1.34 ×", "312 MB". */
  measured: string
  /** Least and most of the rounds, in words; absent where one was enough. */
  between?: string
  target: string
  /** `undefined`: a figure without a promise. */
  met: boolean | undefined
  /** Everything that was measured, for the JSON file. */
  figures: Readonly<Record<string, unknown>>
}
export interface BenchRow {
  id: string
  says: string
  run(options: Options): Promise<readonly Finding[]>
}
export interface Options {
  rounds: number
  /** `full`: a million rows and more. `small`: a tenth of what is usual, to see that each row works; its figures say nothing. */
  size: 'small' | 'usual' | 'full'
}
export const sized = ({ size }: Options, usual: number, full: number): number =>
  size === 'usual' ? usual : size === 'full' ? full : usual / 10
/** Minimum, median, maximum. */
export type Spread = readonly [min: number, median: number, max: number]
export interface Timed {
  name: string
  /** Units per second of processor time, which a busy neighbour changes least. */
  rate: Spread
  /** Units per second by the clock on the wall. */
  wall: Spread
}

/**
 * Pages of input, as a reader gives them, each made anew for each way and worked on by one way after the other: a neighbour
 * who comes or goes meets all of them alike, and nobody is slowed by what another left in the caches. What is left to collect
 * after a page is collected on the account of the way that left it. One warm-up round, then `rounds` timed ones.
 */
export function interleaved<T>(
  { rounds, pages, units }: { rounds: number; pages: number; units: number },
  page: (number: number) => T,
  ways: Readonly<Record<string, (page: T) => number>>,
): Timed[] {
  const list = Object.entries(ways)
  const times = new Map(list.map(([name]) => [name, { cpu: [] as number[], wall: [] as number[] }]))
  for (let round = -1; round < rounds; round++) {
    const sums = new Map(list.map(([name]) => [name, { cpu: 0, wall: 0 }]))
    for (let number = 0; number < pages; number++)
      for (const [name, work] of number % 2 ? list.toReversed() : list) {
        const input = page(number)
        const cost = costOf(name, () => work(input))
        sums.get(name)!.cpu += cost.cpu
        sums.get(name)!.wall += cost.wall
      }
    if (round < 0) continue
    for (const [name, { cpu, wall }] of sums) {
      times.get(name)!.cpu.push(cpu)
      times.get(name)!.wall.push(wall)
    }
  }
  const rates = (list: number[]) => spread(list.map(ms => (units / ms) * 1000))
  return [...times].map(([name, { cpu, wall }]) => ({ name, rate: rates(cpu), wall: rates(wall) }))
}
function costOf(name: string, work: () => number): { cpu: number; wall: number } {
  collect()
  const began = process.cpuUsage()
  const at = performance.now()
  if (work() === 0) throw new Error(`"${name}" did nothing`)
  collect()
  const { user, system } = process.cpuUsage(began)
  return { cpu: (user + system) / 1000, wall: performance.now() - at }
}
/** Young garbage only. Without `--expose-gc` it is collected whenever it is, by whoever works then. */
const collect = () => void globalThis.gc?.({ type: 'minor' } as never)

export function spread(list: readonly number[]): Spread {
  const sorted = list.toSorted((a, b) => a - b)
  return [sorted[0]!, sorted[sorted.length >> 1]!, sorted.at(-1)!]
}
export const times = (ratio: number): string => `${ratio.toFixed(2)} ×`
/** The ends of a spread, each in words. */
export const between = ([least, , most]: Spread, words: (figure: number) => string): string => `${words(least)} to ${words(most)}`
export const perSecond = (rate: number): string => `${Math.round(rate).toLocaleString('en')} rows/s`
