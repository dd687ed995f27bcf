import { useCatalogue } from '../../queries.ts'
import { RadioGroup } from '../../ui/RadioGroup.tsx'
import { Field } from '../Field.tsx'
import type { ControlProps } from '../step-context.ts'

/** A platform whose rules this server knows: any kind that has a simulator. The first one stands for no choice. */
export function Control({ property, value, set, problems, readOnly }: ControlProps) {
  const { data: catalogue } = useCatalogue()
  const options = (catalogue?.kinds ?? []).filter(kind => kind.simulated).map(({ id, title }) => ({ id, text: title }))
  const chosen = (typeof value === 'string' && value) || options[0]?.id || null
  return (
    <Field help={property.help} problems={problems}>
      <RadioGroup label={property.title} options={options} value={chosen} onChange={set} isDisabled={readOnly} />
    </Field>
  )
}
