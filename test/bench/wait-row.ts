/** A platform that answers in 250 ms: how much several requests under way at once are worth. */
import { benchFlow, CONNECTIONS, fromPostgres, orders } from './flow.ts'
import { type BenchRow, type Finding, perSecond, sized } from './rounds.ts'
import { onStage } from './stage.ts'

const ROWS = 60_000
const DELAY_MS = 250
const WINDOWS = [1, 4, 8]
const TARGET = 10_000

export const waitRow: BenchRow = {
  id: 'wait',
  says: `a platform that answers in ${DELAY_MS} ms, 1,000 events a request`,
  run: options =>
    onStage(async stage => {
      await stage.sql(`create table orders as ${orders(sized(options, ROWS, ROWS))}`)
      stage.write('connections.json', CONNECTIONS)
      const platform = await stage.platform(DELAY_MS)
      const findings: Finding[] = []
      for (const inFlight of WINDOWS) {
        const flow = stage.write(`flow-${inFlight}.json`, benchFlow(...fromPostgres, 'none', { inFlight }))
        const ran = await stage.run(flow, stage.path(`data-${inFlight}`), platform)
        const rate = (ran.delivered / ran.wallMs) * 1000
        const widest = inFlight === WINDOWS.at(-1)
        findings.push({
          says: `${inFlight} under way`,
          measured: perSecond(rate),
          target: widest ? `≥ ${TARGET.toLocaleString('en')} rows/s` : 'figure',
          met: widest ? rate >= TARGET : undefined,
          figures: { inFlight, rate, ran },
        })
      }
      return findings
    }),
}
