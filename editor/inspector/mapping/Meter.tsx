import { Meter } from '../../ui/Meter.tsx'
import { say } from '../../words/words.ts'
import css from './mapping.module.css'
import type { Readiness } from './readiness.ts'

/** How well people will be found, and what would help most. */
export function ReadinessMeter({ readiness: { score, next } }: { readiness: Readiness }) {
  return (
    <div className={css.readiness}>
      <Meter name={say('Match readiness')} value={score} />
      <p>
        {say('Match readiness {score} of 100.', { score })}{' '}
        {next
          ? say('Add {field} for about {points, plural, one {# more point} other {# more points}}.', {
              field: asWord(next.row.concept.title),
              points: next.points,
            })
          : say('Everything useful is mapped.')}
      </p>
      <p className={css.small}>{say('Our estimate. The platforms show their own score after events arrive.')}</p>
    </div>
  )
}

/** "Phone" in the middle of a sentence is "phone"; "Meta click ID" stays as it is. */
const asWord = (title: string) => (/[A-Z]/.test(title.slice(1)) ? title : title.toLowerCase())
