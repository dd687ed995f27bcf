import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import style from './Button.module.css'
import { type ButtonProps, buttonClass, waiting } from './Button.tsx'
import { cx } from './cx.ts'
import { Tip } from './Tooltip.tsx'

export interface IconButtonProps extends Omit<ButtonProps, 'children' | 'aria-label'> {
  /** What it does; read aloud and shown as a tooltip. */
  name: string
  children: ReactNode
}

/** A button that is only a picture: its name is required. */
export function IconButton({ name, variant = 'quiet', size = 'normal', pending = false, className, children, ...rest }: IconButtonProps) {
  return (
    <Tip text={name}>
      <AriaButton {...rest} aria-label={name} {...waiting(pending)} className={buttonClass(variant, size, cx(style.icon, className))}>
        {children}
      </AriaButton>
    </Tip>
  )
}
