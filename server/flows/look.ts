/** Looking without sending: previews, one row explained, suggestions for a mapping. */
import type { Row, Session, Shape } from '../../runtime/contract.ts'
import { Stop } from '../../runtime/contract.ts'
import type { Cursors } from '../../runtime/cursor.ts'
import type { Call, Context } from '../../runtime/dialect.ts'
import { type ExplainedRow, explain, unread } from '../../runtime/explain.ts'
import type { Flow } from '../../runtime/flow.ts'
import { anyFarEnd, farEnd, type Plan, plan } from '../../runtime/plan.ts'
import { type PathPreview, preview } from '../../runtime/preview.ts'
import type { RunError } from '../../runtime/report.ts'
import { leavesOf, type Placed, place as placed, type Resolved, resolve, speakerOf } from '../../runtime/resolve.ts'
import { SAMPLING } from '../../runtime/suggest/detect.ts'
import type { Confirmed } from '../../runtime/suggest/suggest.ts'
import { type Ends, failureOf, named, openEnds, openSource, type Workplace } from '../runs/workplace.ts'
import { impatient } from './patience.ts'

/** Nobody waits longer than this for a look. */
const LOOK_MS = 30_000

export interface PathLook extends PathPreview {
  error?: RunError
}

/** The first rows of every path that reaches `node` (all paths when absent), and the requests they would make. */
export async function previewFlow(
  flow: Flow,
  flowId: string,
  place: Workplace,
  options: { rows: number; node?: string },
): Promise<PathLook[]> {
  const looks: PathLook[] = []
  for (const leaf of leavesOf(flow)) {
    const { partial } = placed(flow, leaf, place.kinds)
    if (options.node && !partial.path.split(' > ').includes(options.node)) continue
    looks.push(await previewPath(flow, flowId, leaf, place, options.rows))
  }
  return looks
}

async function previewPath(flow: Flow, flowId: string, leaf: string, place: Workplace, rows: number): Promise<PathLook> {
  const resolved = resolve(flow, leaf, place.kinds)
  if (Array.isArray(resolved)) return previewOpenEnd(flow, leaf, place, rows)
  const empty: PathLook = { path: resolved.path, destination: resolved.destination.id, nodes: [], requests: [], fit: [] }
  try {
    return await withPlan(resolved, flow, place, async (ready, session) => {
      const [first] = ready.problems.filter(p => p.level === 'must_fix')
      const ends = endsOrExample(resolved, flowId, place)
      const { batch } = resolved.destination.config as { batch?: number }
      const look = await preview(ready, session, { rows, address: ends.address, now: place.now(), ...(batch && { batch }) })
      return first
        ? { ...look, requests: [], fit: [], error: { code: first.code, message: first.message, why: '', node: first.node } }
        : look
    })
  } catch (cause) {
    return { ...empty, error: failureOf(cause, resolved, place) }
  }
}

/** A path without a destination yet: rows at each step that is fit, no requests. */
async function previewOpenEnd(flow: Flow, leaf: string, place: Workplace, rows: number): Promise<PathLook> {
  const { partial } = placed(flow, leaf, place.kinds)
  const [source, model, ...rest] = partial.placed
  const look: PathLook = { path: partial.path, destination: '', nodes: [], requests: [], fit: [] }
  if (source?.kind.role !== 'source' || model?.kind.role !== 'model') return look
  const steps = rest.filter((p): p is Placed<any> => p.kind.role === 'step')
  const [any] = [...place.kinds.values()].flatMap(k => (k.role === 'destination' && k.dialect ? [k] : []))
  if (!any?.dialect) return look
  const end = { id: '', name: '', kind: any, config: {}, port: '' }
  const resolved = { path: partial.path, source, model, steps, destination: end, dialect: any.dialect, speaker: any } as Resolved
  try {
    return await withPlan(resolved, flow, place, async (ready, session) => {
      const seen = await preview(ready, session, {
        rows,
        address: { connection: any.connection?.parse(any.exampleConnection) ?? {}, base: '' },
        now: place.now(),
      })
      return { ...look, nodes: seen.nodes.filter(n => n.node !== '') }
    })
  } catch (cause) {
    return { ...look, error: failureOf(cause, resolved, place) }
  }
}

