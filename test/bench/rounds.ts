/** Rounds of two or more ways to do the same work, one after the other in turn, so that a busy machine is fair to each. */

export interface Timed {
  name: string
  /** Per second of processor time, which a busy neighbour changes least: minimum, median, maximum over the rounds. */
  rate: [min: number, median: number, max: number]
}
export interface BenchRow {
  id: string
  says: string
  /** Our rate over theirs that we promised. */
  target: number
  run(rounds: number): Timed[] | Promise<Timed[]>
}

/** One warm-up round each, then `rounds` timed ones, in turn. Each function returns something, so that no work is optimised away. */
export function interleaved(rounds: number, ways: Readonly<Record<string, () => number>>, units: number): Timed[] {
  const times = new Map(Object.keys(ways).map(name => [name, [] as number[]]))
  for (let round = -1; round < rounds; round++)
    for (const [name, work] of Object.entries(ways)) {
      const began = process.cpuUsage()
      if (work() === 0) throw new Error(`"${name}" did nothing`)
      if (round >= 0) times.get(name)!.push(spentMs(began))
    }
  return [...times].map(([name, list]) => {
    const rates = list.map(ms => (units / ms) * 1000).sort((a, b) => a - b)
    return { name, rate: [rates[0]!, rates[rates.length >> 1]!, rates.at(-1)!] }
  })
}

function spentMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1000
}
