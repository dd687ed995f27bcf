import { useId, useState } from 'react'
import type { DecideHeld, HeldPath } from '../../server/api/decisions.ts'
import type { Run } from '../../server/api/payloads.ts'
import { isActive } from '../live/use-live.ts'
import { useDecideHeld, useHeld, useRejected, useStartRun } from '../queries.ts'
import { Button } from '../ui/Button.tsx'
import { Confirm } from '../ui/Dialog.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { useGo } from '../ui/Link.tsx'
import { toast, toastError } from '../ui/Toasts.tsx'
import { say } from '../words/words.ts'
import style from './Doubts.module.css'
import { type Decision, heldSentences, sendAgain, treatAsSent, twice } from './doubts.ts'
import { runPath } from './RunsTable.tsx'
import { SendRejected } from './SendRejected.tsx'
import { tallyOf } from './words.ts'

interface Question {
  decision: Decision
  /** What is asked of the server. */
  held: Pick<DecideHeld, 'requests' | 'action'>
}

/** What a person can decide after a run: about events of unknown outcome, and about rejected rows. */
export function Doubts({ run, name }: { run: Run; name: (node: string) => string }) {
  const { uncertain, rejected, invalid } = tallyOf(run)
  const ended = !isActive(run)
  const held = useHeld(run.flow, ended && uncertain > 0)
  const remembered = useRejected(run.flow, run.run, ended && rejected > 0)
  const [question, setQuestion] = useState<Question | null>(null)
  const rows = remembered.data?.rejected ?? 0
  const error = held.error ?? remembered.error
  const id = useId()
  return (
    <>
      {(error || held.data || rows > 0 || (ended && invalid > 0)) && (
        <section className={style.doubts} aria-labelledby={id}>
          <h2 id={id}>{say('What you can do')}</h2>
          <ErrorNote error={error} />
          {held.data?.length === 0 && (
            <p>
              {say(
                '{uncertain, plural, one {# event} other {# events}} of this run had an unknown outcome. None of them waits for you: what may be sent again goes out with the next run.',
                { uncertain },
              )}
            </p>
          )}
          {held.data?.map(path => (
            <Held key={path.path ?? path.requests[0]?.id} path={path} to={path.destination && name(path.destination)} onAsk={setQuestion} />
          ))}
          {ended && invalid > 0 && (
            <p>
              {say(
                '{invalid, plural, one {# row was} other {# rows were}} held back, not lost: once the reason is repaired, the next run that reads {invalid, plural, one {it sends it} other {them sends them}} by itself.',
                { invalid },
              )}
            </p>
          )}
          {rows > 0 && <SendRejected run={run} rows={rows} name={name} />}
        </section>
      )}
      {question && <Asked run={run} question={question} onClose={() => setQuestion(null)} />}
    </>
  )
}

/** The held requests of one destination. They may stem from earlier runs too. */
function Held({ path, to, onAsk }: { path: HeldPath; to: string | null; onAsk: (question: Question) => void }) {
  const says = useId()
  const waiting = path.requests.filter(({ released }) => !released)
  const sendable = waiting.filter(request => request.sendable)
  const ids = (of: typeof waiting) => of.map(request => request.id)
  return (
    <div className={style.doubt}>
      <h3>{to ? say('To {to}', { to }) : say('To an account that is no longer drawn')}</h3>
      <p id={says}>{heldSentences(path.requests).join(' ')}</p>
      {waiting.length > 0 && (
        <div className={style.acts}>
          {sendable.length > 0 && (
            <Button
              aria-describedby={says}
              onPress={() => onAsk({ decision: sendAgain(sendable), held: { requests: ids(sendable), action: 'send_again' } })}
            >
              {say('Send again')}
            </Button>
          )}
          <Button
            aria-describedby={says}
            onPress={() => onAsk({ decision: treatAsSent(waiting), held: { requests: ids(waiting), action: 'treat_as_sent' } })}
          >
            {say('Treat as sent')}
          </Button>
          {sendable.length > 0 && (
            <span className={style.quiet}>{say('Sent again, {twice}', { twice: twice(sendable).toLowerCase() })}</span>
          )}
        </div>
      )}
    </div>
  )
}

/** The `alertdialog` that names the act and the counts. It stays while what it is about leaves the page, to say the result. */
function Asked({ run, question, onClose }: { run: Run; question: Question; onClose: () => void }) {
  const decide = useDecideHeld(run.flow)
  const { held, decision } = question
  const start = useStartRun(run.flow)
  const go = useGo()
  const runNow = () => void start.mutateAsync({}).then(started => go(runPath(started)), toastError)
  const close = () => {
    onClose()
    decide.reset()
  }
  const confirm = () => {
    const then = {
      onSuccess: () => {
        close()
        toast(decision.done, decision.nextRun ? { acts: [{ label: say('Run now'), act: runNow }] } : {})
      },
    }
    decide.mutate(held, then)
  }
  return (
    <Confirm isOpen onClose={close} act={decision.act} keep={say('Decide later')} pending={decide.isPending} onConfirm={confirm}>
      <p>{decision.says}</p>
      <ErrorNote error={decide.error} />
    </Confirm>
  )
}
