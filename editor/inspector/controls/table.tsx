import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { say } from '../../words/words.ts'
import { Field } from '../Field.tsx'
import { Choice } from '../form/Choice.tsx'
import type { ControlProps } from '../step-context.ts'
import { useParentTables } from '../use-tables.ts'

/** A table of the source before this step, by its title. */
export function Control({ property, value, set, problems, readOnly }: ControlProps) {
  const { tables, pending, error, again } = useParentTables()
  return (
    <Field help={property.help} problems={problems}>
      <Choice
        label={property.title}
        options={tables.map(table => ({
          id: table.name,
          title: table.title ?? table.name,
          ...(table.columns && { detail: say('{length, plural, one {# column} other {# columns}}', { length: table.columns.length }) }),
        }))}
        value={typeof value === 'string' ? value : null}
        onChange={next => set(next ?? undefined)}
        placeholder={pending ? say('Reading tables…') : say('Choose a table')}
        missing={property.required && !value}
        free
        mono
        readOnly={readOnly}
      />
      {!pending && <ErrorNote error={error} onRetry={again} />}
    </Field>
  )
}
