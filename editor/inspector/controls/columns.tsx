import { say } from '../../words/words.ts'
import { columnOptions } from '../columns.tsx'
import { Field } from '../Field.tsx'
import { Chips } from '../form/Chips.tsx'
import { KeyCheck } from '../KeyCheck.tsx'
import { type ControlProps, useArriving, useSettingsStep } from '../step-context.ts'
import { useTableColumns } from '../use-tables.ts'

/** Several columns, in order: a model's key. */
export function Control({ property, value, set, problems, readOnly }: ControlProps) {
  const { kind } = useSettingsStep()
  const arriving = useArriving()
  const fromTable = useTableColumns()
  const columns = arriving.length > 0 ? arriving : fromTable
  return (
    <Field help={property.help} problems={problems}>
      <Chips
        label={property.title}
        options={columnOptions(columns)}
        value={Array.isArray(value) ? value.map(String) : []}
        onChange={set}
        placeholder={say('Add a column')}
        free={columns.length === 0}
        mono
        missing={property.required}
        readOnly={readOnly}
      />
      {kind.role === 'model' && property.name === 'key' && <KeyCheck chosen={Array.isArray(value) ? value.map(String) : []} />}
    </Field>
  )
}
