import type { ReactElement, ReactNode } from 'react'
import { Tooltip as AriaTooltip, type TooltipProps, TooltipTrigger } from 'react-aria-components'
import style from './Tooltip.module.css'

/** Shows `text` while its child is hovered or focused. Never the only place where something is said. */
export function Tip({
  text,
  placement = 'top',
  children,
}: {
  text: ReactNode
  placement?: TooltipProps['placement']
  children: ReactElement
}) {
  return (
    <TooltipTrigger delay={500} closeDelay={100}>
      {children}
      <AriaTooltip offset={6} placement={placement} className={style.tip!}>
        {text}
      </AriaTooltip>
    </TooltipTrigger>
  )
}
