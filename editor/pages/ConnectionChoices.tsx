import { useChoices } from '../queries.ts'
import { Button } from '../ui/Button.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { Select } from '../ui/Select.tsx'
import { say } from '../words/words.ts'
import style from './ConnectionsPage.module.css'

interface ChoicesProps {
  /** The setting's title: "Dataset ID". */
  title: string
  value: string
  onChange: (value: string) => void
  /** The connection as it is typed so far. */
  asked: () => { name: string; kind: string; settings: Record<string, unknown> }
}

/** Looks up what a setting may be with the token that is typed. Where the token may list nothing, says why: the field above stays. */
export function ConnectionChoices({ title, value, onChange, asked }: ChoicesProps) {
  const lookup = useChoices()
  const { choices = [], whole = true, problem } = lookup.data ?? {}
  return (
    <div className={style.test}>
      <Button size="small" pending={lookup.isPending} onPress={() => lookup.mutate(asked())}>
        {lookup.isPending ? say('Looking up…') : say('Look up {title}', { title })}
      </Button>
      <div role="status" aria-label={say('Lookup of {title}', { title })}>
        {lookup.data && choices.length === 0 && !problem && (
          <p className={style.says}>{say('The token works, and sees none. Type the number.')}</p>
        )}
        {problem && (
          <p className={style.says}>
            {problem.message} {problem.why}
          </p>
        )}
        {choices.length > 0 && (
          <Select
            label={say('What this token may use')}
            description={whole ? undefined : say('There may be more. What is missing can be typed above.')}
            value={choices.some(choice => choice.value === value) ? value : null}
            onChange={onChange}
            options={choices.map(choice => ({ id: choice.value, text: choice.title, ...(choice.note && { help: choice.note }) }))}
          />
        )}
      </div>
      <ErrorNote error={lookup.error} />
    </div>
  )
}
