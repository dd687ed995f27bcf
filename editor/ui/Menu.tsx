import { type ReactElement, type ReactNode, useEffect, useState } from 'react'
import { Menu as AriaMenu, MenuItem as AriaMenuItem, MenuTrigger, Popover, type PopoverProps, Separator } from 'react-aria-components'
import control from './control.module.css'
import { cx } from './cx.ts'
import style from './Menu.module.css'
import { LeftByBack } from './use-back.ts'

/** One thing a menu can do. `keys` is the shortcut as shown; `null` in a list of items draws a line. */
export interface MenuAction {
  id: string
  text: string
  icon?: ReactNode
  keys?: string
  onAction?: () => void
  danger?: boolean
  disabled?: boolean
}

export type MenuItems = readonly (MenuAction | null)[]

/** A button (`children`) that opens a menu of acts. `name` is the menu's own name. */
export function Menu({
  name,
  items,
  placement = 'bottom end',
  open = false,
  children,
}: {
  name: string
  /** Or a hook that gives them: it runs while the menu is open, so that one of hundreds of closed menus costs nothing. */
  items: MenuItems | (() => MenuItems)
  placement?: PopoverProps['placement']
  /** Opens as soon as it is there; a moment after its button, which has the focus back in the end. */
  open?: boolean
  children: ReactElement
}) {
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    if (open) setOpen(true)
  }, [open])
  return (
    <MenuTrigger isOpen={isOpen} onOpenChange={setOpen}>
      {children}
      {isOpen && <LeftByBack close={() => setOpen(false)} />}
      <Popover className={control.popover!} placement={placement} offset={4}>
        {typeof items === 'function' ? <Asked name={name} useItems={items} /> : <Listed name={name} items={items} />}
      </Popover>
    </MenuTrigger>
  )
}

const Asked = ({ name, useItems }: { name: string; useItems: () => MenuItems }) => <Listed name={name} items={useItems()} />

const Listed = ({ name, items }: { name: string; items: MenuItems }) => (
  <AriaMenu aria-label={name} className={style.menu!}>
    {items.map((item, at) =>
      item === null ? (
        <Separator key={`below ${items[at - 1]?.id}`} className={style.line!} />
      ) : (
        <AriaMenuItem
          key={item.id}
          id={item.id}
          textValue={item.text}
          isDisabled={item.disabled ?? false}
          {...(item.onAction ? { onAction: item.onAction } : {})}
          className={cx(style.item, item.danger && style.danger)}
        >
          {item.icon}
          <span className={style.label}>{item.text}</span>
          {item.keys && (
            <span className={style.keys} aria-hidden>
              {item.keys}
            </span>
          )}
        </AriaMenuItem>
      ),
    )}
  </AriaMenu>
)
