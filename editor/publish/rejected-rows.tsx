/** Rows that a run had rejected, offered with the publishing of their repair: how many, and where they would go. */
import type { Replayed } from '../../server/api/decisions.ts'
import type { Run } from '../../server/api/payloads.ts'
import { useStage } from '../commands/stage.ts'
import { useDocument } from '../document/hooks.ts'
import { isActive } from '../live/use-live.ts'
import { useRejected, useReplayPreview, useRun, useRuns } from '../queries.ts'
import { eventsTo, replaySentences } from '../runs/doubts.ts'
import { useStepNames } from '../runs/step-names.ts'
import { startOf } from '../runs/strip.ts'
import { moment } from '../runs/time.ts'
import { tallyOf } from '../runs/words.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { say } from '../words/words.ts'
import css from './publish.module.css'

export interface RejectedRows {
  run: Run
  /** Remembered by the server, and so not sent by any run. */
  rows: number
  /** What would become of them by this draft, as the server counts it. */
  counts: Replayed | undefined
  error: unknown
  /** Another run goes on: it comes first. */
  busy: boolean
}

/** Of the run whose reason led here, else of the newest that had any rejected; nothing while none is remembered. */
export function useRejectedRows(flow: string): RejectedRows | null {
  const cameFrom = useStage(s => s.cameFrom)
  const runs = useRuns(flow).data
  const led = useRun(cameFrom ?? undefined).data
  const rejecting = (run: Run | undefined) => run !== undefined && run.flow === flow && !isActive(run) && tallyOf(run).rejected > 0
  const run = rejecting(led) ? led : runs?.find(rejecting)
  const rows = useRejected(flow, run?.run ?? '', run !== undefined).data?.rejected ?? 0
  const busy = runs?.some(isActive) ?? false
  const revision = useDocument(s => (s.flow === s.base ? s.revision : null))
  const { data, error } = useReplayPreview(flow, run?.run ?? '', { wanted: rows > 0 && !busy && revision !== null, draft: revision })
  if (!run || rows === 0) return null
  return { run, rows, counts: revision === null ? undefined : data, error, busy }
}

/** How many of them this version would send. */
export const sendable = (rejected: RejectedRows | null): number => (rejected && !rejected.busy ? (rejected.counts?.asNow ?? 0) : 0)

export function RejectedNote({ flow, rejected: { run, rows, counts, error, busy } }: { flow: string; rejected: RejectedRows }) {
  const name = useStepNames(flow)
  const to = counts ? eventsTo(counts, name) : []
  return (
    <>
      <h3>{say('Rejected rows')}</h3>
      <div role="status" aria-label={say('Rejected rows')} className={css.rejected}>
        <p>
          {say('{rows, plural, one {# row} other {# rows}} of the run of {moment} {rows, plural, one {was} other {were}} rejected.', {
            rows,
            moment: moment(startOf(run), Date.now()),
          })}
        </p>
        {busy && <p>{say('A run goes on. They can be sent again when it has ended.')}</p>}
        {!busy && !counts && !error && <p>{say('Reading the rows to see what would leave now.')}</p>}
        {!busy && Boolean(error) && <ErrorNote error={error} />}
        {!busy && counts && replaySentences(counts).map(sentence => <p key={sentence}>{sentence}</p>)}
        {!busy && to.length > 0 && (
          <p>
            {say('With “Publish and send” leave at once: {to}. Nothing else leaves with {n, plural, one {it} other {them}}.', {
              to: to.join(', '),
              n: counts!.asNow,
            })}
          </p>
        )}
      </div>
    </>
  )
}
