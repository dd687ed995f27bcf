import { useEffect, useId, useRef, useState } from 'react'
import type { Run } from '../../server/api/payloads.ts'
import { useReplayPreview, useStartRun } from '../queries.ts'
import { Button } from '../ui/Button.tsx'
import { Confirm } from '../ui/Dialog.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { useGo } from '../ui/Link.tsx'
import { toastError } from '../ui/Toasts.tsx'
import { say } from '../words/words.ts'
import style from './Doubts.module.css'
import { eventsTo, replaySentences, sendRejected } from './doubts.ts'
import { runPath } from './RunsTable.tsx'

/** The rejected rows of a run, and the question before a run of their own sends them. */
export function SendRejected({ run, rows, name }: { run: Run; rows: number; name: (node: string) => string }) {
  const says = useId()
  const [asking, setAsking] = useState(false)
  const counted = useReplayPreview(run.flow, run.run, { wanted: asking })
  const start = useStartRun(run.flow)
  const stands = useRef(true)
  useEffect(() => {
    stands.current = true
    return () => {
      stands.current = false
    }
  }, [])
  const go = useGo()
  const close = () => {
    setAsking(false)
    start.reset()
  }
  const send = () => {
    const here = location.pathname
    // By the promise: a quick run, or another tab's, leaves nothing to send, and this goes from the page before all answers are there.
    void start.mutateAsync({ rejectedOf: run.run }).then(
      started => location.pathname === here && go(runPath(started)),
      // Told below, while this is there.
      refused => stands.current || toastError(refused),
    )
  }
  const { data, error } = counted
  return (
    <div className={style.doubt}>
      <p id={says}>
        {say(
          '{rows, plural, one {# rejected row} other {# rejected rows}} of this run {rows, plural, one {is} other {are}} remembered, and no run sends {rows, plural, one {it} other {them}} by itself. Once the reason is repaired, send {rows, plural, one {it} other {them}} again.',
          { rows },
        )}
      </p>
      <Button aria-describedby={says} onPress={() => setAsking(true)}>
        {say('Send rejected rows again')}
      </Button>
      <Confirm
        isOpen={asking}
        onClose={close}
        act={sendRejected(data?.asNow || rows)}
        keep={say('Decide later')}
        danger={false}
        pending={start.isPending}
        blocked={data?.asNow === 0}
        onConfirm={send}
      >
        <p>
          {say('A run starts at once and sends them as the flow is now, and nothing new besides. What was accepted is not sent again.')}
        </p>
        <div role="status" aria-label={say('What would leave')}>
          {error && <ErrorNote error={error} />}
          {!data && !error && <p>{say('Reading the rows to see what would leave now.')}</p>}
          {data?.asNow === 0 && <p>{say('None of them can be sent as the flow is now.')}</p>}
          {data && [...replaySentences(data), ...eventsTo(data, name)].map(sentence => <p key={sentence}>{sentence}</p>)}
        </div>
        <ErrorNote error={start.error} />
      </Confirm>
    </div>
  )
}
