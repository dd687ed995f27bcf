/** Every endpoint as a hook: one key per thing, so that a change refreshes exactly what it touched. */
import { type QueryClient, queryOptions, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type * as z from 'zod'
import type { Flow } from '../runtime/flow.ts'
import type { Catalogue } from '../server/api/catalogue.ts'
import type { Choices } from '../server/api/choices.ts'
import type * as decisions from '../server/api/decisions.ts'
import type { Explained } from '../server/api/explained.ts'
import type * as look from '../server/api/lookups.ts'
import type * as body from '../server/api/payloads.ts'
import type { RequestDetail, RequestList } from '../server/api/requests.ts'
import { api, apiText } from './api.ts'
import { freshToken } from './token.ts'

type Of<S extends z.ZodType> = z.infer<S>
type FlowSummary = body.FlowSummary
type FlowDetail = body.FlowDetail
type Run = body.Run
export type Connection = body.Connection
export type OpenedFlow = FlowDetail
/** A version that was just made, with what is worth knowing of its keys. */
export type Published = Version & { remarks?: { message: string }[]; run?: string }
export type Version = Of<typeof body.Version>
export type VersionDetail = Version & { document: Flow }
export type TableInfo = Of<typeof body.TableInfo>
export type Template = Of<typeof body.Template>
export type ConnectionTest = Of<typeof body.ConnectionTest>
export type SchedulePreview = Of<typeof body.SchedulePreview>

/** Names of what is cached; `['flow', id]` is the prefix of everything about one flow. */
export const keys = {
  catalogue: ['catalogue'] as const,
  flows: ['flows'] as const,
  flow: (id: string) => ['flow', id] as const,
  runs: (id: string) => ['flow', id, 'runs'] as const,
  doubts: (id: string) => ['flow', id, 'doubts'] as const,
  versions: (id: string) => ['flow', id, 'versions'] as const,
  version: (id: string, n: number) => ['flow', id, 'versions', n] as const,
  run: (id: string) => ['run', id] as const,
  connections: ['connections'] as const,
  tables: (name: string) => ['connections', name, 'tables'] as const,
  inbox: ['inbox'] as const,
  templates: ['templates'] as const,
}
const at = (id: string, rest = '') => `/api/flows/${encodeURIComponent(id)}${rest}`
const post = <T>(path: string, sent: unknown = {}, signal?: AbortSignal) =>
  api<T>(path, { method: 'POST', body: sent, ...(signal ? { signal } : {}) })

// ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────────

export const catalogueOptions = queryOptions({
  queryKey: keys.catalogue,
  queryFn: () => api<Catalogue>('/api/catalogue'),
  staleTime: Number.POSITIVE_INFINITY,
})
export const flowOptions = (id: string) => queryOptions({ queryKey: keys.flow(id), queryFn: () => api<FlowDetail>(at(id)) })

/** Kinds, concepts and standard event names. */
export const useCatalogue = () => useQuery(catalogueOptions)
export const useFlows = () => useQuery({ queryKey: keys.flows, queryFn: () => api<FlowSummary[]>('/api/flows') })
/** One flow with its draft. The open editor reads it once and keeps its own document. */
export const useFlowDetail = (id: string) => useQuery(flowOptions(id))
export const useVersions = (id: string) => useQuery({ queryKey: keys.versions(id), queryFn: () => api<Version[]>(at(id, '/versions')) })
export const useVersion = (id: string, n: number | undefined) =>
  useQuery({ queryKey: keys.version(id, n ?? 0), queryFn: () => api<VersionDetail>(at(id, `/versions/${n}`)), enabled: n !== undefined })
/** The latest 50 runs, newest first. */
export const useRuns = (id: string) => useQuery({ queryKey: keys.runs(id), queryFn: () => api<Run[]>(at(id, '/runs')) })
export const useRun = (run: string | undefined) =>
  useQuery({
    queryKey: keys.run(run ?? ''),
    queryFn: () => api<Run>(`/api/runs/${encodeURIComponent(run ?? '')}`),
    enabled: run !== undefined,
  })
export const useConnections = () => useQuery({ queryKey: keys.connections, queryFn: () => api<Connection[]>('/api/connections') })
/** Tables of a saved connection, for a source or model to choose from. */
export const useTables = (connection: string | undefined) =>
  useQuery({
    queryKey: keys.tables(connection ?? ''),
    queryFn: () => api<TableInfo[]>(`/api/connections/${encodeURIComponent(connection ?? '')}/tables`),
    enabled: !!connection,
    staleTime: 60_000,
    retry: false,
  })
/** What arrived in the Test inbox, newest first, a page of 100 at a time; of one verdict alone where that is asked for. */
export const useInbox = (accepted = '') =>
  useInfiniteQuery({
    queryKey: [...keys.inbox, accepted],
    queryFn: ({ pageParam }) =>
      api<body.InboxItem[]>(`/api/inbox?limit=100${accepted && `&accepted=${accepted}`}${pageParam && `&before=${pageParam}`}`),
    initialPageParam: '',
    getNextPageParam: page => (page.length < 100 ? undefined : String(page.at(-1)?.id)),
  })
export const useTemplates = () =>
  useQuery({ queryKey: keys.templates, queryFn: () => api<Template[]>('/api/templates'), staleTime: Number.POSITIVE_INFINITY })

/** What left for a run, a page at a time; asked anew every few seconds while it goes on. */
export const useRunRequests = (run: string, active: boolean) =>
  useInfiniteQuery({
    queryKey: [...keys.run(run), 'requests', active],
    queryFn: ({ pageParam }) =>
      api<RequestList>(`/api/runs/${encodeURIComponent(run)}/requests?limit=50${pageParam ? `&after=${pageParam}` : ''}`),
    initialPageParam: 0,
    getNextPageParam: page => page.next,
    refetchInterval: active && 3_000,
  })
export const useRequest = (run: string, request: number) =>
  useQuery({
    queryKey: [...keys.run(run), 'request', request],
    queryFn: () => api<RequestDetail>(`/api/runs/${encodeURIComponent(run)}/requests/${request}`),
  })
export const useExplain = (flow: string, key: string | undefined) =>
  useQuery({
    queryKey: [...keys.flow(flow), 'explain', key],
    queryFn: () => api<Explained>(at(flow, `/explain?key=${encodeURIComponent(key ?? '')}`)),
    enabled: !!key,
    // Asked by a press: what a run has changed since is told.
    staleTime: 0,
    retry: false,
  })

/** Requests of unknown outcome that wait for a person. */
export const useHeld = (flow: string, wanted: boolean) =>
  useQuery({ queryKey: [...keys.doubts(flow), 'held'], queryFn: () => api<decisions.HeldPath[]>(at(flow, '/held')), enabled: wanted })
/** How many rejected rows of a run are remembered, and so not sent again. */
export const useRejected = (flow: string, run: string, wanted: boolean) =>
  useQuery({
    queryKey: [...keys.doubts(flow), 'rejected', run],
    queryFn: () => api<decisions.RejectedCount>(at(flow, `/rejected?run=${encodeURIComponent(run)}`)),
    enabled: wanted,
  })

/** About what an unfinished draft would do; never cached, because the draft moves on. */
export const askCheck = (flow: string, document: Flow, signal?: AbortSignal) =>
  post<body.Checked>(at(flow, '/check'), { document, timezone: Intl.DateTimeFormat().resolvedOptions().timeZone }, signal)
export const askPreview = (flow: string, ask: z.input<typeof body.PreviewAsk>, signal?: AbortSignal) =>
  post<body.Previewed>(at(flow, '/preview'), ask, signal)
export const askSuggest = (flow: string, ask: Of<typeof body.SuggestAsk>, signal?: AbortSignal) =>
  post<body.Suggested>(at(flow, '/suggest'), ask, signal)
export const askRepeats = (flow: string, ask: Of<typeof body.RepeatsAsk>, signal?: AbortSignal) =>
  post<body.Repeated>(at(flow, '/repeats'), ask, signal)
export const askTables = (flow: string, ask: Of<typeof look.LookAsk>, signal?: AbortSignal) =>
  post<TableInfo[]>(at(flow, '/tables'), ask, signal)
export const askLookup = (flow: string, ask: Of<typeof look.LookAsk>, signal?: AbortSignal) =>
  post<look.LookedUp>(at(flow, '/lookups'), ask, signal)
export const forgetMeaning = (connection: string, column: string) =>
  api<void>(`/api/connections/${encodeURIComponent(connection)}/meanings?column=${encodeURIComponent(column)}`, { method: 'DELETE' })
export const askSchedule = (ask: Of<typeof body.ScheduleAsk>, signal?: AbortSignal) =>
  post<SchedulePreview>('/api/schedule/preview', ask, signal)
export const saveFlow = (flow: string, document: Flow, revision: number, keepalive = false) =>
  api<Of<typeof body.Saved>>(at(flow), { method: 'PUT', body: { document }, revision, keepalive })
export const exportFlow = (flow: string, format: 'json' | 'yaml') => apiText(at(flow, `/export?format=${format}`))

/** The next runs of a schedule that is being written; asks again when it changes. */
export const useSchedulePreview = (ask: Of<typeof body.ScheduleAsk> | null) =>
  useQuery({
    queryKey: ['schedule', ask?.cron, ask?.timezone],
    queryFn: ({ signal }) => askSchedule(ask!, signal),
    enabled: !!ask?.cron && !!ask.timezone,
    retry: false,
    placeholderData: before => before,
  })

// ── Changing ─────────────────────────────────────────────────────────────────────────────────────────────────

/** A mutation that names what it makes stale. */
function useChange<In, Out>(change: (input: In) => Promise<Out>, stale: (output: Out, input: In) => readonly (readonly unknown[])[]) {
  const cache = useQueryClient()
  return useMutation({ mutationFn: change, onSuccess: (output, input) => refresh(cache, stale(output, input)) })
}
const refresh = (cache: QueryClient, stale: readonly (readonly unknown[])[]) =>
  Promise.all(stale.map(queryKey => cache.invalidateQueries({ queryKey }))).then(() => undefined)

export const useCreateFlow = () =>
  useChange(
    (flow: z.input<typeof body.NewFlow>) => post<FlowDetail>('/api/flows', flow),
    () => [keys.flows],
  )
/** A flow from the text of a file, JSON or YAML. */
export const useImportFlow = () =>
  useChange(
    (text: string) => post<FlowDetail>('/api/flows/import', { text }),
    () => [keys.flows],
  )
export const useDeleteFlow = () =>
  useChange(
    (id: string) => api<void>(at(id), { method: 'DELETE' }),
    () => [keys.flows],
  )
/** Of the draft at `revision`; declined when it is another by now. With `rejectedOf` the same `key` twice publishes and sends once. */
export const usePublish = (id: string) =>
  useChange(
    ({ revision, key, ...ask }: Of<typeof body.PublishAsk> & { revision?: number; key?: string }) =>
      api<Published>(at(id, '/publish'), {
        method: 'POST',
        body: ask,
        ...(revision !== undefined && { revision }),
        ...(key !== undefined && { headers: { 'idempotency-key': key } }),
      }),
    () => [keys.flow(id), keys.flows],
  )
export const usePause = (id: string) =>
  useChange(
    (paused: boolean) => post<FlowDetail>(at(id, '/pause'), { paused }),
    () => [keys.flow(id), keys.flows],
  )
/** Puts a version back as the draft. */
export const useRestore = (id: string) =>
  useChange(
    (n: number) => post<FlowDetail>(at(id, `/versions/${n}/restore`)),
    () => [keys.flow(id), keys.flows],
  )
export const useTestEvent = (id: string) =>
  useChange(
    (ask: z.input<typeof body.TestAsk>) => post<body.Tested>(at(id, '/test'), ask),
    () => [keys.inbox],
  )
/** A run now: of the live version unless `version: null` asks for the draft, of a run’s rejected rows alone with `rejectedOf`; the same `key` twice starts it once. */
export const useStartRun = (id: string) =>
  useChange(
    ({ key = freshToken(), ...ask }: { key?: string; version?: number | null; limit?: number; rejectedOf?: string }) =>
      api<Run>(at(id, '/runs'), { method: 'POST', body: ask, headers: { 'idempotency-key': key } }),
    () => [keys.runs(id), keys.doubts(id), keys.flows],
  )
export const useStopRun = () =>
  useChange(
    (run: string) => post<void>(`/api/runs/${encodeURIComponent(run)}/stop`),
    (_, run) => [keys.run(run)],
  )
/** What a person decided about held requests; asked for in a dialog before. */
export const useDecideHeld = (flow: string) =>
  useChange(
    (ask: Omit<decisions.DecideHeld, 'confirm'>) => post<decisions.Decided>(at(flow, '/held'), { ...ask, confirm: true }),
    () => [keys.doubts(flow), [...keys.flow(flow), 'explain']],
  )
/** What would become of the rejected rows of a run if they were sent as the flow is now, or as its draft of this revision is; reads the source. */
export const useReplayPreview = (flow: string, run: string, { wanted, draft = null }: { wanted: boolean; draft?: number | null }) =>
  useQuery({
    queryKey: [...keys.doubts(flow), 'replay', run, draft],
    queryFn: () =>
      post<decisions.Replayed>(at(flow, '/replay'), { run, asSent: false, preview: true, ...(draft !== null && { version: null }) }),
    enabled: wanted,
    retry: false,
    staleTime: 0,
  })
export const useSaveConnection = () =>
  useChange(
    (save: { name: string } & Of<typeof body.SaveConnection>) =>
      api<Connection>(`/api/connections/${encodeURIComponent(save.name)}`, {
        method: 'PUT',
        body: { kind: save.kind, settings: save.settings },
      }),
    () => [keys.connections],
  )
export const useDeleteConnection = () =>
  useChange(
    (name: string) => api<void>(`/api/connections/${encodeURIComponent(name)}`, { method: 'DELETE' }),
    () => [keys.connections],
  )
/** Tries a connection as saved, or with these settings before they are saved. Changes nothing. */
export const useTestConnection = () =>
  useMutation({
    mutationFn: (ask: string | { name: string; kind: string; settings: Record<string, unknown> }) => {
      const { name, ...settings } = typeof ask === 'string' ? { name: ask } : ask
      return post<ConnectionTest>(`/api/connections/${encodeURIComponent(name)}/test`, settings)
    },
  })
/** What a setting may be, as the platform lists it for what is typed. Changes nothing. */
export const useChoices = () =>
  useMutation({
    mutationFn: ({ name, ...settings }: { name: string; kind: string; settings: Record<string, unknown> }) =>
      post<Choices>(`/api/connections/${encodeURIComponent(name)}/lists`, settings),
  })
export const useClearInbox = () =>
  useChange(
    () => api<void>('/api/inbox', { method: 'DELETE' }),
    () => [keys.inbox],
  )
