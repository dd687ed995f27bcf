/** The second thread of this process: started when a run turns out to be large, shared by all, ended when nobody needs it. */
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { setFlagsFromString } from 'node:v8'
import { Worker } from 'node:worker_threads'
import type { Row } from '../../runtime/contract.ts'
import type { FinishedPage } from '../../runtime/finished-page.ts'
import type { QualityCounts } from '../../runtime/quality.ts'
import type { FinishOrder, SecondThread } from '../../runtime/world.ts'
import { serverBounds } from '../bounds.ts'
import { youngIsTold } from '../heap.ts'

/** What goes there. `path`: a number for each path of a run. */
export type Errand =
  | { path: number; does: 'begin'; order: FinishOrder }
  | { path: number; does: 'finish'; events: readonly Row[]; now: number }
  | { path: number; does: 'end' }
/** What comes back for each errand, in order. */
export type Return = { begun: true } | { page: FinishedPage } | { counted: QualityCounts } | { failed: string }

/** For a page, and for what is remembered of values that repeat; most runs need a tenth of it. */
const LIMITS = { maxOldGenerationSizeMb: serverBounds.threadBytes.most / 1024 ** 2, maxYoungGenerationSizeMb: 24 }
/** Half of the room for what lives shortly. */
const YOUNG_MB = 8
const IDLE_MS = 5_000

type Waiter = { done(answer: Return): void; fail(cause: unknown): void }

export class Thread {
  readonly #worker: Worker
  readonly #waiters: Waiter[] = []
  dead = false
  paths = 0

  constructor() {
    // The young generation of this thread may grow no more (`heap.ts`); a new thread has to begin with enough.
    if (!youngIsTold(process.execArgv, process.env.NODE_OPTIONS)) setFlagsFromString(`--min-semi-space-size=${YOUNG_MB}`)
    this.#worker = new Worker(entry(), { resourceLimits: LIMITS, name: 'finishing' })
    this.#worker.unref()
    this.#worker.on('message', (answer: Return) => {
      this.#waiters.shift()?.done(answer)
      if (this.#waiters.length === 0) this.#worker.unref()
    })
    this.#worker.once('error', cause => this.#died(cause))
    this.#worker.once('exit', () => this.#died(undefined))
  }
  ask(errand: Errand): Promise<Return> {
    if (this.dead) return Promise.reject(new Error('The thread has ended'))
    return new Promise((done, fail) => {
      this.#waiters.push({ done, fail })
      // Somebody waits for it: the process must not end before it answers.
      this.#worker.ref()
      this.#worker.postMessage(errand)
    })
  }
  end(): void {
    this.dead = true
    void this.#worker.terminate()
  }
  #died(cause: unknown): void {
    this.dead = true
    for (const { fail } of this.#waiters.splice(0)) fail(cause ?? new Error('The thread has ended'))
  }
}

/** Beside this file in the source, one folder up in the build. */
function entry(): URL {
  const source = new URL('./finishing-thread.ts', import.meta.url)
  return import.meta.url.endsWith('.ts') && existsSync(source) ? source : new URL('../finishing-thread.js', import.meta.url)
}

let shared: Thread | undefined
let idle: NodeJS.Timeout | undefined
let paths = 0

/** A path's share of the thread of this process. */
export function secondThread(order: FinishOrder): SecondThread {
  clearTimeout(idle)
  if (!shared || shared.dead) shared = new Thread()
  return pathOn(shared, order)
}
export function pathOn(thread: Thread, order: FinishOrder): SecondThread {
  const path = ++paths
  thread.paths++
  let begun = false
  // One that cannot begin is never asked for a page: all is done here.
  thread.ask({ path, does: 'begin', order }).then(
    answer => {
      begun = 'begun' in answer
    },
    () => {},
  )
  return {
    get ready() {
      return begun && !thread.dead
    },
    async finish(events, now) {
      const answer = await thread.ask({ path, does: 'finish', events, now })
      if ('page' in answer) return answer.page
      throw new Error('failed' in answer ? answer.failed : 'No page')
    },
    async end() {
      // Told also where it has not begun yet: it would keep for ever what begins after the end.
      const ended = thread.ask({ path, does: 'end' }).catch(() => undefined)
      const answer = begun ? await ended : undefined
      if (--thread.paths === 0) rest(thread)
      return answer && 'counted' in answer ? answer.counted : undefined
    },
  }
}
function rest(thread: Thread): void {
  idle = setTimeout(() => {
    if (thread.paths > 0) return
    thread.end()
    if (shared === thread) shared = undefined
  }, IDLE_MS).unref()
}
export const hasSecondCore = (): boolean => availableParallelism() > 1
