import { type ComponentProps, memo, useCallback, useEffect, useRef, useState } from 'react'
import { useAct } from '../commands/situation.ts'
import { useStage } from '../commands/stage.ts'
import { rememberRowsSeen } from '../document/done-before.ts'
import { useDocument, useDocumentStore } from '../document/hooks.ts'
import type { OpenFlow } from '../document/store.ts'
import { isOpenEnd } from '../problems/open-end.ts'
import { useProblems } from '../problems/use-check.ts'
import { useCatalogue } from '../queries.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { later } from '../ui/later.tsx'
import { RadioGroup } from '../ui/RadioGroup.tsx'
import { Switch } from '../ui/Switch.tsx'
import { ToStep } from '../ui/ToStep.tsx'
import { say } from '../words/words.ts'
import css from './preview.module.css'
import { samplePreview, useIsStale, usePinned, usePreviewState, useSampleOf, useShowValues } from './use-preview.ts'
import { ageWords, emptiedAt, sentences } from './words.ts'

/** What shows a sample comes when there is one. */
const Requests = later(() => import('./Requests.tsx').then(m => m.Requests), { inPlace: true })
const RowsTable = later(() => import('./RowsTable.tsx').then(m => m.RowsTable), { inPlace: true })

/** Sampled rows at the selected step, those that left there with the reason, and the exact requests. Sends nothing. */
export function PreviewPanel() {
  const store = useDocumentStore()
  const id = useDocument(s => s.id)
  const { data: catalogue } = useCatalogue()
  const { pending, error, answer, flow } = usePreviewState()
  const [view, setView] = useState('rows')
  const node = useDocument(lookedAt)
  const { seen, path } = useSampleOf(node?.id)
  const kind = catalogue?.kinds.find(k => k.id === node?.kind)
  const sample = useCallback(() => {
    const open = store.getState()
    void samplePreview(open.id, open.flow, lookedAt(open)?.id)
  }, [store])
  useAsked(sample)
  const shown = seen !== null && seen.rows.length > 0
  useEffect(() => {
    if (shown) rememberRowsSeen(id)
  }, [shown, id])
  if (!node) return <Nothing>{say('Choose a step to see its rows.')}</Nothing>
  const sampled = flow === id && answer !== null
  const requests = kind?.role === 'destination' ? (path?.requests ?? []) : []
  return (
    <div className={css.panel}>
      <div className={css.bar}>
        <Button size="small" pending={pending} onPress={sample}>
          {say('Preview rows')}
        </Button>
        <KeepSample />
        <ShowValues sample={sampled ? sample : undefined} />
        {requests.length > 0 && (
          <RadioGroup
            aria-label={say('Show')}
            orientation="horizontal"
            options={[
              { id: 'rows', text: say('Events') },
              { id: 'requests', text: say('Requests ({n})', { n: requests.length }) },
            ]}
            value={view}
            onChange={setView}
          />
        )}
        <SampleState />
      </div>
      <ErrorNote error={error} onRetry={sample} />
      {path?.error && !(seen && isFurtherOn(path, path.error.node, node.id)) && (
        <Stopped error={path.error} shown={node.id} again={sample} pending={pending} />
      )}
      {!sampled && !pending && !error && (
        <Nothing actions={<Button onPress={sample}>{say('Read a sample')}</Button>}>
          {say('A preview reads up to 200 rows and sends nothing.')}
        </Nothing>
      )}
      {sampled && !seen && !path?.error && <NoRows node={node.id} role={kind?.role} path={path?.path ?? node.id} sample={sample} />}
      {seen &&
        (view === 'requests' && requests.length > 0 ? (
          <Requests requests={requests} />
        ) : (
          <RowsTable name={node.name ?? kind?.title ?? node.id} seen={seen} cause={emptiedAt(path?.nodes ?? [])} />
        ))}
    </div>
  )
}

/** The selected step, else the last one. */
const lookedAt = ({ flow, selected }: OpenFlow) => flow.nodes.find(n => n.id === (selected.at(-1) ?? flow.nodes.at(-1)?.id))

/** What a step after the one that is looked at does not do yet is no fault of the rows that are shown. */
function isFurtherOn({ path }: { path: string }, at: string | undefined, shown: string): boolean {
  const steps = path.split(' > ')
  return at !== undefined && steps.indexOf(at) > steps.indexOf(shown)
}

