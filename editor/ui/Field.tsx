import type { ReactNode } from 'react'
import { FieldError, Label, Text } from 'react-aria-components'
import style from './control.module.css'
import { cx } from './cx.ts'

/** What every form control takes beside its own settings. `error` also marks the control as not right. */
export interface FieldWords {
  /** Visible name. Give `aria-label` instead where the place already says it. */
  label?: ReactNode
  description?: ReactNode
  error?: ReactNode
}

/** The words around a control, in reading order: name above, help and error below. */
export function Words({
  label,
  description,
  error,
  required,
  children,
}: FieldWords & { required?: boolean | undefined; children: ReactNode }) {
  return (
    <>
      {label !== undefined && <Label className={cx(style.label, required && style.required)}>{label}</Label>}
      {children}
      {description && (
        <Text slot="description" className={style.description!}>
          {description}
        </Text>
      )}
      <FieldError className={style.error!}>{error}</FieldError>
    </>
  )
}
