import { Meter } from '../../ui/Meter.tsx'
import css from './mapping.module.css'
import type { Readiness } from './readiness.ts'

/** How well people will be found, and what would help most. */
export function ReadinessMeter({ readiness: { score, next } }: { readiness: Readiness }) {
  return (
    <div className={css.readiness}>
      <Meter name="Match readiness" value={score} />
      <p>
        Match readiness {score} of 100.{' '}
        {next ? (
          <>
            Add <b>{asWord(next.row.concept.title)}</b> for about {next.points} more {next.points === 1 ? 'point' : 'points'}.
          </>
        ) : (
          'Everything useful is mapped.'
        )}
      </p>
      <p className={css.small}>Our estimate. The platforms show their own score after events arrive.</p>
    </div>
  )
}

/** "Phone" in the middle of a sentence is "phone"; "Meta click ID" stays as it is. */
const asWord = (title: string) => (/[A-Z]/.test(title.slice(1)) ? title : title.toLowerCase())
