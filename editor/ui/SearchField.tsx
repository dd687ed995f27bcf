import { Search } from 'lucide-react'
import { SearchField as AriaSearchField, Input } from 'react-aria-components'
import control from './control.module.css'
import { cx } from './cx.ts'
import style from './SearchField.module.css'

/** A box that narrows what is on screen. Its name is read aloud and stands in it while empty. */
export function SearchField({
  name,
  value,
  onChange,
  onSubmit,
  className,
  autoFocus,
}: {
  name: string
  value: string
  onChange: (value: string) => void
  onSubmit?: (value: string) => void
  className?: string
  autoFocus?: boolean
}) {
  return (
    <AriaSearchField
      aria-label={name}
      value={value}
      onChange={onChange}
      {...(onSubmit ? { onSubmit } : {})}
      autoFocus={autoFocus}
      className={cx(style.search, className)}
    >
      <Search aria-hidden size={16} />
      <Input placeholder={name} className={control.input!} />
    </AriaSearchField>
  )
}
