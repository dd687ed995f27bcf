import { ChevronDown } from 'lucide-react'
import { type Ref, useEffect, useState } from 'react'
import { ComboBox as AriaComboBox, Button, Input, ListBox, Popover } from 'react-aria-components'
import style from './control.module.css'
import { cx } from './cx.ts'
import { type FieldWords, Words } from './Field.tsx'
import { drawOptions, type Option, type OptionGroup } from './options.tsx'

export interface ComboBoxProps extends FieldWords {
  options: readonly (Option | OptionGroup)[]
  /** Id of the chosen option; null: none. With `allowsCustomValue`, any text. */
  value: string | null
  onChange: (value: string | null) => void
  /** Text that is no option is taken as it is. */
  allowsCustomValue?: boolean
  'aria-label'?: string
  placeholder?: string
  isDisabled?: boolean
  isRequired?: boolean
  autoFocus?: boolean
  className?: string
  data?: boolean
  inputRef?: Ref<HTMLInputElement>
}

/** One of a long list, found by typing. */
export function ComboBox(props: ComboBoxProps) {
  const { label, description, error, options, value, onChange, placeholder, className, data, inputRef, allowsCustomValue, ...rest } = props
  const shown = flat(options).find(o => o.id === value)?.text ?? (allowsCustomValue ? value : null) ?? ''
  const [text, setText] = useState(shown)
  useEffect(() => setText(shown), [shown])
  const take = (input: EventTarget) => allowsCustomValue && takeText(input, options, value, onChange)
  return (
    <AriaComboBox
      {...rest}
      {...(allowsCustomValue ? { allowsCustomValue: true } : {})}
      menuTrigger="focus"
      allowsEmptyCollection
      selectedKey={value}
      inputValue={text}
      onInputChange={setText}
      onSelectionChange={key => {
        if (key === null) return allowsCustomValue ? undefined : onChange(null)
        setText(flat(options).find(o => o.id === key)?.text ?? '')
        onChange(String(key))
      }}
      onBlur={event => take(event.target)}
      onKeyDown={event => event.key === 'Enter' && take(event.target)}
      isInvalid={!!error}
      className={cx(style.field, className)}
    >
      <Words label={label} description={description} error={error} required={rest.isRequired}>
        <div className={style.group}>
          <Input ref={inputRef} placeholder={placeholder} className={cx(style.input, data && style.data)} />
          <Button className={style.inner!}>
            <ChevronDown aria-hidden />
          </Button>
        </div>
      </Words>
      <Popover className={style.popover!} offset={4}>
        <ListBox className={style.list!} renderEmptyState={() => <div className={style.empty}>Nothing fits</div>}>
          {drawOptions(options)}
        </ListBox>
      </Popover>
    </AriaComboBox>
  )
}

/** Typed text that names no option becomes the value itself; an emptied box clears it. An option under the arrow keys wins. */
function takeText(
  input: EventTarget,
  options: ComboBoxProps['options'],
  value: string | null,
  onChange: (value: string | null) => void,
): void {
  if (!(input instanceof HTMLInputElement) || input.getAttribute('aria-activedescendant')) return
  const text = input.value.trim()
  const named = flat(options).find(o => o.text.toLowerCase() === text.toLowerCase())
  const next = named ? named.id : text === '' ? null : text
  if (next !== value) onChange(next)
}

const flat = (options: readonly (Option | OptionGroup)[]): Option[] => options.flatMap(o => ('options' in o ? o.options : [o]))
