/** The present run and the present flow, as hooks. */
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import type { Run } from '../../server/api/payloads.ts'
import { keys, useRun, useRuns } from '../queries.ts'
import { type FeedEvent, listen, useFeedState } from './feed.ts'

const POLL_MS = 5_000
/** A run that has not come to its end. */
export const isActive = (run: Run | null | undefined): boolean => run?.state === 'running' || run?.state === 'queued'

/** The latest run of a flow, moving while it goes on; null when there never was one. */
export function useLiveRun(flow: string): Run | null {
  const cache = useQueryClient()
  const runs = useRuns(flow)
  const latest = runs.data?.[0]
  const followed = useRun(isActive(latest) ? latest?.run : undefined)
  useHeard([`flow:${flow}`], (event, data) => hearRun(cache, flow, event, data))
  usePoll(() => cache.invalidateQueries({ queryKey: keys.runs(flow) }))
  return newer(followed.data, latest)
}

/** One run, moving while it goes on. */
export function useLiveRunById(run: string): ReturnType<typeof useRun> {
  const cache = useQueryClient()
  const query = useRun(run)
  // What a later run of its flow did, in whichever tab it was begun, changes what can be done about this one.
  const flow = query.data?.flow
  useHeard(flow === undefined ? [`run:${run}`] : [`flow:${flow}`, `run:${run}`], (event, data) => hearRun(cache, flow, event, data))
  useGoneWith(flow, keys.run(run))
  // Neither who is before a queued run nor that a later one has begun is told of this run.
  const waits = query.data?.state === 'queued' || query.data?.triedAgainAt !== undefined
  usePoll(() => cache.invalidateQueries({ queryKey: keys.run(run), exact: true }), { wanted: isActive(query.data), always: waits })
  return query
}

/** For a page of runs: once their flow is deleted, in whichever tab, nothing is shown as if it were there still. */
export function useGoneWith(flow: string | undefined, ...more: (readonly unknown[])[]): void {
  const cache = useQueryClient()
  useHeard(flow === undefined ? [] : [`flow:${flow}`], (event, data) => {
    if (flow === undefined || event !== 'flow.deleted' || (data as { flow?: string }).flow !== flow) return
    for (const queryKey of [keys.flow(flow), ...more]) void cache.resetQueries({ queryKey })
  })
}

export interface FlowNews {
  kind: 'saved' | 'published' | 'deleted'
  /** Revision or version that the server now has; 0 when it did not say. */
  revision: number
  version: number | null
}
/** Tells about saves and publishes of a flow, by this tab or another. */
export function useLiveFlow(flow: string, onNews: (news: FlowNews) => void): void {
  const cache = useQueryClient()
  useHeard([`flow:${flow}`], (event, data) => {
    if (event === 'flow.deleted') return onNews({ kind: 'deleted', revision: 0, version: null })
    // Too much was missed to be told again: the draft may have been saved, a version published.
    if (event !== 'flow.saved' && event !== 'flow.published' && event !== 'reset') return
    const { revision = 0, version = null } = data as { revision?: number; version?: number | null }
    void cache.invalidateQueries({ queryKey: keys.flows })
    if (event !== 'flow.saved')
      for (const queryKey of [keys.versions(flow), keys.flow(flow)]) void cache.invalidateQueries({ queryKey, exact: true })
    onNews({ kind: event === 'flow.published' ? 'published' : 'saved', revision, version })
  })
}

/** Hears the feed for as long as the component is on screen. */
export function useHeard(topics: readonly string[], hear: (event: FeedEvent, data: unknown) => void): void {
  const latest = useEffectEvent(hear)
  const joined = topics.join(',')
  useEffect(() => listen(joined.split(','), (event, data) => latest(event, data)), [joined])
}

/** While the stream is down, asks every 5 seconds; `always`: also while it is up, for what it does not tell, such as who is before a queued run. */
function usePoll(ask: () => unknown, { wanted = true, always = false } = {}): void {
  const paused = useFeedState(s => s.state === 'paused')
  const latest = useEffectEvent(ask)
  useEffect(() => {
    if (!always && (!paused || !wanted)) return
    const timer = setInterval(() => latest(), POLL_MS)
    return () => clearInterval(timer)
  }, [paused, wanted, always])
}

/** A run's event carries the whole run: it goes where the pages read it from. */
function hearRun(cache: QueryClient, flow: string | undefined, event: FeedEvent, data: unknown): void {
  if (event === 'reset') {
    if (flow) void cache.invalidateQueries({ queryKey: keys.runs(flow) })
    void cache.invalidateQueries({ queryKey: ['run'] })
    return
  }
  if (event === 'flow.paused' || event === 'flow.resumed') {
    if (flow) void cache.invalidateQueries({ queryKey: keys.flow(flow), exact: true })
    return
  }
  const run = runOf(data)
  if (!run) return
  cache.setQueryData<Run>(keys.run(run.run), run)
  cache.setQueriesData<Run[]>({ queryKey: keys.runs(run.flow) }, before => before && placed(before, run))
  if (event !== 'run.finished') return
  void cache.invalidateQueries({ queryKey: keys.runs(run.flow) })
  // What rests since, and when it runs next.
  void cache.invalidateQueries({ queryKey: keys.flow(run.flow), exact: true })
  void cache.invalidateQueries({ queryKey: keys.doubts(run.flow) })
  void cache.invalidateQueries({ queryKey: [...keys.flow(run.flow), 'explain'] })
  void cache.invalidateQueries({ queryKey: [...keys.run(run.run), 'events'] })
  void cache.invalidateQueries({ queryKey: keys.flows })
}

/** The list with this run in its place: replaced, or new on top; then it is the try that those before waited for. */
export const placed = (runs: readonly Run[], run: Run): Run[] =>
  runs.some(r => r.run === run.run)
    ? runs.map(r => (r.run === run.run ? run : r))
    : [run, ...runs.map(({ triedAgainAt: _, ...before }) => before)]

function runOf(data: unknown): Run | undefined {
  const said = data as { paths?: unknown; run?: unknown } | null
  if (typeof said !== 'object' || said === null) return undefined
  if (Array.isArray(said.paths)) return said as Run
  return typeof said.run === 'object' ? runOf(said.run) : undefined
}

/** Of two answers about the latest run, the one that knows more: one that has ended, else the more recent question. */
function newer(followed: Run | undefined, latest: Run | undefined): Run | null {
  if (followed && latest && followed.run === latest.run) return isActive(latest) ? followed : latest
  return latest ?? null
}
