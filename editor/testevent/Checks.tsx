import { Check, TriangleAlert, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Check as Checked } from '../../server/api/payloads.ts'
import { say } from '../words/words.ts'
import css from './checks.module.css'

type Asked = Exclude<Checked['state'], 'beside'>
/** What is broken comes first, then what is let pass. */
const ORDER: readonly Asked[] = ['broken', 'allowed', 'met']
const ICONS: Record<Asked, ReactNode> = { met: <Check aria-hidden />, allowed: <TriangleAlert aria-hidden />, broken: <X aria-hidden /> }
const words = (state: Asked): string => ({ met: say('Met:'), allowed: say('Allowed, could be better:'), broken: say('Not met:') })[state]

/** How an event stands to each rule of a platform, and apart from them the rules that ask nothing of such an event. */
export function Checks({ checks }: { checks: readonly Checked[] }) {
  const beside = checks.filter(check => check.state === 'beside')
  const shown = ORDER.flatMap(state => checks.flatMap(check => (check.state === state ? [{ ...check, state }] : [])))
  return (
    <div className={css.checks}>
      <ul aria-label={say('Checks')} className={css.list}>
        {shown.map(({ rule, state, says, message }) => (
          <li key={rule} data-state={state}>
            {ICONS[state]}
            <span>
              <b className={css.state}>{words(state)}</b> {says}
              {message && <span className={css.message}>{message}</span>}
            </span>
          </li>
        ))}
      </ul>
      {beside.length > 0 && (
        <details className={css.beside}>
          <summary>
            {say('{n, plural, one {# rule asks} other {# rules ask}} nothing of this event: what they speak of is not in it', {
              n: beside.length,
            })}
          </summary>
          <ul aria-label={say('Rules that ask nothing of this event')} className={css.list}>
            {beside.map(({ rule, says }) => (
              <li key={rule}>{says}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}