type Fault = NonNullable<NonNullable<ReturnType<typeof useSampleOf>['path']>['error']>
/** What stopped the sample, with the way to the step at fault: what is outside of the flow may have been mended meanwhile. */
function Stopped({ error, shown, again, pending }: { error: Fault; shown: string; again(): void; pending: boolean }) {
  return (
    <div className={css.stopped}>
      <p>{sentences(error.message, error.why)}</p>
      <Button size="small" pending={pending} onPress={again}>
        {say('Try again')}
      </Button>{' '}
      {error.node && error.node !== shown && <ToStep id={error.node} />}
    </div>
  )
}

/** Why there is nothing to see: a step that came after the sample, one that has no rows of its own or does not work yet, or a gap. */
function NoRows({ node, role, path, sample }: { node: string; role: string | undefined; path: string; sample(): void }) {
  const act = useAct()
  const of = usePreviewState(s => s.of)
  const leads = useDocument(s => s.flow.edges.some(edge => edge.from === node))
  const steps = [...path.split(' > '), node]
  const stuck = useProblems().find(problem => problem.level === 'must_fix' && steps.includes(problem.node) && !isOpenEnd(problem))
  if (role === 'source' && !leads)
    return (
      <Nothing actions={<Button onPress={() => act('add-after')}>{say('Add step')}</Button>}>
        {say('A source has no rows of its own: they come with a table or a query after it.')}
      </Nothing>
    )
  if (of && !of.nodes.some(({ id }) => id === node))
    return (
      <Nothing actions={<Button onPress={sample}>{say('Read a sample')}</Button>}>{say('This step is newer than the sample.')}</Nothing>
    )
  if (stuck) return <Nothing>{say('No rows yet. {message}', { message: stuck.message })}</Nothing>
  return <Nothing>{say('No rows reached this step. Connect it to the steps before it, then preview again.')}</Nothing>
}

/** The command "Preview up to here" asks by counting up. */
function useAsked(sample: () => void) {
  const asked = useStage(s => s.previewAsked)
  const before = useRef(asked)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new request samples
  useEffect(() => {
    if (asked !== before.current) sample()
    before.current = asked
  }, [asked])
}

/** For sources that take long to answer. A run never uses a sample. */
const KeepSample = memo(() => {
  const pinned = usePinned(s => s.pinned)
  return (
    <Switch isSelected={pinned} onChange={next => usePinned.setState({ pinned: next })}>
      {say('Use this sample while editing')}
    </Switch>
  )
})

/** `sample` reads it anew, where one is shown. */
const ShowValues = memo(({ sample }: { sample: (() => void) | undefined }) => {
  const shown = useShowValues(s => s.shown)
  const change = (next: boolean) => {
    useShowValues.setState({ shown: next })
    sample?.()
  }
  return (
    <Switch isSelected={shown} onChange={change}>
      {say('Show values')}
    </Switch>
  )
})

/** "200 of 200 rows, just now": how much was read, and whether it still holds. */
function SampleState() {
  const id = useDocument(s => s.id)
  const { answer, pending, flow } = usePreviewState()
  const { seen } = useSampleOf(useDocument(s => lookedAt(s)?.id))
  const stale = useIsStale()
  const pinned = usePinned(s => s.pinned)
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000)
    return () => clearInterval(timer)
  }, [])
  const words = () => {
    if (pending) return say('Reading a sample…')
    if (flow !== id || !answer) return say('No sample yet')
    const age = ageWords(answer.sampledAt, Math.max(now, Date.parse(answer.sampledAt)))
    const rows = seen ? say('{out} of {in} rows, {age}', { out: seen.out, in: seen.in, age }) : say('Sampled {age}', { age })
    return stale ? `${rows}. ${pinned ? say('Kept while you edit.') : say('Settings changed since this sample.')}` : rows
  }
  return (
    <span role="status" aria-label={say('Sample')} className={css.sample} data-stale={stale || undefined}>
      {words()}
    </span>
  )
}

/** An empty state with the panel's own margin. */
const Nothing = (props: ComponentProps<typeof EmptyState>) => (
  <div className={css.nothing}>
    <EmptyState {...props} />
  </div>
)
