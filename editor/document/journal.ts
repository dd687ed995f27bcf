/** What the server has not confirmed yet, kept on this device until it does: a closed tab, a crash or a dead line loses nothing. */
import type { Flow } from '../../runtime/flow.ts'

/** One tab's edits: what they started from, how it stands now, and what was sent without hearing an answer. */
export interface Kept {
  base: Flow
  mine: Flow
  sent: readonly Flow[]
}
/** Where it is kept: the browser's local storage. */
export type Drawer = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

export interface Journal {
  keep(flow: string, kept: Kept): void
  forget(flow: string): void
  /** What other visits to this flow left behind. `drop` forgets one unless its tab has gone on writing. */
  left(flow: string): readonly { kept: Kept; drop(): void }[]
}

const SENT_KEPT = 3
const nameOf = (flow: string) => `tributary.unsaved.${flow}`

/** `tab` tells this visit's notes from those of other tabs. A full or forbidden drawer is no reason to stop editing. */
export function journalIn(drawer: Drawer, tab: string): Journal {
  const tried = <T>(act: () => T): T | undefined => {
    try {
      return act()
    } catch {
      return undefined
    }
  }
  const mine = (flow: string) => `${nameOf(flow)}.${tab}`
  return {
    keep: (flow, { base, mine: now, sent }) =>
      tried(() => drawer.setItem(mine(flow), JSON.stringify({ base, mine: now, sent: sent.slice(-SENT_KEPT) }))),
    forget: flow => tried(() => drawer.removeItem(mine(flow))),
    left: flow =>
      tried(() => {
        const names = Array.from({ length: drawer.length }, (_, i) => drawer.key(i)).filter(
          (name): name is string => name !== null && (name === nameOf(flow) || name.startsWith(`${nameOf(flow)}.`)) && name !== mine(flow),
        )
        return names.flatMap(name => {
          const text = drawer.getItem(name)
          const kept = text === null ? undefined : tried(() => readKept(text))
          const drop = () => tried(() => drawer.getItem(name) === text && drawer.removeItem(name))
          if (!kept) drop()
          return kept ? [{ kept, drop }] : []
        })
      }) ?? [],
  }
}

/**
 * Writes when edits rest a moment, in between too when they do not: writing takes as long as the flow is large, and would stand between a key
 * press and its letter. `flush` writes what waits, for when the page goes away.
 */
export function patient(journal: Journal, rest = REST_MS, longest = LONGEST_MS): Journal & { flush(): void } {
  let waiting: { flow: string; kept: Kept } | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let since = 0
  const flush = () => {
    clearTimeout(timer)
    if (waiting) journal.keep(waiting.flow, waiting.kept)
    waiting = undefined
  }
  return {
    ...journal,
    flush,
    keep(flow, kept) {
      if (waiting && waiting.flow !== flow) flush()
      if (!waiting) since = Date.now()
      waiting = { flow, kept }
      clearTimeout(timer)
      timer = setTimeout(flush, Math.max(0, Math.min(rest, since + longest - Date.now())))
    },
    forget(flow) {
      if (waiting?.flow === flow) waiting = undefined
      journal.forget(flow)
    },
  }
}
const REST_MS = 150
const LONGEST_MS = 750

function readKept(text: string): Kept | undefined {
  const { base, mine, sent } = JSON.parse(text) as Partial<Kept>
  return isFlow(base) && isFlow(mine) ? { base, mine, sent: Array.isArray(sent) ? sent.filter(isFlow) : [] } : undefined
}
const isFlow = (found: unknown): found is Flow => {
  const flow = found as Partial<Flow> | null
  return (
    typeof flow === 'object' && flow !== null && Array.isArray(flow.nodes) && Array.isArray(flow.edges) && typeof flow.name === 'string'
  )
}
