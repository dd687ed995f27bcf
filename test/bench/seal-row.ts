/** Map, seal and serialise, one core, against the official SDK normalising and serialising the same rows. */
import { createRequire } from 'node:module'
import { kinds } from '../../nodes/kinds.ts'
import { callOf } from '../../runtime/body.ts'
import { type Destination, Left, type Row, type Step } from '../../runtime/contract.ts'
import { farEnd, walk } from '../../runtime/plan.ts'
import { sealer } from '../../runtime/seal.ts'
import { FIELDS } from './flow.ts'
import { orders } from './orders.ts'
import { type BenchRow, interleaved, perSecond, times } from './rounds.ts'

export const ROWS = 100_000
const BATCH = 1000

/** Ours: the very functions that a run uses, from row to request body. */
function ours(rows: readonly Row[], now: number): () => number {
  const { dialect, exampleConnection } = kinds.get('meta') as Destination
  const mapping = kinds.get('mapping') as Step
  const shape = Object.keys(rows[0]!).map(key => ({ key, type: 'text' as const }))
  const walked = walk(
    [{ id: 'map', name: 'Map', kind: mapping, config: mapping.config.parse({ fields: FIELDS }), port: '' }],
    shape,
    farEnd(dialect!, 'Meta'),
    { now, timezone: 'UTC', hints: {} },
  )
  const { apply } = walked.steps[0]!
  const seal = sealer({ dialect: dialect!, sealing: {}, timezone: undefined, now })
  const address = { connection: exampleConnection, base: 'http://127.0.0.1' }
  return () => {
    let bytes = 0
    let texts: string[] = []
    for (const row of rows) {
      const event = apply(row)
      if (event instanceof Left) continue
      const sealed = seal.seal(event, () => {})
      if (sealed instanceof Left || dialect!.judge(sealed, now)) continue
      texts.push(dialect!.encode(sealed))
      if (texts.length < BATCH) continue
      bytes += callOf(dialect!, texts, address).body.length
      texts = []
    }
    return bytes
  }
}

/** Theirs: the SDK's own objects, normalising and hashing as it sends, without the sending. */
export function theirs(rows: readonly Row[]): () => number {
  const require = createRequire(`${process.cwd()}/test/bench/package.json`)
  const sdk = require('facebook-nodejs-business-sdk')
  return () => {
    let bytes = 0
    let events: unknown[] = []
    for (const row of rows) {
      const user = new sdk.UserData()
        .setEmails([row.email])
        .setPhones([row.phone])
        .setFirstNames([row.first_name])
        .setLastNames([row.last_name])
        .setCities([row.city])
        .setZips([row.zip])
        .setCountries([row.country])
        .setExternalIds([row.customer])
      const custom = new sdk.CustomData().setValue(Number(row.amount)).setCurrency('EUR')
      const event = new sdk.ServerEvent()
        .setEventName('Purchase')
        .setEventTime(Math.floor(Date.parse(row.ordered_at as string) / 1000))
        .setEventId(row.order_id)
        .setUserData(user)
        .setCustomData(custom)
        .setActionSource('physical_store')
      events.push(event.normalize())
      if (events.length < BATCH) continue
      bytes += JSON.stringify({ data: events }).length
      events = []
    }
    return bytes
  }
}

export const sealRow: BenchRow = {
  id: 'seal',
  says: `map + seal (8 identity fields) + serialise, ${ROWS.toLocaleString('en')} rows, one core`,
  async run({ rounds }) {
    const now = Date.now()
    const rows = orders(ROWS, now)
    const [own, rival] = interleaved(rounds, { ours: ours(rows, now), theirs: theirs(rows) }, ROWS)
    const ratio = own!.rate[1] / rival!.rate[1]
    return [
      {
        says: `${perSecond(own!.rate[1])} per core against ${perSecond(rival!.rate[1])} of the official SDK`,
        measured: times(ratio),
        target: '≥ 5 ×',
        met: ratio >= 5,
        figures: { ratio, ours: own!.rate, theirs: rival!.rate, roundsWon: own!.rate[0] > rival!.rate[2] },
      },
    ]
  },
}
