import type { ReactNode } from 'react'
import { TextArea, TextField } from '../../ui/TextField.tsx'
import css from './form.module.css'

interface TextBoxProps {
  label: string
  /** The label is already visible beside the control. */
  hideLabel?: boolean
  value: string
  onChange(value: string): void
  onBlur?(): void
  placeholder?: string
  secret?: boolean
  mono?: boolean
  lines?: number
  /** Draws the dashed red border of a needed, empty field. */
  missing?: boolean
  readOnly?: boolean
  help?: ReactNode
  autoFocus?: boolean
}

/** One line of text, or several, as settings need it: `undefined`-free, read-only as plain text. */
export function TextBox({
  label,
  hideLabel,
  value,
  onChange,
  onBlur,
  placeholder,
  secret,
  mono,
  lines,
  missing,
  readOnly,
  help,
  autoFocus,
}: TextBoxProps) {
  const Part = lines ? TextArea : TextField
  return (
    <Part
      {...(hideLabel ? { 'aria-label': label } : { label })}
      {...(lines && { rows: lines })}
      value={value}
      onChange={onChange}
      onBlur={() => onBlur?.()}
      placeholder={placeholder ?? ''}
      description={help}
      isReadOnly={readOnly ?? false}
      type={secret ? 'password' : 'text'}
      autoComplete={secret ? 'new-password' : 'off'}
      spellCheck="false"
      data={mono ?? false}
      autoFocus={autoFocus ?? false}
      className={`${missing ? css.missing : ''} ${readOnly ? css.readOnly : ''}`}
    />
  )
}
