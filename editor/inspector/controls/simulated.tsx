import { useCatalogue } from '../../queries.ts'
import { RadioGroup } from '../../ui/RadioGroup.tsx'
import { say } from '../../words/words.ts'
import { Field } from '../Field.tsx'
import type { ControlProps } from '../step-context.ts'

/** Whose rules events are checked against: every platform that can be simulated on this server. */
export function Control({ value, set, problems, readOnly }: ControlProps) {
  const { data: catalogue } = useCatalogue()
  const platforms = (catalogue?.kinds ?? []).filter(kind => kind.simulated)
  const chosen = platforms.find(kind => kind.id === value) ?? platforms[0]
  return (
    <Field help={say('Events also get this platform’s spelling.')} problems={problems}>
      <RadioGroup
        label={say('Check against')}
        options={platforms.map(({ id, title }) => ({ id, text: say('{title} rules', { title }) }))}
        value={chosen?.id ?? null}
        onChange={set}
        isDisabled={readOnly}
      />
    </Field>
  )
}
