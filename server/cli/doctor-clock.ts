/** This machine's clock beside that of a platform: events from the future are refused, and due times come too early. */
import { kinds } from '../../nodes/kinds.ts'
import type { Env } from '../env.ts'
import { outbound } from '../outside/outbound.ts'
import { reachable } from '../runs/place.ts'
import { type Finding, fine, mend, note } from './finding.ts'

const WAIT_MS = 4_000
/** A `Date` header has whole seconds, and the way there and back takes some. */
const TOLERATED_S = 30

/** Asks the first platform that is in use for its front page, and reads when it says it is. */
export async function clock(env: Env, kindsInUse: ReadonlySet<string>): Promise<Finding[]> {
  const host = [...kinds.values()].flatMap(kind =>
    kind.role === 'destination' && kind.host && kindsInUse.has(kind.id) ? [kind.host] : [],
  )[0]
  if (!host) return []
  const url = env.overrides.get(host.variable) ?? host.url
  const out = outbound({ mayReach: reachable(kinds, env, () => false), exchangeMs: WAIT_MS, connectMs: WAIT_MS })
  try {
    const asked = Date.now()
    const sent = await out.send({ method: 'GET', url, headers: {}, body: '' }, AbortSignal.timeout(WAIT_MS))
    const middle = (asked + Date.now()) / 2
    return [clockFinding(new URL(url).host, 'answer' in sent ? sent.answer.headers.date : undefined, middle)]
  } finally {
    await out.close()
  }
}

/** `date`: the header; `undefined` when no answer came. */
export function clockFinding(host: string, date: string | undefined, now: number): Finding {
  const there = Date.parse(date ?? '')
  if (Number.isNaN(there))
    return note(
      'Clock',
      `${host} did not say what time it has, so this clock could not be compared.`,
      'Make sure that this machine sets its clock by itself (NTP).',
    )
  const apart = Math.round((now - there) / 1000)
  if (Math.abs(apart) <= TOLERATED_S) return fine('Clock', `agrees with ${host}`)
  return mend(
    'Clock',
    `is ${Math.abs(apart).toLocaleString('en')} s ${apart > 0 ? 'ahead of' : 'behind'} ${host}.`,
    'Set this machine’s clock, best by NTP: platforms refuse events from the future, and schedules start at wrong times.',
  )
}
