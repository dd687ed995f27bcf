import { useQuery } from '@tanstack/react-query'
import { useFlow } from '../../document/hooks.ts'
import { RowsTable } from '../../preview/RowsTable.tsx'
import { askPreview } from '../../queries.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
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
  const { data, error, refetch } = useQuery({
    queryKey: ['part-rows', id, JSON.stringify(document)],
    queryFn: ({ signal }) => askPreview(id, { document, rows: ROWS }, signal),
    retry: false,
  })
  const seen = data?.paths.flatMap(path => path.nodes).find(one => one.node === node)
  const n = index + 1
  const title = which === 'lost' ? say('Rows that condition {n} takes away', { n }) : say('Rows before condition {n}', { n })
  return (
    <Dialog isOpen onClose={onClose} title={title} size="wide">
      <ErrorNote error={error} onRetry={() => void refetch()} />
      {seen && <RowsTable name={title} seen={{ ...seen, results: [] }} cause={null} />}
    </Dialog>
  )
}
