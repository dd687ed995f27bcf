import { useRef } from 'react'
import type { KindInfo } from '../../server/api/catalogue.ts'
import { KindTile } from '../canvas/pictograms.tsx'
import { useDispatch, useDocument, useReadOnly, useSelect, useSelected, useStep } from '../document/hooks.ts'
import { renameStep } from '../document/settings.ts'
import { useCatalogue, useFlowDetail } from '../queries.ts'
import { useFetchAhead } from '../ui/fetch-ahead.ts'
import { later } from '../ui/later.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { say } from '../words/words.ts'
import { FirstFlow } from './FirstFlow.tsx'
import { FlowSettings } from './FlowSettings.tsx'
import { TextBox } from './form/inputs.tsx'
import css from './inspector.module.css'
import { useKeptFocus } from './kept-focus.ts'

/** The controls of steps come ahead of the first press: nobody waits for them to see the flow. `main.tsx` asks for them where the address names a step. */
const KindSettings = later(() => import('./KindSettings.tsx').then(m => m.KindSettings), { inPlace: true })
/** With those that most steps do without: a step is edited while the server is away, too. */
const loadAllSettings = () => Promise.all([KindSettings.preload(), import('./KindSettings.tsx').then(m => m.loadLateControls())])

/** Settings of the selected step; of the flow when none is selected. */
export function Inspector() {
  const selected = useSelected()
  const step = useStep(selected)
  const { data: catalogue } = useCatalogue()
  const kind = catalogue?.kinds.find(k => k.id === step?.kind)
  const panel = useRef<HTMLElement>(null)
  useKeptFocus(panel)
  useFetchAhead(loadAllSettings)
  return (
    <section ref={panel} aria-label={say('Settings')} className={css.inspector}>
      {!step ? <FlowSettings /> : <StepSettings key={step.id} id={step.id} kind={kind} />}
    </section>
  )
}

function StepSettings({ id, kind }: { id: string; kind: KindInfo | undefined }) {
  const step = useStep(id)!
  const readOnly = useReadOnly()
  const dispatch = useDispatch()
  const title = step.name ?? kind?.title ?? step.kind
  return (
    <>
      <header className={css.head}>
        <span className={css.tile}>
          <KindTile kind={kind} />
        </span>
        <h2 tabIndex={-1} data-of={id}>
          {title}
        </h2>
        <p className={css.summary}>
          {kind ? (step.name && step.name !== kind.title ? kind.title : kind.summary) : say('This kind of step is not installed here.')}
        </p>
      </header>
      <div className={css.body}>
        <TextBox
          label={say('Step name')}
          value={step.name ?? ''}
          onChange={name => dispatch(renameStep(id, name))}
          placeholder={kind?.title ?? ''}
          readOnly={readOnly}
        />
        {kind && <KindSettings id={id} kind={kind} gap={<Skeleton />} />}
        {!readOnly && <BeforeFirstVersion />}
      </div>
    </>
  )
}

/** Until a flow is live, what is left to do stays in sight. */
function BeforeFirstVersion() {
  const id = useDocument(s => s.id)
  const select = useSelect()
  const { data } = useFlowDetail(id)
  return data?.live === null ? <FirstFlow select={select} /> : null
}
