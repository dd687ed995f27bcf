/** What is remembered of every sending, compared with a local platform's own log of what arrived. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { attemptsOfRequest, attemptsOfRun, type StoredAttempt } from '../server/store/attempts.ts'
import { openRequests } from '../server/store/ledger.ts'
import { openStore, type Store } from '../server/store/open.ts'
import { type Manners, type Platform, recordingPlatform } from './platforms/recording.ts'
import { type Engine, engine, goodOrders, ordersFlow } from './stand-ins/engine.ts'
import { tributary } from './stand-ins/tributary.ts'

let platform: Platform | undefined
let made: Engine | undefined
let folder: string | undefined
afterEach(async () => {
  await made?.close()
  await platform?.close()
  if (folder) rmSync(folder, { recursive: true, force: true })
  made = platform = folder = undefined
})

async function open(manners: Manners): Promise<{ platform: Platform; engine: Engine }> {
  platform = await recordingPlatform(manners)
  made = await engine(
    { META_BASE_URL: platform.url, PINTEREST_BASE_URL: platform.url },
    {
      'meta-main': { kind: 'meta', settings: { dataset: '123', token: 'T' }, simulated: false },
      'pin-main': { kind: 'pinterest', settings: { ad_account: '549', token: 'T' }, simulated: false },
    },
  )
  return { platform, engine: made }
}
const meta = (more = {}) => ordersFlow('meta', 'meta-main', more)
const inShop = (more = {}) => ordersFlow('pinterest', 'pin-main', more)

/** Every attempt of every run, in the order in which they began. */
function all(store: Store): StoredAttempt[] {
  const runs = store.sql.prepare<[], string>('select distinct w.text from attempt a join word w on w.id = a.run').pluck().all()
  return runs
    .flatMap(run => attemptsOfRun(store, run, { limit: 10_000 }).filter(attempt => attempt.run === run))
    .sort((a, b) => a.started - b.started || a.request - b.request)
}
const arrived = (attempts: readonly StoredAttempt[]) => attempts.map(({ events, status }) => ({ events, status }))

describe.each([
  ['taken at once', {}, 250, [], ['settled', 'settled', 'settled']],
  ['told to wait, then taken', { behave: n => (n === 1 ? '429' : 'ok') }, 100, [], ['not_taken', 'settled']],
  [
    'taken and cut off, then sent again',
    { behave: n => (n === 2 ? 'accept-reset' : 'ok') },
    250,
    [],
    ['settled', 'unknown', 'settled', 'settled'],
  ],
  ['taken and answered with a failure', { behave: n => (n === 1 ? 'accept-500' : 'ok') }, 100, [], ['unknown', 'settled']],
  [
    'refused for one event, which is looked for',
    { refuses: event => event.event_id === 'A2' },
    4,
    ['A2'],
    ['rejected', 'settled', 'rejected', 'rejected', 'settled'],
  ],
  ['refused for the token', { behave: () => 'token' }, 250, [], ['stop']],
] as [string, Manners, number, string[], string[]][])('requests that are %s', (_, manners, rows, refused, classes) => {
  it('stand in the record as the platform saw them', async () => {
    const { platform, engine } = await open(manners)
    engine.orders(goodOrders(rows))
    const report = await engine.run(meta({ batch: 100 }))
    const attempts = all(engine.store())
    expect(arrived(attempts)).toEqual(platform.log)
    expect(attempts.map(attempt => attempt.class)).toEqual(classes)
    expect(report.paths[0]!.requests).toBe(attempts.length)
    for (const attempt of attempts) {
      expect(attempt).toMatchObject({ run: report.run, ended: expect.any(Number) })
      expect(attempt.ended).toBeGreaterThanOrEqual(attempt.started)
    }
    expect(report.paths[0]!.tally.rejected).toBe(refused.length)
  })
})

