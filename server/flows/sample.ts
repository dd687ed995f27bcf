/** What a fresh data folder starts with: connections to the simulators, and the first template as a flow to look at. */

import { setSimulated } from '../outside/simulated.ts'
import type { Services } from '../services.ts'
import { listConnections, saveConnection } from '../store/connections.ts'
import { createFlow, listFlows, publishFlow, type StoredFlow } from '../store/flows.ts'
import { createRun, getRun, type StoredRun } from '../store/runs.ts'
import { getSetting, setSetting } from '../store/setting.ts'
import { templates } from './templates.ts'

const SAMPLE_ID = 'sample'

/** Once per data folder: what somebody deleted does not come back. */
export function seed({ store, kinds }: Services): void {
  if (getSetting(store, 'seeded') !== undefined) return
  store.write(() => {
    setSetting(store, 'seeded', new Date(store.now()).toISOString())
    if (listFlows(store).length > 0 || listConnections(store).length > 0) return
    for (const kind of kinds.values()) {
      if (kind.role !== 'destination' || !kind.simulator || !kind.connection) continue
      const name = simulatedName(kind.id)
      saveConnection(store, name, kind.id, kind.exampleConnection as Record<string, unknown>, kind.connection)
      setSimulated(store, name, true)
    }
    const [first] = templates
    if (first) createFlow(store, { ...first.document, name: 'Sample: purchases to both' }, SAMPLE_ID)
  })
}

/** Templates name these connections. */
const simulatedName = (kindId: string) => `${kindId}-simulator`

/** Publishes the sample flow and runs it, the first time; later starts find it done. Gives the run once it has ended. */
export async function runSample({ store, worker }: Services): Promise<StoredRun | undefined> {
  const flow = listFlows(store).find(({ id }) => id === SAMPLE_ID)
  if (!flow || getSetting(store, 'sample run') !== undefined) return undefined
  const run = start(flow)
  setSetting(store, 'sample run', run.id)
  worker.wake()
  await ended(run.id)
  return getRun(store, run.id)

  function start({ id, live }: StoredFlow): StoredRun {
    if (live === null) publishFlow(store, id, 'The sample', undefined, { actor: 'server' })
    return createRun(store, { flow: id, trigger: 'manual' }).run
  }
  function ended(id: string): Promise<void> {
    return new Promise(resolve => {
      const quiet = worker.subscribe(changed => {
        if (changed.id !== id || changed.state === 'queued' || changed.state === 'running') return
        quiet()
        resolve()
      })
    })
  }
}
