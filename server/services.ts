/** Everything that lives as long as the server does, opened in order and closed in reverse. */
import type { Logger } from 'pino'
import { kinds as allKinds } from '../nodes/kinds.ts'
import type { Kinds } from '../runtime/contract.ts'
import type { PathReport } from '../runtime/report.ts'
import { type Alerts, alertsOf } from './alerts/alerts.ts'
import { environmentChannels } from './alerts/channel.ts'
import { amissByFlow } from './alerts/of-flows.ts'
import { serverAmiss } from './alerts/of-server.ts'
import { watchTokens } from './connections/token-ends.ts'
import type { Env } from './env.ts'
import { type Feed, openFeed } from './feed.ts'
import { Shapes } from './flows/shapes.ts'
import { outbound } from './outside/outbound.ts'
import { isSimulated } from './outside/simulated.ts'
import { openSimulators, type Simulators } from './outside/simulators.ts'
import { traceOf } from './problems.ts'
import { afterRun } from './runs/after-run.ts'
import { type ExecuteOptions, execute, Unfit } from './runs/execute.ts'
import { type Paused, watchPaused } from './runs/paused.ts'
import { placeOf, reachable } from './runs/place.ts'
import { runPayload } from './runs/run-payload.ts'
import { remarked } from './runs/usual.ts'
import { heldForVolume } from './runs/volume-hold.ts'
import { type RunOrder, startWorker, type Worker } from './runs/worker.ts'
import type { KnownConnection, PutBack, Workplace } from './runs/workplace.ts'
import { startSchedule } from './schedule/schedule.ts'
import { accountOf } from './store/accounts.ts'
import { openConnection } from './store/connections.ts'
import { coverageMemory } from './store/coverage.ts'
import { cursorsOf } from './store/cursors.ts'
import { counted } from './store/high-water.ts'
import { holdsOf } from './store/holds.ts'
import { addInbox } from './store/inbox.ts'
import { ledger } from './store/ledger.ts'
import { openStore, type Store } from './store/open.ts'
import { refusedIn } from './store/rejections.ts'
import { finishRewound, rememberSent, rewoundOf } from './store/rewound.ts'
import type { StoredRun } from './store/runs.ts'
import { dailyBackups } from './upkeep/backups.ts'
import { lockFolder } from './upkeep/lock.ts'
import { type StoreHealth, watchStore } from './upkeep/store-health.ts'
import { UPLOADS } from './uploads.ts'

/** What routes are given: the only way in which they touch anything. */
export interface Services {
  env: Env
  kinds: Kinds
  store: Store
  feed: Feed
  simulators: Simulators
  place: Workplace
  /** Columns of models, remembered for a minute. */
  shapes: Shapes
  worker: Worker
  /** Whether the database can be written. */
  health: StoreHealth
  alerts: Alerts
  /** What waits in flows that a person paused. */
  paused: Pick<Paused, 'told'>
  log: Logger
  /** Exchanges with platforms by host and result, for `/metrics`. */
  exchanges: ReadonlyMap<string, number>
  now(): number
  /** Ends runs gently; resolves when all of it is recorded and everything is closed. */
  close(): Promise<void>
}
export interface ServicesOptions {
  env: Env
  log: Logger
  kinds?: Kinds
  now?: () => number
}

