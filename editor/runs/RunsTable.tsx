import { useState } from 'react'
import type { Run } from '../../server/api/payloads.ts'
import { isActive } from '../live/use-live.ts'
import { useNow } from '../pages/Page.tsx'
import { Link } from '../ui/Link.tsx'
import { ShowMore } from '../ui/ShowMore.tsx'
import { Head, Table } from '../ui/Table.tsx'
import { say } from '../words/words.ts'
import { Result } from './Result.tsx'
import { startOf } from './strip.ts'
import { shortMoment, took } from './time.ts'
import { count, span, tallyOf, triggerWords } from './words.ts'

type Column = 'Started' | 'Took' | 'Rows in' | 'Accepted' | 'Rejected' | 'Held back'
const BY: Record<Column, (run: Run, now: number) => number> = {
  Started: run => Date.parse(startOf(run)),
  Took: span,
  'Rows in': run => tallyOf(run).read,
  Accepted: run => tallyOf(run).delivered,
  Rejected: run => tallyOf(run).rejected,
  'Held back': run => tallyOf(run).invalid,
}

const LABELS: Record<Column, string> = {
  Started: say('Started'),
  Took: say('Took'),
  'Rows in': say('Rows in'),
  Accepted: say('Accepted'),
  Rejected: say('Rejected'),
  'Held back': say('Held back'),
}

/** Where a run's page is. */
export const runPath = (run: Pick<Run, 'flow' | 'run'>): string =>
  `/flows/${encodeURIComponent(run.flow)}/runs/${encodeURIComponent(run.run)}`

/** Rows at first, and with each press. */
const MORE = 100

/** The table `Runs`: newest first, every column of numbers sortable. */
export function RunsTable({ runs, now }: { runs: readonly Run[]; now: number }) {
  const [sort, setSort] = useState<{ by: Column; down: boolean }>({ by: 'Started', down: true })
  const [most, setMost] = useState(MORE)
  const sorted = runs.toSorted((a, b) => (BY[sort.by](a, now) - BY[sort.by](b, now)) * (sort.down ? -1 : 1))
  const head = (by: Column) => (
    <Head
      number={by !== 'Started'}
      sorted={sort.by === by ? (sort.down ? 'descending' : 'ascending') : undefined}
      onSort={() => setSort({ by, down: sort.by === by ? !sort.down : true })}
    >
      {LABELS[by]}
    </Head>
  )
  return (
    <>
      <Table
        name={say('Runs')}
        head={
          <>
            {head('Started')}
            <Head>{say('Result')}</Head>
            {head('Rows in')}
            {head('Accepted')}
            {head('Rejected')}
            {head('Held back')}
            {head('Took')}
            <Head>{say('Version')}</Head>
            <Head>{say('Trigger')}</Head>
          </>
        }
      >
        {sorted.slice(0, most).map(run => (
          <Row key={run.run} run={run} now={now} />
        ))}
      </Table>
      {sorted.length > MORE && (
        <ShowMore
          says={say('{shown} of {all, plural, one {# run} other {# runs}} shown.', {
            shown: count(Math.min(most, sorted.length)),
            all: sorted.length,
          })}
          act={say('Show {n, plural, one {# more run} other {# more runs}}', { n: Math.min(MORE, Math.max(0, sorted.length - most)) })}
          hasNextPage={sorted.length > most}
          fetchNextPage={() => setMost(most + MORE)}
        />
      )}
    </>
  )
}

const SoFar = ({ run }: { run: Run }) => took(span(run, useNow(true)))

function Row({ run, now }: { run: Run; now: number }) {
  const t = tallyOf(run)
  return (
    <tr>
      <th scope="row" style={{ whiteSpace: 'nowrap' }}>
        <Link href={runPath(run)}>{run.startedAt ? shortMoment(run.startedAt, now) : say('Not started yet')}</Link>
      </th>
      <td style={{ whiteSpace: 'nowrap' }}>
        <Result run={run} />
      </td>
      <td data-number>{count(t.read)}</td>
      <td data-number>{count(t.delivered)}</td>
      <td data-number>{count(t.rejected)}</td>
      <td data-number>{count(t.invalid)}</td>
      <td data-number>{run.startedAt && (isActive(run) ? <SoFar run={run} /> : took(span(run, now)))}</td>
      <td>{run.version === null ? say('Draft') : run.version}</td>
      <td>{run.rejectedOf === undefined ? triggerWords(run.trigger) : say('Rejected rows again')}</td>
    </tr>
  )
}
