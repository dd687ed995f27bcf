/** A second run over what a first one delivered: it reads, maps and looks up every row, and sends nothing. */
import { benchFlow, CONNECTIONS, fromPostgres, orders } from './flow.ts'
import { type BenchRow, between, sized, spread, times } from './rounds.ts'
import { onStage, type Ran } from './stage.ts'

/** As many as were promised: the more keys there are, the longer each is looked for. */
const ROWS = 1_000_000
const TARGET = 3

export const againRow: BenchRow = {
  id: 'again',
  says: 'a second run over delivered rows, against the first; ledger on, synchronous=FULL',
  run: options =>
    onStage(async stage => {
      const count = sized(options, ROWS, ROWS)
      await stage.sql(`create table orders as ${orders(count)}`)
      await stage.sql('analyze orders')
      stage.write('connections.json', CONNECTIONS)
      const flow = stage.write('flow.json', benchFlow(...fromPostgres, 'pushed'))
      const platform = await stage.platform()
      const ran: { first: Ran; second: Ran }[] = []
      for (let round = 0; round < Math.min(options.rounds, 3); round++) {
        const data = stage.path(`data-${round}`)
        const first = await stage.run(flow, data, platform)
        const second = await stage.run(flow, data, platform)
        if (second.requests !== 0 || second.delivered !== 0) throw new Error('A second run sent something')
        ran.push({ first, second })
      }
      const ratios = spread(ran.map(({ first, second }) => first.wallMs / second.wallMs))
      const seconds = (which: 'first' | 'second') => (spread(ran.map(one => one[which].wallMs))[1] / 1000).toFixed(1)
      return [
        {
          says: `${count.toLocaleString('en')} rows, 0 requests: ${seconds('second')} s against ${seconds('first')} s`,
          measured: times(ratios[1]),
          between: between(ratios, times),
          target: `≥ ${TARGET} × faster`,
          met: ratios[1] >= TARGET,
          figures: { ratios, ran },
        },
      ]
    }),
}
