import type { Ref } from 'react'
import {
  TextArea as AriaTextArea,
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
  Input,
} from 'react-aria-components'
import style from './control.module.css'
import { cx } from './cx.ts'
import { type FieldWords, Words } from './Field.tsx'

export interface TextFieldProps extends Omit<AriaTextFieldProps, 'className' | 'children' | 'style' | 'isInvalid'>, FieldWords {
  placeholder?: string
  className?: string
  /** Set in the data face: column names, values, cron. */
  data?: boolean
  inputRef?: Ref<HTMLInputElement>
}

/** One line of text. */
export function TextField({ label, description, error, placeholder, className, data, inputRef, ...rest }: TextFieldProps) {
  return (
    <AriaTextField {...rest} isInvalid={!!error} className={cx(style.field, className)}>
      <Words label={label} description={description} error={error} required={rest.isRequired}>
        <Input ref={inputRef} placeholder={placeholder} className={cx(style.input, data && style.data)} />
      </Words>
    </AriaTextField>
  )
}

export interface TextAreaProps extends Omit<TextFieldProps, 'type' | 'inputRef'> {
  rows?: number
}

/** Several lines of text; grows with what is written. */
export function TextArea({ label, description, error, placeholder, className, data, rows = 3, ...rest }: TextAreaProps) {
  return (
    <AriaTextField {...rest} isInvalid={!!error} className={cx(style.field, className)}>
      <Words label={label} description={description} error={error} required={rest.isRequired}>
        <AriaTextArea rows={rows} placeholder={placeholder} className={cx(style.input, data && style.data)} />
      </Words>
    </AriaTextField>
  )
}
