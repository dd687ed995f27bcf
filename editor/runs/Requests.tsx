import { useState } from 'react'
import type { Run } from '../../server/api/payloads.ts'
import { isActive } from '../live/use-live.ts'
import { useRunRequests } from '../queries.ts'
import { Button } from '../ui/Button.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ShowMore } from '../ui/ShowMore.tsx'
import { SkeletonRows } from '../ui/Skeleton.tsx'
import { Head, Table } from '../ui/Table.tsx'
import { say } from '../words/words.ts'
import { RequestView } from './RequestView.tsx'
import { requestOutcome, requestSentence, requestTone } from './request-words.ts'
import style from './tables.module.css'
import { moment } from './time.ts'
import { count } from './words.ts'

/** The table `Requests`: what left for a run, each with what became of it. */
export function Requests({ run, name, now }: { run: Run; name: (node: string) => string; now: number }) {
  const pages = useRunRequests(run.run, isActive(run))
  const { data, error, refetch } = pages
  const [seen, setSeen] = useState<number | null>(null)
  if (error && !data) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return <SkeletonRows rows={3} name={say('Loading requests')} />
  const requests = data.pages.flatMap(page => page.requests)
  if (requests.length === 0) return <p className={style.note}>{say('No request is remembered. They are kept for 30 days.')}</p>
  return (
    <>
      <Table
        name={say('Requests')}
        head={
          <>
            <Head>{say('First sent')}</Head>
            <Head number>{say('Request')}</Head>
            <Head>{say('To')}</Head>
            <Head number>{say('Events')}</Head>
            <Head>{say('What happened')}</Head>
            <Head>
              <span className={style.note}>{say('More')}</span>
            </Head>
          </>
        }
      >
        {requests.map(request => (
          <tr key={request.request}>
            <th scope="row">{moment(request.attempts[0]!.startedAt, now)}</th>
            <td data-number>{request.request}</td>
            <td>{request.destination ? name(request.destination) : say('No longer drawn')}</td>
            <td data-number>{count(request.events)}</td>
            <td className={style.reason}>
              <span className={style.outcome} data-outcome={requestTone(request)}>
                {requestOutcome(request)}
              </span>
              {` ${requestSentence(request)}`}
            </td>
            <td>
              <Button
                size="small"
                variant="quiet"
                aria-label={say('Show request {request}', { request: request.request })}
                onPress={() => setSeen(request.request)}
              >
                {say('Show')}
              </Button>
            </td>
          </tr>
        ))}
      </Table>
      {(pages.hasNextPage || data.pages.length > 1) && (
        <ShowMore
          says={say('{shown, plural, one {# request} other {# requests}} shown.', { shown: requests.length })}
          act={say('Show more requests')}
          {...pages}
        />
      )}
      {seen !== null && <RequestView run={run.run} request={seen} onClose={() => setSeen(null)} now={now} />}
    </>
  )
}
