/** Which flows use a segment, and whether they hold it as it is now. */
import { isDeepStrictEqual } from 'node:util'
import type { SegmentUse } from '../../runtime/conditions/tree.ts'
import { words } from '../../runtime/conditions/words.ts'
import type { Problem } from '../../runtime/contract.ts'
import type { Flow } from '../../runtime/flow.ts'
import type { SegmentUser } from '../api/segments.ts'
import { getVersion, listFlows, type StoredFlow } from '../store/flows.ts'
import type { Store } from '../store/open.ts'
import { followSegment, formerNames, type StoredSegment } from '../store/segments.ts'

export interface PlacedUse {
  node: string
  /** Within the step's settings. */
  path: readonly string[]
  use: SegmentUse
}
/** Every use of a segment in a drawing, wherever a step's settings hold conditions. */
export const usesIn = (flow: Flow): PlacedUse[] =>
  flow.nodes.flatMap(({ id, config }) => found(config, []).map(one => ({ node: id, ...one })))

function found(value: unknown, path: readonly string[]): Omit<PlacedUse, 'node'>[] {
  if (typeof value !== 'object' || value === null) return []
  if (isUse(value)) return [{ path, use: value }]
  return Object.entries(value).flatMap(([key, inner]) => found(inner, [...path, key]))
}
const isUse = (value: object): value is SegmentUse =>
  'segment' in value && typeof value.segment === 'string' && 'is' in value && typeof value.is === 'boolean'

export function usersOf(store: Store, segment: StoredSegment): SegmentUser[] {
  const names = [segment.name, ...formerNames(store, segment)]
  return listFlows(store).flatMap(flow => {
    const draft = stateIn(flow.document, segment, names)
    const live = stateIn(liveOf(store, flow), segment, names)
    return draft || live ? [{ flow: flow.id, name: flow.name, draft, live }] : []
  })
}
function stateIn(flow: Flow | undefined, segment: StoredSegment, names: readonly string[]): SegmentUser['draft'] {
  const uses = flow ? usesIn(flow).filter(({ use }) => names.includes(use.segment)) : []
  if (uses.length === 0) return null
  return uses.every(({ use }) => isCurrent(use, segment)) ? 'current' : 'older'
}
const liveOf = (store: Store, flow: StoredFlow): Flow | undefined =>
  flow.live === null ? undefined : getVersion(store, flow.id, flow.live).document
const isCurrent = (use: SegmentUse, segment: StoredSegment): boolean => isDeepStrictEqual(use.where, segment.where)

/** What is worth knowing where a drawing, or the live version of it, holds a segment as it was: the difference, and the way on. */
export function segmentRemarks(store: Store, flow: StoredFlow, drawn: Flow): Problem[] {
  const uses = usesIn(drawn)
  const known = new Map(uses.map(({ use }) => [use.segment, followSegment(store, use.segment)]))
  const renamed = uses.flatMap(({ node, path, use }): Problem[] => {
    const segment = known.get(use.segment)
    if (!segment || segment.name === use.segment) return []
    const message = `The segment "${use.segment}" is now called "${segment.name}". The flow works as it is.`
    const fixes = [{ label: `Call it ${segment.name}`, set: { path: [...path, 'segment'], value: segment.name } }]
    return [{ node, code: 'segment.renamed', level: 'worth_a_look', field: path.join('.'), message, fixes }]
  })
  const older = uses.flatMap(({ node, path, use }): Problem[] => {
    const segment = known.get(use.segment)
    if (!segment || isCurrent(use, segment)) return []
    const message = `The segment "${use.segment}" has changed since it was put in here. ${difference(use, segment)}`
    const fixes = [{ label: `Use ${segment.name} as it is now`, set: { path: [...path, 'where'], value: segment.where } }]
    return [{ node, code: 'segment.changed', level: 'worth_a_look', field: path.join('.'), message, fixes }]
  })
  const live = liveOf(store, flow)
  const behind = live ? usesIn(live) : []
  const unpublished = uses.flatMap(({ node, path, use }): Problem[] => {
    const segment = known.get(use.segment)
    const old = behind.find(one => segment && followSegment(store, one.use.segment)?.name === segment.name && !isCurrent(one.use, segment))
    if (!segment || !old || !isCurrent(use, segment)) return []
    const message = `The segment "${use.segment}" has changed since the flow was published: publish again to use it as it is now. ${difference(old.use, segment)}`
    return [{ node, code: 'segment.unpublished', level: 'worth_a_look', field: path.join('.'), message }]
  })
  return [...renamed, ...older, ...unpublished]
}
const difference = ({ where }: SegmentUse, segment: StoredSegment): string =>
  `${where ? `It was “${words(where)}”, and` : 'It'} is now “${words(segment.where)}”.`
