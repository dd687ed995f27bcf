import type { Run } from '../../server/api/payloads.ts'
import { ProgressBar } from '../ui/ProgressBar.tsx'
import { count, plural, tallyOf } from './words.ts'

/** How far a run has got: a share when the source told how many rows there are, else a count. Never a bare spinner. */
export function RunProgress({ run }: { run: Run }) {
  if (run.state === 'queued') return <ProgressBar name="Run progress" words="Waiting for its turn" />
  const t = tallyOf(run)
  const settled = t.read - t.unsent
  const total = run.paths.reduce((n, path) => n + (path.nodes[0]?.out ?? 0), 0)
  const known = total > t.read
  const share = known ? Math.floor((settled / total) * 100) : undefined
  return (
    <ProgressBar
      name="Run progress"
      value={share}
      words={known ? `${count(settled)} of ${plural(total, 'row')}, ${share} %` : `${plural(t.read, 'row')} so far`}
    />
  )
}
