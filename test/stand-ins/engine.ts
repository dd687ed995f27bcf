/** The engine on a real ledger in a fresh folder, allowed to reach loopback only: what a run test needs around it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { kinds } from '../../nodes/kinds.ts'
import { Flow } from '../../runtime/flow.ts'
import { balanced, type PathReport, type RunReport } from '../../runtime/report.ts'
import type { RowProblem, World } from '../../runtime/world.ts'
import { type PathLook, previewFlow } from '../../server/flows/look.ts'
import { outbound } from '../../server/outside/outbound.ts'
import { openSimulators } from '../../server/outside/simulators.ts'
import { type ExecuteOptions, execute } from '../../server/runs/execute.ts'
import { explained } from '../../server/runs/explain.ts'
import { placeOf } from '../../server/runs/place.ts'
import type { KnownConnection } from '../../server/runs/workplace.ts'
import { accountOf } from '../../server/store/accounts.ts'
import { cursorsOf } from '../../server/store/cursors.ts'
import { ledger } from '../../server/store/ledger.ts'
import { openStore, type Store } from '../../server/store/open.ts'
import { reported } from '../../server/store/run-tally.ts'

export { goodOrders, type Order, ordersFlow } from './shop-orders.ts'

export interface Engine {
  folder: string
  /** Writes `orders.csv` beside the flow. */
  orders(rows: readonly Record<string, unknown>[]): void
  run(flow: unknown, options?: Partial<ExecuteOptions>): Promise<RunReport>
  /** What a preview of the first rows shows. */
  look(flow: unknown, rows?: number): Promise<PathLook[]>
  explain(flow: unknown, key: string): ReturnType<typeof explained>
  problems: RowProblem[]
  store(): Store
  /** From now on our clock shows so many ms more. */
  later(ms: number): void
  /** Closes the store and opens it again, as after a restart. */
  reopen(): void
  close(): Promise<void>
}

let runs = 0
export async function engine(
  bases: Readonly<Record<string, string>>,
  connections: Readonly<Record<string, KnownConnection>>,
  now: () => number = Date.now,
  secondThread?: World['secondThread'],
): Promise<Engine> {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-engine-'))
  let store = openStore(folder)
  const out = outbound({ mayReach: url => url.hostname === '127.0.0.1', exchangeMs: 3_000 })
  const simulators = await openSimulators(kinds)
  const problems: RowProblem[] = []
  let later = 0
  const place = placeOf({
    kinds,
    env: { overrides: new Map(Object.entries(bases)) },
    send: out.send,
    simulators: async () => simulators,
    simulatorBase: simulators.base,
    connection: name => connections[name],
    ledger: (...to) => ledger(store, ...to),
    account: name => accountOf(store, name),
    printKey: store.secrets.printKey,
    cursors: stream => cursorsOf(store, stream),
    keep: () => {},
    ...(secondThread && { secondThread }),
    now: () => now() + later,
    folder,
    anywhere: false,
  })
  return {
    folder,
    problems,
    store: () => store,
    later(ms) {
      later += ms
    },
    orders: rows => writeFileSync(join(folder, 'orders.csv'), csv(rows)),
    async run(document, options = {}) {
      const flow = Flow.parse(document)
      const run = `run-${++runs}`
      const report = await execute(
        flow,
        {
          flowId: flow.name,
          run,
          stop: new AbortController().signal,
          kill: new AbortController().signal,
          progress: () => {},
          problems: (_, rows) => void problems.push(...rows),
          ...options,
        },
        place,
      )
      reported(store, run)
      for (const path of report.paths) if (!balanced(path.tally)) throw new Error(`The books do not balance: ${JSON.stringify(path.tally)}`)
      return report
    },
    explain(document, key) {
      const flow = Flow.parse(document)
      return explained(flow, place, key, { flowId: flow.name, store })
    },
    async look(document, rows = 1000) {
      const flow = Flow.parse(document)
      return previewFlow(flow, flow.name, place, { rows })
    },
    reopen() {
      store.close()
      store = openStore(folder)
    },
    async close() {
      await out.close()
      await simulators.close()
      store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function csv(rows: readonly Record<string, unknown>[]): string {
  const names = Object.keys(rows[0] ?? { order_id: '' })
  const cell = (value: unknown) => (value === null || value === undefined ? '' : `"${String(value).replaceAll('"', '""')}"`)
  return [names.join(','), ...rows.map(row => names.map(name => cell(row[name])).join(','))].join('\n')
}

export const only = (report: RunReport): PathReport => report.paths[0]!
