import { ChevronDown } from 'lucide-react'
import { type ComponentProps, useState } from 'react'
import { Select as AriaSelect, Button, ListBox, Popover, SelectValue } from 'react-aria-components'
import { say } from '../words/words.ts'
import style from './control.module.css'
import { cx } from './cx.ts'
import { type FieldWords, Words } from './Field.tsx'
import { drawOptions, type Option, type OptionGroup } from './options.tsx'
import { LeftByBack } from './use-back.ts'

export interface SelectProps extends FieldWords {
  options: readonly (Option | OptionGroup)[]
  value: string | null
  onChange: (value: string) => void
  'aria-label'?: string
  placeholder?: string
  isDisabled?: boolean
  isRequired?: boolean
  autoFocus?: boolean
  className?: string
}

/** One of a short list. Found by role `combobox` under its label; its value is its content. */
export function Select({
  label,
  description,
  error,
  options,
  value,
  onChange,
  placeholder = say('Choose'),
  className,
  ...rest
}: SelectProps) {
  const [open, setOpen] = useState(false)
  // Beside it: the library draws what is in a select twice, once to collect its options.
  return (
    <>
      <AriaSelect
        {...rest}
        isOpen={open}
        onOpenChange={setOpen}
        placeholder={placeholder}
        value={value}
        onChange={chosen => chosen !== null && onChange(String(chosen))}
        isInvalid={!!error}
        className={cx(style.field, className)}
      >
        <Words label={label} description={description} error={error} required={rest.isRequired}>
          <Button className={cx(style.input, style.trigger)} render={props => <SelectOnly {...props} />}>
            <SelectValue className={style.value!}>
              {({ isPlaceholder, selectedText }) => (isPlaceholder ? placeholder : selectedText)}
            </SelectValue>
            <ChevronDown aria-hidden />
          </Button>
        </Words>
        <Popover className={style.popover!} offset={4}>
          <ListBox className={style.list!}>{drawOptions(options)}</ListBox>
        </Popover>
      </AriaSelect>
      {open && <LeftByBack close={() => setOpen(false)} />}
    </>
  )
}

/** The "select-only combobox" of the ARIA practices: named by its label alone, so that the value is not part of the name. */
function SelectOnly(props: ComponentProps<'button'>) {
  const named = props['aria-label'] ? undefined : props['aria-labelledby']?.split(' ').at(-1)
  return <button {...props} type="button" role="combobox" aria-labelledby={named} aria-expanded={props['aria-expanded'] ?? false} />
}
