import { say } from '../../words/words.ts'
import { columnOptions } from '../columns.tsx'
import { Field } from '../Field.tsx'
import { Chips } from '../form/Chips.tsx'
import { TextBox } from '../form/inputs.tsx'
import css from '../lookup/lookup.module.css'
import { type ControlProps, useSettingsStep } from '../step-context.ts'
import { useSecondTable } from '../use-tables.ts'

interface Brought {
  column: string
  as?: string
}

/** Columns of the second table, each under its own name or another one. */
export function Control({ property, value, set, problems, readOnly }: ControlProps) {
  const { step } = useSettingsStep()
  const second = useSecondTable()
  const columns = (value as readonly Brought[] | undefined) ?? []
  const prefix = String(step.config.prefix ?? '')
  const named = (column: string): Brought => columns.find(one => one.column === column) ?? { column }
  const rename = (column: string, as: string) =>
    set(columns.map(one => (one.column === column ? { column, ...(as !== '' && { as }) } : one)))
  return (
    <Field help={property.help} problems={problems}>
      <Chips
        label={property.title}
        options={columnOptions(second)}
        value={columns.map(({ column }) => column)}
        onChange={chosen => set(chosen.map(named))}
        placeholder={say('Add a column')}
        free={second.length === 0}
        mono
        missing
        readOnly={readOnly}
      />
      {columns.length > 0 && (
        <details className={css.rename} open={columns.some(({ as }) => as !== undefined)}>
          <summary>{say('Names of these columns')}</summary>
          <ul className={css.names} aria-label={say('Names of these columns')}>
            {columns.map(({ column, as }) => (
              <li key={column}>
                <TextBox
                  label={say('Name for {column}', { column })}
                  value={as ?? ''}
                  onChange={text => rename(column, text)}
                  placeholder={`${prefix}${column}`}
                  mono
                  readOnly={readOnly}
                />
              </li>
            ))}
          </ul>
        </details>
      )}
    </Field>
  )
}
