/** What only the first rows tell of a drawing: dates of two readings, amounts, telephone numbers of no country. */
import type { Model, Problem, Query, Shape, Source, Step } from '../../runtime/contract.ts'
import { datesUnsaid, rowsUnread, textDates } from '../../runtime/dates-unsaid.ts'
import { isZone } from '../../runtime/normalise/zone.ts'
import { mayBeNational, phonesUnsaid } from '../../runtime/phones-unsaid.ts'
import type { Far, Walk } from '../../runtime/plan.ts'
import type { Placed } from '../../runtime/resolve.ts'
import type { Workplace } from '../runs/workplace.ts'
import type { BroughtSamples, FirstRows } from './first-rows.ts'

export interface Walked {
  problems: Problem[]
  walked: Walk
  steps: readonly Placed<Step>[]
  targets: Far['wants']
  brought: BroughtSamples
}
/** What a run would refuse of the first rows, where texts are to be dates, and what it would go without. */
export async function rowProblems(
  maybe: readonly (string | undefined)[],
  { source, model, query }: { source: Placed<Source>; model: Placed<Model>; query: Query },
  shape: Shape,
  { walked, steps, targets, brought }: Walked,
  place: Workplace,
  first: FirstRows,
): Promise<Problem[]> {
  const fields = textDates(steps, walked, targets, shape)
  const phones = mayBeNational({ walked, steps, targets })
  const judges = rowsUnread({ walked, steps }, shape)
  if (
    (fields.length === 0 && judges.length === 0 && !phones) ||
    walked.problems.some(({ level, code }) => level === 'must_fix' && code === 'source.column_gone')
  )
    return []
  const rows = await first.of(source, query, place)
  await brought.read(steps, source, place, first)
  const timezone = model.kind.timezone?.(model.config)
  const looked = { walked, steps, targets, rows, model, timezone, zones: zonesOf(source, maybe) }
  return [
    ...judges.flatMap(judge => judge(rows)),
    ...datesUnsaid(fields, looked),
    ...(phones ? phonesUnsaid(looked, place.now(), source.kind.hints?.(source.config).country) : []),
  ]
}

/** Zones that may be meant by times that carry none, likeliest first. */
function zonesOf(source: Placed<Source>, maybe: readonly (string | undefined)[]): string[] {
  const zones = [source.kind.hints?.(source.config).timezone, ...maybe].flatMap(zone =>
    zone !== undefined && zone !== 'UTC' && isZone(zone) ? [zone] : [],
  )
  return [...new Set(zones), 'UTC']
}

/** The zone of a column of times is named in the model, and can be at one press from where it is missed. */
export function withZones(
  problems: readonly Problem[],
  maybe: readonly (string | undefined)[],
  { source, model }: { source: Placed<Source>; model: Placed<Model> },
): Problem[] {
  const fixes = zonesOf(source, maybe)
    .flatMap(zone => model.kind.sayZone?.(zone) ?? [])
    .map(fix => ({ ...fix, node: model.id }))
  return problems.map(problem =>
    problem.code === 'time_without_zone' && !problem.fixes?.length && fixes.length > 0 ? { ...problem, fixes } : problem,
  )
}
