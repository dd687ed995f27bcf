import { type ReactNode, useId } from 'react'
import { RadioGroup as AriaRadioGroup, Radio } from 'react-aria-components'
import style from './choice.module.css'
import control from './control.module.css'
import { cx } from './cx.ts'
import { type FieldWords, Words } from './Field.tsx'

export interface RadioOption {
  id: string
  text: ReactNode
  help?: ReactNode
  disabled?: boolean
}
export interface RadioGroupProps extends FieldWords {
  options: readonly RadioOption[]
  value: string | null
  onChange: (value: string) => void
  orientation?: 'vertical' | 'horizontal'
  'aria-label'?: string
  isDisabled?: boolean
  className?: string
}

/** One of a few, all in sight. */
export function RadioGroup({ label, description, error, options, orientation = 'vertical', className, ...rest }: RadioGroupProps) {
  return (
    <AriaRadioGroup {...rest} orientation={orientation} isInvalid={!!error} className={cx(control.field, className)}>
      <Words label={label} description={description} error={error}>
        <div className={style.radios} data-orientation={orientation}>
          {options.map(option => (
            <OneOf key={option.id} option={option} />
          ))}
        </div>
      </Words>
    </AriaRadioGroup>
  )
}

/** Named by its text alone; the help describes it. */
function OneOf({ option: { id, text, help, disabled = false } }: { option: RadioOption }) {
  const [name, about] = [useId(), useId()]
  return (
    <Radio
      value={id}
      isDisabled={disabled}
      aria-labelledby={name}
      {...(help ? { 'aria-describedby': about } : {})}
      className={style.choice!}
    >
      <span className={style.dot} aria-hidden />
      <span className={style.words}>
        <span id={name}>{text}</span>
        {help && (
          <span id={about} className={style.help}>
            {help}
          </span>
        )}
      </span>
    </Radio>
  )
}
