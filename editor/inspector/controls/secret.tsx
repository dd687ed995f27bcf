import { say } from '../../words/words.ts'
import { Field } from '../Field.tsx'
import { TextBox } from '../form/inputs.tsx'
import type { ControlProps } from '../step-context.ts'

const MASK = '••••'

/** A secret: never shown again once saved, and left as it is unless something new is typed. */
export function Control({ property, value, set, problems, readOnly }: ControlProps) {
  const text = typeof value === 'string' ? value : ''
  const stored = text.startsWith(MASK)
  return (
    <Field help={property.help} problems={problems}>
      <TextBox
        label={property.title}
        value={stored ? '' : text}
        onChange={next => set(next === '' ? undefined : next)}
        placeholder={stored ? say('Saved ({text}). Type to replace it.', { text }) : say('Paste it here')}
        secret
        readOnly={readOnly}
      />
    </Field>
  )
}