/** Without a connection the bodies can be shown all the same; only the address is an example. */
function endsOrExample(resolved: Resolved, flowId: string, place: Workplace): Pick<Ends, 'address'> {
  try {
    return openEnds(resolved, flowId, place)
  } catch (cause) {
    const { connection, exampleConnection, host } = resolved.speaker
    const parsed = connection?.safeParse(exampleConnection)
    if (!(cause instanceof Stop) || !parsed?.success) throw cause
    return { address: { connection: parsed.data, base: host?.url ?? '' } }
  }
}

async function withPlan<T>(
  resolved: Resolved,
  flow: Flow,
  place: Workplace,
  use: (ready: Plan, session: Session) => Promise<T>,
): Promise<T> {
  const over = AbortSignal.timeout(LOOK_MS)
  let session: Session | undefined
  try {
    session = await openSource(resolved.source, place, over)
    const ready = await plan(resolved, session, { now: place.now(), timezone: flow.schedule?.timezone ?? 'UTC' }, false)
    return await use(ready, session)
  } catch (cause) {
    throw named(impatient(cause, over, LOOK_MS), resolved.model.id)
  } finally {
    await session?.close().catch(() => {})
  }
}

export interface PathExplained extends ExplainedRow {
  path: string
  destination: string
  /** Names the ledger that remembers the row. */
  stream: string | null
  dialect: Resolved['dialect']
}
/** How far its runs have read; nothing where the destination cannot be named yet. */
function cursorsOf(resolved: Resolved, flow: string, place: Workplace): Cursors | undefined {
  const stream = streamOf(resolved, flow, place)
  return stream === null ? undefined : place.cursors?.(stream)
}
/** One row's way through every path of a flow. */
export async function explainKey(flow: Flow, flowId: string, place: Workplace, key: string): Promise<PathExplained[]> {
  const told: PathExplained[] = []
  for (const leaf of leavesOf(flow)) {
    const resolved = resolve(flow, leaf, place.kinds)
    if (Array.isArray(resolved)) continue
    const row = await withPlan(resolved, flow, place, (ready, session) => {
      const [first] = ready.problems.filter(p => p.level === 'must_fix')
      if (first) throw new Stop(first.code, first.message, '', { node: first.node })
      return explain(ready, session, key, place.now(), cursorsOf(resolved, flowId, place))
      // What was sent is known here, whether or not the source can be asked today.
    }).catch((cause: unknown) => unread(resolved, key, failureOf(cause, resolved, place), place.now()))
    told.push({
      ...row,
      path: resolved.path,
      destination: resolved.destination.id,
      stream: streamOf(resolved, flowId, place),
      dialect: resolved.dialect,
    })
  }
  return told
}
function streamOf(resolved: Resolved, flowId: string, place: Workplace): string | null {
  try {
    return openEnds(resolved, flowId, place).stream
  } catch {
    return null
  }
}

export interface Sample {
  columns: Shape
  rows: Row[]
  /** Concepts that the destinations after the node want; all of them while none is drawn. */
  wants: string[]
  /** As a run would read them: what the steps and the model say. */
  around: Context
}
/** Rows as they arrive at a node, for suggesting a mapping. */
export async function sampleAt(flow: Flow, place: Workplace, node: string, rows = 200): Promise<Sample> {
  const leaves = leavesOf(flow).filter(leaf => placed(flow, leaf, place.kinds).partial.path.split(' > ').includes(node))
  const upTo: Flow = { ...flow, edges: flow.edges.filter(e => e.from !== node) }
  const look = await previewOpenEnd(upTo, node, place, rows)
  if (look.error)
    throw new Stop(look.error.code, look.error.message, look.error.why, look.error.node === undefined ? {} : { node: look.error.node })
  const at = look.nodes.findIndex(n => n.node === node)
  const before = look.nodes[at < 0 ? look.nodes.length - 1 : at - 1]
  const ends = leaves.flatMap(leaf => {
    const end = placed(flow, leaf, place.kinds).partial.placed.at(-1)
    const speaker = end?.kind.role === 'destination' ? speakerOf(end as Placed<any>, place.kinds) : undefined
    return speaker?.dialect ? [farEnd(speaker.dialect, speaker.title)] : []
  })
  const wants = (ends.length ? ends : [anyFarEnd(place.kinds)]).flatMap(far => far.wants.map(t => t.concept))
  // Where a filter leaves nothing yet, the rows before it say as well what its columns hold.
  const filled = look.nodes.slice(0, at < 0 ? undefined : at).findLast(node => node.rows.length > 0)
  return {
    columns: before?.columns ?? [],
    rows: filled?.rows ?? [],
    wants: [...new Set(wants)],
    around: aroundIn(flow, leaves[0] ?? node, place),
  }
}
/** How the step itself says that dates and amounts are read. */
export function confirmedAt(flow: Flow, node: string, place: Workplace): Confirmed {
  const drawn = flow.nodes.find(({ id }) => id === node)
  const kind = drawn && place.kinds.get(drawn.kind)
  const parsed = kind?.role === 'step' ? kind.config.safeParse(drawn?.config) : undefined
  return (kind?.role === 'step' && parsed?.success && kind.readings?.(parsed.data)) || {}
}

