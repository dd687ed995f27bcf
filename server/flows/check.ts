/**
 * What is wrong with a drawing and what each step makes of the columns: the same judge that a run uses. Rows are read only where
 * a text is to be a date or is compared with one, or a telephone number may be of no country, and only the first ones.
 */
import { isDeepStrictEqual } from 'node:util'
import type { Fix, Model, Problem, Shape, Source, Step } from '../../runtime/contract.ts'
import { Stop } from '../../runtime/contract.ts'
import { type Columns, driftProblems } from '../../runtime/drift.ts'
import type { Flow } from '../../runtime/flow.ts'
import { onlyThere, wholeTable } from '../../runtime/lookup/lookup.ts'
import { modelProblems } from '../../runtime/model-problems.ts'
import { nearest, nearMiss } from '../../runtime/nearest.ts'
import { isZone } from '../../runtime/normalise/zone.ts'
import { anyFarEnd, type Far, farEnd, walk } from '../../runtime/plan.ts'
import { drawingProblems, leavesOf, orderProblems, type Placed, placing, speakerOf } from '../../runtime/resolve.ts'
import { numbering } from '../../runtime/suggest/stand-in.ts'
import { notOnlyReading } from '../connections/trial.ts'
import { connectionOf, openSource, type Workplace } from '../runs/workplace.ts'
import { BadSchedule, checkSchedule } from '../schedule/due-times.ts'
import { BroughtSamples } from './first-rows.ts'
import { tooSlow } from './late.ts'
import { rowProblems, type Walked, withZones } from './row-problems.ts'
import { LOOK_MS, Shapes } from './shapes.ts'

export interface CheckedFlow {
  problems: Problem[]
  nodes: Record<string, { sentence: string; shape: Shape; notes?: readonly string[]; unchecked?: true }>
}

/** Never throws for a faulty drawing: a source that cannot be reached is one problem on its step. `here`: the zone of whoever asks, for times that carry none. */
export async function checkFlow(
  flow: Flow,
  place: Workplace,
  shapes: Shapes = new Shapes(),
  published: Columns = {},
  here?: string,
): Promise<CheckedFlow> {
  const found: Problem[] = [...drawingProblems(flow, place.kinds), ...scheduleProblems(flow)]
  const nodes: CheckedFlow['nodes'] = {}
  if (!found.some(p => p.code === 'flow.cycle' || p.code === 'flow.same_id')) {
    // A flow of hundreds of steps has as many ways as ends: what they have in common is worked out once.
    const all: AllPaths = { placed: placing(flow, place.kinds), anyEnd: anyFarEnd(place.kinds), shapes, published, here, nodes }
    for (const leaf of leavesOf(flow)) found.push(...(await checkPath(flow, leaf, place, all)))
  }
  saySkipped(flow, place, nodes)
  return { problems: once(found), nodes }
}
/** A step that rows go past still says what it would do to them. */
function saySkipped(flow: Flow, place: Workplace, nodes: CheckedFlow['nodes']): void {
  for (const node of flow.nodes) {
    const kind = place.kinds.get(node.kind)
    const settings = node.skip && !Object.hasOwn(nodes, node.id) ? kind?.config.safeParse(node.config) : undefined
    if (kind && settings?.success) nodes[node.id] = { sentence: kind.sentence?.(settings.data) ?? kind.summary, shape: [] }
  }
}

/** A schedule that is never due would publish a flow that never runs, and nobody would be told. */
function scheduleProblems({ schedule }: Flow): Problem[] {
  if (!schedule) return []
  try {
    checkSchedule(schedule.cron, schedule.timezone)
    return []
  } catch (cause) {
    if (!(cause instanceof BadSchedule)) throw cause
    const message = `The schedule cannot be kept. ${cause.message}`
    const close = cause.field === 'timezone' ? nearMiss(schedule.timezone, Intl.supportedValuesOf('timeZone')) : undefined
    const fixes = close === undefined ? [] : [{ label: `Use ${close}`, node: '', set: { path: ['schedule', 'timezone'], value: close } }]
    return [{ node: '', code: cause.code, level: 'must_fix', message, fixes }]
  }
}

