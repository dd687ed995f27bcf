import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'react-aria-components'
import { useFlow } from '../../document/hooks.ts'
import { forgetMeaning } from '../../queries.ts'
import { toast, toastError } from '../../ui/Toasts.tsx'
import { say } from '../../words/words.ts'
import { sourceOf, useSettingsStep } from '../step-context.ts'
import css from './mapping.module.css'

/** What a column was mapped to in another flow is offered here; a person may have it forgotten. */
export function Forget({ column }: { column: string }) {
  const { step } = useSettingsStep()
  const { document, readOnly } = useFlow()
  const client = useQueryClient()
  const connection = sourceOf(document, step.id)?.config.connection
  if (readOnly || typeof connection !== 'string') return null
  const forget = () =>
    forgetMeaning(connection, column).then(
      () => {
        toast(say('What {column} was mapped to is forgotten', { column }))
        return client.invalidateQueries({ queryKey: ['suggest'] })
      },
      (cause: unknown) => void toastError(cause),
    )
  return (
    <Button className={css.quiet!} aria-label={say('Forget what {column} was mapped to', { column })} onPress={forget}>
      {say('Forget')}
    </Button>
  )
}
