import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useFlow } from '../document/hooks.ts'
import { askRepeats } from '../queries.ts'
import { rowsOf } from '../runs/words.ts'
import { Button } from '../ui/Button.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { Pill } from '../ui/Pill.tsx'
import { say } from '../words/words.ts'
import css from './key-check.module.css'
import { keyWords } from './key-words.ts'
import { useSettingsStep } from './step-context.ts'

/** Whether the chosen key tells rows apart: counted in the source when a person asks, since it reads every row there. */
export function KeyCheck({ chosen }: { chosen: readonly string[] }) {
  const { step } = useSettingsStep()
  const { id, document } = useFlow()
  const meant = JSON.stringify([step.id, step.config, document.edges.filter(edge => edge.to === step.id)])
  const [asked, setAsked] = useState<string | null>(null)
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['repeats', id, meant],
    queryFn: ({ signal }) => askRepeats(id, { document, node: step.id }, signal),
    enabled: asked === meant,
    staleTime: 60_000,
    retry: false,
  })
  const keep = (step.config as { keep?: 'first' | 'last' }).keep
  const words = data && keyWords(data, keep)
  return (
    <div className={css.check}>
      <Button
        size="small"
        pending={isFetching}
        isDisabled={chosen.length === 0}
        onPress={() => (asked === meant ? refetch() : setAsked(meant))}
      >
        {data ? say('Check again') : say('Check for duplicates')}
      </Button>
      <div role="status" aria-label={say('Duplicate keys')} className={css.found}>
        {isFetching && <p className={css.line}>{say('Counting in the source…')}</p>}
        {words && !isFetching && (
          <>
            <Pill tone={words.tone}>{words.title}</Pill>
            {words.lines.map(line => (
              <p key={line} className={css.line}>
                {line}
              </p>
            ))}
            {data.examples.length > 0 && (
              <ul className={css.examples} aria-label={say('Keys that most rows have')}>
                {data.examples.map(example => (
                  <li key={example.key}>
                    <code>{example.key}</code> <span>{rowsOf(example.rows)}</span>
                  </li>
                ))}
              </ul>
            )}
          </>
        )}
      </div>
      {!isFetching && <ErrorNote error={error} />}
    </div>
  )
}
