import { useQuery } from '@tanstack/react-query'
import { useFlow } from '../../document/hooks.ts'
import { useProblemsOf } from '../../problems/use-check.ts'
import { askLookup } from '../../queries.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Pill } from '../../ui/Pill.tsx'
import { say } from '../../words/words.ts'
import { useSettingsStep } from '../step-context.ts'
import { useRested } from '../use-rested.ts'
import { foundWords } from './found-words.ts'
import css from './lookup.module.css'

/** How many rows find none and how many keys have several, counted in the source as soon as the step is whole. */
export function LookupFound() {
  const { step } = useSettingsStep()
  const { id, document } = useFlow()
  const broken = useProblemsOf(step.id).some(({ level, field }) => level === 'must_fix' && field !== undefined)
  const { on = [], columns = [], table = '', take = 'last', by } = step.config as Settings
  const whole = table !== '' && on.length > 0 && columns.length > 0 && !broken
  // Names of columns and of steps do not change what is found.
  const meant = whole
    ? JSON.stringify([step.id, table, on, columns.length > 0, document.edges, document.nodes.map(n => [n.id, n.config])])
    : null
  const asked = useRested(meant)
  const { data, error, isFetching } = useQuery({
    queryKey: ['lookup', id, asked],
    queryFn: ({ signal }) => askLookup(id, { document, node: step.id }, signal),
    enabled: asked !== null && asked === meant,
    staleTime: 60_000,
    retry: false,
  })
  const words = data && whole ? foundWords(data, { table, take, by }) : undefined
  return (
    <div className={css.found} role="status" aria-label={say('What the lookup finds')}>
      {isFetching && <p className={css.line}>{say('Counting in the source…')}</p>}
      {words && !isFetching && (
        <>
          <Pill tone={words.tone}>{words.title}</Pill>
          {words.lines.map(line => (
            <p key={line} className={css.line}>
              {line}
            </p>
          ))}
        </>
      )}
      {!isFetching && whole && <ErrorNote error={error} />}
    </div>
  )
}
interface Settings {
  table?: string
  on?: readonly unknown[]
  columns?: readonly unknown[]
  take?: 'first' | 'last'
  by?: string
}
