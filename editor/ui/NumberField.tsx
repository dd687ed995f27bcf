import { NumberField as AriaNumberField, type NumberFieldProps as AriaNumberFieldProps, Button, Input } from 'react-aria-components'
import style from './control.module.css'
import { cx } from './cx.ts'
import { type FieldWords, Words } from './Field.tsx'

export interface NumberFieldProps extends Omit<AriaNumberFieldProps, 'className' | 'children' | 'style' | 'isInvalid'>, FieldWords {
  placeholder?: string
  className?: string
}

/** A number with steppers; role `spinbutton` is on the input by way of `textbox` and arrow keys. */
export function NumberField({ label, description, error, placeholder, className, ...rest }: NumberFieldProps) {
  return (
    <AriaNumberField {...rest} isInvalid={!!error} className={cx(style.field, className)}>
      <Words label={label} description={description} error={error} required={rest.isRequired}>
        <div className={cx(style.group, style.numeric)}>
          <Input placeholder={placeholder} className={style.input!} />
          <div className={style.steppers}>
            <Button slot="decrement" className={style.stepper!}>
              −
            </Button>
            <Button slot="increment" className={style.stepper!}>
              +
            </Button>
          </div>
        </div>
      </Words>
    </AriaNumberField>
  )
}
