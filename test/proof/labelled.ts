/**
 * Layer C: kill -9 at named moments. The moments lie inside the product's process (`hook.mjs`) and on the platform's
 * side of the wire; each is tried at its first, a middle and its last time, while all is well, while events are
 * refused, while outcomes stay unknown, and while the platform turns requests away. The rest is drawn by chance.
 *
 * A shop is killed several times in a row, with new orders before each start, so that what one death leaves is what
 * the next one meets. What is counted are deaths: a moment that did not come leaves its place to another.
 */
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Manner } from './behaviours.ts'
import { clean, ids, inLanes, type Surroundings, toTheEnd } from './case.ts'
import { died } from './checker.ts'
import { type Manners, openPlatform, type Request } from './platform.ts'
import { killAt } from './product.ts'
import type { Random } from './random.ts'
import { type Destination, openShop, orders, type Shop } from './shop.ts'

const SUITE = 'kill -9 at a named moment'
const WEATHERS = ['all is well', 'events refused', 'outcomes unknown', 'turned away'] as const
type Weather = (typeof WEATHERS)[number]
const AT_PLATFORM = ['wire:arrived', 'wire:taken', 'wire:half an answer', 'wire:answered'] as const
const ROWS = 40
const BATCH = 8
const IN_A_ROW = 8
/** Campaigns that make up for moments that did not come, before it is said that too few came. */
const ROUNDS = 4
/** From here on every shop is left alone for three further runs, else for one. */
const MANY = 50

interface Death {
  label: string
  nth: number
}
interface Campaign {
  weather: Weather
  destination: Destination
  inFlight: number
  deaths: Death[]
}

/** The moments of one weather; a platform that answers for each event has others than one that refuses as a whole. */
type Moments = (weather: Weather, destination: Destination) => Promise<readonly Death[]>

export async function labelled(around: Surroundings, count: number): Promise<void> {
  const random = around.random.fork('labelled')
  const asked = new Map<string, Promise<readonly Death[]>>()
  const possible: Moments = (weather, destination) => {
    const name = `${destination}, ${weather}`
    if (!asked.has(name)) asked.set(name, momentsOf(around, weather, destination))
    return asked.get(name)!
  }
  const all = await Promise.all(WEATHERS.map(weather => possible(weather, 'meta')))
  const listed = new Map(WEATHERS.map((weather, i) => [weather, random.shuffled(all[i]!)]))
  let deaths = 0
  for (let round = 0; round < ROUNDS && deaths < count; round++)
    await inLanes(await campaigns(possible, listed, count - deaths, random), 4, async campaign => {
      const came = await wage(around, campaign, count < MANY ? 1 : 3)
      deaths += came
    })
  if (deaths < count)
    around.done({ suite: SUITE, name: 'moments that came', cases: 0, ...clean(), complaints: [`${deaths} deaths of ${count}`] })
}

/** Every listed moment of every weather first, then by chance, until there are enough. */
async function campaigns(possible: Moments, listed: ReadonlyMap<Weather, Death[]>, count: number, random: Random): Promise<Campaign[]> {
  const made: Campaign[] = []
  for (let rest = count, i = 0; rest > 0; i++) {
    const weather = WEATHERS[i % WEATHERS.length]!
    const size = Math.min(IN_A_ROW, rest, Math.ceil(count / WEATHERS.length))
    const deaths = listed.get(weather)!.splice(0, size)
    const byChance = deaths.length === 0
    const destination = byChance && random.next() < 0.5 ? 'pinterest' : 'meta'
    const choice = await possible(weather, destination)
    while (deaths.length < size) deaths.push(random.pick(choice))
    made.push({ weather, destination, inFlight: byChance && random.next() < 0.3 ? 3 : 1, deaths })
    rest -= size
  }
  return made
}

