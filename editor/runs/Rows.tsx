import { memo, useState } from 'react'
import type { Run } from '../../server/api/payloads.ts'
import { isActive } from '../live/use-live.ts'
import { EVENTS_MAX, type RunEvent, useRunEvents } from '../queries.ts'
import { Button } from '../ui/Button.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { SkeletonRows } from '../ui/Skeleton.tsx'
import { Head, Table } from '../ui/Table.tsx'
import { say } from '../words/words.ts'
import { type ReasonPick, same } from './Reasons.tsx'
import style from './tables.module.css'
import { count, rowOutcomeWords, tallyOf } from './words.ts'

const PAGE = 100

/** The table `Rows`: keys of the rows that did not go through, each with its reason. Never a value. */
export function Rows({
  run,
  name,
  picked,
  step,
  onExplain,
}: {
  run: Run
  name: (node: string) => string
  picked: ReasonPick | null
  /** Only what stopped at this step. */
  step: string | null
  onExplain: (key: string) => void
}) {
  const [shown, setShown] = useState(PAGE)
  const { data, error, refetch } = useRunEvents(run.run, !isActive(run), {
    ...(picked && { code: picked.code, field: picked.field ?? '' }),
    node: picked?.node ?? step ?? undefined,
  })
  if (error && !data) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return <SkeletonRows rows={3} name={say('Loading rows')} />
  const rows = picked ? data.filter(row => same(row, picked)) : data
  if (rows.length === 0)
    return (
      <p className={style.note}>
        {picked || step !== null || notListed(run)
          ? say('No row of this kind was kept.')
          : say('No row was rejected, held back or left in doubt.')}
      </p>
    )
  return (
    <>
      <Table
        name={say('Rows')}
        head={
          <>
            <Head>{say('Key')}</Head>
            <Head>{say('What happened')}</Head>
            <Head>{say('Reason')}</Head>
            <Head>{say('Step')}</Head>
            <Head>
              <span className={style.note}>{say('More')}</span>
            </Head>
          </>
        }
      >
        {rows.slice(0, shown).map(row => (
          <Row key={`${row.path} ${row.key} ${row.code} ${row.field}`} row={row} step={name(row.node)} onExplain={onExplain} />
        ))}
      </Table>
      {rows.length > shown && (
        <p className={style.note}>
          {`${say('{shown} of {n, plural, one {# row} other {# rows}}.', { shown: count(shown), n: rows.length })} `}
          <Button size="small" onPress={() => setShown(shown + 5 * PAGE)}>
            {say('Show more rows')}
          </Button>
        </p>
      )}
      {data.length === EVENTS_MAX && (
        <p className={style.note}>
          {say('These are the first {EVENTS_MAX} rows. The download has all that were kept.', { EVENTS_MAX: count(EVENTS_MAX) })}
        </p>
      )}
    </>
  )
}

/** Counted by its reasons all the same: a run that was cut short had no time to list them. */
const notListed = (run: Run): boolean => {
  const { rejected, invalid, uncertain, expired } = tallyOf(run)
  return rejected + invalid + uncertain + expired > 0
}

/** Drawn once: there may be a thousand, and what is typed or pressed beside them is not about them. */
const Row = memo(({ row, step, onExplain }: { row: RunEvent; step: string; onExplain: (key: string) => void }) => (
  <tr>
    <th scope="row">
      <code className={style.key}>{row.key}</code>
    </th>
    <td className={style.outcome} data-outcome={row.outcome}>
      {rowOutcomeWords(row.outcome)}
    </td>
    <td className={style.reason}>{row.message}</td>
    <td>{step}</td>
    <td>
      <Button size="small" variant="quiet" aria-label={say('Explain row {key}', { key: row.key })} onPress={() => onExplain(row.key)}>
        {say('Explain')}
      </Button>
    </td>
  </tr>
))
