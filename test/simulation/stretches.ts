/** Many histories one after another, on databases that they share a while. */
import { history, type Outcome } from './history.ts'
import { scratch } from './scratch.ts'

export interface Sum {
  histories: number
  events: number
  posts: number
  deaths: number
  runs: number
  narrowed: number
}
/** Histories that share one database; more would only make it large. */
const SHARED = 50
/** So many are enough to go on with. */
const BROKEN_MAX = 20

/** Plays these seeds. `broken` is told of each that breaks a promise, and of damage to the database that they shared. */
export async function stretch(seeds: readonly number[], broken: (one: Pick<Outcome, 'seed' | 'broken'>) => void): Promise<Sum> {
  const sum: Sum = { histories: 0, events: 0, posts: 0, deaths: 0, runs: 0, narrowed: 0 }
  let failed = 0
  const tell = (seed: number, what: string[]) => {
    if (what.length === 0) return
    failed++
    broken({ seed, broken: what })
  }
  for (let at = 0; at < seeds.length && failed <= BROKEN_MAX; at += SHARED) {
    const { store, close } = scratch()
    for (const seed of seeds.slice(at, at + SHARED)) {
      const outcome = await history(store, seed).catch((cause: unknown) => crashed(seed, cause))
      sum.histories++
      for (const key of ['events', 'posts', 'deaths', 'runs', 'narrowed'] as const) sum[key] += outcome[key]
      tell(seed, outcome.broken)
    }
    tell(seeds[at]!, close())
  }
  return sum
}

const crashed = (seed: number, cause: unknown): Outcome => ({
  seed,
  broken: [cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)],
  events: 0,
  posts: 0,
  deaths: 0,
  runs: 0,
  narrowed: 0,
})
