import { CronWords } from '../../schedule/CronWords.tsx'
import { Field } from '../Field.tsx'
import { TextBox } from '../form/inputs.tsx'
import type { ControlProps } from '../step-context.ts'

/** A cron expression, said in words while it is written. */
export function Control({ property, value, set, problems, readOnly }: ControlProps) {
  const cron = typeof value === 'string' ? value : ''
  return (
    <Field help={property.help} problems={problems}>
      <TextBox
        label={property.title}
        value={cron}
        onChange={next => set(next || undefined)}
        placeholder="*/15 * * * *"
        mono
        missing={property.required && cron === ''}
        readOnly={readOnly}
      />
      <CronWords cron={cron} />
    </Field>
  )
}