interface AllPaths {
  placed: ReturnType<typeof placing>
  anyEnd: Far
  shapes: Shapes
  published: Columns
  here: string | undefined
  nodes: CheckedFlow['nodes']
}
async function checkPath(flow: Flow, leaf: string, place: Workplace, all: AllPaths): Promise<Problem[]> {
  return [...unconnected(all.placed(leaf).partial.placed.at(-1), place), ...(await checkRows(flow, leaf, place, all))]
}
async function checkRows(flow: Flow, leaf: string, place: Workplace, all: AllPaths): Promise<Problem[]> {
  const { shapes, published, here, nodes } = all
  const { partial, problems } = all.placed(leaf)
  for (const { id, kind, config } of partial.placed) nodes[id] ??= { sentence: kind.sentence?.(config) ?? kind.summary, shape: [] }
  // A gap in the middle (a step that does not parse) makes everything after it look wrong; say only what is known.
  if (problems.length === 0) problems.push(...orderProblems(partial.placed, leaf).filter(p => p.code !== 'flow.open_end'))
  const [source, model, ...rest] = partial.placed
  if (source?.kind.role !== 'source') return problems
  try {
    connectionOf(source, place)
    if (model?.kind.role !== 'model') {
      const asked = await beforeItsKey(flow, partial.path, source, place, all)
      const id = partial.path.split(' > ')[1]
      return [
        ...asked,
        ...problems.map(problem => (problem.node === id && problem.field === 'key' ? likelyKey(problem, nodes[id]?.shape) : problem)),
      ]
    }
    const query = model.kind.query(model.config)
    const { shape: rows, writes, understood } = await shapes.of(source as Placed<any>, query, place)
    nodes[source.id]!.shape = rows
    nodes[model.id]!.shape = rows
    if (understood.length > 0) nodes[source.id]!.notes = understood
    const tables = await lookedUp(source, rest, place, shapes)
    const known = { rows, tables: tables.shapes, before: published[model.id], anyEnd: all.anyEnd }
    const steps = stepProblems(flow, rest, known, { source, model }, place, nodes)
    const ends = { source: source as Placed<Source>, model: model as Placed<Model>, query }
    return [
      ...problems,
      ...writing(source.id, writes),
      ...modelProblems(model as Placed<Model>, query, rows),
      ...tables.problems,
      ...withZones(steps.problems, [flow.schedule?.timezone, here], ends),
      ...(problems.length ? [] : await rowProblems([flow.schedule?.timezone, here], ends, rows, steps, place, shapes.first)),
    ]
  } catch (cause) {
    if (!(cause instanceof Stop)) throw cause
    for (const { id } of rest) nodes[id]!.unchecked = true
    const problem = stopped(cause, model?.id ?? source.id)
    const fixes = cause.code === NO_TABLE && model ? await otherTable(source as Placed<any>, model, place) : []
    return [...problems, fixes.length > 0 ? { ...problem, fixes } : problem]
  }
}
/** Where it would send to is known without a source that can be read. */
function unconnected(end: Placed | undefined, place: Workplace): Problem[] {
  if (end?.kind.role !== 'destination') return []
  try {
    connectionOf(end, place)
    return []
  } catch (cause) {
    if (!(cause instanceof Stop)) throw cause
    return [stopped(cause, end.id)]
  }
}
/**
 * The columns of a model whose key is not chosen yet, for they are what it is chosen from; and what is wrong with its query, which
 * whoever writes one wants to know first.
 */
async function beforeItsKey(flow: Flow, path: string, source: Placed, place: Workplace, { shapes, nodes }: AllPaths): Promise<Problem[]> {
  const node = flow.nodes.find(({ id }) => id === path.split(' > ')[1])
  const kind = place.kinds.get(node?.kind ?? '')
  if (!node || kind?.role !== 'model' || isDeepStrictEqual(node.config, kind.initial)) return []
  const parsed = kind.config.safeParse({ ...node.config, key: ['?'] })
  if (!parsed.success) return []
  try {
    const { shape } = await shapes.of(source as Placed<any>, kind.query(parsed.data), place)
    nodes[source.id]!.shape = shape
    nodes[node.id] = { sentence: kind.summary, shape }
    return []
  } catch (cause) {
    if (!(cause instanceof Stop)) throw cause
    return [stopped(cause, node.id)]
  }
}
/** The column that numbers the rows, offered where no key is chosen yet. */
function likelyKey(problem: Problem, shape: Shape = []): Problem {
  const close = numbering(shape.map(({ key }) => key))
  return close === undefined ? problem : { ...problem, fixes: [{ label: `Use ${close}`, set: { path: ['key'], value: [close] } }] }
}
/** What every source calls it when the table that a model names is not there. */
const NO_TABLE = 'source.no_table'

/** The only table there is, or the one that is named nearly so: after another source took the place of the first, say. */
async function otherTable(source: Placed<any>, { config }: Placed, place: Workplace): Promise<Fix[]> {
  if (typeof config.table !== 'string') return []
  const session = await openSource(source, place, AbortSignal.timeout(LOOK_MS))
  try {
    const names = (await session.tables()).map(table => table.name)
    const close = names.length === 1 ? names[0] : nearest(config.table, names)
    return close === undefined ? [] : [{ label: `Use ${close}`, set: { path: ['table'], value: close } }]
  } catch {
    // The problem itself is told all the same.
    return []
  } finally {
    await session.close().catch(() => {})
  }
}
const stopped = ({ node: known, code, message, why }: Stop, node: string): Problem => ({
  node: known ?? node,
  code,
  level: 'must_fix',
  message: why ? `${message}. ${why}` : message,
  ...(code.startsWith('connection.') && { field: 'connection' }),
})

