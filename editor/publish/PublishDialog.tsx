import { useEffect, useState } from 'react'
import { showTab, useStage } from '../commands/stage.ts'
import { useFlow } from '../document/hooks.ts'
import { usePreviewState } from '../preview/use-preview.ts'
import { useProblems } from '../problems/use-check.ts'
import { useCatalogue, useFlowDetail, useSchedulePreview, useVersion } from '../queries.ts'
import { scheduleWords } from '../schedule/cron-form.ts'
import { runWords } from '../schedule/run-words.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/Toasts.tsx'
import { say } from '../words/words.ts'
import { changes, noteFrom } from './changes.ts'
import { isAny, MeanwhileNote, useMeanwhile } from './meanwhile.tsx'
import css from './publish.module.css'
import { RejectedNote, sendable, useRejectedRows } from './rejected-rows.tsx'
import { usePublishing } from './use-publishing.ts'

const close = () => useStage.setState({ dialog: null })

/** What changes, what will happen then, and the press that makes the draft live. Opens Problems when something must be fixed. */
export function PublishDialog() {
  const open = useStage(s => s.dialog === 'publish')
  const must = useProblems().filter(p => p.level === 'must_fix').length
  useEffect(() => {
    if (!open || must === 0) return
    close()
    showTab('problems')
    toast(say('Fix {must} {must, plural, one {problem} other {problems}} before publishing', { must }), { tone: 'warn' })
  }, [open, must])
  return open && must === 0 ? <Publishing /> : null
}

function Publishing() {
  const { id, document } = useFlow()
  const { data: stored } = useFlowDetail(id)
  const { sentences, ready } = useChanges()
  const { data: catalogue } = useCatalogue()
  const meanwhile = useMeanwhile(document, stored?.live, catalogue)
  const { publish, pending, error } = usePublishing(id, close)
  const [note, setNote] = useState<string | null>(null)
  const named = stored?.live === null ? say('First version') : noteFrom(sentences)
  const rejected = useRejectedRows(id)
  const rows = sendable(rejected)
  const send = async (rejectedOf?: string) => {
    const version = await publish(note ?? named, rejectedOf)
    if (!version) return
    toast(say('Version {version} is live', { version: version.version }))
    for (const remark of version.remarks ?? []) toast(remark.message, { tone: 'warn' })
    close()
  }
  return (
    <Dialog
      isOpen
      onClose={close}
      title={say('Publish {name}', { name: document.name })}
      actions={
        <>
          <Button onPress={close}>{say('Keep editing')}</Button>
          {rejected && rows > 0 && (
            <Button pending={pending} onPress={() => send(rejected.run.run)}>
              {say('Publish and send {rows, plural, one {# rejected row} other {# rejected rows}} again', { rows })}
            </Button>
          )}
          <Button variant="primary" pending={pending} onPress={() => send()}>
            {meanwhile.sentences.length > 0 ? say('Publish version with their changes') : say('Publish version')}
          </Button>
        </>
      }
    >
      <div className={css.publish}>
        {isAny(meanwhile) && <MeanwhileNote meanwhile={meanwhile} />}
        <h3>{say('What changes')}</h3>
        <ul className={css.changes} aria-label={say('Changes')}>
          {sentences.map(sentence => (
            <li key={sentence}>{sentence}</li>
          ))}
          {ready && sentences.length === 0 && <li>{say('Nothing differs from the live version.')}</li>}
        </ul>
        <h3>{say('What will happen')}</h3>
        <NextRun paused={stored?.paused ?? false} />
        <LastPreview />
        {rejected && <RejectedNote flow={id} rejected={rejected} />}
        <TextField
          label={say('Note')}
          value={note ?? named}
          onChange={setNote}
          maxLength={1000}
          description={say('Names this version in the list of versions.')}
        />
        <ErrorNote error={error} />
      </div>
    </Dialog>
  )
}

/** Sentences by which the draft differs from the live version. */
function useChanges(): { sentences: string[]; ready: boolean } {
  const { id, document } = useFlow()
  const { data: catalogue } = useCatalogue()
  const { data: stored } = useFlowDetail(id)
  const live = useVersion(id, stored?.live ?? undefined)
  const ready = catalogue !== undefined && stored !== undefined && (stored.live === null || live.data !== undefined)
  return { ready, sentences: ready ? changes(live.data?.document ?? null, document, catalogue) : [] }
}

function NextRun({ paused }: { paused: boolean }) {
  const { schedule } = useFlow().document
  const { data } = useSchedulePreview(schedule ? { cron: schedule.cron, timezone: schedule.timezone } : null)
  const first = data?.next[0]
  if (!schedule) return <p>{say('Next run: when you press Run now. It will use this version.')}</p>
  if (paused) return <p>{say('Next run: none, the schedule is paused ({scheduleWords}).', { scheduleWords: scheduleWords(schedule) })}</p>
  return (
    <p>
      {say('Next run: {more}, and it will use this version.', {
        more: first ? runWords(first, schedule.timezone, new Date()) : scheduleWords(schedule),
      })}
    </p>
  )
}

function LastPreview() {
  const { id } = useFlow()
  const { flow, answer } = usePreviewState()
  if (flow !== id || !answer) return null
  const ends = answer.paths.flatMap(path => path.nodes.filter(n => n.node === path.destination))
  if (ends.length === 0) return null
  const fit = ends.reduce((sum, end) => sum + end.out, 0)
  const held = ends.reduce((sum, end) => sum + end.results.length, 0)
  return <p>{say('Last preview: {fit} {fit, plural, one {event} other {events}} fit to send, {held} held back.', { fit, held })}</p>
}
