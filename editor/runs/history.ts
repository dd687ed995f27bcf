/** As many runs as the strip of 30 days and the list need, page by page. */
import { useQuery } from '@tanstack/react-query'
import type { Run } from '../../server/api/payloads.ts'
import { api } from '../api.ts'
import { keys } from '../queries.ts'
import { began, firstMidnight } from './strip.ts'

/** A run every quarter of an hour, for 30 days, is fewer. */
export const HISTORY_MAX = 3_000
export const PAGE = 500

/** `page`: the runs before that one, newest first. */
export async function historyOf(page: (before: string | undefined) => Promise<readonly Run[]>, now: number): Promise<Run[]> {
  const runs: Run[] = []
  for (;;) {
    const next = await page(runs.at(-1)?.run)
    runs.push(...next)
    const last = next.at(-1)
    if (!last || next.length < PAGE || runs.length >= HISTORY_MAX || began(last) < firstMidnight(now)) return runs
  }
}

/** The runs of the last 30 days and, where one page has more, those before; without their reasons and steps. */
export const useRunHistory = (flow: string) =>
  useQuery({
    queryKey: [...keys.runs(flow), 'history'],
    queryFn: ({ signal }) => {
      const path = `/api/flows/${encodeURIComponent(flow)}/runs?brief=true&limit=${PAGE}`
      return historyOf(before => api<Run[]>(before === undefined ? path : `${path}&before=${before}`, { signal }), Date.now())
    },
  })
