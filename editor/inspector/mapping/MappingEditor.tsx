import { type ReactNode, useMemo, useState } from 'react'
import { Button as Disclose } from 'react-aria-components'
import type { Problem } from '../../../runtime/contract.ts'
import type { Expression } from '../../../runtime/expression.ts'
import type { Catalogue, KindInfo } from '../../../server/api/catalogue.ts'
import type { Suggested } from '../../../server/api/payloads.ts'
import { useStage } from '../../commands/stage.ts'
import { Button } from '../../ui/Button.tsx'
import { say } from '../../words/words.ts'
import { TextBox } from '../form/inputs.tsx'
import { DECIDES } from '../kept-focus.ts'
import { useSettingsStep } from '../step-context.ts'
import { FieldRow, type FieldRowProps } from './FieldRow.tsx'
import { accept, type Fields, groupFields, HEAD, openSuggestions, type FieldRow as Row, type Suggestion } from './fields.ts'
import { ReadinessMeter } from './Meter.tsx'
import css from './mapping.module.css'
import { readiness } from './readiness.ts'

export interface MappingEditorProps {
  fields: Fields
  catalogue: Catalogue
  wanted: readonly KindInfo[]
  suggested: Suggested | undefined
  waiting: boolean
  /** Why the rows could not be looked at. */
  /** Why nothing is suggested, where the rows could not be read. */
  unreadable: ReactNode
  problems: readonly Problem[]
  setField(concept: string, expression: Expression | undefined, label: string): void
  setAll(fields: Fields, taken: number): void
  readOnly: boolean
}

type RowContext = Pick<FieldRowProps, 'catalogue' | 'suggested' | 'setField' | 'readOnly'> & { opens: string | null } & Pick<
    MappingEditorProps,
    'fields' | 'problems'
  > & { open: ReadonlyMap<string, Suggestion> }

/** The mapping: what happened and where, how well people will be found, then one row per field. */
export function MappingEditor(props: MappingEditorProps) {
  const { fields, catalogue, wanted, suggested, waiting, unreadable, setAll, readOnly } = props
  const groups = useMemo(() => groupFields(catalogue, wanted, fields), [catalogue, wanted, fields])
  const open = openSuggestions(suggested, fields, groups)
  const sure = [...open.values()].filter(s => s.sure).length
  const { step } = useSettingsStep()
  const led = useStage(s => (s.openField?.step === step.id ? s.openField.concept : null))
  // Not before the columns have been looked at: what is pressed must not move.
  const context: RowContext = { ...props, open, opens: waiting ? null : led }
  return (
    <div className={css.mapping}>
      {HEAD.map(id => (
        <HeadRow key={id} id={id} context={context} />
      ))}
      <ReadinessMeter readiness={readiness(groups, fields, suggested, open)} />
      {waiting && <p className={css.small}>{say('Looking at your columns…')}</p>}
      {unreadable}
      {sure > 0 && !readOnly && (
        <Button {...DECIDES} onPress={() => setAll(accept(fields, open), sure)}>
          {say('Accept all suggestions ({sure})', { sure })}
        </Button>
      )}
      <Group title={say('Required')} rows={groups.required} context={context} />
      <Group title={say('Who bought')} note={say('at least one, more is better')} rows={groups.who} context={context} />
      <Group title={say('What and how much')} rows={groups.what} context={context} />
      <OtherFields rows={groups.other} context={context} />
    </div>
  )
}

function HeadRow({ id, context }: { id: string; context: RowContext }) {
  const concept = context.catalogue.concepts.find(c => c.id === id)
  if (!concept) return null
  return <RowOf row={{ concept, required: true, worth: 0, hashed: false, only: [], help: concept.help }} context={context} />
}

/** Hands a row what concerns it, and nothing else. */
function RowOf({
  row,
  context: { fields, open, opens, problems, catalogue, suggested, setField, readOnly },
}: {
  row: Row
  context: RowContext
}) {
  const id = row.concept.id
  const own = problems.filter(problem => problem.field === id)
  return (
    <FieldRow
      row={row}
      expression={fields[id]}
      suggestion={open.get(id)}
      problems={own}
      opens={opens === id}
      {...{ catalogue, suggested, setField, readOnly }}
    />
  )
}

function Group({ title, note, rows, context }: { title: string; note?: string; rows: readonly Row[]; context: RowContext }) {
  if (rows.length === 0) return null
  return (
    <div role="group" aria-label={title} className={css.group}>
      <h3 className={css.heading}>
        {title} {note && <span className={css.note}>{note}</span>}
      </h3>
      {rows.map(row => (
        <RowOf key={row.concept.id} row={row} context={context} />
      ))}
    </div>
  )
}

/** Everything that few flows need: closed until it is asked for or searched. */
function OtherFields({ rows, context }: { rows: readonly Row[]; context: RowContext }) {
  const [shown, setShown] = useState(false)
  const [search, setSearch] = useState('')
  if (!shown && rows.some(({ concept }) => concept.id === context.opens)) setShown(true)
  if (rows.length === 0) return null
  const found = rows.filter(row => row.concept.title.toLowerCase().includes(search.trim().toLowerCase()))
  return (
    <div role="group" aria-label={say('All other fields')} className={css.group}>
      <h3 className={css.heading}>
        <Disclose className={css.disclose!} aria-expanded={shown} onPress={() => setShown(!shown)}>
          <span aria-hidden data-points>
            {shown ? '▾' : '▸'}
          </span>{' '}
          {say('All other fields ({n})', { n: rows.length })}
        </Disclose>
      </h3>
      {shown && (
        <>
          <TextBox label={say('Search fields')} hideLabel value={search} onChange={setSearch} placeholder={say('Search fields')} />
          {found.map(row => (
            <RowOf key={row.concept.id} row={row} context={context} />
          ))}
          {found.length === 0 && <p className={css.small}>{say('No field is called that.')}</p>}
        </>
      )}
    </div>
  )
}
