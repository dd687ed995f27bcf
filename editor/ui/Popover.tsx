import type { ReactElement, ReactNode } from 'react'
import { Popover as AriaPopover, type PopoverProps as AriaPopoverProps, Dialog, DialogTrigger } from 'react-aria-components'
import control from './control.module.css'
import style from './Popover.module.css'

export interface PopoverProps
  extends Pick<AriaPopoverProps, 'placement' | 'triggerRef' | 'isOpen' | 'onOpenChange' | 'offset' | 'isNonModal'> {
  /** Name of the dialog inside. */
  name: string
  children: ReactNode | ((close: () => void) => ReactNode)
  /** The button that opens it; leave out when `triggerRef` and `isOpen` say where and when. */
  trigger?: ReactElement
}

/** A small non-blocking dialog beside what opened it. */
export function Popover({ name, children, trigger, ...rest }: PopoverProps) {
  const body = (
    <AriaPopover offset={6} {...rest} className={control.popover!}>
      <Dialog aria-label={name} className={style.body!}>
        {({ close }) => <>{typeof children === 'function' ? children(close) : children}</>}
      </Dialog>
    </AriaPopover>
  )
  if (!trigger) return body
  return (
    <DialogTrigger>
      {trigger}
      {body}
    </DialogTrigger>
  )
}
