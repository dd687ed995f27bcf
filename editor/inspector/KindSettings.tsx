import { useCallback, useMemo } from 'react'
import type { KindInfo } from '../../server/api/catalogue.ts'
import { modelBehind } from '../commands/adding.ts'
import { useSituation } from '../commands/situation.ts'
import { useDispatch, useReadOnly, useStep } from '../document/hooks.ts'
import { setConfig } from '../document/settings.ts'
import { FieldProblems } from '../problems/FieldProblems.tsx'
import { useNotes, useProblemsOf } from '../problems/use-check.ts'
import { say } from '../words/words.ts'
import { IdentityTable } from './IdentityTable.tsx'
import css from './inspector.module.css'
import { propertiesOf, type Schema } from './property.ts'
import { SchemaForm } from './SchemaForm.tsx'
import { SourceChoice } from './SourceChoice.tsx'
import { Breakdown } from './segments/Breakdown.tsx'
import { StepContext, useArriving, useSettingsStep } from './step-context.ts'

export { loadLateControls } from './SchemaForm.tsx'

/** What only a step of this kind has to set, with all the controls for it. */
export function KindSettings({ id, kind }: { id: string; kind: KindInfo }) {
  const step = useStep(id)!
  const readOnly = useReadOnly()
  const problems = useProblemsOf(id)
  const dispatch = useDispatch()
  const schema = kind.config as Schema
  const situation = useSituation()
  const set = useCallback(
    (path: readonly string[], value: unknown, title: string) => {
      dispatch(setConfig(id, path, value, say('change {title}', { title })))
      const control = propertiesOf(schema).find(property => property.name === path[0])?.control ?? ''
      if (kind.role === 'source' && value && WHERE_DATA_ARE.has(control)) void modelBehind(situation, id)
    },
    [dispatch, id, kind, schema, situation],
  )
  return (
    <StepContext value={useMemo(() => ({ step, kind }), [step, kind])}>
      <FieldProblems problems={unplaced(schema, step.config, problems)} />
      {kind.role === 'source' && <SourceChoice />}
      <SchemaForm schema={schema} values={step.config} set={set} problems={problems} readOnly={readOnly} />
      {kind.role === 'model' && <ModelBreakdown />}
      <Notes id={id} />
      {kind.accepts === 'events' && kind.emits === 'events' && <IdentityTable />}
    </StepContext>
  )
}

/** Controls that say where a source's data are. */
const WHERE_DATA_ARE = new Set(['file', 'connection'])

function ModelBreakdown() {
  const { step } = useSettingsStep()
  return <Breakdown node={step.id} columns={useArriving()} />
}

/** How the data is read, so that a wrong guess is seen before anything is sent; the settings above it change it. */
function Notes({ id }: { id: string }) {
  const notes = useNotes(id)
  if (notes.length === 0) return null
  return (
    <section className={css.notes} aria-label={say('How it is read')}>
      <h3>{say('How it is read')}</h3>
      <ul>
        {notes.map(note => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </section>
  )
}

/** Problems that no field of the form will show. */
function unplaced(schema: Schema, config: Readonly<Record<string, unknown>>, problems: ReturnType<typeof useProblemsOf>) {
  const properties = propertiesOf(schema)
  const names = new Set(properties.map(p => p.name))
  const holdsParts = properties.some(p => p.control === 'mapping' || p.control === 'conditions') || 'fields' in config
  return problems.filter(p => p.field === undefined || !(names.has(p.field) || holdsParts))
}
