import type { ReactNode, Ref } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'
import style from './Button.module.css'
import { cx } from './cx.ts'

/** `primary` at most once per region; `danger` for what cannot be undone; `quiet` inside rows and toolbars. */
export type ButtonVariant = 'primary' | 'plain' | 'quiet' | 'danger'
export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children' | 'style' | 'isPending'> {
  variant?: ButtonVariant
  size?: 'normal' | 'small'
  /** Working on it: keeps focus, ignores presses. */
  pending?: boolean
  className?: string
  ref?: Ref<HTMLButtonElement>
  children: ReactNode
}

/** A button says verb and object: "Send a test event". */
export function Button({ variant = 'plain', size = 'normal', pending = false, className, children, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} {...waiting(pending)} className={buttonClass(variant, size, className)}>
      {children}
    </AriaButton>
  )
}

/** While working: stays focusable, takes no press, and says so. (The library's own way leaves an unnamed image behind.) */
export const waiting = (pending: boolean) =>
  pending ? ({ onPress: () => {}, type: 'button', 'aria-disabled': 'true', 'data-pending': '' } as const) : {}

/** The look of a button, for links that lead somewhere. */
export const buttonClass = (variant: ButtonVariant = 'plain', size: 'normal' | 'small' = 'normal', more?: string): string =>
  cx(style.button, variant !== 'plain' && style[variant], size === 'small' && style.small, more)
