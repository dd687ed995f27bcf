/**
 * Runs that are large enough for the second thread, which no other suite has: the process is killed while a page is in its hands,
 * as it is done and as it comes back, is told to end, and loses the thread. The events and the books are those of a run that
 * nothing happened to.
 */
import type { Manner } from './behaviours.ts'
import { clean, ids, inLanes, type Surroundings, toTheEnd } from './case.ts'
import { died } from './checker.ts'
import { openPlatform } from './platform.ts'
import { openShop, orders } from './shop.ts'

const SUITE = 'a large run, with the second thread at work'
/** The thread is worth it from the two thousandth event on, and has to have started by then. */
const ROWS = 9000
const BATCH = 500
const ANSWERS_AFTER_MS = 40
const FATES = ['thread:given', 'thread:done', 'thread:back', 'SIGTERM', 'the thread ends'] as const
type Fate = (typeof FATES)[number]

export async function largeRuns(around: Surroundings, count: number): Promise<void> {
  const random = around.random.fork('large')
  const cases = Array.from({ length: count }, (_, i) => ({ fate: FATES[i % FATES.length]!, nth: 1 + Math.floor(random.next() * 4) }))
  await inLanes(cases, 2, each => prove(around, each.fate, each.nth))
}

/** Few enough that the account is never left alone for half a minute. */
const mannerAt = (n: number): Manner => (n % 10 === 3 ? 'taken, then 500' : n % 10 === 7 ? 'taken, then cut' : 'ok')

async function prove(around: Surroundings, fate: Fate, nth: number): Promise<void> {
  const platform = await openPlatform({ manner: mannerAt, delayMs: ANSWERS_AFTER_MS })
  const shop = openShop({ platform, batch: BATCH, inFlight: 1, ...(around.program && { program: around.program }) })
  const hasty = { PROOF_HASTY: '1' }
  try {
    shop.all.push(...orders(ROWS))
    shop.csv(shop.all)
    const hook = { ...hasty, ...hookOf(fate, nth) }
    const ended = await shop.run({ hook }).ended
    const more: string[] = []
    if (fate === 'the thread ends') {
      if (ended.report?.paths[0]?.error) more.push(`a run that lost its thread failed: ${ended.report.paths[0].error.code}`)
    } else if (fate === 'SIGTERM') {
      if (ended.report?.paths[0]?.state !== 'stopped') more.push(`SIGTERM did not come: ${ended.report?.paths[0]?.state}`)
    } else {
      if (ended.signal !== 'SIGKILL') more.push('the moment did not come')
      died(shop, 1)
    }
    const finding = await toTheEnd(shop, { taken: ids(shop.all), refused: new Set(), launch: { hook: hasty } })
    finding.complaints.push(...more)
    around.done({ suite: SUITE, name: fate, cases: 1, ...clean(), ...finding, how: `${fate} ${nth}` })
  } finally {
    await platform.close()
    shop.remove()
  }
}

const hookOf = (fate: Fate, nth: number): Record<string, string> => {
  if (fate === 'the thread ends') return { PROOF_THREAD_ENDS: String(nth) }
  return fate === 'SIGTERM' ? { PROOF_KILL: `thread:given:${nth}`, PROOF_SIGNAL: 'SIGTERM' } : { PROOF_KILL: `${fate}:${nth}` }
}
