/** What `tributary doctor` finds in the database: its soundness, its backups, what waits for a person. Reads only. */
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import Database from 'better-sqlite3'
import { kinds } from '../../nodes/kinds.ts'
import { heldWhy } from '../../runtime/recover.ts'
import { flowsAmiss } from '../alerts/of-flows.ts'
import type { Env } from '../env.ts'
import { isSimulated } from '../outside/simulated.ts'
import { listConnections, openConnection } from '../store/connections.ts'
import { listFlows } from '../store/flows.ts'
import { holdsOf } from '../store/holds.ts'
import { openRequestCount, openRequests } from '../store/ledger.ts'
import { openStore, type Store } from '../store/open.ts'
import { backupFolder, backupsIn } from '../upkeep/backups.ts'
import { heldStreams, lostWords } from '../upkeep/put-back.ts'
import { type Finding, fine, mend, note } from './finding.ts'

const DAY = 86_400_000

/** `kindsInUse`: kinds of saved connections that lead out, in the order of their names. */
export function withStore({ data, key }: Env, used: boolean): { kindsInUse: Set<string>; findings: Finding[] } {
  const kindsInUse = new Set<string>()
  if (!existsSync(join(data, 'tributary.db'))) return { kindsInUse, findings: [] }
  let store: Store | undefined
  try {
    store = openStore(data, { readonly: true, key })
    for (const { name, kind } of listConnections(store)) if (!isSimulated(store, name)) kindsInUse.add(kind)
    const findings = [
      sound(store),
      durable(store),
      backup(store, used),
      ...requests(store),
      ...putBack(store),
      ...flows(store),
      ...connections(store),
    ]
    return { kindsInUse, findings }
  } catch (cause) {
    const { message, why } = cause as Error & { why?: string }
    return { kindsInUse, findings: [mend('Database', message, why || 'Look at the server’s log, or restore a backup.')] }
  } finally {
    store?.close()
  }
}

function sound(store: Store): Finding {
  return store.sql.pragma('quick_check(1)', { simple: true }) === 'ok'
    ? fine('Database', 'is sound.')
    : mend('Database', 'is damaged.', 'Stop the server and restore a backup with "tributary restore FILE".')
}

/** Read back, as every open does: with less, a power cut could forget what was sent. */
function durable(store: Store): Finding {
  const journal = String(store.sql.pragma('journal_mode', { simple: true }))
  const synchronous = Number(store.sql.pragma('synchronous', { simple: true }))
  const message = `journal_mode=${journal}, synchronous=${synchronous}`
  return journal === 'wal' && synchronous === 2
    ? fine('Durability', `${message}: every commit is on disk before a request leaves.`)
    : mend('Durability', `${message}; wal and 2 are needed.`, 'Keep the data folder on a local disk, and start the server once.')
}

function backup({ folder, now, secrets }: Store, used: boolean): Finding {
  const newest = backupsIn(backupFolder(folder)).at(-1)
  if (!newest) return note('Backup', 'there is none yet.', 'A server makes one a day; "tributary backup DIR" makes one now.')
  const hours = Math.max(0, Math.round((now() - newest.at) / 3_600_000))
  const age = hours < 48 ? `${hours} h old` : `${Math.floor(hours / 24)} days old`
  const name = basename(newest.path)
  const read = readable(newest.path)
  if (!read) return mend('Backup', `the newest, ${name}, is damaged.`, 'Delete it and make another with "tributary backup DIR".')
  if (read.key !== undefined && read.key !== secrets.fingerprint)
    return note(
      'Backup',
      `the newest, ${name}, is sealed with the key from before.`,
      'Only that key restores it. Make one with the new key: "tributary backup DIR".',
    )
  if (now() - newest.at <= 2 * DAY) return fine('Backup', `the newest is ${age} and sound.`)
  const make = 'Make one with "tributary backup DIR".'
  return used
    ? mend('Backup', `the newest is ${age}, though a server runs.`, `The server’s log says why it makes none. ${make}`)
    : note('Backup', `the newest is ${age} and sound.`, make)
}

/** What its secrets are sealed with; `undefined` when it cannot be read. */
function readable(path: string): { key: unknown } | undefined {
  try {
    const copy = new Database(path, { readonly: true })
    try {
      if (copy.pragma('quick_check(1)', { simple: true }) !== 'ok') return undefined
      return { key: copy.prepare("select value from setting where name = 'key'").pluck().get() }
    } finally {
      copy.close()
    }
  } catch {
    return undefined
  }
}

function requests(store: Store): Finding[] {
  const open = openRequestCount(store)
  const name = 'Requests without outcome'
  if (open === 0) return [fine(name, 'none')]
  const held = listFlows(store).reduce(
    (sum, { id, document }) =>
      sum + openRequests(store, id).filter(request => heldWhy(request, store.now(), document.delivery?.unknown)).length,
    0,
  )
  const found = [note(name, `${open}. The next run of their flow deals with them first.`)]
  if (held) found.push(note('Held requests', `${held} wait for your decision.`, 'Decide on the page of the flow’s last run.'))
  return found
}

function putBack(store: Store): Finding[] {
  return heldStreams(store)
    .filter(({ choice }) => choice === null)
    .map(stream =>
      mend(
        `Stream ${stream.id}`,
        `${stream.flowName ?? stream.flow} to ${stream.destination} ${stream.account} is held since the database was put back: ${lostWords(stream)}.`,
        'Choose on the page Flows, or with "tributary after-restore". Nothing is sent before.',
      ),
    )
}

/** A destination that rests until a person comes has to be mended; whatever else is amiss is told as it is told by email. */
function flows(store: Store): Finding[] {
  const resting = listFlows(store).flatMap(({ id, name }) => holdsOf(store, id).map(hold => ({ id, name, ...hold })))
  const rests = resting.map(({ name, node, message, why, waiting, resumeAt }) => {
    const waits = waiting ? ` ${waiting.toLocaleString('en')} events wait.` : ''
    const words = `${node} rests. ${message.replace(/\.$/, '')}.${waits}`
    return resumeAt === null
      ? mend(`Flow ${name}`, words, `${why} Then send on the flow’s page.`.trim())
      : note(`Flow ${name}`, words, why || null)
  })
  const told = new Set(resting.map(({ id, code }) => `flow:${id} ${code}`))
  const rest = flowsAmiss(store)
    .filter(({ scope, code }) => !told.has(`${scope} ${code}`))
    .map(({ title, why }) => note('Incident', title, why || null))
  return [...rests, ...rest]
}

function connections(store: Store): Finding[] {
  const known = new Set<string>()
  const findings = listConnections(store).map(({ name, kind }): Finding => {
    known.add(name)
    const parsed = kinds.get(kind)?.connection?.safeParse(openConnection(store, name)?.settings)
    return parsed?.success
      ? fine(`Connection ${name}`, `complete, for ${kind}`)
      : mend(`Connection ${name}`, 'is not complete.', 'Open it under Connections.')
  })
  const missing = listFlows(store).flatMap(({ name, live, document }) =>
    document.nodes
      .map(({ config }) => config.connection)
      .filter((connection): connection is string => typeof connection === 'string' && !known.has(connection))
      .map(connection => {
        const words = [`Flow ${name}`, `names the connection "${connection}", which is not saved.`, 'Save it under Connections.'] as const
        return live === null ? note(...words) : mend(...words)
      }),
  )
  return [...findings, ...missing]
}
