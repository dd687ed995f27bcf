import { memo } from 'react'
import type { Run } from '../../server/api/payloads.ts'
import { isActive } from '../live/use-live.ts'
import { Button } from '../ui/Button.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { Paging } from '../ui/Paging.tsx'
import { SkeletonRows } from '../ui/Skeleton.tsx'
import { Head, Table } from '../ui/Table.tsx'
import { say } from '../words/words.ts'
import { ROWS_A_PAGE, type RunEvent, useRunEvents } from './events.ts'
import { type ReasonPick, rowsListed, same } from './listed.ts'
import style from './tables.module.css'
import { count, rowOutcomeWords, tallyOf } from './words.ts'

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
  const pages = useRunEvents(run.run, isActive(run), {
    ...(picked && { code: picked.code, field: picked.field ?? '' }),
    node: picked?.node ?? step ?? undefined,
  })
  const { data, error, refetch, hasNextPage, hasPreviousPage } = pages
  if (error && !data) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return <SkeletonRows rows={3} name={say('Loading rows')} />
  const { rows } = data.pages[0]!
  if (rows.length === 0)
    return (
      <p className={style.note}>
        {picked || step !== null || notListed(run)
          ? say('No row of this kind was kept.')
          : say('No row was rejected, held back or left in doubt.')}
      </p>
    )
  const before = (data.pageParams[0] as readonly number[]).length * ROWS_A_PAGE
  const to = before + rows.length
  const all = rowsListed(run, reason => (picked ? same(reason, picked) : step === null || reason.node === step))
  const cut = !hasNextPage && !isActive(run) && to < all
  return (
    <>
      {(hasNextPage || hasPreviousPage || cut) && (
        <Paging
          says={say('Rows {from} to {to} of {all}.', { from: count(before + 1), to: count(to), all: count(Math.max(all, to)) })}
          hint={
            cut
              ? say('Of a run the first 10,000 rows are kept one by one; its reasons count all of them.')
              : say('Any row is found by its key, below.')
          }
          next={say('Next rows')}
          previous={say('Previous rows')}
          pages={pages}
        />
      )}
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
        {rows.map(row => (
          <Row key={row.id} row={row} step={name(row.node)} onExplain={onExplain} />
        ))}
      </Table>
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
