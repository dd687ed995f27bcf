/** Whether memory and the cost of a row follow the rows: peak resident memory of the whole process and its CPU time, from ten thousand rows on. */
import { benchFlow, CONNECTIONS, fromPostgres, orders } from './flow.ts'
import { type BenchRow, type Finding, sized } from './rounds.ts'
import { onStage, type Ran } from './stage.ts'

/** Usual and full counts: where the cost of a row is first looked at, where what is kept for a time has filled up, and the most. */
const SIZES = [
  [10_000, 10_000],
  [300_000, 1_000_000],
  [1_000_000, 5_000_000],
] as const
const MOST_MB = 350
const GROWTH = 0.1

export const memoryRow: BenchRow = {
  id: 'memory',
  says: 'peak resident memory of a run and the cost of its rows, and how both grow with the rows',
  run: options =>
    onStage(async stage => {
      const platform = await stage.platform()
      stage.write('connections.json', CONNECTIONS)
      const flow = stage.write('flow.json', benchFlow(...fromPostgres, 'none'))
      const runOf = async (size: number): Promise<Ran> => {
        await stage.sql(`drop table if exists orders; create table orders as ${orders(size)}`)
        return stage.run(flow, stage.path(`data-${size}`), platform)
      }
      const sizes = SIZES.map(([usual, full]) => sized(options, usual, full))
      // What the start of the process costs is no row's cost.
      const start = (await runOf(0)).cpuMs
      const ran: Ran[] = []
      for (const size of sizes) ran.push(await runOf(size))
      const peaks = ran.map(({ maxRssMb }) => maxRssMb)
      const micros = ran.map(({ cpuMs }, i) => ((cpuMs - start) / sizes[i]!) * 1000)
      const [, many, most] = sizes.map(size => size.toLocaleString('en'))
      return [
        {
          says: `peak at ${most} rows`,
          measured: `${Math.round(peaks[2]!)} MB`,
          target: `≤ ${MOST_MB} MB`,
          met: peaks[2]! <= MOST_MB,
          figures: { peaks, sizes },
        },
        {
          says: `its growth from ${many} to ${most} rows`,
          measured: `${((peaks[2]! / peaks[1]! - 1) * 100).toFixed(0)} %`,
          target: `≤ ${GROWTH * 100} %`,
          met: peaks[2]! / peaks[1]! - 1 <= GROWTH,
          figures: { growth: peaks[2]! / peaks[1]! - 1 },
        },
        {
          says: `CPU time a row at ${sizes.map(size => size.toLocaleString('en')).join(', ')} rows (${micros.map(one => one.toFixed(0)).join(', ')} µs): the last against the cheaper of the others`,
          measured: `${(micros[2]! / Math.min(micros[0]!, micros[1]!)).toFixed(2)} ×`,
          target: '≤ 1.1 ×',
          met: micros[2]! <= Math.min(micros[0]!, micros[1]!) * 1.1,
          figures: { start, micros, ran },
        },
      ] satisfies Finding[]
    }),
}
