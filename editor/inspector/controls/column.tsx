import { say } from '../../words/words.ts'
import { columnOptions } from '../columns.tsx'
import { Field } from '../Field.tsx'
import { Choice } from '../form/Choice.tsx'
import { type ControlProps, useArriving } from '../step-context.ts'

/** One of the columns that are known here. */
export function Control({ property, value, set, problems, readOnly }: ControlProps) {
  const columns = useArriving()
  return (
    <Field help={property.help} problems={problems}>
      <Choice
        label={property.title}
        options={columnOptions(columns)}
        value={typeof value === 'string' ? value : null}
        onChange={next => set(next ?? undefined)}
        placeholder={say('Choose a column')}
        missing={property.required && !value}
        free={columns.length === 0}
        mono
        readOnly={readOnly}
      />
    </Field>
  )
}
