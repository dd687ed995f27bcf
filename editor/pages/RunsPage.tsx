import { useState } from 'react'
import type { Run } from '../../server/api/payloads.ts'
import { ApiError } from '../api.ts'
import { useGoneWith, useLiveRun } from '../live/use-live.ts'
import { useFlowDetail, useStartRun } from '../queries.ts'
import { Explain } from '../runs/Explain.tsx'
import { HISTORY_MAX, useRunHistory } from '../runs/history.ts'
import { RunStrip } from '../runs/RunStrip.tsx'
import { RunsTable, runPath } from '../runs/RunsTable.tsx'
import { useStepNames } from '../runs/step-names.ts'
import type { Bar } from '../runs/strip.ts'
import { count, nextRunWords, triedAgain } from '../runs/words.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { useGo } from '../ui/Link.tsx'
import { Select } from '../ui/Select.tsx'
import { SkeletonRows } from '../ui/Skeleton.tsx'
import { toastError } from '../ui/Toasts.tsx'
import { say } from '../words/words.ts'
import { Page, Section, useNow } from './Page.tsx'
import style from './RunsPage.module.css'

const RESULTS: Record<string, { text: string; fits: (run: Run) => boolean }> = {
  all: { text: say('All results'), fits: () => true },
  trouble: { text: say('Not plain done'), fits: run => run.state !== 'succeeded' && run.state !== 'running' && run.state !== 'queued' },
  rejected: { text: say('With rejections'), fits: run => run.paths.some(p => p.tally.rejected > 0) },
  held: { text: say('With rows held back'), fits: run => run.paths.some(p => p.tally.invalid > 0) },
  unknown: { text: say('With unknown outcomes'), fits: run => run.paths.some(p => p.tally.uncertain > 0) },
  failed: { text: say('Failed'), fits: run => run.state === 'failed' && !triedAgain(run) },
  again: { text: say('Waiting to retry'), fits: run => triedAgain(run) !== undefined },
}

/** All runs of one flow: the last 30 days as bars, and every run as a row. */
export function RunsPage({ flow }: { flow: string }) {
  const detail = useFlowDetail(flow)
  const name = detail.data?.name ?? say('this flow')
  const gone = detail.error instanceof ApiError && detail.error.status === 404
  return (
    <Page
      title={say('Runs of {name}', { name })}
      {...(!gone && { back: { href: `/flows/${encodeURIComponent(flow)}`, text: say('Back to the flow') } })}
      actions={detail.data && detail.data.live !== null && <RunNow flow={flow} />}
    >
      <Runs flow={flow} next={detail.data} />
      {!detail.error && <ExplainRow flow={flow} />}
    </Page>
  )
}

function ExplainRow({ flow }: { flow: string }) {
  const [asked, setAsked] = useState('')
  return (
    <Section title={say('Explain a row')}>
      <Explain flow={flow} name={useStepNames(flow)} asked={asked} onAsk={setAsked} now={useNow()} />
    </Section>
  )
}

/** Runs what is live; what never was is run from its drawing, where it is seen. */
function RunNow({ flow }: { flow: string }) {
  const go = useGo()
  const start = useStartRun(flow)
  return (
    <Button pending={start.isPending} onPress={() => start.mutate({}, { onSuccess: run => go(runPath(run)), onError: toastError })}>
      {say('Run now')}
    </Button>
  )
}

function Runs({ flow, next }: { flow: string; next: Parameters<typeof nextRunWords>[0] | undefined }) {
  const { data, error, refetch } = useRunHistory(flow)
  const [bar, setBar] = useState<Bar | null>(null)
  const [result, setResult] = useState('all')
  const now = useNow()
  const go = useGo()
  useLiveRun(flow)
  useGoneWith(flow)
  if (error && !data) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return <SkeletonRows name={say('Loading runs')} />
  if (data.length === 0)
    return (
      <EmptyState>
        {next?.live === null
          ? say('No runs yet. Publish the flow, then it can run.')
          : say('No runs yet.{more}', {
              more: next?.nextRun && !next.paused ? say(' Next: {nextRunWords}.', { nextRunWords: nextRunWords(next, now) }) : '',
            })}
      </EmptyState>
    )
  const of = bar ? new Set(bar.runs.map(run => run.run)) : null
  const shown = data.filter(run => (!of || of.has(run.run)) && RESULTS[result]!.fits(run))
  return (
    <>
      <RunStrip
        runs={data}
        now={now}
        picked={bar?.id ?? null}
        onPick={picked => (picked?.runs.length === 1 ? go(runPath(picked.runs[0]!)) : setBar(picked))}
      />
      <div className={style.filter}>
        <Select
          label={say('Result')}
          value={result}
          onChange={setResult}
          options={Object.entries(RESULTS).map(([id, { text }]) => ({ id, text }))}
        />
        {bar && <Button onPress={() => setBar(null)}>{say('Show all days')}</Button>}
      </div>
      {shown.length > 0 ? (
        <RunsTable runs={shown} now={now} />
      ) : (
        <EmptyState actions={<Button onPress={() => setResult('all')}>{say('Show all results')}</Button>}>
          {say('No run has this result.')}
        </EmptyState>
      )}
      {data.length >= HISTORY_MAX && <p>{say('These are the latest {n} runs.', { n: count(data.length) })}</p>}
    </>
  )
}
