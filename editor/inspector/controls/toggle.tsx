import { Switch } from '../../ui/Switch.tsx'
import { Field } from '../Field.tsx'
import type { ControlProps } from '../step-context.ts'

/** Yes or no. */
export function Control({ property, value, set, problems, readOnly }: ControlProps) {
  return (
    <Field help={property.help} problems={problems}>
      <Switch isSelected={Boolean(value ?? property.schema.default)} onChange={set} isReadOnly={readOnly}>
        {property.title}
      </Switch>
    </Field>
  )
}
