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
    keep: (flow, kept) => tried(() => drawer.setItem(mine(flow), textOf(kept))),
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

/**
 * A flow without what it has from another: a step or a connection that is the same object is its number there, and so are
 * all places together. Of 500 steps a key changes one, and writing the other 499 would stand between it and its letter.
 */
type Thin = Omit<Flow, 'nodes' | 'edges' | 'layout'> & { nodes: unknown[]; edges: unknown[]; layout?: unknown }
const SAME = 'same'

function textOf({ base, mine, sent }: Kept): string {
  const [nodes, edges] = [numbered(base.nodes), numbered(base.edges)]
  const thin = (flow: Flow): Thin => ({
    ...flow,
    nodes: flow.nodes.map(node => nodes.get(node) ?? node),
    edges: flow.edges.map(edge => edges.get(edge) ?? edge),
    ...(flow.layout !== undefined && flow.layout === base.layout && { layout: SAME }),
  })
  return `{"base":${written(base)},"mine":${JSON.stringify(thin(mine))},"sent":${JSON.stringify(sent.slice(-SENT_KEPT).map(thin))}}`
}
const numbered = <T>(list: readonly T[]): ReadonlyMap<T, number> => new Map(list.map((item, i) => [item, i]))

const texts = new WeakMap<Flow, string>()
/** The base stays the same from one save to the next. */
function written(base: Flow): string {
  const text = texts.get(base) ?? JSON.stringify(base)
  if (Object.isFrozen(base)) texts.set(base, text)
  return text
}

function readKept(text: string): Kept | undefined {
  const { base, mine, sent } = JSON.parse(text) as { base?: unknown; mine?: unknown; sent?: unknown }
  if (!isFlow(base)) return undefined
  const whole = (found: unknown): Flow | undefined => {
    if (!isFlow(found)) return undefined
    const { layout, ...thin } = found as unknown as Thin
    const places = layout === SAME ? base.layout : layout
    const flow = {
      ...thin,
      nodes: thin.nodes.map(node => (typeof node === 'number' ? base.nodes[node] : node)),
      edges: thin.edges.map(edge => (typeof edge === 'number' ? base.edges[edge] : edge)),
      ...(places !== undefined && { layout: places }),
    }
    return flow.nodes.includes(undefined) || flow.edges.includes(undefined) ? undefined : (flow as Flow)
  }
  const now = whole(mine)
  return now && { base, mine: now, sent: Array.isArray(sent) ? sent.map(whole).filter(flow => flow !== undefined) : [] }
}
const isFlow = (found: unknown): found is Flow => {
  const flow = found as Partial<Flow> | null
  return (
    typeof flow === 'object' && flow !== null && Array.isArray(flow.nodes) && Array.isArray(flow.edges) && typeof flow.name === 'string'
  )
}
