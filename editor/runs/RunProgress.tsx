import type { Run } from '../../server/api/payloads.ts'
import { ProgressBar } from '../ui/ProgressBar.tsx'
import { say } from '../words/words.ts'
import { waitOf, waitWords } from './wait-words.ts'
import { count, tallyOf } from './words.ts'

/** How far a run has got: a share when the source told how many rows there are, else a count; and what it waits for. Never a bare spinner. */
export function RunProgress({ run }: { run: Run }) {
  if (run.state === 'queued') return <ProgressBar name={say('Run progress')} words={say('Waiting for its turn')} />
  const t = tallyOf(run)
  const settled = t.read - t.unsent
  const total = run.paths.reduce((n, path) => n + (path.nodes[0]?.out ?? 0), 0)
  const known = total > t.read
  const share = known ? Math.floor((settled / total) * 100) : undefined
  const far = known
    ? say('{settled} of {total, plural, one {# row} other {# rows}}, {share} %', { settled: count(settled), total, share })
    : say('{read, plural, one {# row} other {# rows}} so far', { read: t.read })
  const waits = waitOf(run)
  return <ProgressBar name={say('Run progress')} value={share} words={waits ? `${far}. ${waitWords(waits)}.` : far} />
}
