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
  const zones = [source.kind.hints?.(source.config).timezone, ...maybe].filter(zone => zone !== undefined && zone !== 'UTC' && isZone(zone))
  const timezone = model.kind.timezone?.(model.config)
  const looked = { walked, steps, targets, rows, model, timezone, zones: [...new Set(zones), 'UTC'] as string[] }
  return [
    ...judges.flatMap(judge => judge(rows)),
    ...datesUnsaid(fields, looked),
    ...(phones ? phonesUnsaid(looked, place.now(), source.kind.hints?.(source.config).country) : []),
  ]
}
