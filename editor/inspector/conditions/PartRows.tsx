import { useQuery } from '@tanstack/react-query'
import { useFlow } from '../../document/hooks.ts'
import { RowsTable } from '../../preview/RowsTable.tsx'
import { sentences } from '../../preview/words.ts'
import { askPreview } from '../../queries.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { say } from '../../words/words.ts'
import { type Chain, endedAt } from './effects.ts'

const ROWS = 200

interface PartRowsProps {
  chain: Chain
  setting: string
  index: number
  which: 'before' | 'lost'
  onClose(): void
}
/** The sampled rows that one condition takes away, or those that come to it. */
export function PartRows({ chain, setting, index, which, onClose }: PartRowsProps) {
  const { id } = useFlow()
  const { document, node } = endedAt(chain, setting, index, which)
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['part-rows', id, JSON.stringify(document)],
    queryFn: ({ signal }) => askPreview(id, { document, rows: ROWS }, signal),
    retry: false,
  })
  const seen = data?.paths.flatMap(path => path.nodes).find(one => one.node === node)
  const stopped = data?.paths.find(path => path.error)?.error
  const n = index + 1
  const title = which === 'lost' ? say('Rows that condition {n} takes away', { n }) : say('Rows before condition {n}', { n })
  return (
    <Dialog isOpen onClose={onClose} title={title} size="wide">
      <ErrorNote error={error} onRetry={() => void refetch()} />
      {isFetching && !seen && <SkeletonRows name={say('Loading rows')} />}
      {stopped && !isFetching && (
        <p>
          {sentences(stopped.message, stopped.why)}{' '}
          <Button size="small" onPress={() => void refetch()}>
            {say('Try again')}
          </Button>
        </p>
      )}
      {seen && <RowsTable name={say('Condition {number}', { number: n })} seen={{ ...seen, results: [] }} cause={null} />}
    </Dialog>
  )
}
