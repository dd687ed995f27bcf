/** The rows that leave a step of a drawing, for questions about them that send nothing. */

import type { RowsAt } from '../../runtime/breakdown.ts'
import { type Problem, type Session, Stop } from '../../runtime/contract.ts'
import type { Flow } from '../../runtime/flow.ts'
import { lookups } from '../../runtime/lookup/looking.ts'
import { modelProblems } from '../../runtime/model-problems.ts'
import { anyFarEnd, arriving, walk } from '../../runtime/plan.ts'
import { keptOnly } from '../../runtime/repeats.ts'
import { leavesOf, type Placed, place as placed } from '../../runtime/resolve.ts'
import { named, openSource, type Workplace } from '../runs/workplace.ts'
import { impatient } from './patience.ts'

const LOOK_MS = 30_000

export interface Opened {
  session: Session
  at: RowsAt
  reading: { now: number; stop: AbortSignal }
  /** Zone of relative dates and of times that carry none. */
  timezone: string
}
/** Fails with a `Stop` when the way to the step is not whole, or a step on it needs repair. */
export async function withRowsAt<T>(flow: Flow, node: string, place: Workplace, use: (opened: Opened) => Promise<T>): Promise<T> {
  const { source, model, steps } = wayTo(flow, node, place)
  const stop = AbortSignal.timeout(LOOK_MS)
  const session = await openSource(source, place, stop)
  try {
    const asked = model.kind.query(model.config)
    const rows = await session.describe(asked)
    const columnsTimezone = model.kind.timezone?.(model.config)
    const facts = { now: place.now(), timezone: flow.schedule?.timezone ?? 'UTC' }
    const hints = source.kind.hints?.(source.config) ?? {}
    sound(modelProblems(model, asked, rows))
    const found = await lookups(steps, session, await keptOnly(session, asked, rows), rows)
    const walked = walk(steps, rows, anyFarEnd(place.kinds), { ...facts, hints, columnsTimezone, looking: found.looking })
    sound(walked.problems)
    await found.load(id => arriving(walked.steps, id, rows), { now: facts.now, stop })
    // What the source joins is in the rows already.
    const work = walked.steps.filter(({ id }) => !found.joined.has(id))
    return await use({
      session,
      at: { query: found.query, rows: found.wide, steps: work, has: walked.has },
      reading: { now: facts.now, stop },
      timezone: columnsTimezone ?? facts.timezone,
    })
  } catch (cause) {
    throw named(impatient(cause, stop, LOOK_MS), node)
  } finally {
    await session.close().catch(() => {})
  }
}

function sound(problems: readonly Problem[]): void {
  const fault = problems.find(problem => problem.level === 'must_fix')
  if (fault) throw new Stop(fault.code, fault.message, '', { node: fault.node })
}

function wayTo(flow: Flow, node: string, place: Workplace) {
  const upTo: Flow = { ...flow, edges: flow.edges.filter(edge => edge.from !== node) }
  const leaf = leavesOf(upTo).find(id => id === node)
  const found = leaf === undefined ? undefined : placed(upTo, leaf, place.kinds)
  const [source, model, ...steps] = found?.partial.placed ?? []
  const [problem] = found?.problems ?? []
  if (problem) throw new Stop(problem.code, problem.message, '', { node: problem.node })
  if (source?.kind.role !== 'source' || model?.kind.role !== 'model' || steps.some(({ kind }) => kind.role !== 'step'))
    throw new Stop('model.not_whole', 'The rows cannot be counted yet', 'Connect the step to a source, and choose its rows and its key.', {
      node,
    })
  return { source: source as Placed<any>, model: model as Placed<any>, steps: steps as Placed<any>[] }
}
