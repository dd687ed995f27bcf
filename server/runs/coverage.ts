/** A path's input quality beside that of the run before it, and kept for the next one. */
import type { Problem } from '../../runtime/contract.ts'
import { compared, coverageOf } from '../../runtime/quality-change.ts'
import type { PathReport } from '../../runtime/report.ts'
import type { Resolved } from '../../runtime/resolve.ts'
import { isWhole, type StoredRun } from '../store/runs.ts'
import type { RunOptions } from '../store/tables.ts'
import type { Workplace } from './workplace.ts'

/** What fell in the last run that ended, as problems of the steps that are still drawn. */
export function fallenProblems({ paths }: Pick<StoredRun, 'paths'>, drawn: (node: string) => boolean): Problem[] {
  return paths.flatMap(({ reasons }) =>
    reasons
      .filter(({ code, node }) => code === 'coverage_fell' && drawn(node))
      .map(({ node, code, field, message }) => ({
        node,
        code,
        level: 'worth_a_look' as const,
        message: `In the last run: ${message}`,
        ...(field !== null && { field }),
      })),
  )
}

/** A trial run and one of a few rows are compared, but nothing is compared with them. */
export function besideLastRun(
  report: PathReport,
  { path, steps, destination }: Resolved,
  order: { flowId: string; run: string } & RunOptions,
  { coverage, now }: Workplace,
): PathReport {
  // Rows that were rejected are not like the others.
  if (!coverage || !report.quality || order.rejectedOf !== undefined) return report
  const node = steps.findLast(step => step.kind.sealing)?.id ?? destination.id
  const beside = compared(report, coverage.last(order.flowId, path), node)
  const whole = report.state === 'succeeded' || report.state === 'partial'
  const own = whole && isWhole(order) ? coverageOf(report, order.run, now()) : undefined
  if (own) coverage.keep(order.flowId, path, own)
  return beside
}
