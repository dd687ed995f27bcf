/** Who checks the checker? Every fault of `faults.ts` is planted in a copy of the build, and must be found. */
import { hash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { copyBuild } from './builds.ts'
import { clean, ids, isGood, judged, type Result, type Surroundings, sideBySide, toTheEnd } from './case.ts'
import { died, type Finding } from './checker.ts'
import { type Fault, faults } from './faults.ts'
import { machineScenes } from './machine-scenes.ts'
import { kill, killAt, pause, serve } from './product.ts'
import { readingScenes } from './reading-scenes.ts'
import { finish, launch, type Scene, scene } from './scene.ts'
import { servedScenes } from './served-scenes.ts'
import { canaries, flowOf } from './shop.ts'

export async function planted(around: Surroundings, count: number): Promise<void> {
  const chosen = around.random.fork('planted').shuffled(faults).slice(0, count)
  await sideBySide(around, 'planted faults, found', chosen, fault => found(fault, around), 3)
  // Without a fault nothing may be found.
  const names = [...new Set(chosen.map(({ scene }) => scene))].map(name => ({ name }))
  if (count >= faults.length)
    await sideBySide(around, 'the same scenes without a fault', names, ({ name }) => scenes[name](around.program, around), 3)
}

async function found({ name, scene, patches }: Fault, around: Surroundings): Promise<Partial<Result>> {
  const finding = await scenes[scene](copyBuild(`fault-${faults.findIndex(fault => fault.name === name)}`, patches), around)
  if (isGood(finding)) return { ...clean(), complaints: ['the fault was not found'] }
  return { ...clean(), note: `${scene}: ${said(finding)}` }
}
const said = ({ lost, unexplained, untold, complaints }: Finding): string =>
  [lost && `${lost} lost`, unexplained && `${unexplained} doubles unexplained`, untold && `${untold} doubles not counted`, complaints[0]]
    .filter(Boolean)
    .join(', ')

const killedAt = (moment: 'arrived' | 'tookIt'): Scene =>
  scene({}, async (shop, platform) => {
    let pid = 0
    platform.manners[moment] = request => {
      if (request.n !== 3) return
      killAt(pid)
      if (moment === 'arrived') request.cut = true
    }
    const run = shop.run(launch)
    pid = run.pid
    await run.ended
    died(shop)
    return finish(shop)
  })

const scenes: Readonly<Record<Fault['scene'], Scene>> = {
  ...readingScenes,
  ...servedScenes,
  ...machineScenes,
  'killed before it is taken': killedAt('arrived'),
  'killed after it was taken': killedAt('tookIt'),
  'outcome unknown': scene({}, (shop, platform) => {
    platform.manners.manner = n => (n === 2 ? 'taken, then 500' : 'ok')
    return finish(shop)
  }),
  'page with 200': scene({}, (shop, platform) => {
    platform.manners.manner = n => (n === 2 ? 'not taken, a page with 200' : 'ok')
    return finish(shop)
  }),
  // Few attempts and short waits: with the fault, each of them is made for each request.
  'events refused': scene({ delivery: { attempts: 2, waitMinutes: 1 } }, (shop, platform) => {
    const refused = ids(shop.all.filter((_, i) => i % 25 === 7))
    platform.manners.poison = refused
    const taken = new Set([...ids(shop.all)].filter(id => !refused.has(id)))
    return toTheEnd(shop, { taken, refused, launch, runs: 2, quiet: 1 })
  }),
  'told to wait': scene({}, (shop, platform) => {
    platform.manners.manner = n => (n === 2 ? '429 with seconds' : 'ok')
    return finish(shop)
  }),
  'more than a page': scene({ rows: 2300, batch: 500 }, finish),
  'same key twice': scene({}, shop => {
    const text = readFileSync(join(shop.folder, 'orders.csv'), 'utf8')
    writeFileSync(join(shop.folder, 'orders.csv'), text + text.slice(text.indexOf('\n') + 1))
    return finish(shop)
  }),
  'ids made by us': scene({ fields: { event_id: undefined } }, (shop, platform) => {
    platform.manners.manner = n => (n === 2 ? 'taken, then 500' : 'ok')
    // The formula is public, so that a new installation makes the same ids.
    const id = (key: string) => hash('sha256', `eid1\n8:Purchase\n${key.length}:${key}`, 'hex').slice(0, 32)
    return toTheEnd(shop, { taken: new Set([...ids(shop.all)].map(id)), launch, runs: 4, quiet: 2 })
  }),
  'two processes': scene({}, async (shop, platform) => {
    let second: Promise<{ code: number | null }> | undefined
    platform.manners.arrived = async () => {
      second ??= shop.run().ended
      await Promise.race([second, pause(15_000)])
    }
    await shop.run({ hook: { PROOF_EXCHANGE_MS: '120000' } }).ended
    delete platform.manners.arrived
    const code = (await second)?.code
    for (const request of platform.requests) request.told = true
    const finding = await finish(shop)
    return { ...finding, complaints: [...finding.complaints, ...(code === 3 ? [] : [`the second process ended with ${code}`])] }
  }),
  'a ledger of two days': scene({}, async (shop, _platform, program) => {
    await shop.run(launch).ended
    age(shop.data)
    // The server is the one that forgets.
    const served = await serve(shop.data, { env: shop.env, ...(program && { program }) })
    await pause(4000)
    await kill(served, 'SIGTERM')
    return finish(shop)
  }),
  'server killed': scene({}, async (shop, platform, program) => {
    const start = () => serve(shop.data, { ...launch, env: shop.env, ...(program && { program }) })
    writeFileSync(join(shop.data, 'orders.csv'), readFileSync(join(shop.folder, 'orders.csv')))
    let served = await start()
    try {
      await served.ask('PUT', '/api/connections/out-main', { kind: 'meta', settings: { dataset: '7654321', token: canaries.token } })
      const { id } = await served.ask<{ id: string }>('POST', '/api/flows', { document: flowOf('meta', { batch: 10 }) })
      await served.ask('POST', `/api/flows/${id}/publish`, {})
      platform.manners.arrived = ({ n }) => {
        if (n === 3) killAt(served.pid)
      }
      await served.ask('POST', `/api/flows/${id}/runs`, {})
      await served.ended
      died(shop)
      served = await start()
      const all = () => new Set(platform.requests.flatMap(({ taken }) => taken)).size
      for (let waited = 0; waited < 15_000 && all() < shop.all.length; waited += 50) await pause(50)
      await pause(500)
      for (const { run, paths } of await served.ask<{ run: string; paths: never[] }[]>('GET', `/api/flows/${id}/runs`))
        shop.runs.push({ code: 0, signal: null, out: '', err: '', ms: 0, report: { flow: id, run, state: 'succeeded', paths } })
      await kill(served, 'SIGTERM')
      return judged(shop, { taken: ids(shop.all) })
    } finally {
      await kill(served)
    }
  }),
}

/** Moves every outcome two days into the past. */
function age(data: string): void {
  const sql = new Database(join(data, 'tributary.db'))
  for (const table of ['delivery', 'settlement']) sql.exec(`update ${table} set settled = settled - 172800`)
  sql.close()
}
