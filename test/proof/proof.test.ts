/** `npm run prove` in small: the same suites with counts that fit into every test run. The full ones are in docs/proof.md. */
import { spawnSync } from 'node:child_process'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { built, patched } from './builds.ts'
import { isGood, type Result, type Surroundings } from './case.ts'
import { faults } from './faults.ts'
import { randomOf } from './random.ts'
import { type Suite, suites } from './suites.ts'

const LAUNCHER = new URL('../../bin/tributary.mjs', import.meta.url).pathname
beforeAll(() => {
  const built = spawnSync(process.execPath, [LAUNCHER, '--version'], { encoding: 'utf8' })
  expect(built.status, built.stderr).toBe(0)
}, 120_000)

/** Another seed each time finds more; the one that failed is in the message. */
const seed = Number(process.env.PROOF_SEED ?? Date.now() % 1e9)

async function proven({ prove, small }: Suite): Promise<Result[]> {
  const results: Result[] = []
  const around: Surroundings = {
    postgres: async () => (await fetch(inject('postgres'))).text(),
    random: randomOf(seed),
    done: result => void results.push(result),
  }
  await prove(around, small)
  return results
}

describe(`seed ${seed}`, () => {
  it.each(Object.values(suites).filter(suite => suite.small > 0))('$title', { timeout: 300_000 }, async suite => {
    const results = await proven(suite)
    expect(results.filter(result => !isGood(result))).toEqual([])
    expect(results.reduce((sum, { cases }) => sum + cases, 0)).toBeGreaterThanOrEqual(suite.small / 2)
  })

  // `npm test` plants two of them; each has to be there for whoever plants them all.
  describe('of the present build', () => {
    let files: ReturnType<typeof built>
    beforeAll(() => {
      files = built()
    })
    it.each(faults)('the fault "$name" fits it', ({ patches }) => {
      expect(patched(files, patches).size).toBeGreaterThan(0)
    })
  })
})
