import type { Run } from '../../server/api/payloads.ts'
import { useStartRun } from '../queries.ts'
import { Button } from '../ui/Button.tsx'
import { useGo } from '../ui/Link.tsx'
import { toastError } from '../ui/Toasts.tsx'
import { say } from '../words/words.ts'
import { runPath } from './RunsTable.tsx'
import { nearDay } from './time.ts'

/** What was stopped by something that passes: when it is tried again by itself, and the press that does not wait for it. */
export function NextTry({ run, now }: { run: Run; now: number }) {
  const go = useGo()
  const start = useStartRun(run.flow)
  if (!run.triedAgainAt) return null
  const again = () => {
    const here = location.pathname
    // By the promise: this is gone as soon as the next run is known.
    void start.mutateAsync({}).then(next => location.pathname === here && go(runPath(next)), toastError)
  }
  return (
    <p>
      {say('Next try: {when}. What was not sent is not lost.', { when: nearDay(run.triedAgainAt, now) })}{' '}
      <Button size="small" pending={start.isPending} onPress={again}>
        {say('Try again now')}
      </Button>
    </p>
  )
}
