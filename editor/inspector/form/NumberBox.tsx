import { NumberField } from '../../ui/NumberField.tsx'
import css from './form.module.css'

interface NumberBoxProps {
  label: string
  hideLabel?: boolean
  value: number | null
  onChange(value: number | null): void
  min?: number
  max?: number
  readOnly?: boolean
}

/** A number, read in the way the person's language writes numbers. */
export function NumberBox({ label, hideLabel, value, onChange, min, max, readOnly }: NumberBoxProps) {
  return (
    <NumberField
      {...(hideLabel ? { 'aria-label': label } : { label })}
      value={value ?? Number.NaN}
      onChange={next => onChange(Number.isNaN(next) ? null : next)}
      {...(min !== undefined && { minValue: min })}
      {...(max !== undefined && { maxValue: max })}
      isReadOnly={readOnly ?? false}
      formatOptions={{ useGrouping: false, maximumFractionDigits: 6 }}
      className={readOnly ? css.readOnly! : ''}
    />
  )
}
