/**
 * Alerts: looks at what is amiss every half minute and after each run, and tells each channel once when something begins
 * and once when it is over. What is open and what has to be told is on disk (`store/incidents.ts`).
 */
import { listChannels, type StoredChannel } from '../store/channels.ts'
import { type AlertEvent, type Amiss, alertDone, alertLater, dueAlerts, reconcile } from '../store/incidents.ts'
import type { Store } from '../store/open.ts'
import { type Post, tellChannel } from './channel.ts'
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
  look(): Amiss[]
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
  const tellAll = async (event: AlertEvent, incident: Told['incident']) => {
    const address = link(incident.flow)
    for (const channel of channels()) await tellChannel(channel, { event, incident, ...(address && { link: address }) }, post)
  }
  const noteLess = async (seen: readonly Amiss[]) => {
    for (const row of seen) {
      if (!row.code.startsWith('store.') || unnoted.has(row.code)) continue
      const incident = { id: 0, ...row, flow: row.flow ?? null, opened: store.now(), closed: null }
      unnoted.set(row.code, incident)
      await tellAll('opened', incident)
    }
  }
  const noted = (seen: readonly Amiss[], known: ReadonlyMap<string, StoredChannel>) => {
    try {
      const rest = seen.filter(({ code }) => !unnoted.has(code))
      const { opened, closed } = reconcile(store, rest, [...known.keys()])
      if (opened + closed > 0) changed?.()
      return true
    } catch {
      return false
    }
  }
  const work = async () => {
    const known = new Map(channels().map(channel => [channel.id, channel]))
    const seen = look()
    for (const [code, incident] of unnoted) {
      if (seen.some(row => row.code === code)) continue
      unnoted.delete(code)
      await tellAll('recovered', { ...incident, closed: store.now() })
    }
    if (!noted(seen, known)) return await noteLess(seen)
    for (const due of dueAlerts(store)) {
      const channel = known.get(due.channel)
      if (!channel) {
        alertDone(store, due.id, 'The channel is gone.')
        continue
      }
      const address = link(due.incident.flow)
      const why = await tellChannel(channel, { event: due.event, incident: due.incident, ...(address && { link: address }) }, post)
      if (!store.sql.open) return
      if (why === undefined) alertDone(store, due.id)
      else if (store.now() - due.made > GIVE_UP_MS) alertDone(store, due.id, why)
      else alertLater(store, due, store.now() + Math.min(FIRST_RETRY_MS * 2 ** due.tries, RETRY_MAX_MS), why)
      if (why !== undefined) failed?.(channel.id, why)
    }
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
