/** Whether memory follows the rows of a file: peak resident memory of the whole process, from Parquet and from CSV, over two sizes. */
import { DuckDBInstance } from '@duckdb/node-api'
import { benchFlow, CONNECTIONS } from './flow.ts'
import { type BenchRow, type Finding, sized } from './rounds.ts'
import { onStage, type Platform, type Stage } from './stage.ts'

/** Usual and full counts: where what is kept for a time has filled up, and the most. */
const SIZES = [
  [300_000, 1_000_000],
  [1_000_000, 5_000_000],
] as const
const MOST_MB = 512
const GROWTH = 0.1
const FORMATS = ['parquet', 'csv'] as const

export const memoryFilesRow: BenchRow = {
  id: 'memory-files',
  says: 'peak resident memory of a run from a file, and how it grows with five times the rows',
  run: options =>
    onStage(async stage => {
      const platform = await stage.platform()
      stage.write('connections.json', CONNECTIONS)
      const findings: Finding[] = []
      const sizes = SIZES.map(([usual, full]) => sized(options, usual, full))
      for (const format of FORMATS) findings.push(...(await measured(stage, platform, format, sizes)))
      return findings
    }),
}

async function measured(stage: Stage, platform: Platform, format: (typeof FORMATS)[number], sizes: readonly number[]): Promise<Finding[]> {
  const peaks: number[] = []
  for (const size of sizes) {
    const name = `orders-${size}.${format}`
    await write(stage.path(name), format, size)
    const model = { kind: 'table', config: { table: `orders-${size}`, key: ['order_id'] } }
    const flow = stage.write(`${format}.json`, benchFlow({ kind: 'file', config: { path: name } }, model, 'none'))
    const ran = await stage.run(flow, stage.path(`data-${format}-${size}`), platform)
    if (ran.read !== size || ran.delivered !== size) throw new Error(`${ran.read} read and ${ran.delivered} delivered of ${size}`)
    peaks.push(ran.maxRssMb)
  }
  const [small, large] = peaks as [number, number]
  const growth = large / small - 1
  const [few, many] = sizes.map(size => size.toLocaleString('en'))
  return [
    {
      says: `peak at ${many} rows of ${format}`,
      measured: `${Math.round(large)} MB`,
      target: `≤ ${MOST_MB} MB`,
      met: large <= MOST_MB,
      figures: { peaks, sizes },
    },
    {
      says: `growth from ${few} to ${many} rows of ${format}`,
      measured: `${(growth * 100).toFixed(0)} %`,
      target: `≤ ${GROWTH * 100} %`,
      met: growth <= GROWTH,
      figures: { growth },
    },
  ]
}

/** Written by an engine of its own, whose memory is not the run's. */
async function write(path: string, format: string, count: number): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const person = `(hash(i) % ${Math.ceil(count * 0.75)})`
  await connection.run(`set TimeZone = 'UTC'`)
  await connection.run(
    `copy (select 'A' || i as order_id, now() - interval 1 hour - to_seconds((i % 500000)::bigint) as ordered_at,
       (5 + hash(i + 1) % 40000 / 100)::decimal(10, 2) as amount, 'Person.' || ${person} || '@Example' || ${person} % 50 || '.com' as email,
       '+33 6 12 ' || lpad((${person} * 31 % 1000000)::varchar, 6, '0') as phone, 'Anne' || chr((97 + ${person} % 26)::integer) as first_name,
       'Duval' || chr((97 + ${person} // 26 % 26)::integer) || chr((97 + ${person} // 676 % 26)::integer) as last_name, 'Ville ' || ${person} % 400 as city,
       (10000 + ${person} % 89999)::varchar as zip, 'FR' as country, 'C' || ${person} as customer from range(${count}) t(i)) to '${path}' (format ${format})`,
  )
  connection.closeSync()
  instance.closeSync()
}
