/** Map, seal and serialise, one core, against the official SDK normalising and serialising the same rows. */
import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { createRequire } from 'node:module'
import { kinds } from '../../nodes/kinds.ts'
import { callOf } from '../../runtime/body.ts'
import { type Destination, Left, type Row, type Step } from '../../runtime/contract.ts'
import { farEnd, walk } from '../../runtime/plan.ts'
import { sealer } from '../../runtime/seal.ts'
import { FIELDS } from './flow.ts'
import { orders } from './orders.ts'
import { type BenchRow, between, interleaved, perSecond, sized, spread, times } from './rounds.ts'

const ROWS = 100_000
/** Rows of a page, and events of a request. */
const PAGE = 1000
const SAMPLE = 2000

/** Ours: the very functions that a run uses, from row to an event's text. */
function encoder(now: number): (row: Row) => string | undefined {
  const { dialect } = kinds.get('meta') as Destination
  const mapping = kinds.get('mapping') as Step
  const shape = Object.keys(orders(1, now)[0]!).map(key => ({ key, type: 'text' as const }))
  const walked = walk(
    [{ id: 'map', name: 'Map', kind: mapping, config: mapping.config.parse({ fields: FIELDS }), port: '' }],
    shape,
    farEnd(dialect!, 'Meta'),
    { now, timezone: 'UTC', hints: {} },
  )
  const { apply } = walked.steps[0]!
  const seal = sealer({ dialect: dialect!, sealing: {}, timezone: undefined, now })
  return row => {
    const event = apply(row)
    if (event instanceof Left) return undefined
    const sealed = seal.seal(event, () => {})
    return sealed instanceof Left || dialect!.judge(sealed, now) ? undefined : dialect!.encode(sealed)
  }
}
function ours(now: number): (rows: readonly Row[]) => number {
  const { dialect, exampleConnection } = kinds.get('meta') as Destination
  const encode = encoder(now)
  const address = { connection: exampleConnection, base: 'http://127.0.0.1' }
  return rows => {
    const texts: string[] = []
    for (const row of rows) {
      const text = encode(row)
      if (text !== undefined) texts.push(text)
    }
    return callOf(dialect!, texts, address).body.length
  }
}

/** Theirs: the SDK's own objects, normalising and hashing as it sends, without the sending. */
function sdkEvent(sdk: any, row: Row): unknown {
  const user = new sdk.UserData()
    .setEmails([row.email])
    .setPhones([row.phone])
    .setFirstNames([row.first_name])
    .setLastNames([row.last_name])
    .setCities([row.city])
    .setZips([row.zip])
    .setCountries([row.country])
    // The one field that the SDK leaves to whoever calls it.
    .setExternalIds([hash('sha256', (row.customer as string).toLowerCase(), 'hex')])
  const custom = new sdk.CustomData().setValue(Number(row.amount)).setCurrency('EUR')
  const event = new sdk.ServerEvent()
    .setEventName('Purchase')
    .setEventTime(Math.floor(Date.parse(row.ordered_at as string) / 1000))
    .setEventId(row.order_id)
    .setUserData(user)
    .setCustomData(custom)
    .setActionSource('physical_store')
  return event.normalize()
}
const officialSdk = () => createRequire(`${process.cwd()}/test/bench/package.json`)('facebook-nodejs-business-sdk')

function theirs(): (rows: readonly Row[]) => number {
  const sdk = officialSdk()
  return rows => JSON.stringify({ data: rows.map(row => sdkEvent(sdk, row)) }).length
}

/** What nobody on one thread who hashes each field can be quicker than: eight hashes of the cells as they are, one JSON text a batch. */
function floor(rows: readonly Row[]): number {
  const sha256 = (text: unknown) => [hash('sha256', text as string, 'hex')]
  const data = rows.map(row => ({
    event_name: 'Purchase',
    event_time: 1_700_000_000,
    event_id: row.order_id,
    action_source: 'physical_store',
    user_data: {
      em: sha256(row.email),
      ph: sha256(row.phone),
      fn: sha256(row.first_name),
      ln: sha256(row.last_name),
      ct: sha256(row.city),
      zp: sha256(row.zip),
      country: sha256(row.country),
      external_id: sha256(row.customer),
    },
    custom_data: { value: Number(row.amount), currency: 'EUR' },
  }))
  return Buffer.from(JSON.stringify({ data })).length
}

/** Two ways are compared only if they make the same of the same rows. */
function assertSame(rows: readonly Row[], now: number): void {
  const sdk = officialSdk()
  const encode = encoder(now)
  for (const row of rows) {
    const text = encode(row)
    assert(text !== undefined, `Row ${row.order_id} makes no event of ours`)
    assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(sdkEvent(sdk, row))), `Row ${row.order_id} makes two different events`)
  }
}

/** The SDK's rate by the clock on the wall, sending nothing: what whole ways are compared with. */
export function sdkRate(): number {
  const now = Date.now()
  const counts = { rounds: 1, pages: ROWS / PAGE, units: ROWS }
  return interleaved(counts, number => orders(ROWS, now, number * PAGE, PAGE), { theirs: theirs() })[0]!.wall[1]
}

export const sealRow: BenchRow = {
  id: 'seal',
  says: 'map + seal (8 identity fields) + serialise, one core; both ways proven to make the same events',
  async run(options) {
    const rows = sized(options, ROWS, ROWS)
    const now = Date.now()
    assertSame(orders(ROWS, now, 0, SAMPLE), now)
    const ways = { ours: ours(now), theirs: theirs(), floor }
    const counts = { rounds: options.rounds, pages: rows / PAGE, units: rows }
    const [own, rival, least] = interleaved(counts, number => orders(rows, now, number * PAGE, PAGE), ways)
    const ratio = own!.rate[1] / rival!.rate[1]
    const ofFloor = own!.rate[1] / least!.rate[1]
    return [
      {
        says: `${rows.toLocaleString('en')} rows: ${perSecond(own!.rate[1])} per core against ${perSecond(rival!.rate[1])} of the official SDK`,
        measured: times(ratio),
        between: between(spread(own!.rate.map(rate => rate / rival!.rate[1])), times),
        target: '≥ 5 ×',
        met: ratio >= 5,
        figures: { ratio, ours: own!.rate, theirs: rival!.rate, roundsWon: own!.rate[0] > rival!.rate[2] },
      },
      {
        says: `of the ${perSecond(least!.rate[1])} that hashing each cell as it is and writing JSON would give, without any rule`,
        measured: times(ofFloor),
        between: between(spread(own!.rate.map(rate => rate / least!.rate[1])), times),
        target: 'figure',
        met: undefined,
        figures: { ofFloor, floor: least!.rate, floorAgainstSdk: least!.rate[1] / rival!.rate[1] },
      },
    ]
  },
}
