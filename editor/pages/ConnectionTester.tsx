import { Check, TriangleAlert, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { type ConnectionTest, useTestConnection } from '../queries.ts'
import { Button } from '../ui/Button.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { VisuallyHidden } from '../ui/VisuallyHidden.tsx'
import { say, tell } from '../words/words.ts'
import style from './ConnectionsPage.module.css'
import { SetupScript } from './SetupScript.tsx'

type Settings = { kind: string; settings: Record<string, unknown> }

interface TesterProps {
  name: string
  typed?: () => Settings | null
  /** Shown beside a warning; the form has it already. */
  setup?: { says: string; script: string } | undefined
}

/** Tries a connection and says each step: as saved, or with what `typed` gives, before it is saved. */
export function ConnectionTester({ name, typed, setup }: TesterProps) {
  const test = useTestConnection()
  const said = useRef<HTMLDivElement>(null)
  // In a long form the answer comes below what can be seen.
  useEffect(() => {
    if (test.data) said.current?.scrollIntoView({ block: 'nearest' })
  }, [test.data])
  const begin = () => {
    const settings = typed?.()
    if (typed && !settings) return
    test.mutate(settings ? { name, ...settings } : name)
  }
  return (
    <div className={style.test}>
      <Button
        size="small"
        pending={test.isPending}
        onPress={begin}
        {...(typed ? {} : { 'aria-label': say('Test connection {name}', { name }) })}
      >
        {test.isPending ? say('Testing…') : say('Test connection')}
      </Button>
      <div role="status" ref={said} aria-label={say('Test of {name}', { name })}>
        {test.data && (
          <>
            <p className={style.verdict} data-ok={test.data.ok} data-warning={test.data.ok && test.data.steps.some(step => step.warning)}>
              {verdict(test.data)}
            </p>
            <ul className={style.steps}>
              {test.data.steps.map(step => (
                <li key={step.name} data-ok={step.ok} data-warning={step.warning}>
                  {step.warning ? <TriangleAlert aria-hidden /> : step.ok ? <Check aria-hidden /> : <X aria-hidden />}
                  <span>
                    <VisuallyHidden>{step.warning ? say('Warning: ') : step.ok ? say('Passed: ') : say('Not passed: ')}</VisuallyHidden>
                    {tell(step.name.charAt(0).toUpperCase() + step.name.slice(1))}
                    {step.message && <span className={style.says}>{step.message}</span>}
                  </span>
                </li>
              ))}
            </ul>
            {setup && test.data.steps.some(step => step.warning) && <SetupScript setup={setup} />}
          </>
        )}
        <ErrorNote error={test.error} />
      </div>
    </div>
  )
}

function verdict({ ok, steps }: ConnectionTest): string {
  if (!ok) return say('It does not work yet.')
  return steps.some(step => step.warning) ? say('It works, with a warning.') : say('It works.')
}
