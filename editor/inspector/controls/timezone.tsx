import { Field } from '../Field.tsx'
import { ZoneChoice } from '../form/ZoneChoice.tsx'
import type { ControlProps } from '../step-context.ts'

/** A time zone by its IANA name. */
export function Control({ property, value, set, problems, readOnly }: ControlProps) {
  return (
    <Field help={property.help} problems={problems}>
      <ZoneChoice
        label={property.title}
        value={typeof value === 'string' ? value : null}
        onChange={next => set(next ?? undefined)}
        readOnly={readOnly}
      />
    </Field>
  )
}
