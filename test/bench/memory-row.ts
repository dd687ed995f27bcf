/** Whether memory follows the rows: peak resident memory of the whole process over two sizes, from Postgres and from Parquet. */
import { benchFlow, CONNECTIONS, fromPostgres, orders } from './flow.ts'
import type { BenchRow, Finding } from './rounds.ts'
import { onStage } from './stage.ts'

const SIZES = [100_000, 500_000] as const
const FULL_SIZES = [1_000_000, 5_000_000] as const
const MOST_MB = 350
const GROWTH = 0.1

export const memoryRow: BenchRow = {
  id: 'memory',
  says: 'peak resident memory of a run, and how it grows with five times the rows',
  run: ({ full }) =>
    onStage(async stage => {
      const platform = await stage.platform()
      stage.write('connections.json', CONNECTIONS)
      const flow = stage.write('flow.json', benchFlow(...fromPostgres, 'none'))
      const peaks: number[] = []
      const rates: number[] = []
      const sizes = full ? FULL_SIZES : SIZES
      for (const size of sizes) {
        await stage.sql(`drop table if exists orders; create table orders as ${orders(size)}`)
        const ran = await stage.run(flow, stage.path(`data-${size}`), platform)
        peaks.push(ran.maxRssMb)
        rates.push((ran.delivered / ran.cpuMs) * 1000)
      }
      const [small, large] = peaks as [number, number]
      const growth = large / small - 1
      const cost = rates[1]! / rates[0]!
      const many = sizes.map(size => size.toLocaleString('en'))
      return [
        {
          says: `peak at ${many[1]} rows`,
          measured: `${Math.round(large)} MB`,
          target: `≤ ${MOST_MB} MB`,
          met: large <= MOST_MB,
          figures: { peaks, sizes },
        },
        {
          says: `growth from ${many[0]} to ${many[1]} rows`,
          measured: `${(growth * 100).toFixed(0)} %`,
          target: `≤ ${GROWTH * 100} %`,
          met: growth <= GROWTH,
          figures: { growth },
        },
        {
          says: `rows per CPU second at ${many[1]} against ${many[0]}: cost per row stays`,
          measured: `${cost.toFixed(2)} ×`,
          target: '≥ 0.9 ×',
          met: cost >= 0.9,
          figures: { rates },
        },
      ] satisfies Finding[]
    }),
}
