import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { UndoRedo } from '../canvas/canvas-tools.tsx'
import { Sign } from '../canvas/pictograms.tsx'
import { useAct, useSituation } from '../commands/situation.ts'
import { openDialog, showTab, useStage } from '../commands/stage.ts'
import { useDispatch, useDocument } from '../document/hooks.ts'
import { renameFlow } from '../document/settings.ts'
import { LiveNote } from '../live/LiveNote.tsx'
import { useProblems } from '../problems/use-check.ts'
import { useFlowDetail } from '../queries.ts'
import { took } from '../runs/time.ts'
import { scheduleWords } from '../schedule/cron-form.ts'
import { Button } from '../ui/Button.tsx'
import { say } from '../words/words.ts'
import styles from './flow-header.module.css'
import { FlowMenu } from './flow-menu.tsx'
import { SaveState } from './save-state.tsx'
import { versionWords } from './version-words.ts'

/** Name, chips and acts of the open flow. */
export function FlowHeader() {
  const { page } = useSituation()
  const act = useAct()
  const readOnly = useDocument(s => s.readOnly)
  const drawn = useStage(s => s.view !== null)
  return (
    <section aria-label={say('Flow header')} className={styles.header} data-region="header">
      <Name />
      <Chips />
      <SaveState />
      <LiveNote className={styles.live} />
      <span className={styles.space} />
      <ProblemsChip />
      {!readOnly && <Button onPress={() => act('test')}>{say('Send a test event')}</Button>}
      {page.runningSince && <Elapsed since={page.runningSince} />}
      {!readOnly && <Button onPress={() => act('run-now')}>{page.running ? say('Stop run') : say('Run now')}</Button>}
      {!readOnly && (
        <Button variant="primary" onPress={() => act('publish')}>
          {say('Publish')}
        </Button>
      )}
      <span className={styles.tools}>
        {!drawn && !readOnly && <UndoRedo />}
        <FlowMenu />
      </span>
    </section>
  )
}

const SECOND_MS = 1_000
/** How long the run has been going on. */
function Elapsed({ since }: { since: string }) {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), SECOND_MS)
    return () => clearInterval(timer)
  }, [])
  return (
    <span role="timer" aria-label={say('Run time')} className={styles.elapsed}>
      {took(Math.max(0, now - Date.parse(since)))}
    </span>
  )
}

function Name() {
  const name = useDocument(s => s.flow.name)
  const readOnly = useDocument(s => s.readOnly)
  const dispatch = useDispatch()
  const [naming, setNaming] = useState(false)
  const pencil = useRef<HTMLButtonElement>(null)
  const done = (value: string | null, byKey = false) => {
    flushSync(() => setNaming(false))
    if (byKey) pencil.current?.focus()
    if (value?.trim() && value.trim() !== name) dispatch(renameFlow(value))
  }
  if (naming)
    return (
      <input
        className={styles.field}
        aria-label={say('Flow name')}
        defaultValue={name}
        maxLength={200}
        ref={field => {
          if (field && document.activeElement !== field) field.select()
        }}
        onBlur={event => done(event.currentTarget.value)}
        onKeyDown={event => {
          if (event.key !== 'Enter' && event.key !== 'Escape') return
          // The key is not also one for the button that takes the field's place.
          event.preventDefault()
          done(event.key === 'Enter' ? event.currentTarget.value : null, true)
        }}
      />
    )
  return (
    <span className={styles.name}>
      <Link to="/" className={styles.flows}>
        {say('Flows')}
      </Link>
      <span aria-hidden="true" className={styles.slash}>
        /
      </span>
      <h1 title={name}>{name}</h1>
      {!readOnly && (
        <Button ref={pencil} size="small" variant="quiet" aria-label={say('Rename flow')} onPress={() => setNaming(true)}>
          <Sign name="pencil" size={15} />
        </Button>
      )}
    </span>
  )
}

function Chips() {
  const id = useDocument(s => s.id)
  const unsaved = useDocument(s => s.unsaved)
  const schedule = useDocument(s => s.flow.schedule)
  const { data } = useFlowDetail(id)
  const version = versionWords(data, unsaved)
  const when = schedule ? scheduleWords(schedule) : say('Only when I press Run')
  return (
    <>
      <button
        type="button"
        className={styles.chip}
        aria-label={say('Version: {version}', { version })}
        onClick={() => openDialog('versions')}
      >
        {version}
      </button>
      <button
        type="button"
        className={`${styles.chip} ${styles.schedule}`}
        aria-label={say('Schedule: {when}', { when })}
        onClick={() => openDialog('schedule')}
      >
        {when}
      </button>
    </>
  )
}

function ProblemsChip() {
  const problems = useProblems()
  const must = problems.filter(p => p.level === 'must_fix').length
  const empty = useDocument(s => s.flow.nodes.length === 0)
  if (empty) return null
  return (
    <button
      type="button"
      className={styles.chip}
      data-tone={must ? 'err' : problems.length ? 'warn' : 'ok'}
      onClick={() => showTab('problems')}
    >
      {problems.length === 0 ? say('No problems') : say('{n, plural, one {# problem} other {# problems}}', { n: problems.length })}
    </button>
  )
}
