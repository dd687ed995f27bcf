import type { ReactNode } from 'react'
import { Header, ListBoxItem, ListBoxSection, Text } from 'react-aria-components'
import style from './control.module.css'

/** One choice of a `Select`. `text` is what is searched and read; `help` is a second line. */
export interface Option {
  id: string
  text: string
  help?: ReactNode
  /** Shown instead of `text`; `text` stays the accessible name. */
  shown?: ReactNode
  disabled?: boolean
}
export interface OptionGroup {
  title: string
  options: readonly Option[]
}

/** Options, plain or under headings, as list box items. */
export function drawOptions(options: readonly (Option | OptionGroup)[]): ReactNode {
  return options.map(option =>
    'options' in option ? (
      <ListBoxSection key={option.title} id={`group ${option.title}`}>
        <Header className={style.heading!}>{option.title}</Header>
        {drawOptions(option.options)}
      </ListBoxSection>
    ) : (
      <ListBoxItem key={option.id} id={option.id} textValue={option.text} isDisabled={option.disabled ?? false} className={style.option!}>
        <Text slot="label">{option.shown ?? option.text}</Text>
        {option.help && (
          <Text slot="description" className={style.help!}>
            {option.help}
          </Text>
        )}
      </ListBoxItem>
    ),
  )
}
