/** Layer E, the platform's half: every way of answering alone, then two of them close together. */
import { behaviours, type Manner } from './behaviours.ts'
import { ids, judged, type Result, type Surroundings, sideBySide, toTheEnd } from './case.ts'
import { died } from './checker.ts'
import { openPlatform, type Platform } from './platform.ts'
import { killAt, pause } from './product.ts'
import { type Destination, openShop, type Shop } from './shop.ts'

const ROWS = 60
const BATCH = 10
/** An answer may take 30 seconds; here it may take this. */
const HASTY = { PROOF_HASTY: '1', PROOF_EXCHANGE_MS: '5000' }
/** Those that ask for a long time are cases of their own. */
const LONG = '429 with 10^9'
const LONGER_THAN_A_START = '429 with 12 seconds'
const ALONE = (Object.keys(behaviours) as Manner[]).filter(manner => manner !== 'ok' && manner !== LONG && manner !== LONGER_THAN_A_START)

interface Case {
  name: string
  destination: Destination
  manner(n: number): Manner
}

export async function platformFaults(around: Surroundings, count: number): Promise<void> {
  const random = around.random.fork('platform faults')
  const few = count < ALONE.length
  const alone = few ? Array.from({ length: count }, () => random.pick(ALONE)) : ALONE
  const singles = alone.flatMap((manner): Case[] =>
    (few ? [random.pick(['meta', 'pinterest'] as const)] : (['meta', 'pinterest'] as const)).map(destination => ({
      name: manner,
      destination,
      manner: n => (n === 2 || n === 5 ? manner : 'ok'),
    })),
  )
  await sideBySide(around, 'platform, one fault', singles, item => one(around, item))
  if (!few) await special(around)
  const pairs = Array.from({ length: few ? 0 : count }, (): Case => {
    const [a, b, first, gap] = [random.pick(ALONE), random.pick(ALONE), random.whole(1, 4), random.whole(1, 2)]
    const destination = random.pick(['meta', 'pinterest'] as const)
    return { name: 'pairs', destination, manner: n => (n === first ? a : n === first + gap ? b : 'ok') }
  })
  await sideBySide(around, 'platform, two faults', pairs, item => one(around, item))
}

async function withShop(
  around: Surroundings,
  destination: Destination,
  work: (shop: Shop, platform: Platform) => Promise<Partial<Result>>,
) {
  const platform = await openPlatform()
  const shop = openShop({ platform, destination, rows: ROWS, batch: BATCH, ...(around.program && { program: around.program }) })
  try {
    return await work(shop, platform)
  } finally {
    await platform.close()
    shop.remove()
  }
}

const one = (around: Surroundings, { destination, manner }: Case) =>
  withShop(around, destination, async (shop, platform) => {
    platform.manners.manner = manner
    // The platform that cannot remove late copies may hold an event; nothing is old here, so it never has to.
    const finding = await toTheEnd(shop, { taken: ids(shop.all), launch: { hook: HASTY } })
    return { ...finding, how: `${destination}: ${[1, 2, 3, 4, 5, 6].map(manner).join(' · ')}` }
  })

async function special(around: Surroundings): Promise<void> {
  const list = [
    { name: LONG, prove: patience },
    { name: '429, killed, started again at once', prove: storm },
    { name: 'a name that nobody knows', prove: nowhere('http://tributary-proof.invalid') },
    { name: 'nobody listens', prove: nowhere('http://127.0.0.1:9') },
    { name: 'TLS that is none', prove: async (around: Surroundings) => nowhere(undefined)(around) },
    { name: 'token ends in the middle, for good', prove: tokenEnds },
    { name: '429 for every request, then none', prove: drought('429 with garbage') },
    { name: '503 for every request, then none', prove: drought('503 with seconds') },
  ]
  await sideBySide(around, 'platform, by itself', list, item => item.prove(around))
}

/** Told to wait for an hour: no request for as long as we care to watch, and a stop is heard at once. */
const patience = (around: Surroundings) =>
  withShop(around, 'meta', async (shop, platform) => {
    platform.manners.manner = n => (n === 2 ? LONG : 'ok')
    const started = shop.run({ hook: HASTY })
    while (platform.requests.length < 2 && started.child.exitCode === null) await pause(20)
    await pause(4000)
    const requests = platform.requests.length
    killAt(started.pid, 'SIGTERM')
    const ended = await Promise.race([started.ended, pause(10_000)])
    if (!ended) killAt(started.pid)
    const late = !ended ? ['a stop was not heard while waiting'] : []
    if (requests > 2) late.push(`${requests - 2} requests although the platform asked for an hour`)
    return judged(shop, { taken: new Set(platform.requests[0]?.taken), waiting: ids(shop.all) }, late)
  })

/** What the platform asked for outlives the process that heard it. */
const storm = (around: Surroundings) =>
  withShop(around, 'meta', async (shop, platform) => {
    platform.manners.manner = n => (n === 2 ? LONGER_THAN_A_START : 'ok')
    let pid = 0
    platform.manners.answered = ({ n }) => {
      if (n === 2) setTimeout(() => killAt(pid), 300)
    }
    const started = shop.run({ hook: HASTY })
    pid = started.pid
    await started.ended
    died(shop)
    return toTheEnd(shop, { taken: ids(shop.all), launch: { hook: HASTY } })
  })

/** No byte left, so nothing may be in doubt, and everything is sent once somebody is there. */
const nowhere = (base: string | undefined) => (around: Surroundings) =>
  withShop(around, 'meta', async (shop, platform) => {
    const wrong = base ?? platform.url.replace('http:', 'https:')
    const { report } = await shop.run({ hook: HASTY, env: { META_BASE_URL: wrong } }).ended
    const tally = report?.paths[0]?.tally
    const finding = await toTheEnd(shop, { taken: ids(shop.all), launch: { hook: HASTY } })
    if (tally?.unsent !== ROWS) finding.complaints.push(`of ${ROWS} rows ${tally?.unsent} were unsent, ${tally?.uncertain} in doubt`)
    return finding
  })

const tokenEnds = (around: Surroundings) =>
  withShop(around, 'meta', async (shop, platform) => {
    platform.manners.manner = n => (n >= 3 ? 'token no longer valid' : 'ok')
    const { report, code } = await shop.run({ hook: HASTY }).ended
    const more = []
    if (code === 0 || report?.paths[0]?.state !== 'failed') more.push('a run that could not send says that all is well')
    if (platform.requests.length !== 3) more.push(`${platform.requests.length} requests: a token that ended is no reason to go on`)
    platform.manners.manner = () => 'ok'
    const finding = await toTheEnd(shop, { taken: ids(shop.all), launch: { hook: HASTY } })
    return { ...finding, complaints: [...finding.complaints, ...more] }
  })

const drought = (manner: Manner) => (around: Surroundings) =>
  withShop(around, 'meta', async (shop, platform) => {
    platform.manners.manner = () => manner
    const { code } = await shop.run({ hook: HASTY }).ended
    platform.manners.manner = () => 'ok'
    const finding = await toTheEnd(shop, { taken: ids(shop.all), launch: { hook: HASTY } })
    return { ...finding, complaints: [...finding.complaints, ...(code === 0 ? ['nothing was sent, and the run ended with 0'] : [])] }
  })
