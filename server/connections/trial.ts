/** Tries a connection the way a run would use it, and says each step in words. */

import type * as z from 'zod'
import { type Destination, type Session, type Source, type Stage, Stop, type Table } from '../../runtime/contract.ts'
import { CUT_AT_THE_DOOR } from '../../runtime/source-failure.ts'
import type { ConnectionTest as Tested } from '../api/payloads.ts'
import { type KnownConnection, openSource, type Workplace, wayTo } from '../runs/workplace.ts'
import { incomplete } from './incomplete.ts'
import { failedAt, passed, untilFailure } from './stages.ts'
import { dayOf, endsSoon, tokenEnd } from './token-ends.ts'

type Result = z.infer<typeof Tested>
type Step = Result['steps'][number]
/** How long the whole of a try may take, in milliseconds; replaced in tests only. */
const TRY_MS = 15_000
/** `does`: as a session says it. */
export const notOnlyReading = (does: string): string =>
  `This login ${does}. Nothing here writes, but a login that can only read is safer, whatever a query does: the connection’s form holds a script that makes one.`

/** Never throws for a connection that does not work: that is the answer. */
export async function testConnection(name: string, known: KnownConnection, place: Workplace, tryMs = TRY_MS): Promise<Result> {
  const kind = place.kinds.get(known.kind)
  const parsed = kind?.connection?.safeParse(known.settings)
  if (!kind || !parsed?.success) {
    return { ok: false, steps: [{ name: 'Settings', ok: false, message: incomplete(kind, parsed?.error) }] }
  }
  const steps: Step[] = [{ name: 'Settings', ok: true }]
  try {
    if (kind.role === 'source') steps.push(...(await trySource(name, known, place, tryMs, kind.stages?.(parsed.data))))
    else if (kind.role === 'destination') steps.push(...(await tryDestination(kind, parsed.data, known, place)))
  } catch (cause) {
    if (!(cause instanceof Stop)) throw cause
    steps.push({ name: 'Connect', ok: false, message: cause.why ? `${cause.message}. ${cause.why}` : cause.message })
  }
  return { ok: steps.every(step => step.ok), steps }
}

/** What a source's connection can see. */
export const openTables = (name: string, known: KnownConnection, place: Workplace): Promise<readonly Table[]> =>
  withSession(name, known, place, session => session.tables())

async function withSession<T>(
  name: string,
  known: KnownConnection,
  place: Workplace,
  use: (session: Session) => Promise<T>,
  tryMs = TRY_MS,
): Promise<T> {
  const kind = place.kinds.get(known.kind)
  if (kind?.role !== 'source') throw new Stop('connection.not_a_source', 'This connection is not for a source', 'Only sources have tables.')
  const session = await openSource(
    { id: name, name, kind: kind as Source<any>, config: configOf(kind, name), port: '' },
    { ...place, connection: () => known },
    AbortSignal.timeout(tryMs),
  )
  try {
    return await use(session)
  } finally {
    await session.close().catch(() => {})
  }
}

async function trySource(
  name: string,
  known: KnownConnection,
  place: Workplace,
  tryMs: number,
  stages: readonly Stage[] = ['query'],
): Promise<Step[]> {
  let answered = () => false
  try {
    const look = async (session: Session): Promise<Step[]> => {
      answered = () => session.answered?.() ?? true
      const { length } = await session.tables()
      return [...passed(stages, length), ...(await mayWrite(session))]
    }
    return await withSession(name, known, place, look, tryMs)
  } catch (cause) {
    if (!(cause instanceof Stop)) throw cause
    const [message, why] = saidOf(cause, answered(), tryMs)
    return untilFailure(stages, failedAt(cause.code, answered()), why ? `${message}. ${why}` : message)
  }
}
function saidOf({ code, message, why }: Stop, answered: boolean, tryMs: number): readonly [message: string, why: string] {
  if (code === 'source.cancelled')
    return [
      `There was no answer within ${tryMs / 1000} seconds`,
      'A warehouse that sleeps may need a minute to start: try again. If it stays so, a firewall or a list of allowed addresses may be in the way.',
    ]
  return code === 'source.lost' && !answered ? CUT_AT_THE_DOOR : [message, why]
}

/** A login that can be used and of which this cannot be told is one to look at, not one that fails. */
async function mayWrite(session: Session): Promise<Step[]> {
  const warning = (message: string): Step[] => [{ name: 'May write', ok: true, warning: true, message }]
  try {
    const does = await session.mayWrite?.()
    return does === undefined ? [] : warning(notOnlyReading(does))
  } catch (cause) {
    if (!(cause instanceof Stop)) throw cause
    return warning(`Whether this login may also write could not be found out: ${cause.message}.`)
  }
}
const worthKnowing = (remarks: readonly string[]): Step[] => remarks.map(message => ({ name: 'Worth knowing', ok: true, message }))

/** Of a token that works: one that will not for long is the reason why a flow stands still some night. */
async function whenItEnds(known: KnownConnection, place: Workplace): Promise<Step[]> {
  const ends = await tokenEnd(known, place)
  if (typeof ends !== 'number') return []
  const soon = endsSoon(ends, place.now())
  const when = `The token ends on ${dayOf(ends)}.`
  const message = soon ? [when, 'Make a new one before that: without it the events wait.'].join(' ') : when
  return [{ name: 'Worth knowing', ok: true, ...(soon && { warning: true }), message }]
}

async function tryDestination(
  { dialect, title }: Destination,
  connection: unknown,
  known: KnownConnection,
  place: Workplace,
): Promise<Step[]> {
  const kind = place.kinds.get(known.kind) as Destination
  if (!dialect?.verify) return [{ name: 'Saved', ok: true, message: `${title} offers nothing to try it with.` }]
  const { address, send } = wayTo(kind, connection, known, place)
  const call = dialect.verify.call(address, place.now())
  const sent = await send(dialect.sign?.(call, address, place.now()) ?? call, AbortSignal.timeout(TRY_MS))
  if ('unanswered' in sent) return [{ name: `Reach ${title}`, ok: false, message: sent.unanswered.message }]
  const { ok, proves, problem, failed = 'Accepted', remarks = [] } = dialect.verify.read(sent.answer, address)
  const reached: Step = { name: `Reach ${title}`, ok: true, ...(known.simulated && { message: 'The simulator on this server answered.' }) }
  const words = problem && dialect.reasons[problem.code]
  const reason = words ? `${problem.message} ${words.why}` : problem?.message
  return [
    reached,
    ...proves.map(name => ({ name, ok: true })),
    ...worthKnowing(remarks),
    ...(ok ? await whenItEnds(known, place) : []),
    ...(ok ? [] : [{ name: failed, ok: false, message: reason ?? 'The platform refused.' }]),
  ]
}

/** A node's settings that name this connection and are otherwise as the kind's example. */
function configOf(kind: Source, name: string): unknown {
  const parsed = kind.config.safeParse({ ...(kind.example as object), connection: name })
  return parsed.success ? parsed.data : kind.example
}
