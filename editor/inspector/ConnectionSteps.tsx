import type { ConnectionTest } from '../queries.ts'
import { say, tell } from '../words/words.ts'
import css from './inspector.module.css'

/** What a test of a connection found out, step by step, in the order it was tried. */
export function ConnectionSteps({ result }: { result: ConnectionTest }) {
  return (
    <ul className={css.tested} aria-label={say('Connection test')}>
      {result.steps.map(step => (
        <li key={step.name} data-ok={step.ok} data-warning={step.warning}>
          {step.warning ? '⚠' : step.ok ? '✓' : '✕'} {tell(step.name)}
          {step.message && `: ${step.message}`}
        </li>
      ))}
      {result.steps.length === 0 && (
        <li data-ok={result.ok}>{result.ok ? say('✓ It works.') : say('✕ It does not answer as it should.')}</li>
      )}
    </ul>
  )
}
