import { Check, Minus } from 'lucide-react'
import type { ReactNode } from 'react'
import { Checkbox as AriaCheckbox, type CheckboxProps as AriaCheckboxProps } from 'react-aria-components'
import style from './choice.module.css'
import { cx } from './cx.ts'

export interface CheckboxProps extends Omit<AriaCheckboxProps, 'className' | 'children' | 'style'> {
  children?: ReactNode
  help?: ReactNode
  className?: string
}

/** Yes or no, taken along with a form. */
export function Checkbox({ children, help, className, ...rest }: CheckboxProps) {
  return (
    <AriaCheckbox {...rest} className={cx(style.choice, className)}>
      {({ isSelected, isIndeterminate }) => (
        <>
          <span className={style.box} aria-hidden>
            {isIndeterminate ? <Minus /> : isSelected ? <Check /> : null}
          </span>
          <span className={style.words}>
            {children}
            {help && <span className={style.help}>{help}</span>}
          </span>
        </>
      )}
    </AriaCheckbox>
  )
}