/** Takes the data folder and starts working in it. Throws what the command line turns into an exit code. */
export async function openServices({ env, log, kinds = allKinds, now = Date.now }: ServicesOptions): Promise<Services> {
  const lock = lockFolder(env.data)
  try {
    const store = openStore(env.data, { key: env.key, now })
    const simulators = await openSimulators(kinds, now)
    const exchanges = new Map<string, number>()
    const out = outbound({
      mayReach: reachable(kinds, env, simulators.owns),
      seen: (host, result) => void exchanges.set(`${host} ${result}`, (exchanges.get(`${host} ${result}`) ?? 0) + 1),
    })
    const feed = openFeed(now)
    const place = placeOf({
      kinds,
      env,
      send: out.send,
      simulators: async () => simulators,
      simulatorBase: simulators.base,
      connection: name => storedConnection(store, name),
      ledger: (stream, run, path) => counted(store, stream, ledger(store, stream, run, path)),
      account: name => accountOf(store, name),
      printKey: store.secrets.printKey,
      putBack: stream => putBackOf(store, stream),
      cursors: stream => cursorsOf(store, stream),
      refused: (stream, run) => refusedIn(store, stream, run),
      keep: entries => keep(store, feed, entries),
      coverage: coverageMemory(store),
      unforeseen: (cause, run) => log.error({ ...(run && { run }), ...traceOf(cause) }, 'a path failed on our side'),
      now,
      folder: env.data,
      given: UPLOADS,
      anywhere: false,
    })
    const health = watchStore({
      store,
      changed: trouble => {
        if (trouble) log.error({ code: trouble.code }, trouble.title)
        else log.info('the database can be written again')
        feed.publish('store.health', [], { trouble: trouble ?? null })
        worker.wake()
      },
    })
    const may = () => health.trouble() === undefined
    const worker: Worker = startWorker({
      store,
      may,
      hindered: health.notice,
      execute: async (flow, order) => {
        const all = { ...order, ...standing(store, order) }
        return (await heldForVolume(store, flow, all, place)) ?? execute(flow, all, place)
      },
      ended: (run, paths) => concluded({ store, kinds, feed }, run, paths),
      changed: announcer(store, feed),
      failed: ({ id, flow }, cause) => {
        if (cause instanceof Unfit) log.info({ run: id, flow }, 'the flow cannot be run yet')
        else log.error({ run: id, flow, ...traceOf(cause) }, 'run failed on our side')
      },
    })
    const schedule = startSchedule({
      store,
      ledgerDays: env.ledgerDays,
      may,
      wake: worker.wake,
      failed: (flow, cause) => {
        health.notice(cause)
        log.error({ flow, ...traceOf(cause) }, 'schedule failed')
      },
      jumped: ms => log.warn({ seconds: Math.round(ms / 1000) }, 'the clock was set'),
    })
    const backups = dailyBackups(store)
    const paused = watchPaused({ store, kinds, count: (flow, options) => execute(flow, options, place) })
    const tokens = watchTokens({ store, kinds, place })
    const alerts = alertsOf({
      store,
      post: { send: out.send, allowed: env.egressAllow },
      fixed: environmentChannels(env),
      look: async () => {
        const found = [...serverAmiss({ store, trouble: health.trouble(), backup: backups.state() }), ...tokens.amiss()]
        for (const flow of amissByFlow(store, paused.outlook)) {
          found.push(...flow)
          // With many flows the first look reads thousands of reports: others have their turn.
          await new Promise(resolve => setImmediate(resolve))
          if (!store.sql.open) break
        }
        return found
      },
      link: flow => env.publicUrl && (flow === null ? env.publicUrl : `${env.publicUrl}/flows/${encodeURIComponent(flow)}/runs`),
      changed: () => feed.publish('alerts.changed', [], {}),
      failed: (channel, why) => log.warn({ channel, why }, 'an alert was not taken'),
    })
    let looked = Number.NEGATIVE_INFINITY
    worker.subscribe(run => {
      if (run.endedAt !== null) looked = Number.NEGATIVE_INFINITY
    })
    const upkeep = setInterval(() => {
      health.beat()
      if (may()) void backups.beat()
      if (may()) void paused.beat().catch(health.notice)
      if (may()) void tokens.beat().catch(health.notice)
      if (performance.now() - looked < ALERTS_MS) return
      looked = performance.now()
      void alerts.beat()
    }, UPKEEP_MS)
    const close = async () => {
      schedule.stop()
      clearInterval(upkeep)
      await paused.close()
      await worker.drain()
      await out.close()
      await simulators.close()
      store.close()
      lock.release()
    }
    return { env, kinds, store, feed, simulators, place, shapes: new Shapes(), worker, health, alerts, paused, log, exchanges, now, close }
  } catch (cause) {
    lock.release()
    throw cause
  }
}

const UPKEEP_MS = 5_000
/** Between two looks at what is amiss; sooner after a run. */
const ALERTS_MS = 30_000

/** What a run is told of the past: which destinations rest, and whether a person waits for it. */
function standing(store: Store, { flowId, trigger, resumed }: RunOrder): Pick<ExecuteOptions, 'asked' | 'resting'> {
  const asked = trigger === 'manual' || trigger === 'api' || resumed === true
  const stuck = asked ? [] : holdsOf(store, flowId).filter(({ resumeAt }) => resumeAt === null)
  return { asked, resting: new Map(stuck.map(({ node, code, message, why }) => [node, { code, message, why, node, needs: 'person' }])) }
}

/** What a run's end means for those to come, and what of it is worth a look. */
function concluded({ store, kinds, feed }: { store: Store; kinds: Kinds; feed: Feed }, run: StoredRun, found: PathReport[]): PathReport[] {
  const paths = remarked(store, run, found)
  const now = afterRun(store, run, paths, kinds)
  if (now === 'paused') feed.publish('flow.paused', [`flow:${run.flow}`], { flow: run.flow })
  return paths
}

/** A saved connection as the engine wants it. */
export function storedConnection(store: Store, name: string): KnownConnection | undefined {
  const found = openConnection(store, name)
  return found && { ...found, simulated: isSimulated(store, name) }
}

/** What the engine has to know of a restore, for one stream. */
export function putBackOf(store: Store, stream: string): PutBack | undefined {
  const found = rewoundOf(store, stream)
  return (
    found && {
      choice: found.choice,
      upTo: found.upTo,
      events: found.events,
      keep: (run, keys) => rememberSent(store, stream, run, keys),
      done: () => finishRewound(store, stream),
    }
  )
}

function keep(store: Store, feed: Feed, entries: Parameters<typeof addInbox>[1]): void {
  if (entries.length === 0) return
  addInbox(store, entries)
  feed.publish('inbox.received', ['inbox'], { events: entries.length })
}

/** Tells listeners of runs: begun, under way (the worker bounds how often), ended. */
function announcer(store: Store, feed: Feed): (run: StoredRun) => void {
  const begun = new Set<string>()
  return run => {
    const running = run.state === 'running'
    const event = run.state === 'queued' ? 'run.queued' : !running ? 'run.finished' : begun.has(run.id) ? 'run.progress' : 'run.started'
    if (running) begun.add(run.id)
    else begun.delete(run.id)
    feed.publish(event, [`flow:${run.flow}`, `run:${run.id}`], runPayload(store, run))
  }
}
