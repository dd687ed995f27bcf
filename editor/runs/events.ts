/** Rows of a run that did not go through, page by page. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { api } from '../api.ts'
import { keys } from '../queries.ts'

export interface RunEvent {
  id: number
  key: string
  path?: string
  destination?: string
  outcome: string
  code: string
  node: string
  field: string | null
  message: string
}
/** One page of them, of one reason or of one step when that is given; asked anew every few seconds while the run goes on. A page is where each before it ended. */
export const useRunEvents = (run: string, active: boolean, of: Partial<Record<'code' | 'node' | 'field', string | undefined>>) =>
  useInfiniteQuery({
    queryKey: [...keys.run(run), 'events', active, of],
    queryFn: async ({ pageParam: before }) => {
      const after = before.length > 0 ? `&after=${before.at(-1)}` : ''
      const rows = await api<RunEvent[]>(`${runEventsPath(run, 'json')}&limit=${ROWS_A_PAGE + 1}${asked(of)}${after}`)
      return { rows: rows.slice(0, ROWS_A_PAGE), more: rows.length > ROWS_A_PAGE }
    },
    initialPageParam: [] as readonly number[],
    getNextPageParam: ({ rows, more }, _, before) => (more ? [...before, rows.at(-1)!.id] : undefined),
    getPreviousPageParam: (_page, _all, before) => (before.length > 0 ? before.slice(0, -1) : undefined),
    // A long list is not drawn whole: a browser has ten thousand rows with a press each in a minute, and is slow from then on.
    maxPages: 1,
    refetchInterval: active && 3_000,
  })
const asked = (of: Record<string, string | undefined>) =>
  Object.entries(of)
    .map(([name, value]) => (value === undefined ? '' : `&${name}=${encodeURIComponent(value)}`))
    .join('')
export const ROWS_A_PAGE = 50
export const runEventsPath = (run: string, format: 'json' | 'ndjson' | 'csv') =>
  `/api/runs/${encodeURIComponent(run)}/events?format=${format}`
