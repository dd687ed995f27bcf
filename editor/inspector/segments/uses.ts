/** Where a flow's use of a segment stands to the segment itself. */
import type { Conditions } from '../../../runtime/conditions/tree.ts'
import type { Flow } from '../../../runtime/flow.ts'
import type { KindInfo } from '../../../server/api/catalogue.ts'
import type { Segment } from './queries.ts'

/** The same conditions, in whatever order their settings were written. */
export const alike = (a: Conditions | undefined, b: Conditions | undefined): boolean => ordered(a) === ordered(b)
const ordered = (value: unknown): string | undefined =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).sort()) : inner,
  )

/** The tree with the segment's name and conditions as they are now, wherever one of its names is used. */
export function withSegment(tree: Conditions, names: readonly string[], now: { name: string; where: Conditions }): Conditions {
  const conditions = tree.conditions.map(part =>
    'match' in part
      ? withSegment(part, names, now)
      : 'segment' in part && names.includes(part.segment)
        ? { ...part, segment: now.name, where: now.where }
        : part,
  )
  return { ...tree, conditions }
}

/** The rows that a step works on, as a segment remembers them; `undefined` before a model is on the way. */
export function rowsAt(flow: Flow, step: string, kinds: readonly KindInfo[]): NonNullable<Segment['madeOn']> | undefined {
  const roleOf = (kind: string) => kinds.find(known => known.id === kind)?.role
  const seen = new Set<string>()
  let rows: string | undefined
  for (let at: string | undefined = step; at !== undefined && !seen.has(at); at = flow.edges.find(edge => edge.to === at)?.from) {
    seen.add(at)
    const node = flow.nodes.find(({ id }) => id === at)
    const { table, sql, connection } = (node?.config ?? {}) as { table?: unknown; sql?: unknown; connection?: unknown }
    if (node && roleOf(node.kind) === 'model') rows = typeof table === 'string' ? table : typeof sql === 'string' ? sql : undefined
    if (node && roleOf(node.kind) === 'source')
      return rows === undefined ? undefined : { connection: typeof connection === 'string' ? connection : null, rows }
  }
  return undefined
}

/** Those that were made on the same rows come first; by name otherwise. */
export const inOrder = (segments: readonly Segment[], here: Segment['madeOn'] | undefined): Segment[] =>
  segments.toSorted((a, b) => Number(isOn(b, here)) - Number(isOn(a, here)) || a.name.localeCompare(b.name))
const isOn = ({ madeOn }: Segment, here: Segment['madeOn'] | undefined): boolean =>
  !!here && madeOn?.rows === here.rows && madeOn.connection === here.connection

/** All that decides which rows leave a step, as one text: what was counted holds for as long as it stays the same. */
export function wayOf(flow: Flow, step: string): string {
  const way: unknown[] = []
  const seen = new Set<string>()
  for (let at: string | undefined = step; at !== undefined && !seen.has(at); ) {
    seen.add(at)
    const id: string = at
    const node = flow.nodes.find(one => one.id === id)
    const edge = flow.edges.find(({ to }) => to === id)
    way.push([node?.kind, node?.config, node?.skip, edge?.port])
    at = edge?.from
  }
  return JSON.stringify(way)
}

/** "34 %"; of few among many "under 1 %", so that nothing looks like none. */
export function shareWords(rows: number, all: number): string {
  if (all === 0 || rows === 0) return '0 %'
  const share = (100 * rows) / all
  if (share < 1) return '< 1 %'
  return share > 99 && rows < all ? '> 99 %' : `${Math.round(share)} %`
}
