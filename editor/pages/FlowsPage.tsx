import { useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useHeard } from '../live/use-live.ts'
import { keys, useFlows } from '../queries.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { useFetchAhead } from '../ui/fetch-ahead.ts'
import { useGo } from '../ui/Link.tsx'
import { later } from '../ui/later.tsx'
import { SearchField } from '../ui/SearchField.tsx'
import { SkeletonRows } from '../ui/Skeleton.tsx'
import { say } from '../words/words.ts'
import { Attention } from './Attention.tsx'
import style from './FlowsPage.module.css'
import { FlowTable } from './FlowTable.tsx'
import { GhostFlow } from './GhostFlow.tsx'
import { Page, useNow } from './Page.tsx'
import { useStartFromTemplate } from './start-from-template.ts'

/** "koln" finds Köln. */
const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss').toLowerCase().trim()

const NewFlow = later(() => import('./NewFlow.tsx').then(m => m.NewFlow))

/** All flows, and the way to a new one. `choosing` opens the chooser at once. */
export function FlowsPage({ choosing = false }: { choosing?: boolean }) {
  const { data, error, refetch } = useFlows()
  const [open, setOpen] = useState(choosing)
  const [find, setFind] = useState('')
  const cache = useQueryClient()
  const now = useNow()
  const sample = useStartFromTemplate()
  const go = useGo()
  useFetchAhead(NewFlow.preload)
  useHeard(['flows'], () => void cache.invalidateQueries({ queryKey: keys.flows }))
  const wanted = plain(find).split(/\s+/)
  const found = data?.filter(flow => wanted.every(word => plain(flow.name).includes(word))) ?? []
  const empty = data?.length === 0
  return (
    <Page
      title={say('Flows')}
      actions={
        <>
          {data && !empty && !open && (
            <Button pending={sample.pending} onPress={() => sample.start()}>
              {say('Start with sample data')}
            </Button>
          )}
          <Button variant={empty ? 'plain' : 'primary'} onPress={() => setOpen(true)}>
            <Plus aria-hidden />
            {say('New flow')}
          </Button>
        </>
      }
    >
      <Attention />
      {error && !data && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonRows name={say('Loading flows')} />}
      {empty && !open && (
        <div className={style.first}>
          <GhostFlow />
          <EmptyState
            actions={
              <>
                <Button variant="primary" pending={sample.pending} onPress={() => sample.start()}>
                  {say('Start with sample data')}
                </Button>
                <Button onPress={() => setOpen(true)}>{say('See templates')}</Button>
              </>
            }
          >
            {say('No flows yet. Send your first conversion in about three minutes.')}
          </EmptyState>
        </div>
      )}
      <ErrorNote error={sample.error} />
      {data && data.length > 0 && (
        <>
          <SearchField name={say('Search flows')} value={find} onChange={setFind} className={style.search} />
          {found.length > 0 ? (
            <FlowTable flows={found} now={now} />
          ) : (
            <EmptyState actions={<Button onPress={() => setFind('')}>{say('Show all flows')}</Button>}>
              {say('No flow is called "{find}".', { find: find.trim() })}
            </EmptyState>
          )}
        </>
      )}
      {open && <NewFlow onClose={() => (choosing ? go('/', true) : setOpen(false))} />}
    </Page>
  )
}
