/** Puts together what the engine works with, for the server and for the command line alike. */

import { bodyText } from '../../runtime/body.ts'
import type { Destination, Kinds } from '../../runtime/contract.ts'
import type { Answer, Body, Call, Simulator } from '../../runtime/dialect.ts'
import type { Ledger, Sent } from '../../runtime/world.ts'
import type { Env } from '../env.ts'
import type { OutboundOptions } from '../outside/outbound.ts'
import type { Simulators } from '../outside/simulators.ts'
import type { CoverageMemory } from '../store/coverage.ts'
import type { InboxEntry } from '../store/inbox.ts'
import { hasSecondCore, secondThread } from './second-thread.ts'
import type { KnownConnection, Workplace } from './workplace.ts'

/** A name that no network knows (RFC 6761): what is sent there is answered in this process. */
const HERE = 'https://here.invalid'

export interface PlaceParts {
  kinds: Kinds
  env: Pick<Env, 'overrides'>
  send: Workplace['send']
  simulators(): Promise<Simulators>
  /** Where simulators listen, once they do. */
  simulatorBase(kindId: string): string | undefined
  connection(name: string): KnownConnection | undefined
  ledger(stream: string, run: string, path: string): Ledger
  account: Workplace['account']
  printKey?: string | undefined
  putBack?: Workplace['putBack']
  /** Absent: the one of this process, where there is a second core. */
  secondThread?: Workplace['secondThread']
  cursors?: Workplace['cursors']
  refused?: Workplace['refused']
  /** Keeps what was sent to a destination on this server. */
  keep(entries: readonly InboxEntry[]): void
  coverage?: CoverageMemory | undefined
  unforeseen?: Workplace['unforeseen']
  now(): number
  /** Chance and waiting, for whoever plays with time; absent: the real ones. */
  random?(): number
  wait?: Workplace['wait']
  folder: string
  given?: Workplace['given']
  anywhere: boolean
}

/** The engine's surroundings: connections, ledgers, addresses and the ways to send. */
export function placeOf(parts: PlaceParts): Workplace {
  const { kinds, connection, ledger, account, send, coverage, now, random = Math.random, wait = pause, folder, anywhere } = parts
  return {
    kinds,
    connection,
    ledger,
    account,
    printKey: parts.printKey,
    ...((parts.secondThread || hasSecondCore()) && { secondThread: parts.secondThread ?? secondThread }),
    ...(parts.putBack && { putBack: parts.putBack }),
    ...(parts.cursors && { cursors: parts.cursors }),
    ...(parts.refused && { refused: parts.refused }),
    send,
    coverage,
    unforeseen: parts.unforeseen,
    now,
    random,
    wait,
    folder,
    given: parts.given,
    anywhere,
    base: (destination, known) => baseOf(parts, destination, known),
    local: (speaker, from) => {
      const base = `${HERE}/${encodeURIComponent(from.flow)}/${encodeURIComponent(from.node)}`
      return { base, send: call => answerHere(parts, speaker, from, call, base) }
    },
  }
}

function pause(ms: number, until: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (until.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      until.removeEventListener('abort', done)
      resolve()
    }
    // Node's timers end up to a millisecond early by the clock, and what a platform asked for is the least.
    const timer = setTimeout(done, ms + 1)
    until.addEventListener('abort', done, { once: true })
  })
}

/** Platforms' fixed addresses, the operator's replacements, our own simulators, and what the operator lists. */
export function reachable(
  kinds: Kinds,
  env: Pick<Env, 'overrides' | 'egressAllow'>,
  ours: (url: URL) => boolean,
): OutboundOptions['mayReach'] {
  const fixed = [...kinds.values()].flatMap(kind => (kind.role === 'destination' && kind.host ? [kind.host.url] : []))
  const origins = new Set([...fixed, ...env.overrides.values()].map(address => new URL(address).origin))
  const listed = new Set(env.egressAllow)
  return url =>
    origins.has(url.origin) || ours(url) || listed.has(`${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`)
}

function baseOf({ env, simulatorBase }: PlaceParts, { id, host }: Destination, { simulated }: KnownConnection): string {
  if (simulated) return simulatorBase(id) ?? HERE
  return (host && (env.overrides.get(host.variable) ?? host.url)) ?? HERE
}

async function answerHere(
  parts: PlaceParts,
  speaker: Destination,
  from: { flow: string; node: string },
  call: Call<Body>,
  base: string,
): Promise<Sent> {
  const simulator = await (await parts.simulators()).of(speaker.id)
  if (!simulator)
    return { unanswered: { taken: 'no', code: 'no_simulator', message: `${speaker.title} has no rules to check against here.` } }
  const headers = Object.fromEntries(Object.entries(call.headers).map(([name, value]) => [name.toLowerCase(), value]))
  const body = bodyText(call.body)
  const answer = simulator.answer({ method: call.method, path: call.url.slice(base.length), headers, body }, parts.now())
  parts.keep(entriesOf(simulator, answer, speaker.id, from, body, parts.now()))
  return { answer }
}

/** A refused request keeps only the events at fault: the others come again without them. */
function entriesOf(
  simulator: Simulator,
  { status }: Answer,
  rules: string,
  from: { flow: string; node: string },
  body: string,
  now: number,
): InboxEntry[] {
  const says = new Map(simulator.rules.map(rule => [rule.id, rule.says]))
  const entries = simulator.judge(body, now).map(({ event, findings }) => ({
    ...from,
    rules,
    accepted: findings.every(({ state }) => state !== 'broken'),
    body: JSON.stringify(event, null, 2),
    findings: findings.map(finding => ({ ...finding, says: says.get(finding.rule) ?? finding.rule })),
  }))
  return status < 300 ? entries : entries.filter(entry => !entry.accepted)
}
