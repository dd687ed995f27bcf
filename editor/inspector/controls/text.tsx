import { Field } from '../Field.tsx'
import { TextBox } from '../form/inputs.tsx'
import type { ControlProps } from '../step-context.ts'

/** Plain text; also what a setting gets whose control the editor does not know. */
export function Control({ property, value, set, problems, readOnly }: ControlProps) {
  const text = value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)
  return (
    <Field help={property.help} problems={problems}>
      <TextBox
        label={property.title}
        value={text}
        onChange={next => set(next === '' ? undefined : next)}
        placeholder={property.schema.placeholder ?? ''}
        missing={property.required && text === ''}
        readOnly={readOnly}
      />
    </Field>
  )
}
