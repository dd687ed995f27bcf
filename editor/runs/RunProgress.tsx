import type { Run } from '../../server/api/payloads.ts'
import { ProgressBar } from '../ui/ProgressBar.tsx'
import { say } from '../words/words.ts'
import { farOf } from './progress.ts'
import { queueWords, waitOf, waitWords } from './wait-words.ts'
import { count } from './words.ts'

/** How far a run has got: a share where the source has counted its rows, else a count; and what it waits for. Never a bare spinner. */
export function RunProgress({ run }: { run: Run }) {
  if (run.state === 'queued') return <ProgressBar name={say('Run progress')} words={queueWords(run.queue)} />
  const { settled, of, share } = farOf(run)
  const percent = share === null ? undefined : Math.floor(share * 100)
  const rows =
    of === null
      ? say('{read, plural, one {# row} other {# rows}} so far', { read: settled })
      : say('{settled} of {total, plural, one {# row} other {# rows}}', { settled: count(settled), total: of })
  const far = percent === undefined ? rows : say('{far}, {percent} %', { far: rows, percent })
  const waits = waitOf(run)
  return <ProgressBar name={say('Run progress')} value={percent} words={waits ? `${far}. ${waitWords(waits)}.` : far} />
}
