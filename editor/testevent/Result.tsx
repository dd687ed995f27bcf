import { useState } from 'react'
import type { Tested } from '../../server/api/payloads.ts'
import { readable } from '../preview/words.ts'
import { Button } from '../ui/Button.tsx'
import { Link } from '../ui/Link.tsx'
import { say } from '../words/words.ts'
import { Checks } from './Checks.tsx'
import css from './testevent.module.css'

/** The verdict, how the event stands to each rule, and what was sent, byte for byte. */
export function Result({ result, local }: { result: Tested; local: boolean }) {
  const [shown, show] = useState(false)
  return (
    <section aria-label={say('Result')} className={css.result}>
      <p role="status" className={css.verdict} data-ok={result.accepted}>
        <span aria-hidden>{result.accepted ? '✓' : '✕'}</span>{' '}
        {result.accepted ? say('{n, plural, other {Accepted}}', { n: 1 }) : say('{n, plural, other {Rejected}}', { n: 1 })}
        {result.key && <span className={css.key}>{say('row {key}', { key: result.key })}</span>}
      </p>
      {result.message && result.message !== 'Accepted' && <p>{result.message}</p>}
      {result.checks.length > 0 && <Checks checks={result.checks} />}
      <div className={css.acts}>
        <Button size="small" aria-expanded={shown} onPress={() => show(!shown)}>
          {say('Show what we sent')}
        </Button>
        {local && <Link href="/test-inbox">{say('Open in Test inbox')}</Link>}
      </div>
      {shown && (
        <>
          <Text title={say('What we sent')} text={readable(result.body)} />
          {result.answer && <Text title={say('The answer')} text={readable(result.answer)} />}
        </>
      )}
    </section>
  )
}

function Text({ title, text }: { title: string; text: string }) {
  return (
    <div>
      <h4>{title}</h4>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre className={css.body} role="group" tabIndex={0} aria-label={title}>
        {text}
      </pre>
    </div>
  )
}
