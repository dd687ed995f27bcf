/**
 * Histories of the real engine on the real ledger, with time, source and platform made up: SEEDS of them (60 unless told),
 * from SEED on. The default is always the same, so that what is red was made red by a change; look for new ones with a SEED of
 * your own. A history that breaks a promise prints its seed; `failed-seeds.json` holds those that once did, and they are
 * played first.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { stretch } from './stretches.ts'

const SEEDS = Number(process.env.SEEDS ?? 60)
const FIRST = Number(process.env.SEED ?? 1)

it(`${SEEDS} histories from seed ${FIRST} keep every promise`, { timeout: 3_600_000 }, async () => {
  const kept = JSON.parse(readFileSync(join(import.meta.dirname, 'failed-seeds.json'), 'utf8')) as number[]
  const seeds = [...kept, ...Array.from({ length: SEEDS }, (_, i) => FIRST + i)]
  const broken: string[] = []
  const began = performance.now()
  const sum = await stretch(seeds, ({ seed, broken: what }) => void broken.push(`seed ${seed}: ${what.slice(0, 4).join('; ')}`))
  console.info(
    `${sum.histories} histories from seed ${FIRST}: ${sum.events} events, ${sum.posts} requests, ${sum.runs} runs, ${sum.narrowed} readings by a cursor, ${sum.deaths} deaths, ${((performance.now() - began) / 1000).toFixed(1)} s`,
  )
  expect(broken).toEqual([])
  expect(sum.histories).toBe(seeds.length)
})
