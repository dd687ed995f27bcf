/** When the tokens of published flows end, looked up once a day where the platform tells it, so that a person hears of it in time. */
import type { Kinds } from '../../runtime/contract.ts'
import type { Dialect } from '../../runtime/dialect.ts'
import { type KnownConnection, type Workplace, wayTo } from '../runs/workplace.ts'
import { findConnection } from '../store/connections.ts'
import { publishedFlows } from '../store/flows.ts'
import type { Amiss } from '../store/incidents.ts'
import type { Store } from '../store/open.ts'
import { getSetting, setSetting } from '../store/setting.ts'

const DAY = 86_400_000
/** "Warn 14 days ahead": time for somebody who is away for a week to make a new one. */
const SOON_MS = 14 * DAY
const LOOK_MS = 15_000
/** A start has other work; and who starts a server for an hour asks nothing of a platform. */
const AFTER_START_MS = 60 * 60_000

/** Never throws: a token whose end cannot be learnt is one whose end is not known. */
export async function tokenEnd(known: KnownConnection, place: Workplace): Promise<number | null | undefined> {
  const kind = place.kinds.get(known.kind)
  const parsed = kind?.connection?.safeParse(known.settings)
  const asks: Dialect['tokenEnd'] = kind?.role === 'destination' ? kind.dialect?.tokenEnd : undefined
  if (kind?.role !== 'destination' || !asks || !parsed?.success) return undefined
  const { address, send } = wayTo(kind, parsed.data, known, place)
  const sent = await send(asks.call(address), AbortSignal.timeout(LOOK_MS))
  return 'unanswered' in sent ? undefined : asks.read(sent.answer)
}

export const endsSoon = (ends: number, now: number): boolean => ends - now < SOON_MS
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
export const dayOf = (ends: number): string => day.format(ends)

export interface TokenEnds {
  /** Looks one token up whose time has come. */
  beat(): Promise<void>
  amiss(): Amiss[]
}
interface Seen {
  at: number
  /** The connection as it was saved then: another token has another end. */
  saved: number
  ends: number | null | undefined
}

/** What was learnt is kept in the data folder: a restart neither asks again nor calls an open alert over. */
export function watchTokens({ store, kinds, place }: { store: Store; kinds: Kinds; place: Workplace }): TokenEnds {
  const from = store.now() + AFTER_START_MS
  let going = false
  const seenOf = (name: string, saved: number): Seen | undefined => {
    const text = getSetting(store, `token_end:${name}`)
    const seen = text === undefined ? undefined : (JSON.parse(text) as Seen)
    return seen?.saved === saved ? seen : undefined
  }
  return {
    async beat() {
      if (going || store.now() < from) return
      const due = inUse(store, kinds).find(({ name, updatedAt }) => store.now() - (seenOf(name, updatedAt)?.at ?? -DAY) >= DAY)
      const known = due && place.connection(due.name)
      if (!due || !known || known.simulated) return
      going = true
      try {
        const seen: Seen = { at: store.now(), saved: due.updatedAt, ends: await tokenEnd(known, place) }
        if (store.sql.open) setSetting(store, `token_end:${due.name}`, JSON.stringify(seen))
      } finally {
        going = false
      }
    },
    amiss: () =>
      inUse(store, kinds).flatMap(({ name, updatedAt }): Amiss[] => {
        const ends = seenOf(name, updatedAt)?.ends
        if (typeof ends !== 'number' || !endsSoon(ends, store.now())) return []
        const title =
          ends > store.now() ? `The token of “${name}” ends on ${dayOf(ends)}` : `The token of “${name}” ended on ${dayOf(ends)}`
        return [{ scope: `connection:${name}`, code: 'token_ends', title, why: RENEW }]
      }),
  }
}
const RENEW = 'Make a new one at the platform and save it in the connection. Without it nothing is sent from then on; the events wait.'

/** Connections of published flows whose platform tells the end of a token. */
function inUse(store: Store, kinds: Kinds) {
  const names = new Set(publishedFlows(store).flatMap(({ document }) => document.nodes.map(node => node.config.connection)))
  return [...names].flatMap(name => {
    const found = typeof name === 'string' ? findConnection(store, name) : undefined
    const kind = found && kinds.get(found.kind)
    return found && kind?.role === 'destination' && kind.dialect?.tokenEnd ? [found] : []
  })
}
