/** A run's coverage beside that of the run before it: a column that stops being filled is seen the first time it happens. */
import type { CoverageBefore, FieldQuality, PathQuality, PathReport, ReasonCount } from './report.ts'

/** Fewer events than these say nothing about a column. */
const ROWS_TO_COMPARE = 20
/** Points of share that coverage may lose before it is a problem. */
const FALL = 0.3

/** What to keep of a run for the next one; `undefined` when it says too little. */
export function coverageOf({ quality }: PathReport, run: string, now: number): CoverageBefore | undefined {
  if (!quality || quality.rows < ROWS_TO_COMPARE) return undefined
  const coverage = Object.fromEntries(quality.fields.filter(f => f.mapped).map(f => [f.concept, shareOf(f, quality)]))
  return { run, at: new Date(now).toISOString(), rows: quality.rows, readiness: quality.readiness, coverage }
}

/** The report with the run before it, and one reason of code `coverage_fell` for each mapped field that lost 30 points of share or more. */
export function compared(report: PathReport, before: CoverageBefore | undefined, node: string): PathReport {
  const { quality } = report
  if (!quality || !before) return report
  const fallen = quality.rows < ROWS_TO_COMPARE ? [] : quality.fields.flatMap(field => fall(field, quality, before, node))
  return { ...report, quality: { ...quality, before }, reasons: [...report.reasons, ...fallen] }
}

function fall(field: FieldQuality, quality: PathQuality, { coverage }: CoverageBefore, node: string): ReasonCount[] {
  const was = coverage[field.concept]
  const is = shareOf(field, quality)
  // Whoever takes a field off the mapping knows it.
  if (was === undefined || !field.mapped || was - is < FALL) return []
  const message = `${field.title} is usable in ${percent(is)} of the events, after ${percent(was)} in the run before. Look whether its column was renamed, emptied or changed.`
  return [
    { outcome: 'warning', code: 'coverage_fell', node, field: field.concept, rows: quality.rows - field.usable, message, samples: [] },
  ]
}

/** Rounded, so that what is kept stays short. */
const shareOf = ({ usable }: FieldQuality, { rows }: PathQuality): number => Math.round((1e4 * usable) / rows) / 1e4
const percent = (share: number): string => `${Math.round(100 * share)}%`
