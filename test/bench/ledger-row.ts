/** The ledger by itself: looking keys up, settling requests, file size, from empty to ten million keys. */
import { hash } from 'node:crypto'
import { mkdirSync, statSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { EventKey } from '../../runtime/world.ts'
import { pruneLedger } from '../../server/store/deliveries.ts'
import { ledger } from '../../server/store/ledger.ts'
import { openStore } from '../../server/store/open.ts'
import { type BenchRow, type Finding, sized } from './rounds.ts'
import { onStage } from './stage.ts'

const BATCH = 1000
const KEYS = 1_000_000
const FULL_KEYS = 10_000_000
const SAMPLES = 50

export const ledgerRow: BenchRow = {
  id: 'ledger',
  says: 'the ledger from empty to many keys, 1,000 keys a request, each write on disk; then all of it forgotten',
  run: options =>
    onStage(async stage => {
      const folder = stage.path('ledger')
      mkdirSync(folder)
      const store = openStore(folder)
      const own = ledger(store, 'bench', 'run')
      const total = sized(options, KEYS, FULL_KEYS)
      const marks = [0, total - SAMPLES * BATCH]
      const settled: number[] = []
      const looked: number[] = []
      for (let from = 0; from < total; from += BATCH) {
        const keys = keysFrom(from)
        const timed = marks.some(mark => from >= mark && from < mark + SAMPLES * BATCH)
        const began = performance.now()
        own.look(keys)
        const between = performance.now()
        const id = own.begin({ keys, body: '[]', prints: keys.map(key => key.slice(16)), resendSafe: true, expires: Date.now() + 1e9 })
        own.settle(
          id,
          keys.map(key => ({ key, state: 'delivered' as const, print: key.slice(16) })),
        )
        if (!timed) continue
        looked.push(between - began)
        settled.push(performance.now() - between)
      }
      const known: number[] = []
      for (let i = 0; i < SAMPLES; i++) {
        const keys = keysFrom(Math.floor(((total / SAMPLES) * i) / BATCH) * BATCH)
        const began = performance.now()
        if (own.look(keys).size !== BATCH) throw new Error('A settled key is not known')
        known.push(performance.now() - began)
      }
      store.close()
      const perKey = statSync(`${folder}/tributary.db`).size / total
      const half = (list: number[], late: boolean) => median(late ? list.slice(SAMPLES) : list.slice(0, SAMPLES))
      const growth = half(settled, true) / half(settled, false)
      return [
        {
          says: `settling 1,000 keys with ${total.toLocaleString('en')} known against none`,
          measured: `${growth.toFixed(2)} ×`,
          target: '≤ 3 ×',
          met: growth <= 3,
          figures: { empty: half(settled, false), full: half(settled, true) },
        },
        {
          says: 'looking up 1,000 known keys',
          measured: `${median(known).toFixed(1)} ms`,
          target: 'figure',
          met: undefined,
          figures: { known, looked },
        },
        await forgetting(folder, total),
        { says: 'file size a key', measured: `${perKey.toFixed(1)} B`, target: '≤ 64 B', met: perKey <= 64, figures: { perKey, total } },
      ] satisfies Finding[]
    }),
}

/** A hundred days later, page by page, with room for others in between. */
async function forgetting(folder: string, total: number): Promise<Finding> {
  const store = openStore(folder, { now: () => Date.now() + 100 * 86_400_000 })
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const began = process.cpuUsage()
  const gone = await pruneLedger(store)
  const { user, system } = process.cpuUsage(began)
  delay.disable()
  store.close()
  if (gone !== total) throw new Error(`${gone} of ${total} keys were forgotten`)
  const [micros, longest] = [(user + system) / total, delay.max / 1e6]
  return {
    says: `forgetting ${total.toLocaleString('en')} keys, CPU time a key (others waited ${longest.toFixed(0)} ms at most)`,
    measured: `${micros.toFixed(1)} µs`,
    target: 'figure',
    met: undefined,
    figures: { micros, longest },
  }
}

const keysFrom = (from: number): EventKey[] =>
  Array.from({ length: BATCH }, (_, i) => hash('sha256', `key-${from + i}`, 'hex').slice(0, 32))
function median(list: readonly number[]): number {
  return list.toSorted((a, b) => a - b)[list.length >> 1]!
}
