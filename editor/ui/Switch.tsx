import type { ReactNode } from 'react'
import { Switch as AriaSwitch, type SwitchProps as AriaSwitchProps } from 'react-aria-components'
import style from './choice.module.css'
import { cx } from './cx.ts'

export interface SwitchProps extends Omit<AriaSwitchProps, 'className' | 'children' | 'style'> {
  children?: ReactNode
  className?: string
}

/** On or off, in force at once. */
export function Switch({ children, className, ...rest }: SwitchProps) {
  return (
    <AriaSwitch {...rest} className={cx(style.choice, className)}>
      <span className={style.track} aria-hidden />
      {children && <span className={style.words}>{children}</span>}
    </AriaSwitch>
  )
}
