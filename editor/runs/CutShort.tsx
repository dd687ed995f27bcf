import type { Run } from '../../server/api/payloads.ts'
import { useRuns } from '../queries.ts'
import { Link } from '../ui/Link.tsx'
import { say } from '../words/words.ts'
import { runPath } from './RunsTable.tsx'

/** A run that ended with its server: what happened, and which one went on. */
export function CutShort({ run }: { run: Run }) {
  const later = useRuns(run.flow).data?.findLast(other => other.run > run.run)
  // What else stopped it is told with its way.
  if (run.paths.some(({ error }) => error)) return null
  return (
    <p>
      {say('The server ended in the middle of this run. Nothing is lost.')}{' '}
      {later ? <Link href={runPath(later)}>{say('See the run that went on')}</Link> : say('The next run sends the rest.')}
    </p>
  )
}
