import type { ReactNode } from 'react'
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
            <Radio key={option.id} value={option.id} isDisabled={option.disabled ?? false} className={style.choice!}>
              <span className={style.dot} aria-hidden />
              <span className={style.words}>
                {option.text}
                {option.help && <span className={style.help}>{option.help}</span>}
              </span>
            </Radio>
          ))}
        </div>
      </Words>
    </AriaRadioGroup>
  )
}
