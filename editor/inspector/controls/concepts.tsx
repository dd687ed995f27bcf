import { useCatalogue } from '../../queries.ts'
import { say } from '../../words/words.ts'
import { Field } from '../Field.tsx'
import { Chips } from '../form/Chips.tsx'
import { type ControlProps, useArriving } from '../step-context.ts'

/** Several fields of an event: those that arrive here, by their titles. */
export function Control({ property, value, set, problems, readOnly }: ControlProps) {
  const { data: catalogue } = useCatalogue()
  const arriving = new Set(useArriving().map(column => column.key))
  const personal = (catalogue?.concepts ?? []).filter(concept => concept.personal)
  const options = personal.map(({ id, title }) => ({ id, title, section: arriving.has(id) ? say('Mapped') : say('Not mapped yet') }))
  return (
    <Field help={property.help} problems={problems}>
      <Chips
        label={property.title}
        options={options.toSorted((a, b) => a.section.localeCompare(b.section))}
        value={Array.isArray(value) ? value.map(String) : []}
        onChange={next => set(next.length > 0 ? next : undefined)}
        placeholder={say('Add a field')}
        readOnly={readOnly}
      />
    </Field>
  )
}
