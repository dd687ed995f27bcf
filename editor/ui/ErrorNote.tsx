import { useContext } from 'react'
import { asApiError } from '../api.ts'
import { fixAnywhere, isAnywhere } from '../refusals.ts'
import { say } from '../words/words.ts'
import { Button } from './Button.tsx'
import style from './ErrorNote.module.css'
import { CalledContext, ToStep } from './ToStep.tsx'

/**
 * A refusal in its four parts: what happened, to whom, why, and what to press. A fix is offered that is a path of this
 * site or opens the page anew; `onRetry` adds "Try again", and `way` what only the place where it is shown can do.
 */
export function ErrorNote({
  error,
  onRetry,
  way,
}: {
  error: unknown
  onRetry?: (() => void) | undefined
  way?: { label: string; act(): void } | undefined
}) {
  const called = useContext(CalledContext)
  if (error === null || error === undefined) return null
  const { title, who, why, fix, link, raw, code } = asApiError(error)
  const offered = fix.filter(f => isAnywhere(f.action)).slice(0, 2)
  const place = who ? called(who) : undefined
  return (
    <div role="alert" className={style.note}>
      <p className={style.title}>{title}</p>
      {place && <p className={style.who}>{place.name}</p>}
      {why && <p>{why}</p>}
      {(offered.length > 0 || onRetry || way || place?.go) && (
        <div className={style.acts}>
          {way && (
            <Button size="small" variant="primary" onPress={way.act}>
              {way.label}
            </Button>
          )}
          {offered.map(f => (
            <Button key={f.action} size="small" onPress={() => fixAnywhere(f.action)}>
              {f.label}
            </Button>
          ))}
          {who && <ToStep id={who} />}
          {onRetry && (
            <Button size="small" onPress={onRetry}>
              {say('Try again')}
            </Button>
          )}
        </div>
      )}
      {link && (
        <a href={link} target="_blank" rel="noreferrer">
          {say('Read more')}
        </a>
      )}
      {raw !== null && raw !== undefined && (
        <details className={style.details}>
          <summary>{say('Show details')}</summary>
          <pre className={style.raw}>{`${code}\n${typeof raw === 'string' ? raw : JSON.stringify(raw, null, 2)}`}</pre>
        </details>
      )}
    </div>
  )
}
