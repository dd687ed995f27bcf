/** What a lookup finds, counted in the source within the time of a look; and the tables that a step may look in. */
import type { Conditions } from '../../runtime/conditions/tree.ts'
import type { Row, Session, Step } from '../../runtime/contract.ts'
import { Left, Stop } from '../../runtime/contract.ts'
import { eachOfFirst } from '../../runtime/counted-here.ts'
import type { Flow } from '../../runtime/flow.ts'
import { type Lookups, lookups } from '../../runtime/lookup/looking.ts'
import { anyFarEnd, type Ready, walk } from '../../runtime/plan.ts'
import { keptOnly, repeats } from '../../runtime/repeats.ts'
import { leavesOf, type Placed, place as placed } from '../../runtime/resolve.ts'
import type { LookedUp, TableInfo } from '../api/lookups.ts'
import { named, openSource, type Workplace } from '../runs/workplace.ts'
import { impatient } from './patience.ts'

const LOOK_MS = 30_000

/** Tables of the source that a node's rows come from. */
export async function tablesAt(flow: Flow, node: string, place: Workplace): Promise<TableInfo[]> {
  const { source } = stepsTo(flow, node, place)
  const session = await openSource(source, place, AbortSignal.timeout(LOOK_MS))
  try {
    return (await session.tables()) as TableInfo[]
  } catch (cause) {
    throw named(cause, source.id)
  } finally {
    await session.close().catch(() => {})
  }
}

/** Fails with a `Stop` when the node is no lookup that is whole and joined to its source. */
export async function lookedUpAt(flow: Flow, node: string, place: Workplace): Promise<LookedUp> {
  const { source, model, steps } = stepsTo(flow, node, place)
  const last = steps.at(-1)
  const lookup = last?.kind.looksUp?.(last.config)
  if (model?.kind.role !== 'model' || !lookup) throw notWhole(node)
  const stop = AbortSignal.timeout(LOOK_MS)
  const reading = { now: place.now(), stop }
  const session = await openSource(source, place, stop)
  try {
    const asked = model.kind.query(model.config)
    const rows = await session.describe(asked)
    const found = await lookups(steps, session, await keptOnly(session, asked, rows), rows)
    const timezone = flow.schedule?.timezone ?? 'UTC'
    const columnsTimezone = model.kind.timezone?.(model.config)
    const around = { now: reading.now, timezone, hints: {}, columnsTimezone, looking: found.looking }
    const walked = walk(steps, rows, anyFarEnd(place.kinds), around)
    const [fault] = walked.problems.filter(p => p.level === 'must_fix')
    if (fault) throw new Stop(fault.code, fault.message, '', { node: fault.node })
    const counted =
      (await inSource(session, found, walked.steps, reading.now)) ?? (await oneByOne(session, found, walked.steps, rows, reading))
    const { repeated } = await repeats(session, { from: { table: lookup.table }, key: lookup.on.map(pair => pair.matches) }, reading)
    return { ...counted, repeated }
  } catch (cause) {
    throw named(impatient(cause, stop, LOOK_MS), node)
  } finally {
    await session.close().catch(() => {})
  }
}
const notWhole = (node: string) =>
  new Stop('lookup.not_whole', 'The lookup cannot be counted yet', 'Connect it to a model, and choose its table, key and columns.', {
    node,
  })

function stepsTo(flow: Flow, node: string, place: Workplace): { source: Placed<any>; model: Placed | undefined; steps: Placed<Step>[] } {
  const upTo: Flow = { ...flow, edges: flow.edges.filter(edge => edge.from !== node) }
  const leaf = leavesOf(upTo).find(id => id === node)
  const [source, model, ...rest] = leaf === undefined ? [] : placed(upTo, leaf, place.kinds).partial.placed
  if (source?.kind.role !== 'source') throw notWhole(node)
  return { source, model, steps: rest.filter((p): p is Placed<Step> => p.kind.role === 'step') }
}

type Counted = Omit<LookedUp, 'repeated'>
/** All rows that arrive, when everything before is decided in the source too. */
async function inSource(session: Session, found: Lookups, steps: readonly Ready[], now: number): Promise<Counted | undefined> {
  const mark = found.joined.get(steps.at(-1)!.id)
  const before = steps.slice(0, -1).filter(step => !found.joined.has(step.id))
  if (!mark || !session.count || before.some(step => !step.where)) return undefined
  const arrives = before.map(step => step.where!)
  const all = (...more: Conditions['conditions']): Conditions => ({ match: 'all', conditions: [...arrives, ...more] })
  const wheres = [
    arrives.length > 0 ? all() : undefined,
    all({ column: mark.marker, op: 'is_empty' }),
    all({ column: mark.marker, op: 'gt', value: 1 }),
  ]
  if (wheres.some(where => where && !session.narrows?.(where, found.wide))) return undefined
  const [rows, unmatched, several] = await session.count(found.query, wheres, now)
  return { rows: rows!, unmatched: unmatched!, several: several!, whole: true }
}

/** The first rows, through every step. */
async function oneByOne(
  session: Session,
  found: Lookups,
  steps: readonly Ready[],
  model: Ready['shape'],
  reading: { now: number; stop: AbortSignal },
): Promise<Counted> {
  await found.load(node => steps[steps.findIndex(step => step.id === node) - 1]?.shape ?? model, reading)
  const counted = { rows: 0, unmatched: 0, several: 0 }
  const whole = await eachOfFirst(session, found.query, reading, row => through(row, steps, counted))
  return { ...counted, whole }
}
function through(row: Row, steps: readonly Ready[], counted: Omit<Counted, 'whole'>): void {
  let value = row
  const last = steps.at(-1)
  for (const step of steps) {
    if (step === last) counted.rows++
    const next = step.apply(value, code => {
      if (step !== last) return
      if (code === 'lookup_unmatched') counted.unmatched++
      if (code === 'lookup_several') counted.several++
    })
    if (next instanceof Left) return
    value = next
  }
}
