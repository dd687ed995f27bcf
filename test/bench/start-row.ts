/** How soon it is there: a cold start, and being back at work after `kill -9` in the middle of a run, also with much to remember. */
import { hash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { storedOf } from '../../runtime/stored.ts'
import { ledger } from '../../server/store/ledger.ts'
import { openStore } from '../../server/store/open.ts'
import { benchFlow, fromPostgres, orders } from './flow.ts'
import { type BenchRow, between, type Finding, sized, spread } from './rounds.ts'
import { drawn, serve, started } from './server.ts'
import { onStage, type Platform, type Stage } from './stage.ts'

const ROWS = 100_000
const START_MS = 3000
const BACK_MS = 5000
const KEYS = 200_000
const FULL_KEYS = 2_000_000
const OPEN = 50
const EVENTS = 500

export const startRow: BenchRow = {
  id: 'start',
  says: 'cold start, and back at work after kill -9',
  run: options =>
    onStage(async stage => {
      await stage.sql(`create table orders as ${orders(sized(options, ROWS, ROWS))}`)
      const platform = await stage.platform(50)
      const starts: number[] = []
      const backs: number[] = []
      for (let round = 0; round < Math.min(options.rounds, 3); round++) {
        const [ready, back] = await killed(stage, stage.path(`data-${round}`), platform)
        starts.push(ready)
        backs.push(back.wallMs)
      }
      const [ofStarts, ofBacks] = [spread(starts), spread(backs)]
      const keys = sized(options, KEYS, FULL_KEYS)
      const [, much] = await killed(stage, stage.path('data-much'), platform, (data, flow) => remember(data, flow, keys))
      const known = `${keys.toLocaleString('en')} keys known and ${OPEN} requests of ${EVENTS} events open`
      return [
        {
          says: 'from the start of the process to /readyz',
          measured: seconds(ofStarts[1]),
          between: between(ofStarts, seconds),
          target: '≤ 3 s',
          met: ofStarts[1] <= START_MS,
          figures: { starts },
        },
        {
          says: 'from starting again after kill -9 to the first request at the platform',
          measured: seconds(ofBacks[1]),
          between: between(ofBacks, seconds),
          target: '≤ 5 s',
          met: ofBacks[1] <= BACK_MS,
          figures: { backs },
        },
        {
          says: `the same with ${known}`,
          measured: seconds(much.wallMs),
          target: '≤ 5 s',
          met: much.wallMs <= BACK_MS,
          figures: { ...much },
        },
        ...(much.cpuMs === undefined
          ? []
          : [
              {
                says: 'of it work of the processor, whatever else the machine does',
                measured: seconds(much.cpuMs),
                target: 'figure',
                met: undefined,
                figures: { ...much },
              },
            ]),
      ] satisfies Finding[]
    }),
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`

interface Back {
  wallMs: number
  cpuMs: number | undefined
}
async function killed(
  stage: Stage,
  data: string,
  platform: Platform,
  meanwhile: (data: string, flow: string) => void = () => {},
): Promise<[readyMs: number, back: Back]> {
  const first = await serve(stage, data, platform)
  const flow = await drawn(first, await stage.database(), benchFlow(...fromPostgres, 'none'))
  const { requests } = await platform.count()
  await started(first, flow)
  await until(platform, requests + 3)
  await first.end('SIGKILL')
  meanwhile(data, flow)
  // What was closed on the other side meanwhile is noticed first.
  await pause(50)
  const at = (await platform.count()).requests
  const began = performance.now()
  const second = await serve(stage, data, platform)
  await until(platform, at + 1)
  const back = { wallMs: performance.now() - began, cpuMs: cpuOf(second.pid) }
  await second.end('SIGKILL')
  return [first.readyMs, back]
}
async function until(platform: Platform, requests: number): Promise<void> {
  while ((await platform.count()).requests < requests) await pause(5)
}
/** Where the system tells it, in its hundredths of a second. */
function cpuOf(pid: number): number | undefined {
  const file = `/proc/${pid}/stat`
  if (!existsSync(file)) return undefined
  const fields = readFileSync(file, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** As the process that died would have left it: so many keys delivered, so many requests without an outcome, the log not put away. */
function remember(data: string, flow: string, keys: number): void {
  const store = openStore(data)
  const stream = store.sql.prepare<[string], string>('select text from word where text >= ? order by text').pluck().get(`${flow}\n`)!
  const own = ledger(store, stream, 'earlier')
  const keysOf = (from: number, count: number) =>
    Array.from({ length: count }, (_, i) => hash('sha256', `key-${from + i}`, 'hex').slice(0, 32))
  const expires = Date.now() + 86_400_000
  for (let from = 0; from < keys; from += 50_000)
    store.write(() => {
      for (let at = from; at < from + 50_000; at += 1000) {
        const those = keysOf(at, 1000)
        const id = own.begin({ keys: those, body: '[]', resendSafe: true, expires })
        own.settle(
          id,
          those.map(key => ({ key, state: 'delivered' as const })),
        )
      }
    })
  for (let i = 0; i < OPEN; i++) {
    const those = keysOf(keys + i * EVENTS, EVENTS)
    const events = those.map(key => JSON.stringify({ event_name: 'Purchase', event_id: key, user_data: { em: [key + key] } }))
    own.begin({ keys: those, body: storedOf(events), resendSafe: true, expires })
  }
}
