import { useInfiniteQuery } from '@tanstack/react-query'
import type { AuditPage } from '../../server/api/audit.ts'
import { api } from '../api.ts'
import { Button } from '../ui/Button.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { SkeletonRows } from '../ui/Skeleton.tsx'
import { Head, Table } from '../ui/Table.tsx'
import { locale, say } from '../words/words.ts'
import { Section } from './Page.tsx'
import { doorWords, recordWords } from './record-words.ts'
import style from './SettingsPage.module.css'

/** Who changed what here, and when: the answer to "did anybody touch this?" */
export function RecordSection() {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['audit'],
    queryFn: ({ pageParam }) => api<AuditPage>(`/api/audit?limit=20${pageParam ? `&before=${pageParam}` : ''}`),
    initialPageParam: 0,
    getNextPageParam: page => page.next,
  })
  const lines = data?.pages.flatMap(page => page.lines) ?? []
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
  return (
    <Section title={say('Record')}>
      <p className={style.note}>
        {say(
          'Who published, paused, connected, uploaded or decided what, by which door. Kept for 400 days, without secrets. Drafts are not in it: they do nothing until they are published.',
        )}
      </p>
      {error && !data && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonRows rows={3} name={say('Loading the record')} />}
      {data && lines.length === 0 && <p>{say('Nothing yet.')}</p>}
      {lines.length > 0 && (
        <Table
          name={say('Record')}
          head={
            <>
              <Head>{say('When')}</Head>
              <Head>{say('What')}</Head>
              <Head>{say('Where from')}</Head>
            </>
          }
        >
          {lines.map(line => (
            <tr key={line.id}>
              <td>
                <time dateTime={line.at}>{time.format(new Date(line.at))}</time>
              </td>
              <td>{recordWords(line)}</td>
              <td>{doorWords(line.actor)}</td>
            </tr>
          ))}
        </Table>
      )}
      {hasNextPage && (
        <div>
          <Button pending={isFetchingNextPage} onPress={() => void fetchNextPage()}>
            {say('Show older lines')}
          </Button>
        </div>
      )}
    </Section>
  )
}