describe('one request', () => {
  it('keeps the waiting, the platform’s number and its name for the exchange', async () => {
    const { engine } = await open({ behave: n => (n === 1 ? '429' : 'ok') })
    engine.orders(goodOrders(3))
    await engine.run(meta())
    const [first, second] = all(engine.store())
    expect(first).toMatchObject({ no: 1, class: 'not_taken', status: 429, code: 'meta.rate', platformCode: '4', waited: 0, trace: null })
    expect(second).toMatchObject({ no: 2, request: first!.request, class: 'settled', status: 200, code: null, trace: 'x' })
    expect(second!.waited).toBeGreaterThanOrEqual(1000)
    expect(second!.started - first!.ended!).toBeGreaterThanOrEqual(second!.waited! - 1)
  })

  it('names the request whose part it is', async () => {
    const { engine } = await open({ refuses: event => event.event_id === 'A0' })
    engine.orders(goodOrders(2))
    await engine.run(meta())
    const [whole, ...parts] = all(engine.store())
    expect(whole).toMatchObject({ parent: null, events: 2, class: 'rejected', platformCode: '100/2804050' })
    expect(parts).toMatchObject([
      { parent: whole!.request, events: 1, class: 'rejected' },
      { parent: whole!.request, events: 1, class: 'settled' },
    ])
  })

  it('keeps what became of it while it is held, after a restart too, and the run that sent it again', async () => {
    const { engine, platform } = await open({ behave: n => (n === 1 ? 'accept-reset' : 'ok') })
    engine.orders(goodOrders(5))
    const first = await engine.run(inShop())
    engine.reopen()
    const [held] = openRequests(engine.store(), first.flow)
    expect(attemptsOfRequest(engine.store(), held!.id)).toMatchObject([
      { no: 1, class: 'unknown', status: null, run: first.run, events: 5 },
    ])
    engine.store().sql.exec('update request set released = 1')
    const second = await engine.run(inShop())
    expect(attemptsOfRequest(engine.store(), held!.id)).toMatchObject([
      { no: 1, class: 'unknown', run: first.run },
      { no: 2, class: 'settled', run: second.run, events: 5 },
    ])
    expect(arrived(all(engine.store()))).toEqual(platform.log)
  })

  it('that never left, because a part before it failed, leaves no trace', async () => {
    const { engine, platform } = await open({ refuses: event => event.event_id === 'A0', behave: n => (n === 2 ? 'token' : 'ok') })
    engine.orders(goodOrders(4))
    await engine.run(meta())
    expect(arrived(all(engine.store()))).toEqual(platform.log)
    expect(platform.log).toHaveLength(2)
  })

  it('costs no commit of its own', async () => {
    // In turns of the loop and not in time: all come in one page, and the next one is made ready in this process, however busy the
    // machine.
    const arrived = async () => {
      for (let turn = 0; turn < 1000; turn++) await new Promise(setImmediate)
    }
    const { engine } = await open({ arrived })
    engine.orders(goodOrders(100))
    const store = engine.store()
    let writes = 0
    const { write } = store
    Object.assign(store, {
      write(work: () => unknown) {
        writes++
        return write(work)
      },
    })
    await engine.run(meta({ batch: 10 }))
    // The first begun, nine times one settled and the next begun, the last settled: all ten lay ready, and nothing else is written.
    expect(writes).toBe(11)
  })
})

it('keeps up with a kill -9 between: what has an end was seen by the platform, and nothing that it saw is missing', async () => {
  const at = 7
  let kill = () => {}
  platform = await recordingPlatform({ arrived: n => void (n === at && kill()), behave: n => (n === at ? 'accept-reset' : 'ok') })
  folder = mkdtempSync(join(tmpdir(), 'tributary-attempts-'))
  const rows = goodOrders(1_000)
  const names = Object.keys(rows[0]!)
  writeFileSync(join(folder, 'orders.csv'), [names.join(','), ...rows.map(row => names.map(name => row[name]).join(','))].join('\n'))
  writeFileSync(join(folder, 'flow.json'), JSON.stringify(meta({ batch: 100 })))
  writeFileSync(join(folder, 'connections.json'), JSON.stringify({ 'meta-main': { kind: 'meta', dataset: '123', token: 'T' } }))
  const data = join(folder, 'data')
  const args = ['run', join(folder, 'flow.json'), '--connections', join(folder, 'connections.json'), '--data', data, '--json']
  const env = { META_BASE_URL: platform.url, LOG_LEVEL: 'silent' }
  const crashed = await tributary(args, env, child => {
    kill = () => void process.kill(child.pid!, 'SIGKILL')
  })
  expect(crashed.code).toBeNull()
  await tributary(args, env)

  const store = openStore(data)
  const attempts = all(store)
  store.close()
  expect(attempts.map(({ events }) => events)).toEqual(platform.log.map(({ events }) => events))
  // The last answer before the kill may not have been noted; the one under way cannot have been.
  const open = attempts.filter(({ ended }) => ended === null)
  expect(open.map(({ request }) => request)).toEqual([at])
  expect(attempts.filter(({ request }) => request === at)).toMatchObject([
    { no: 1, ended: null, class: null },
    { no: 2, class: 'settled' },
  ])
})
