import { RadioGroup } from '../../ui/RadioGroup.tsx'
import { Select } from '../../ui/Select.tsx'
import { Field } from '../Field.tsx'
import type { ControlProps } from '../step-context.ts'

const RADIOS_MAX = 4

/** One of a few: side by side when there are few, as a list when there are many. */
export function Control({ property, value, set, problems, readOnly }: ControlProps) {
  const chosen = String(value ?? property.schema.default ?? '') || null
  const options = property.choices.map(choice => ({ id: String(choice.value), text: choice.title }))
  const choose = (next: string) => set(property.choices.find(c => String(c.value) === next)?.value)
  const Part = options.length <= RADIOS_MAX ? RadioGroup : Select
  return (
    <Field help={property.help} problems={problems}>
      <Part label={property.title} options={options} value={chosen} onChange={choose} isDisabled={readOnly} />
    </Field>
  )
}
