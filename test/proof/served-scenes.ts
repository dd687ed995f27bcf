/** Scenes in the real server: a person stops a run, and a schedule of every minute that was away for a day. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ids, judged } from './case.ts'
import { died, type Finding } from './checker.ts'
import { slots } from './leftovers.ts'
import { kill, pause, type Served, serve } from './product.ts'
import { later } from './reading-scenes.ts'
import { launch, type Scene, scene } from './scene.ts'
import { EVERY_MINUTE, idle, runNow, runsOf, tellRuns, until } from './served-shop.ts'
import { canaries, csvOf, flowOf, type Shop } from './shop.ts'

const MINUTES_A_DAY = 1440
type Start = () => Promise<Served>
const starter =
  (shop: Shop, program: string | undefined): Start =>
  () =>
    serve(shop.data, { ...launch, env: shop.env, ...(program && { program }) })

async function published(served: Served, shop: Shop, schedule?: typeof EVERY_MINUTE): Promise<string> {
  writeFileSync(join(shop.data, 'orders.csv'), csvOf(shop.all))
  await served.ask('PUT', '/api/connections/out-main', { kind: 'meta', settings: { dataset: '7654321', token: canaries.token } })
  const { id } = await served.ask<{ id: string }>('POST', '/api/flows', { document: flowOf('meta', { batch: 10, schedule }) })
  await served.ask('POST', `/api/flows/${id}/publish`, {})
  return id
}

/** [I7] whether the process goes on (`dies`: is killed right after) that was told to stop. */
const stopped = (dies: boolean): Scene =>
  scene({}, async (shop, platform, program): Promise<Finding> => {
    const start = starter(shop, program)
    let served = await start()
    try {
      const flow = await published(served, shop)
      platform.manners.delayMs = 500
      await runNow(served, flow)
      await until(() => platform.requests.length > 1, 15_000)
      const [going] = await runsOf(served, flow, 1)
      await served.ask('POST', `/api/runs/${going!.run}/stop`, {})
      const seen = platform.requests.length
      if (dies) {
        await kill(served)
        died(shop)
        served = await start()
      }
      await pause(3000)
      const more = platform.requests.length - seen
      delete platform.manners.delayMs
      await runNow(served, flow)
      await idle(served, flow)
      await tellRuns(served, flow, shop)
      await kill(served, 'SIGTERM')
      return judged(shop, { taken: ids(shop.all) }, more > 1 ? [`${more} requests left after a person had stopped it [I7]`] : [])
    } finally {
      await kill(served)
    }
  })

export const servedScenes = {
  'stopped by a person': stopped(false),
  'stopped by a person, then killed': stopped(true),
  'every minute, away for a day': scene({ rows: 20 }, async (shop, _platform, program) => {
    const start = starter(shop, program)
    let served = await start()
    try {
      const flow = await published(served, shop, EVERY_MINUTE)
      await runNow(served, flow)
      await idle(served, flow)
      await kill(served, 'SIGTERM')
      later(shop.data, 'flow', 'due_after')
      served = await start()
      await pause(4000)
      await idle(served, flow)
      await tellRuns(served, flow, shop)
      await kill(served, 'SIGTERM')
      return judged(shop, { taken: ids(shop.all) }, slots(shop.data, MINUTES_A_DAY))
    } finally {
      await kill(served)
    }
  }),
} satisfies Record<string, Scene>
