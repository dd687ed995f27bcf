/** Numbers as sentences: the same words as on the screen. */
import type { PathQuality, PathReport, ReasonCount } from '../../runtime/report.ts'

const count = (n: number) => n.toLocaleString('en-US')
const OUTCOMES: Readonly<Record<ReasonCount['outcome'], string>> = {
  filtered: 'left out',
  invalid: 'held back',
  duplicate: 'sent before',
  expired: 'too old',
  delivered: 'accepted',
  rejected: 'rejected',
  uncertain: 'outcome unknown',
  unsent: 'not sent',
  field_left_out: 'field left out',
  sent_again: 'sent again',
  warning: 'warning',
  restricted: 'sent with a limit',
  changed_after_send: 'changed since',
}

/** "12,480 rows in. 2,749 left out. 0 held back. 9,731 sent: 9,702 accepted, 29 rejected." */
export function tallySentence({
  tally,
  resent,
  possibleDoubles,
  changedAfterSend,
  state,
}: Pick<PathReport, 'tally' | 'resent' | 'possibleDoubles' | 'changedAfterSend' | 'state'>): string {
  const sent = tally.delivered + tally.rejected + tally.uncertain
  const parts = [`${count(tally.read)} rows in`, `${count(tally.filtered)} left out`, `${count(tally.invalid)} held back`]
  if (tally.duplicate) parts.push(`${count(tally.duplicate)} sent before`)
  if (tally.expired) parts.push(`${count(tally.expired)} too old`)
  const unknown = tally.uncertain ? `, ${count(tally.uncertain)} outcome unknown` : ''
  parts.push(`${count(sent)} sent: ${count(tally.delivered)} accepted, ${count(tally.rejected)} rejected${unknown}`)
  if (resent) parts.push(`${count(resent)} sent again, because an earlier outcome was unknown`)
  if (possibleDoubles) parts.push(`At most ${count(possibleDoubles)} possible ${possibleDoubles === 1 ? 'double' : 'doubles'}`)
  const changed = changedAfterSend?.rows ?? 0
  if (changed)
    parts.push(
      `${count(changed)} ${changed === 1 ? 'row' : 'rows'} changed after ${changed === 1 ? 'it was' : 'they were'} sent; the platforms take no corrections, so ${changed === 1 ? 'it was' : 'they were'} not sent again`,
    )
  if (tally.unsent) parts.push(`${count(tally.unsent)} not sent`)
  if (state === 'failed') parts.push('Failed')
  if (state === 'stopped') parts.push('Stopped')
  return `${parts.join('. ')}.`
}

/** "Input quality: match readiness 62 of 100, 64 in the run before. Map Phone: no column feeds it yet. Worth about 15 points." */
export function qualityLine({ readiness, before, next }: PathQuality): string {
  const was = before && before.readiness !== readiness ? `, ${before.readiness} in the run before` : ''
  return `Input quality: match readiness ${readiness} of 100${was}.${next ? ` ${next.message}` : ''}`
}

/** A failure as sentences; some messages already end in a full stop. */
export const failureText = ({ message, why }: { message: string; why: string }): string =>
  why ? `${message.replace(/\.$/, '')}. ${why}` : message

/** Reasons, most rows first; '' when there are none. */
export function reasonsTable(reasons: readonly ReasonCount[]): string {
  const rows = [...reasons]
    .sort((a, b) => b.rows - a.rows)
    .map(reason => [
      count(reason.rows),
      OUTCOMES[reason.outcome],
      reason.code,
      printable(reason.message),
      printable(reason.samples.slice(0, 3).join(', ')),
    ])
  if (rows.length === 0) return ''
  const all = [['rows', 'outcome', 'reason', 'what happened', 'for example'], ...rows]
  const widths = all[0]!.map((_, column) => Math.max(...all.map(row => row[column]!.length)))
  return all
    .map(row =>
      `  ${row.map((cell, column) => (column === 0 ? cell.padStart(widths[0]!) : column === row.length - 1 ? cell : cell.padEnd(widths[column]!))).join('  ')}`.trimEnd(),
    )
    .join('\n')
}

/** Keys come from data: nothing in them may steer a terminal. */
const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]/gu, '·')