/** How often each moment comes when nothing is killed; its first, middle and last time are where a process will die. */
async function momentsOf(around: Surroundings, weather: Weather, destination: Destination): Promise<Death[]> {
  const { shop, close, add } = await opened(around, { weather, destination, inFlight: 1 })
  const file = join(shop.folder, 'moments.json')
  try {
    add()
    await shop.run({ hook: { PROOF_COUNT: file, PROOF_HASTY: '1' } }).ended
    const counts = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>
    rmSync(file)
    for (const label of AT_PLATFORM) counts[label] = counts['send:before'] ?? 1
    return Object.entries(counts).flatMap(([label, times]) => [...new Set([1, Math.ceil(times / 2), times])].map(nth => ({ label, nth })))
  } finally {
    await close()
  }
}

async function opened(around: Surroundings, { weather, destination, inFlight }: Omit<Campaign, 'deaths'>) {
  const platform = await openPlatform({ manner: n => mannerAt(weather, n) })
  const shop = openShop({ platform, destination, batch: BATCH, inFlight, ...(around.program && { program: around.program }) })
  const poison = new Set<string>()
  platform.manners.poison = poison
  const add = () => {
    shop.all.push(...orders(ROWS))
    if (weather === 'events refused') for (const [i, { order_id }] of shop.all.entries()) if (i % 17 === 5) poison.add(order_id)
    shop.csv(shop.all)
  }
  const close = async () => {
    await platform.close()
    shop.remove()
  }
  return { platform, shop, poison, add, close }
}

function mannerAt(weather: Weather, n: number): Manner {
  if (weather === 'outcomes unknown' && n % 3 === 1) return UNTOLD[n % UNTOLD.length]!
  if (weather === 'turned away' && n % 4 === 2) return n % 24 === 22 ? 'token no longer valid' : '400 page of a gateway'
  return 'ok'
}
const UNTOLD = ['taken, then 500', 'taken, then cut', 'taken, then a page with 200', 'not taken, 500'] as const

/** Returns how many deaths it came to. */
async function wage(around: Surroundings, campaign: Campaign, quiet: number): Promise<number> {
  const { platform, shop, poison, add, close } = await opened(around, campaign)
  const name = `${campaign.destination}, ${campaign.weather}`
  let deaths = 0
  try {
    for (const death of campaign.deaths) {
      add()
      if (!(await die(shop, death, campaign.inFlight))) {
        // What it came to wait for is done by now; new orders, and the first time of the same moment.
        add()
        if (!(await die(shop, { ...death, nth: 1 }, campaign.inFlight))) continue
      }
      deaths++
      around.done({ suite: SUITE, name, cases: 1, ...clean() })
    }
    const taken = new Set([...ids(shop.all)].filter(id => !poison.has(id)))
    const finding = await toTheEnd(shop, { taken, refused: poison, launch: { hook: { PROOF_HASTY: '1' } }, quiet })
    const how = `${name}, ${campaign.inFlight} at once: ${campaign.deaths.map(({ label, nth }) => `${label} ${nth}`).join(', ')}`
    if (deaths === 0) finding.complaints.push('no process died')
    around.done({ suite: SUITE, name, cases: 0, ...finding, how })
    return deaths
  } finally {
    platform.manners = {}
    await close()
  }
}

async function die(shop: Shop, { label, nth }: Death, inFlight: number): Promise<boolean> {
  const wire = label.startsWith('wire:')
  const { manners, requests } = shop.platform
  const started = shop.run({ hook: { PROOF_HASTY: '1', ...(!wire && { PROOF_KILL: `${label}:${nth}` }) } })
  const seen = requests.length
  const atWire = (request: Request) => {
    if (requests.length - seen !== nth) return
    killAt(started.pid)
    if (label === 'wire:arrived') request.cut = true
  }
  const moment = WIRE[label]
  if (moment) manners[moment] = atWire
  const killed = (await started.ended).signal === 'SIGKILL'
  if (moment) delete manners[moment]
  if (killed) died(shop, inFlight)
  return killed
}
const WIRE: Readonly<Record<string, keyof Pick<Manners, 'arrived' | 'tookIt' | 'halfAnswered' | 'answered'>>> = {
  'wire:arrived': 'arrived',
  'wire:taken': 'tookIt',
  'wire:half an answer': 'halfAnswered',
  'wire:answered': 'answered',
}
