/**
 * Layer F: power cuts. A process is killed in the middle of its work; its write-ahead log is then cut at any byte, or
 * a bit in it is flipped, which is what a power cut in that moment leaves of a file that was being written. What the
 * platform had received by then is known from how long the log was when each request arrived: every commit is on disk
 * before its request leaves. From there the product must go on as from any other death.
 */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ids, type Result, type Surroundings, sideBySide, toTheEnd } from './case.ts'
import { died } from './checker.ts'
import { openPlatform, type Request } from './platform.ts'
import { killAt } from './product.ts'
import { type Order, openShop, orders } from './shop.ts'

const HASTY = { hook: { PROOF_HASTY: '1' } }
const CUTS_OF_ONE = 100

export async function powerCuts(around: Surroundings, count: number): Promise<void> {
  const random = around.random.fork('power cuts')
  for (let left = count; left > 0; left -= CUTS_OF_ONE) {
    const moment = await midRun(around, random.whole(12, 26))
    const cuts = Array.from({ length: Math.min(left, CUTS_OF_ONE) }, (_, i) => {
      const at = random.whole(0, moment.log)
      const flip = i % 3 === 2
      return { name: flip ? 'a bit flipped in the log' : 'log cut off', at, flip, bit: random.whole(0, 7), quiet: i % 10 === 0 ? 1 : 0 }
    })
    await sideBySide(around, 'power cut', cuts, cut => goOn(around, moment, cut))
    moment.remove()
  }
}

/** What lies on disk in one moment, so far as a cut can take it away: how long the log is, and the small files beside it. */
interface Present {
  log: number
  beside: ReadonlyMap<string, string>
}
function present(data: string): Present {
  const log = join(data, 'tributary.db-wal')
  const beside = readdirSync(data).filter(name => name.endsWith('.json'))
  return {
    log: existsSync(log) ? statSync(log).size : 0,
    beside: new Map(beside.map(name => [name, readFileSync(join(data, name), 'utf8')])),
  }
}

interface Moment {
  /** Before the run that was cut off. */
  before: Present
  data: string
  all: Order[]
  poison: ReadonlySet<string>
  requests: Request[]
  /** Bytes of the log. */
  log: number
  remove(): void
}

/** A data folder as it stands at request `n`, and the length of the log at each request before. */
async function midRun(around: Surroundings, n: number): Promise<Moment> {
  const platform = await openPlatform()
  const shop = openShop({ platform, batch: 8, rows: 8, ...(around.program && { program: around.program }) })
  const log = join(shop.data, 'tributary.db-wal')
  // The first run leaves a database without a log, so that all of what follows stands in the log, in order.
  await shop.run(HASTY).ended
  if (existsSync(log) && statSync(log).size > 0) throw new Error('The log was not taken in when the first run ended.')
  const before = present(shop.data)
  shop.all.push(...orders(240))
  shop.csv(shop.all)
  const poison = ids(shop.all.filter((_, i) => i % 41 === 20))
  let pid = 0
  platform.manners = {
    ...platform.manners,
    poison,
    manner: k => (k % 7 === 3 ? 'taken, then 500' : 'ok'),
    arrived(request) {
      request.note = present(shop.data)
    },
    tookIt(request) {
      if (request.n === n) killAt(pid)
    },
  }
  const run = shop.run(HASTY)
  pid = run.pid
  await run.ended
  await platform.close()
  return { before, data: shop.data, all: shop.all, poison, requests: platform.requests, log: statSync(log).size, remove: shop.remove }
}

interface Cut {
  at: number
  flip: boolean
  bit: number
  quiet: number
}

async function goOn(around: Surroundings, moment: Moment, { at, flip, bit, quiet }: Cut): Promise<Partial<Result>> {
  const platform = await openPlatform()
  const shop = openShop({ platform, batch: 8, ...(around.program && { program: around.program }) })
  try {
    rmSync(shop.data, { recursive: true })
    cpSync(moment.data, shop.data, { recursive: true })
    rmSync(join(shop.data, 'tributary.db-shm'), { force: true })
    const log = join(shop.data, 'tributary.db-wal')
    const bytes = readFileSync(log)
    if (flip && at < bytes.length) bytes[at]! ^= 1 << bit
    writeFileSync(log, flip ? bytes : bytes.subarray(0, at))
    shop.all.push(...moment.all)
    shop.csv(shop.all)
    // What left after that byte was written has not left yet.
    const left = moment.requests.filter(({ note }) => note === undefined || (note as Present).log <= at)
    platform.requests.push(...left.map(request => ({ ...request })))
    const { beside } = (left.at(-1)?.note as Present | undefined) ?? moment.before
    for (const name of readdirSync(shop.data)) if (name.endsWith('.json') && !beside.has(name)) rmSync(join(shop.data, name))
    for (const [name, text] of beside) writeFileSync(join(shop.data, name), text)
    platform.manners.poison = moment.poison
    died(shop)
    const taken = new Set([...ids(moment.all)].filter(id => !moment.poison.has(id)))
    const finding = await toTheEnd(shop, { taken, refused: moment.poison, launch: HASTY, quiet })
    return { ...finding, how: `${flip ? `bit ${bit} of byte` : 'cut at byte'} ${at} of ${moment.log}` }
  } finally {
    await platform.close()
    shop.remove()
  }
}
