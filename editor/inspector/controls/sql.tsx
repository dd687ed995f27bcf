import { later } from '../../ui/later.tsx'
import { say } from '../../words/words.ts'
import { Field } from '../Field.tsx'
import fieldCss from '../inspector.module.css'
import { type ControlProps, useArriving } from '../step-context.ts'
import { useParentTables } from '../use-tables.ts'

const SqlEditor = later(() => import('../SqlEditor.tsx').then(file => file.SqlEditor))

/** One SELECT, in an editor that knows tables and columns; loaded only where it is used. */
export function Control({ property, value, set, problems, readOnly }: ControlProps) {
  const columns = useArriving()
  const { tables } = useParentTables()
  const known = Object.fromEntries(tables.map(table => [table.name, table.columns?.map(c => c.key) ?? []]))
  return (
    <Field help={property.help} problems={problems}>
      <span className={fieldCss.label} aria-hidden>
        {property.title}
      </span>
      <SqlEditor
        label={say('SQL query')}
        value={typeof value === 'string' ? value : ''}
        onChange={set}
        tables={known}
        columns={columns.map(c => c.key)}
        readOnly={readOnly}
        gap={<div className={fieldCss.codeSkeleton}>{say('Opening the editor…')}</div>}
      />
    </Field>
  )
}
