/**
 * Alerts: looks at what is amiss every half minute and after each run, and tells each channel once when something begins
 * and once when it is over. What is open and what has to be told is on disk (`store/incidents.ts`).
 */
import { listChannels, type StoredChannel } from '../store/channels.ts'
import {
  type AlertEvent,
  type Amiss,
  alertDone,
  alertGivenUp,
  alertLater,
  type DueAlert,
  dueAlerts,
  reconcile,
} from '../store/incidents.ts'
import type { Store } from '../store/open.ts'
import { type Post, tellChannel, type Untold } from './channel.ts'
import type { Told } from './words.ts'

export interface Alerts {
  /** Looks and tells. Never throws; a second call waits for the first. */
  beat(): Promise<void>
  /** Those of the environment, then those that people added. */
  channels(): StoredChannel[]
}
export interface AlertsOptions {
  store: Store
  post: Post
  fixed: readonly StoredChannel[]
  /** Everything that is amiss now. */
  look(): Amiss[] | Promise<Amiss[]>
  /** The page of a flow or of the server, when it is known where this server is reached. */
  link(flow: string | null): string | undefined
  /** Told when something opened or was over. */
  changed?: () => void
  failed?: (channel: string, why: string) => void
}

const FIRST_RETRY_MS = 30_000
const RETRY_MAX_MS = 60 * 60_000
/** News of two days ago helps nobody. */
const GIVE_UP_MS = 48 * 60 * 60_000

export function alertsOf({ store, post, fixed, look, link, changed, failed }: AlertsOptions): Alerts {
  const channels = () => [...fixed, ...listChannels(store)]
  let busy: Promise<void> | undefined
  /** What keeps the disk from being written cannot be noted there: told once, from memory. */
  const unnoted = new Map<string, Told['incident']>()
  /** Told, and the disk did not take that: noted with a later look, told no second time. */
  const owed = new Map<number, () => void>()
  const tellOne = (channel: StoredChannel, event: AlertEvent, incident: Told['incident']) => {
    const address = link(incident.flow)
    return tellChannel(channel, { event, incident, ...(address && { link: address }) }, post)
  }
  const tellAll = (event: AlertEvent, incident: Told['incident']) =>
    Promise.all(channels().map(channel => tellOne(channel, event, incident)))
  const noteLess = async (seen: readonly Amiss[]) => {
    for (const row of seen) {
      if (!row.code.startsWith('store.') || unnoted.has(row.code)) continue
      const incident = { id: 0, ...row, flow: row.flow ?? null, opened: store.now(), closed: null }
      unnoted.set(row.code, incident)
      await tellAll('opened', incident)
    }
  }
  const noted = (seen: readonly Amiss[]) => {
    try {
      for (const [id, note] of owed) {
        note()
        owed.delete(id)
      }
      const rest = seen.filter(({ code }) => !unnoted.has(code))
      const { opened, closed } = reconcile(
        store,
        rest,
        channels().map(({ id }) => id),
      )
      if (opened + closed > 0) changed?.()
      return true
    } catch {
      return false
    }
  }
  const tellDue = async (channel: StoredChannel) => {
    for (const due of dueAlerts(store, channel.id)) {
      const untold = await tellOne(channel, due.event, due.incident)
      if (untold) failed?.(channel.id, untold.why)
      if (!store.sql.open) return
      const note = () => noteOf(store, due, untold)
      owed.set(due.id, note)
      note()
      owed.delete(due.id)
      // The next ones wait for the next look: an address that hangs would hang for each of them.
      if (untold && untold.how !== 'partly') return
    }
  }
  const work = async () => {
    const seen = await look()
    if (!store.sql.open) return
    for (const [code, incident] of unnoted) {
      if (seen.some(row => row.code === code)) continue
      unnoted.delete(code)
      await tellAll('recovered', { ...incident, closed: store.now() })
    }
    if (!noted(seen)) return await noteLess(seen)
    await Promise.all(channels().map(tellDue))
  }
  return {
    channels,
    async beat() {
      busy ??= work()
        .catch(cause => failed?.('', (cause as Error).name))
        .finally(() => {
          busy = undefined
        })
      await busy
    },
  }
}

/** Writes down how a telling went. */
function noteOf(store: Store, due: DueAlert, untold: Untold | undefined): void {
  if (!untold || untold.how === 'partly') {
    alertDone(store, due.id, untold?.why)
    return
  }
  const next = store.now() + pauseOf(due.tries, untold.how)
  if (next - due.made > GIVE_UP_MS) alertGivenUp(store, due, untold.why)
  else alertLater(store, due, next, untold.why)
}
/** Who may have taken it each time, and only never says so, is not told fifty times. */
const pauseOf = (tries: number, how: Untold['how']) =>
  how === 'perhaps' ? FIRST_RETRY_MS * 4 ** tries : Math.min(FIRST_RETRY_MS * 2 ** tries, RETRY_MAX_MS)
