/**
 * Histories of the real engine on the real ledger, with time, source and platform made up: SEEDS of them (60 unless told),
 * from SEED on. The default is always the same, so that what is red was made red by a change; look for new ones with a SEED of
 * your own. A history that breaks a promise prints its seed; `failed-seeds.json` holds those that once did, and they are
 * played first.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { history, type Outcome } from './history.ts'
import { scratch } from './scratch.ts'

const SEEDS = Number(process.env.SEEDS ?? 60)
const FIRST = Number(process.env.SEED ?? 1)
/** Histories that share one database; more would only make it large. */
const SHARED = 250

it(`${SEEDS} histories from seed ${FIRST} keep every promise`, { timeout: 3_600_000 }, async () => {
  const kept = JSON.parse(readFileSync(join(import.meta.dirname, 'failed-seeds.json'), 'utf8')) as number[]
  const seeds = [...kept, ...Array.from({ length: SEEDS }, (_, i) => FIRST + i)]
  const broken: Outcome[] = []
  const sum = { events: 0, posts: 0, deaths: 0, runs: 0 }
  const began = performance.now()
  for (let at = 0; at < seeds.length; at += SHARED) {
    const { store, close } = scratch()
    for (const seed of seeds.slice(at, at + SHARED)) {
      const outcome = await history(store, seed).catch((cause: unknown) => ({
        seed,
        broken: [cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)],
        events: 0,
        posts: 0,
        deaths: 0,
        runs: 0,
      }))
      for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += outcome[key]
      if (outcome.broken.length) broken.push(outcome)
      if (broken.length > 20) break
    }
    const damage = close()
    if (damage.length) broken.push({ seed: seeds[at]!, broken: damage, events: 0, posts: 0, deaths: 0, runs: 0 })
  }
  console.info(
    `${seeds.length} histories from seed ${FIRST}: ${sum.events} events, ${sum.posts} requests, ${sum.runs} runs, ${sum.deaths} deaths, ${((performance.now() - began) / 1000).toFixed(1)} s`,
  )
  expect(broken.map(({ seed, broken: what }) => `seed ${seed}: ${what.slice(0, 4).join('; ')}`)).toEqual([])
})
