import type { ComponentProps, ReactElement, ReactNode } from 'react'
import { Tooltip as AriaTooltip, Focusable, type TooltipProps, TooltipTrigger } from 'react-aria-components'
import style from './Tooltip.module.css'

export interface TipProps {
  text: ReactNode
  placement?: TooltipProps['placement']
  children: ReactElement
}

/** Shows `text` while its child, a button of react-aria's, is hovered or focused. Never the only place where something is said. */
export function Tip({ text, placement = 'top', children }: TipProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={100}>
      {children}
      <AriaTooltip offset={6} placement={placement} className={style.tip!}>
        {text}
      </AriaTooltip>
    </TooltipTrigger>
  )
}

/** The same around an ordinary element, which does not ask by itself whether a tooltip is its own. */
export const TipAround = ({ children, ...tip }: TipProps) => (
  <Tip {...tip}>
    <Focusable>{children as ComponentProps<typeof Focusable>['children']}</Focusable>
  </Tip>
)
