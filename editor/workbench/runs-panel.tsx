import { Link } from '@tanstack/react-router'
import { useSituation } from '../commands/situation.ts'
import { useFlowDetail, useRuns } from '../queries.ts'
import { RunsTable } from '../runs/RunsTable.tsx'
import { runWords } from '../schedule/run-words.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { say } from '../words/words.ts'

const SHOWN = 20

/** The flow's last runs, beside the drawing. */
export function RunsPanel({ flow }: { flow: string }) {
  const { data, error, refetch } = useRuns(flow)
  const { page } = useSituation()
  const { nextRun: next, schedule } = useFlowDetail(flow).data ?? {}
  if (error && !data) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return null
  if (!data.length)
    return (
      <EmptyState actions={<Button onPress={() => page.run()}>{say('Start the first run')}</Button>}>
        {next ? say('No runs yet. Next: {next}.', { next: runWords(next, schedule?.timezone ?? 'UTC', new Date()) }) : say('No runs yet.')}
      </EmptyState>
    )
  return (
    <>
      <RunsTable runs={data.slice(0, SHOWN)} now={Date.now()} />
      {data.length > SHOWN && (
        <Link to="/flows/$id/runs" params={{ id: flow }}>
          {say('All runs')}
        </Link>
      )}
    </>
  )
}
