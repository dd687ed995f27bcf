/** Segments as hooks: the library on the server, and saving to it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Conditions } from '../../../runtime/conditions/tree.ts'
import type { Flow } from '../../../runtime/flow.ts'
import type { Broken, Overlapping } from '../../../server/api/breakdown.ts'
import type { Segment } from '../../../server/api/segments.ts'
import { api } from '../../api.ts'
import { useHeard } from '../../live/use-live.ts'

export type { Segment }

const KEY = ['segments'] as const
const at = (name: string) => `/api/segments/${encodeURIComponent(name)}`

export function useSegments() {
  const cache = useQueryClient()
  useHeard([], event => {
    if (event === 'segment.saved' || event === 'segment.deleted') void cache.invalidateQueries({ queryKey: KEY })
  })
  return useQuery({ queryKey: KEY, queryFn: () => api<Segment[]>('/api/segments'), staleTime: 10_000 })
}

export interface SaveSegment {
  name: string
  where: Conditions
  /** The revision that was read; absent: a new segment. */
  revision?: number
  madeOn?: Segment['madeOn']
}
export function useSaveSegment() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: ({ name, where, revision, madeOn }: SaveSegment) =>
      api<Segment>(at(name), { method: 'PUT', body: { where, ...(madeOn && { madeOn }) }, ...(revision !== undefined && { revision }) }),
    onSuccess: () => cache.invalidateQueries({ queryKey: KEY }),
  })
}
export function useRenameSegment() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: ({ name, to, revision }: { name: string; to: string; revision: number }) =>
      api<Segment>(`${at(name)}/rename`, { method: 'POST', body: { name: to }, revision }),
    onSuccess: () => cache.invalidateQueries({ queryKey: KEY }),
  })
}
export function useDeleteSegment() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (name: string) => api<void>(at(name), { method: 'DELETE' }),
    onSuccess: () => cache.invalidateQueries({ queryKey: KEY }),
  })
}

/** About what an unfinished draft would keep. */
export const askBreakdown = (flow: string, ask: { document: Flow; node: string; column: string; values: boolean }, signal?: AbortSignal) =>
  api<Broken>(`/api/flows/${encodeURIComponent(flow)}/breakdown`, { method: 'POST', body: ask, ...(signal && { signal }) })
export const askOverlap = (flow: string, ask: { document: Flow; node: string; segments: [string, string] }, signal?: AbortSignal) =>
  api<Overlapping>(`/api/flows/${encodeURIComponent(flow)}/overlap`, { method: 'POST', body: ask, ...(signal && { signal }) })
