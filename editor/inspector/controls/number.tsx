import { Field } from '../Field.tsx'
import { NumberBox } from '../form/NumberBox.tsx'
import type { ControlProps } from '../step-context.ts'

/** A number within the setting's limits. */
export function Control({ property, value, set, problems, readOnly }: ControlProps) {
  const { minimum, maximum } = property.schema
  return (
    <Field help={property.help} problems={problems}>
      <NumberBox
        label={property.title}
        value={typeof value === 'number' ? value : typeof property.schema.default === 'number' ? property.schema.default : null}
        onChange={next => set(next ?? undefined)}
        {...(minimum !== undefined && minimum > -1e9 && { min: minimum })}
        {...(maximum !== undefined && maximum < 1e9 && { max: maximum })}
        readOnly={readOnly}
      />
    </Field>
  )
}
