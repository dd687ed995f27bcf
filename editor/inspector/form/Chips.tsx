import { X } from 'lucide-react'
import { Button, Label, Tag, TagGroup, TagList } from 'react-aria-components'
import control from '../../ui/control.module.css'
import { Choice, type Option } from './Choice.tsx'
import css from './chips.module.css'

interface ChipsProps {
  label: string
  options: readonly Option[]
  value: readonly string[]
  onChange(value: readonly string[]): void
  placeholder: string
  free?: boolean
  mono?: boolean
  missing?: boolean
  readOnly?: boolean
}

/** Several of many: what is chosen stands as chips above a field that adds one more. */
export function Chips({ label, options, value, onChange, placeholder, free, mono, missing, readOnly }: ChipsProps) {
  const title = (id: string) => options.find(option => option.id === id)?.title ?? id
  const left = options.filter(option => !value.includes(option.id))
  return (
    <div className={css.chips}>
      {value.length > 0 ? (
        <TagGroup selectionMode="none" onRemove={keys => onChange(value.filter(id => !keys.has(id)))}>
          <Label className={control.label!}>{label}</Label>
          <TagList className={css.list!} items={value.map(id => ({ id }))}>
            {({ id }) => (
              <Tag id={id} textValue={title(id)} className={`${css.chip} ${mono ? control.data : ''}`}>
                {title(id)}
                {!readOnly && (
                  <Button slot="remove" className={css.remove!}>
                    <X size={14} aria-hidden />
                  </Button>
                )}
              </Tag>
            )}
          </TagList>
        </TagGroup>
      ) : (
        <span className={control.label} aria-hidden>
          {label}
        </span>
      )}
      {!readOnly && (
        <Choice
          key={value.join('\n')}
          label={label}
          hideLabel
          options={left}
          value={null}
          onChange={next => next !== null && !value.includes(next) && onChange([...value, next])}
          placeholder={placeholder}
          free={free ?? false}
          mono={mono ?? false}
          missing={(missing ?? false) && value.length === 0}
        />
      )}
    </div>
  )
}
