import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '../api.ts'
import { clearCounts } from '../canvas/counts.ts'
import { clearStage } from '../commands/stage.ts'
import { markIds } from '../document/graph.ts'
import { type DocumentStore, openDocument } from '../document/store.ts'
import { isAway, onceBack } from '../live/recovery.ts'
import { flowOptions, keys, type VersionDetail } from '../queries.ts'
import { freshToken } from '../token.ts'
import { widthNow } from '../ui/use-width.ts'

const rooms = { wide: 'wide', middle: 'wide', narrow: 'narrow', phone: 'phone' } as const
const room = () => rooms[widthNow()]

/** As the page opens the flow is read ahead (`app.tsx`); after that, opening always reads it anew. */
const READ_AHEAD_MS = 3_000

/** Reads a flow, or one of its versions to look at, once. The document then lives here; the cache only feeds chips. */
export function useOpenFlow(id: string, version: number | undefined): { store: DocumentStore | null; error: unknown; again: () => void } {
  const cache = useQueryClient()
  const [store, setStore] = useState<DocumentStore | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [tries, setTries] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a press on "Try again" asks again
  useEffect(() => {
    let left = false
    setStore(null)
    setError(null)
    clearStage(room())
    clearCounts()
    markIds(freshToken().slice(0, 4))
    const read = async () => {
      const detail = await cache.fetchQuery({ ...flowOptions(id), staleTime: performance.now() < READ_AHEAD_MS ? READ_AHEAD_MS : 0 })
      if (version === undefined) return detail
      const old = await cache.fetchQuery({
        queryKey: keys.version(id, version),
        queryFn: () => api<VersionDetail>(`/api/flows/${encodeURIComponent(id)}/versions/${version}`),
      })
      return { ...detail, document: old.document, readOnly: true }
    }
    read().then(
      detail => left || setStore(openDocument(detail)),
      failure => left || setError(failure),
    )
    return () => {
      left = true
    }
  }, [id, version, cache, tries])
  useEffect(() => (isAway(error) ? onceBack(() => setTries(n => n + 1)) : undefined), [error])
  return { store, error, again: () => setTries(n => n + 1) }
}
