import { useCallback, useState } from 'react'
import type { Run } from '../../server/api/payloads.ts'
import { announce } from '../announce/announce.ts'
import { isActive, useLiveRunById } from '../live/use-live.ts'
import { useStopRun } from '../queries.ts'
import { CutShort } from '../runs/CutShort.tsx'
import { Doubts } from '../runs/Doubts.tsx'
import { Explain } from '../runs/Explain.tsx'
import { runEventsPath } from '../runs/events.ts'
import { type ReasonPick, rowsListed } from '../runs/listed.ts'
import { NextTry } from '../runs/NextTry.tsx'
import { PathNotes } from '../runs/PathNotes.tsx'
import { hasQuality, Quality } from '../runs/Quality.tsx'
import { Reasons } from '../runs/Reasons.tsx'
import { Requests } from '../runs/Requests.tsx'
import { Result } from '../runs/Result.tsx'
import { Rows } from '../runs/Rows.tsx'
import { RunProgress } from '../runs/RunProgress.tsx'
import { Replay } from '../runs/replay/Replay.tsx'
import { useNamesThen, useReplayed } from '../runs/replay/use-replayed.ts'
import { startOf } from '../runs/strip.ts'
import { moment } from '../runs/time.ts'
import { runSentence, tallyOf, triggerWords } from '../runs/words.ts'
import { Button } from '../ui/Button.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { Link } from '../ui/Link.tsx'
import { SkeletonRows } from '../ui/Skeleton.tsx'
import { toast, toastErrorOr } from '../ui/Toasts.tsx'
import { useWidth } from '../ui/use-width.ts'
import { say } from '../words/words.ts'
import { Page, Section, useNow } from './Page.tsx'
import style from './RunPage.module.css'

/** One run: its books as a sentence, the reasons, the rows, any row's way by its key; how well people can be found comes after what became of them. */
export function RunPage({ run: id }: { flow?: string; run: string }) {
  const { data: run, error, refetch } = useLiveRunById(id)
  const now = useNow(isActive(run))
  const back = run
    ? { href: `/flows/${encodeURIComponent(run.flow)}/runs`, text: say('Runs of {flowName}', { flowName: run.flowName }) }
    : undefined
  const title = run
    ? run.startedAt
      ? say('Run of {moment}', { moment: moment(startOf(run), now) })
      : say('Run of a moment to come')
    : say('Run')
  return (
    <Page title={title} {...(back ? { back } : {})} actions={run && <Actions run={run} />}>
      {error && !run && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {!run && !error && <SkeletonRows name={say('Loading the run')} />}
      {run && <Body key={run.run} run={run} now={now} />}
    </Page>
  )
}

function Actions({ run }: { run: Run }) {
  const stop = useStopRun()
  const { rejected } = tallyOf(run)
  const listed = rowsListed(run)
  const halt = () =>
    stop.mutate(run.run, {
      onSuccess: () => toast(say('Stopping. Requests under way are finished first.')),
      onError: toastErrorOr(halt),
    })
  const save = (more = '') => location.assign(runEventsPath(run.run, 'csv') + more)
  return (
    <>
      {isActive(run) && (
        <Button pending={stop.isPending} onPress={halt}>
          {say('Stop run')}
        </Button>
      )}
      <CopyButton text={() => location.href} copied={say('Copied the link to this run.')}>
        {say('Copy link')}
      </CopyButton>
      {rejected > 0 && <Button onPress={() => save('&outcome=rejected')}>{say('Download rejected rows')}</Button>}
      {listed > rejected && <Button onPress={() => save()}>{say('Download all rows with reasons')}</Button>}
    </>
  )
}

function Body({ run, now }: { run: Run; now: number }) {
  const replayed = useReplayed(run)
  const name = useNamesThen(run, replayed)
  // Beside each other steps are read from a tablet on; on a phone each way says its steps in a line.
  const drawn = useWidth() !== 'phone' && replayed !== null
  const requests = run.paths.reduce((n, path) => n + path.requests, 0)
  const [step, setStep] = useState<string | null>(null)
  const [picked, setPicked] = useState<ReasonPick | null>(null)
  const [asked, setAsked] = useState('')
  const pick = (of: string | null) => {
    setStep(of)
    setPicked(null)
    announce(
      of === null ? say('Reasons and rows of all steps.') : say('Reasons and rows below: only what stopped at {name}.', { name: name(of) }),
    )
  }
  const explain = useCallback((key: string) => {
    setAsked(key)
    document.getElementById('explain')?.scrollIntoView({ block: 'start' })
  }, [])
  return (
    <>
      <div className={style.summary}>
        <Result run={run} />
        <p role="status" aria-label={say('Run summary')} aria-live={isActive(run) ? 'off' : 'polite'} className={style.sentence}>
          {runSentence(run, now)}
        </p>
        <NextTry run={run} now={now} />
        {run.state === 'interrupted' && <CutShort run={run} />}
        <p className={style.quiet}>{say('Started by: {triggerWords}.', { triggerWords: triggerWords(run.trigger) })}</p>
        {run.rejectedOf !== undefined && (
          <p className={style.quiet}>
            {say('Only rows that another run had rejected.')}{' '}
            <Link href={`/flows/${encodeURIComponent(run.flow)}/runs/${encodeURIComponent(run.rejectedOf)}`}>{say('See that run')}</Link>
          </p>
        )}
        {isActive(run) && <RunProgress run={run} />}
      </div>
      {drawn && (
        <section className={style.replay} aria-label={say('The flow as it ran')}>
          <Replay run={run} {...replayed} picked={step} onPick={pick} />
          <p className={style.quiet}>
            {step === null ? (
              say('A press on a step shows only what stopped there.')
            ) : (
              <>
                {`${say('Reasons and rows below: only what stopped at {name}.', { name: name(step) })} `}
                <Button size="small" onPress={() => pick(null)}>
                  {say('Show all steps')}
                </Button>
              </>
            )}
          </p>
        </section>
      )}
      <PathNotes run={run} name={name} drawn={drawn} />
      <Doubts run={run} name={name} />
      <Section title={say('Reasons')}>
        <Reasons run={run} name={name} picked={picked} step={step} onPick={setPicked} />
      </Section>
      <Section title={say('Rows')}>
        {picked && (
          <p>
            <Button size="small" onPress={() => setPicked(null)}>
              {say('Show rows of all reasons')}
            </Button>
          </p>
        )}
        <Rows run={run} name={name} picked={picked} step={step} onExplain={explain} />
      </Section>
      <div id="explain">
        <Section title={say('Explain a row')}>
          <Explain flow={run.flow} name={name} asked={asked} onAsk={setAsked} now={now} />
        </Section>
      </div>
      <Section title={say('Requests')}>
        {requests > 0 && (
          <p className={style.quiet}>
            {say(
              '{requests, plural, one {One request was sent. Its number counts} other {Requests were sent # times, repeats included. Their numbers count}} the requests of all runs.',
              { requests },
            )}
          </p>
        )}
        <Requests run={run} name={name} now={now} />
      </Section>
      {hasQuality(run) && (
        <Section title={say('Input quality')}>
          <Quality run={run} name={name} />
        </Section>
      )}
    </>
  )
}
