/** A platform that answers in 250 ms: how much several requests under way at once are worth. */
import { benchFlow, CONNECTIONS, fromPostgres, orders } from './flow.ts'
import { type BenchRow, between, type Finding, perSecond, sized, spread } from './rounds.ts'
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
      const flows = WINDOWS.map(inFlight => stage.write(`flow-${inFlight}.json`, benchFlow(...fromPostgres, 'none', { inFlight })))
      const rates = WINDOWS.map((): number[] => [])
      for (let round = 0; round < Math.min(options.rounds, 3); round++)
        for (const [i, flow] of flows.entries()) {
          const ran = await stage.run(flow, stage.path(`data-${WINDOWS[i]}-${round}`), platform)
          rates[i]!.push((ran.delivered / ran.wallMs) * 1000)
        }
      return WINDOWS.map((inFlight, i): Finding => {
        const ofRounds = spread(rates[i]!)
        const rate = ofRounds[1]
        const widest = inFlight === WINDOWS.at(-1)
        return {
          says: `${inFlight} under way`,
          measured: perSecond(rate),
          between: between(ofRounds, perSecond),
          target: widest ? `≥ ${TARGET.toLocaleString('en')} rows/s` : 'figure',
          met: widest ? rate >= TARGET : undefined,
          figures: { inFlight, rates: rates[i] },
        }
      })
    }),
}
