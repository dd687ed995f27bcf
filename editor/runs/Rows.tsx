import { useState } from 'react'
import type { Run } from '../../server/api/payloads.ts'
import { isActive } from '../live/use-live.ts'
import { EVENTS_MAX, useRunEvents } from '../queries.ts'
import { Button } from '../ui/Button.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { SkeletonRows } from '../ui/Skeleton.tsx'
import { Head, Table } from '../ui/Table.tsx'
import { type ReasonPick, same } from './Reasons.tsx'
import style from './tables.module.css'
import { count, outcomeWords, plural } from './words.ts'

const PAGE = 100

/** The table `Rows`: keys of the rows that did not go through, each with its reason. Never a value. */
export function Rows({
  run,
  name,
  picked,
  onExplain,
}: {
  run: Run
  name: (node: string) => string
  picked: ReasonPick | null
  onExplain: (key: string) => void
}) {
  const [shown, setShown] = useState(PAGE)
  const { data, error, refetch } = useRunEvents(run.run, !isActive(run), picked?.code)
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return <SkeletonRows rows={3} name="Loading rows" />
  const rows = picked ? data.filter(row => same(row, picked)) : data
  if (rows.length === 0)
    return <p className={style.note}>{picked ? 'No row of this kind was kept.' : 'No row was rejected, held back or left in doubt.'}</p>
  return (
    <>
      <Table
        name="Rows"
        head={
          <>
            <Head>Key</Head>
            <Head>What happened</Head>
            <Head>Reason</Head>
            <Head>Step</Head>
            <Head>
              <span className={style.note}>More</span>
            </Head>
          </>
        }
      >
        {rows.slice(0, shown).map(row => (
          <tr key={`${row.path} ${row.key} ${row.code} ${row.field}`}>
            <th scope="row">
              <code className={style.key}>{row.key}</code>
            </th>
            <td className={style.outcome} data-outcome={row.outcome}>
              {outcomeWords(row.outcome)}
            </td>
            <td className={style.reason}>{row.message}</td>
            <td>{name(row.node)}</td>
            <td>
              <Button size="small" variant="quiet" aria-label={`Explain row ${row.key}`} onPress={() => onExplain(row.key)}>
                Explain
              </Button>
            </td>
          </tr>
        ))}
      </Table>
      {rows.length > shown && (
        <p className={style.note}>
          {`${count(shown)} of ${plural(rows.length, 'row')}. `}
          <Button size="small" onPress={() => setShown(shown + 5 * PAGE)}>
            Show more rows
          </Button>
        </p>
      )}
      {data.length === EVENTS_MAX && (
        <p className={style.note}>{`These are the first ${count(EVENTS_MAX)} rows. The download has all that were kept.`}</p>
      )}
    </>
  )
}
