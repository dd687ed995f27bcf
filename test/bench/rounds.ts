/** What a bench row is, and rounds of two or more ways to do the same work, in turn, so that a busy machine is fair to each. */

/** One comparison of a row: what was measured beside what was promised. */
export interface Finding {
  says: string
  /** In words with its unit: "1.34 ×", "312 MB". */
  measured: string
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
  /** The large counts: a million rows and more. */
  full: boolean
}
/** Minimum, median, maximum. */
export type Spread = readonly [min: number, median: number, max: number]
export interface Timed {
  name: string
  /** Units per second of processor time, which a busy neighbour changes least. */
  rate: Spread
  /** Units per second by the clock on the wall. */
  wall: Spread
}

/** One warm-up round each, then `rounds` timed ones, in turn. Each gives something, so that no work is optimised away. */
export function interleaved(rounds: number, ways: Readonly<Record<string, () => number>>, units: number): Timed[] {
  const times = new Map(Object.keys(ways).map(name => [name, { cpu: [] as number[], wall: [] as number[] }]))
  for (let round = -1; round < rounds; round++)
    for (const [name, work] of Object.entries(ways)) {
      const began = process.cpuUsage()
      const at = performance.now()
      if (work() === 0) throw new Error(`"${name}" did nothing`)
      if (round < 0) continue
      const { user, system } = process.cpuUsage(began)
      times.get(name)!.cpu.push((user + system) / 1000)
      times.get(name)!.wall.push(performance.now() - at)
    }
  const rates = (list: number[]) => spread(list.map(ms => (units / ms) * 1000))
  return [...times].map(([name, { cpu, wall }]) => ({ name, rate: rates(cpu), wall: rates(wall) }))
}

export function spread(list: readonly number[]): Spread {
  const sorted = list.toSorted((a, b) => a - b)
  return [sorted[0]!, sorted[sorted.length >> 1]!, sorted.at(-1)!]
}
export const times = (ratio: number): string => `${ratio.toFixed(2)} ×`
export const perSecond = (rate: number): string => `${Math.round(rate).toLocaleString('en')} rows/s`