function aroundIn(flow: Flow, leaf: string, place: Workplace): Context {
  let around: Context = { ...SAMPLING, dayFirst: false, timezone: undefined }
  for (const { kind, config } of placed(flow, leaf, place.kinds).partial.placed) {
    if (kind.role === 'model') around = { ...around, timezone: kind.timezone?.(config) }
    const { country = around.country, dayFirst = around.dayFirst } = (kind.role === 'step' && kind.sealing?.(config)) || {}
    around = { ...around, country, dayFirst }
  }
  return around
}

/** One event as a test: the request that would be sent, alone. `test` asks for the platform's own test mode. */
export async function testCall(
  flow: Flow,
  flowId: string,
  place: Workplace,
  node: string,
  options: { row?: number; test?: { code?: string }; local: boolean },
): Promise<{ call: Call; key: string; send: Ends['send']; resolved: Resolved; address: Ends['address'] }> {
  const resolved = resolve(flow, node, place.kinds)
  if (Array.isArray(resolved)) throw new Stop(resolved[0]!.code, resolved[0]!.message, '', { node: resolved[0]!.node })
  return withPlan(resolved, flow, place, async (ready, session) => {
    const [first] = ready.problems.filter(p => p.level === 'must_fix')
    if (first) throw new Stop(first.code, first.message, '', { node: zoneOf(first.code, resolved) ?? first.node })
    const local = options.local ? place.local(resolved.speaker, { flow: flowId, node }) : undefined
    const example = resolved.speaker.connection?.parse(resolved.speaker.exampleConnection) ?? {}
    const ends: Pick<Ends, 'address' | 'send'> = local
      ? { address: { connection: example, base: local.base }, send: local.send }
      : openEnds(resolved, flowId, place)
    const look = await preview(ready, session, { rows: 200, address: ends.address, now: place.now() })
    const event = look.fit[options.row ?? 0]
    if (!event) throw noEvent(look.nodes, resolved)
    const { address, send } = ends
    const call = resolved.dialect.call([event.text], address, options.test)
    return { call: resolved.dialect.sign?.(call, address, place.now()) ?? call, key: event.key, send, resolved, address }
  })
}

/**
 * Names the step where rows can be helped on, with the most recent reason: the model where it is to name a zone, the mapping
 * where a field is at fault, else the step that lets none go on. A source without rows is nobody's fault.
 */
function noEvent(nodes: PathPreview['nodes'], resolved: Resolved): Stop {
  const at = nodes.find(step => step.in > 0 && step.out === 0)
  const why = at
    ? (at.results[0]?.message ?? 'None of the first 200 rows goes on from this step.')
    : nodes.some(step => step.out > 0)
      ? 'The first 200 rows gave none.'
      : 'The table or the query gives no rows.'
  const { code, field } = at?.results[0] ?? { code: '', field: null }
  const feeding = field === null ? undefined : resolved.steps.findLast(step => step.kind.feeds)?.id
  const node = zoneOf(code, resolved) ?? feeding ?? at?.node ?? resolved.destination.id
  return new Stop('test.no_event', 'No event is fit to be sent', why, { node })
}
/** Wherever a zone is missed, it is the model that names it. */
const zoneOf = (code: string, { model }: Resolved): string | undefined => (code === 'time_without_zone' ? model.id : undefined)
