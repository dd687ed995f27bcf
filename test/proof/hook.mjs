/**
 * Loaded before the product (`node --import`), never part of it: counts the moments at which a process can die, and
 * kills it with signal 9 at the one that is asked for. It sees SQL statements and HTTP exchanges, not our functions,
 * so that it goes on holding when those are rewritten.
 *
 * PROOF_KILL `label:n`   dies at the nth moment of that name
 * PROOF_SIGNAL name      of this signal, not of SIGKILL
 * PROOF_THREAD_ENDS n    a second thread ends with its nth page in its hands
 * PROOF_COUNT file       writes how often each moment came, when the process ends by itself
 * PROOF_EXCHANGE_MS ms   the 30 seconds that an answer may take become this
 * PROOF_HASTY 1          waits before a retry are at their floor
 * PROOF_BLOCK `label:n:ms`  a tenth of a second after that moment nothing of the process moves for so long
 * PROOF_FILL `label:n`   a tenth of a second after that moment the heap is filled until there is no more
 */
import { subscribe } from 'node:diagnostics_channel'
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'

const require = createRequire(import.meta.url)
const {
  PROOF_KILL,
  PROOF_SIGNAL = 'SIGKILL',
  PROOF_THREAD_ENDS,
  PROOF_COUNT,
  PROOF_EXCHANGE_MS,
  PROOF_HASTY,
  PROOF_BLOCK,
  PROOF_FILL,
} = process.env
const [, fatal, nth] = /^(.+):(\d+)$/.exec(PROOF_KILL ?? '') ?? []
const [, blocked, blockedNth, blockedMs] = /^(.+):(\d+):(\d+)$/.exec(PROOF_BLOCK ?? '') ?? []
const [, filled, filledNth] = /^(.+):(\d+)$/.exec(PROOF_FILL ?? '') ?? []
const counts = new Map()

function moment(label) {
  const count = (counts.get(label) ?? 0) + 1
  counts.set(label, count)
  if (label === fatal && count === Number(nth)) process.kill(process.pid, PROOF_SIGNAL)
  if (label === blocked && count === Number(blockedNth)) setTimeout(block, 100, Number(blockedMs))
  if (label === filled && count === Number(filledNth)) setTimeout(fill, 100)
}
function block(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}
function fill() {
  const kept = []
  for (;;) kept.push(new Array(100_000).fill({}))
}
if (PROOF_COUNT && isMainThread) process.on('exit', () => writeFileSync(PROOF_COUNT, JSON.stringify(Object.fromEntries(counts))))

const EXCHANGE_MS = 30_000
if (PROOF_EXCHANGE_MS) {
  const { setTimeout: real } = globalThis
  globalThis.setTimeout = Object.assign(
    (work, ms, ...rest) => real(work, ms === EXCHANGE_MS ? Number(PROOF_EXCHANGE_MS) : ms, ...rest),
    real,
  )
}
if (PROOF_HASTY) Math.random = () => 0

if (!isMainThread) watchPages(parentPort)
else if (PROOF_KILL || PROOF_COUNT || PROOF_BLOCK || PROOF_FILL) {
  watchStatements()
  watchExchanges()
  watchThread()
}

/** A page goes to the second thread, and comes back. */
function watchThread() {
  const real = Worker.prototype.postMessage
  Worker.prototype.postMessage = function (errand, ...more) {
    const result = real.call(this, errand, ...more)
    if (errand?.does === 'finish') moment('thread:given')
    return result
  }
  const { emit } = Worker.prototype
  Worker.prototype.emit = function (event, message, ...more) {
    if (event === 'message' && message?.page) moment('thread:back')
    return emit.call(this, event, message, ...more)
  }
}
/** The same in that thread, when a page is done and has not gone back. */
function watchPages(port) {
  let pages = 0
  const real = port.postMessage
  port.postMessage = function (answer, ...more) {
    if (answer?.page) moment('thread:done')
    if (answer?.page && ++pages === Number(PROOF_THREAD_ENDS)) process.exit()
    return real.call(this, answer, ...more)
  }
}

/** What a transaction did is known at its end: which of the tables it wrote says which step of a delivery it was. */
function watchStatements() {
  const Database = require('better-sqlite3')
  const memory = new Database(':memory:')
  const statement = Object.getPrototypeOf(memory.prepare('select 1'))
  memory.close()
  let wrote = new Set()
  // A statement that answers with what it wrote is no `run`.
  for (const how of ['run', 'get', 'all']) {
    const real = statement[how]
    statement[how] = function (...values) {
      const sql = this.source.trim().toLowerCase().replaceAll('"', '')
      if (/^begin/.test(sql)) wrote = new Set()
      if (/^(insert into|update|delete from) request\b/.test(sql)) {
        const act = sql.slice(0, 6)
        if (!wrote.has(act)) moment(`${act === 'insert' ? 'begin' : act === 'delete' ? 'close' : 'again'}:before`)
        wrote.add(act)
        const result = real.apply(this, values)
        if (act === 'update' && !this.database.inTransaction) moment('again:done')
        return result
      }
      if (/^insert into (settlement|delivery)\b/.test(sql)) wrote.add('outcome')
      if (/^insert into problem\b/.test(sql)) wrote.add('rows')
      if (/^update run\b/.test(sql)) wrote.add('run')
      if (!/^(commit|end)/.test(sql)) return real.apply(this, values)
      const step = stepOf(wrote)
      wrote = new Set()
      if (step) moment(`${step}:written`)
      const result = real.apply(this, values)
      if (step) moment(`${step}:committed`)
      return result
    }
  }
}

function stepOf(wrote) {
  if (wrote.has('insert')) return wrote.has('delete') ? 'split' : 'begin'
  if (wrote.has('delete')) return wrote.has('outcome') ? 'settle' : 'withdraw'
  if (wrote.has('update')) return 'again'
  return wrote.has('rows') ? 'rows' : wrote.has('run') ? 'run' : undefined
}

/** The client's own news of an exchange: wherever it was bundled to, it goes through these channels. */
function watchExchanges() {
  for (const [channel, label] of [
    ['undici:request:create', 'send:before'],
    ['undici:client:sendHeaders', 'send:left'],
    ['undici:request:headers', 'answer:begun'],
    ['undici:request:trailers', 'answer:ended'],
  ])
    subscribe(channel, () => moment(label))
}
