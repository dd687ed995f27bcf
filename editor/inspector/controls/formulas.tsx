import { Plus, Trash2 } from 'lucide-react'
import type { Problem } from '../../../runtime/contract.ts'
import { useLivePreview, usePreviewState, useSampleOf } from '../../preview/use-preview.ts'
import { cellText } from '../../preview/words.ts'
import { FieldProblems } from '../../problems/FieldProblems.tsx'
import { Button } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { say } from '../../words/words.ts'
import { Field } from '../Field.tsx'
import { TextBox } from '../form/inputs.tsx'
import { type ControlProps, useArriving, useSettingsStep } from '../step-context.ts'
import css from './formulas.module.css'

interface Column {
  name: string
  formula: string
}
interface Explained {
  usage: string
  says: string
}

/** Columns that are worked out from others, each with what it gives for the first sampled row. */
export function Control({ property, value, set, problems, readOnly }: ControlProps) {
  const { step } = useSettingsStep()
  const arriving = useArriving()
  useLivePreview()
  const pending = usePreviewState(s => s.pending)
  const sample = useSampleOf(step.id).seen?.rows[0]
  const columns = (value as readonly Column[] | undefined) ?? []
  const put = (i: number, change: Partial<Column>) => set(columns.map((column, j) => (i === j ? { ...column, ...change } : column)))
  const named = new Set(columns.map(({ name }) => name))
  return (
    <Field help={property.help} problems={problems.filter(({ field }) => field === undefined || !named.has(field))}>
      <ol className={css.columns} aria-label={property.title}>
        {columns.map((column, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a column has no other identity while its name is typed
          <li key={i} className={css.column}>
            <OneColumn
              column={column}
              put={change => put(i, change)}
              remove={() => set(columns.filter((_, j) => i !== j))}
              result={
                sample && column.name in sample
                  ? (cellText(sample[column.name] ?? null) ?? 'empty')
                  : pending
                    ? say('working it out…')
                    : undefined
              }
              problems={problems.filter(({ field }) => field === column.name)}
              readOnly={readOnly}
            />
          </li>
        ))}
      </ol>
      {!readOnly && (
        <Button size="small" onPress={() => set([...columns, { name: freeName(named), formula: '' }])}>
          <Plus size={14} aria-hidden /> {say('Add a column')}
        </Button>
      )}
      <Help columns={arriving.map(({ key }) => key)} functions={(property.schema.functions as readonly Explained[] | undefined) ?? []} />
    </Field>
  )
}

interface OneColumnProps {
  column: Column
  put(change: Partial<Column>): void
  remove(): void
  /** What it gives for the first sampled row. */
  result: string | undefined
  problems: readonly Problem[]
  readOnly: boolean
}
function OneColumn({ column: { name, formula }, put, remove, result, problems, readOnly }: OneColumnProps) {
  return (
    <div className={css.one} role="group" aria-label={say('Column {name}', { name })}>
      <div className={css.head}>
        <TextBox
          label={say('Column')}
          value={name}
          onChange={text => put({ name: text })}
          mono
          readOnly={readOnly}
          missing={name.trim() === ''}
        />
        {!readOnly && (
          <IconButton name={say('Remove {name}', { name: name || say('this column') })} size="small" onPress={remove}>
            <Trash2 size={16} aria-hidden />
          </IconButton>
        )}
      </div>
      <TextBox
        label={say('Formula of {name}', { name: name || say('this column') })}
        hideLabel
        value={formula}
        onChange={text => put({ formula: text })}
        placeholder="first([email], [billing_email])"
        lines={2}
        mono
        readOnly={readOnly}
      />
      <p className={css.result}>
        <span className={css.equals} aria-hidden>
          ={' '}
        </span>
        <span role="status" aria-label={say('Result of {name}', { name })}>
          {problems.length > 0 || result === undefined ? say('no result yet') : result}
        </span>
      </p>
      <FieldProblems problems={problems} />
    </div>
  )
}

/** As they are written, in every language. */
const SIGNS = '+ - * / & = != < > and or not'
function Help({ columns, functions }: { columns: readonly string[]; functions: readonly Explained[] }) {
  return (
    <details className={css.functions}>
      <summary>{say('What can be written')}</summary>
      <p>
        {say('A column in brackets, texts in quotes, then these signs and functions:')} <code>{SIGNS}</code>
      </p>
      <dl>
        {functions.map(({ usage, says }) => (
          <div key={usage}>
            <dt>
              <code>{usage}</code>
            </dt>
            <dd>{says}</dd>
          </div>
        ))}
      </dl>
      {columns.length > 0 && (
        <p>
          {say('Columns that arrive:')}{' '}
          {columns.slice(0, 60).map(key => (
            <code key={key}>[{key}] </code>
          ))}
        </p>
      )}
    </details>
  )
}

function freeName(taken: ReadonlySet<string>): string {
  for (let n = 1; ; n++) if (!taken.has(`column_${n}`)) return `column_${n}`
}
