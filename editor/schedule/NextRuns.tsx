import { ownZone } from '../inspector/form/ZoneChoice.tsx'
import type { SchedulePreview } from '../queries.ts'
import { say } from '../words/words.ts'
import { zoneWords } from './cron-form.ts'
import { dateWords } from './run-words.ts'
import css from './schedule.module.css'

/** The next five times, as the server that fires them sees them; in the person's own zone too where it differs. */
export function NextRuns({ runs, timezone }: { runs: SchedulePreview | undefined; timezone: string }) {
  const own = ownZone()
  const now = new Date()
  return (
    <div className={css.next}>
      <h3>{say('Next 5 runs')}</h3>
      <ol aria-label={say('Next 5 runs')}>
        {runs?.next.slice(0, 5).map(at => (
          <li key={at}>
            <time dateTime={at}>{dateWords(at, timezone, now)}</time>
            {own !== timezone && (
              <span className={css.own}>
                {dateWords(at, own, now)}, {zoneWords(own)}
              </span>
            )}
          </li>
        ))}
      </ol>
      {[...(runs?.notes ?? []), ...(runs?.changes ?? [])].map(sentence => (
        <p key={sentence} className={css.change}>
          {sentence}
        </p>
      ))}
    </div>
  )
}