/** The columns of the second tables that steps bring columns from. */
async function lookedUp(source: Placed, rest: readonly Placed[], place: Workplace, shapes: Shapes) {
  const found = { shapes: new Map<string, Shape>(), problems: [] as Problem[] }
  for (const { id, kind, config } of rest) {
    const lookup = kind.role === 'step' ? kind.looksUp?.(config) : undefined
    if (!lookup) continue
    try {
      found.shapes.set(id, (await shapes.of(source as Placed<any>, wholeTable(lookup), place)).shape)
    } catch (failure) {
      const cause = onlyThere(failure)
      if (!(cause instanceof Stop)) throw cause
      found.problems.push(stopped(cause, id))
    }
  }
  return found
}

function stepProblems(
  flow: Flow,
  rest: readonly Placed[],
  { rows, tables, before, anyEnd }: { rows: Shape; tables: ReadonlyMap<string, Shape>; before: Shape | undefined; anyEnd: Far },
  { source, model }: { source: Placed; model: Placed },
  place: Workplace,
  nodes: CheckedFlow['nodes'],
): Walked {
  const problems: Problem[] = []
  const steps = rest.filter((p): p is Placed<Step> => p.kind.role === 'step')
  const end = rest.at(-1)
  let far = anyEnd
  if (end?.kind.role === 'destination') {
    const speaker = speakerOf(end as Placed<any>, place.kinds)
    if (speaker?.dialect) {
      far = farEnd(speaker.dialect, end.kind.title)
      problems.push(...tooSlow(flow, steps, end, speaker.dialect, place.now()))
    }
  }
  const hints = (source.kind.role === 'source' && source.kind.hints?.(source.config)) || {}
  const columnsTimezone = model.kind.role === 'model' ? model.kind.timezone?.(model.config) : undefined
  const brought = new BroughtSamples()
  const looking = (node: string) => ({ columns: tables.get(node), bring: brought.bring(node) })
  // A zone that does not exist is said of the schedule; what else is wrong shall not wait for it.
  const zone = flow.schedule?.timezone
  const timezone = zone !== undefined && isZone(zone) ? zone : 'UTC'
  const around = { now: place.now(), timezone, hints, columnsTimezone, looking }
  const walked = walk(steps, rows, far, around)
  for (const { id, shape } of walked.steps) nodes[id]!.shape = shape
  if (end?.kind.role === 'destination') nodes[end.id]!.shape = walked.has
  const seen = { walked, steps, targets: far.wants, brought }
  if (!before || model.kind.role !== 'model') return { ...seen, problems: [...problems, ...walked.problems] }
  const query = model.kind.query(model.config)
  const complain = (shape: Shape) => walk(steps, shape, far, around).problems
  const title = (node: string) => [model, ...steps].find(placed => placed.id === node)?.name ?? node
  const drifted = driftProblems({ model: model.id, query, before, now: rows, complain, title })
  return { ...seen, problems: [...problems, ...besideDrift(walked.problems, drifted)] }
}

/** Publishing takes note of a new type, so it does not stand in its own way; a column that is gone is said once, with where it may be. */
function besideDrift(found: readonly Problem[], drifted: readonly Problem[]): Problem[] {
  const same = (one: Problem, other: Problem) => one.code === other.code && one.node === other.node && one.field === other.field
  const others = found.filter(problem => !drifted.some(drift => same(drift, problem)))
  return [
    ...others,
    ...drifted.map((drift): Problem => {
      if (drift.code === 'source.column_retyped') return { ...drift, level: 'worth_a_look' }
      const fixes = found.find(problem => same(drift, problem))?.fixes
      return fixes ? { ...drift, fixes } : drift
    }),
  ]
}

/** A login that could write is a risk that nobody sees by looking at rows. */
const writing = (node: string, does: string | undefined): Problem[] =>
  does === undefined ? [] : [{ node, code: 'source.may_write', level: 'worth_a_look', message: notOnlyReading(does) }]

/** The same fault seen along two paths is one fault. */
function once(problems: readonly Problem[]): Problem[] {
  const seen = new Map<string, Problem>()
  for (const problem of problems) seen.set([problem.node, problem.code, problem.field ?? '', problem.message].join('|'), problem)
  return [...seen.values()]
}
