/** The whole way: real Postgres or Parquet, filter, map, seal, batch, a local platform over HTTP, ledger on, `synchronous=FULL`. */
import { DuckDBInstance } from '@duckdb/node-api'
import { benchFlow, CONNECTIONS, fromPostgres, orders } from './flow.ts'
import { type BenchRow, between, type Finding, perSecond, sized, spread, times } from './rounds.ts'
import { sdkRate } from './seal-row.ts'
import { onStage, type Ran, type Stage } from './stage.ts'

const ROWS = 200_000
const FULL_ROWS = 1_000_000
/** Of five rows one is filtered. */
const KEPT = 4 / 5

interface Way {
  id: string
  says: string
  flow: string
  /** Rows that leave, of those read: what the SDK's rate is compared with. */
  target?: number
}

export const wayRow: BenchRow = {
  id: 'way',
  says: 'Postgres or Parquet → filter → map → seal → batch → platform, ledger on, synchronous=FULL',
  run: options =>
    onStage(async stage => {
      const count = sized(options, ROWS, FULL_ROWS)
      const ways = await prepared(stage, count)
      const platform = await stage.platform()
      const walls = new Map(ways.map(way => [way.id, [] as Ran[]]))
      const rival: number[] = []
      for (let round = 0; round < Math.min(options.rounds, options.size === 'full' ? 2 : 3); round++) {
        rival.push(sdkRate())
        for (const way of ways) walls.get(way.id)!.push(await stage.run(way.flow, stage.path(`data-${way.id}-${round}`), platform))
      }
      const theirRate = spread(rival)[1]
      return ways.map(way => found(way, walls.get(way.id)!, count, theirRate))
    }),
}

async function prepared(stage: Stage, count: number): Promise<Way[]> {
  await stage.sql(`create table orders as ${orders(count)}`)
  await stage.sql('analyze orders')
  const parquet = await parquetOf(stage, count)
  stage.write('connections.json', CONNECTIONS)
  const way = (id: string, says: string, document: unknown): Way => ({ id, says, flow: stage.write(`${id}.json`, document) })
  return [
    { ...way('pushed', 'Postgres, filter decided in the database', benchFlow(...fromPostgres, 'pushed')), target: 2 },
    way('here', 'Postgres, filter decided row by row', benchFlow(...fromPostgres, 'here')),
    way(
      'parquet',
      'Parquet',
      benchFlow({ kind: 'file', config: { path: parquet } }, { kind: 'table', config: { table: 'orders', key: ['order_id'] } }, 'pushed'),
    ),
  ]
}
async function parquetOf(stage: Stage, count: number): Promise<string> {
  const { rows } = await stage.sql(`select * from orders limit ${count}`)
  const path = stage.path('orders.parquet')
  const lines = stage.write('orders.jsonl', rows.map(row => JSON.stringify(row)).join('\n'))
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(
    `copy (select * replace (ordered_at::timestamptz as ordered_at, amount::decimal(10,2) as amount) from read_json_auto('${lines}')) to '${path}' (format parquet)`,
  )
  connection.closeSync()
  instance.closeSync()
  return path
}

function found({ says, target }: Way, ran: readonly Ran[], count: number, theirRate: number): Finding {
  for (const { read, delivered } of ran) if (read !== count || delivered !== count * KEPT) throw new Error('The run dealt with other rows')
  // Only rows that leave are compared: the SDK was given nothing to filter.
  const rates = spread(ran.map(({ wallMs }) => ((count * KEPT) / wallMs) * 1000))
  const ratio = rates[1] / theirRate
  return {
    says: `${says}: ${perSecond(rates[1])} sent, start of the process included, against ${perSecond(theirRate)} of the SDK in memory, sending nothing`,
    measured: times(ratio),
    between: between(spread(rates.map(rate => rate / theirRate)), times),
    target: target ? `≥ ${target} ×` : 'figure',
    met: target ? ratio >= target : undefined,
    figures: { ratio, rates, theirRate, ran },
  }
}
