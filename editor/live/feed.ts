/** One stream a tab, shared by everything that listens: HTTP/1.1 browsers allow six connections to a host. */
import { create } from 'zustand'
import { firstAnswered } from '../api.ts'

const HEARD = [
  'run.queued',
  'run.started',
  'run.progress',
  'run.finished',
  'flow.saved',
  'flow.published',
  'flow.paused',
  'flow.resumed',
  'flow.deleted',
  'connection.saved',
  'connection.deleted',
  'segment.saved',
  'segment.deleted',
  'uploads.changed',
  'inbox.received',
  'inbox.cleared',
  'reset',
] as const
export type FeedEvent = (typeof HEARD)[number]
type Hear = (event: FeedEvent, data: unknown) => void

/** `paused`: nothing has been heard for more than 5 seconds; what is on screen may be older. */
export const useFeedState = create<{ state: 'idle' | 'live' | 'paused' }>()(() => ({ state: 'idle' }))

const GAP_MS = 5_000
const HIDDEN_MS = 60_000
const AGAIN_MS = [1_000, 2_000, 5_000, 10_000, 30_000]

const listeners = new Set<{ topics: readonly string[]; hear: Hear }>()
let stream: { source: EventSource; topics: string } | undefined
let gap: ReturnType<typeof setTimeout> | undefined
let again: ReturnType<typeof setTimeout> | undefined
let hidden: ReturnType<typeof setTimeout> | undefined
let tries = 0
let lastId: string | undefined

/** Hears every event of these topics (`flow:ID`, `run:ID`, `inbox`, `flows`) until the returned function is called. */
export function listen(topics: readonly string[], hear: Hear): () => void {
  const listener = { topics, hear }
  listeners.add(listener)
  watchVisibility()
  queueMicrotask(arrange)
  return () => {
    listeners.delete(listener)
    queueMicrotask(arrange)
  }
}

/** Opens, reopens or closes the stream so that it carries exactly the topics somebody listens to. */
function arrange(): void {
  const topics = [...new Set([...listeners].flatMap(l => l.topics))].sort().join(',')
  if (topics === '') {
    close()
    return
  }
  if (stream?.topics === topics || typeof EventSource === 'undefined') return
  close()
  // A new stream goes on where the last one was; the browser itself only remembers that for one stream.
  // The first goes on where the first answer was read: what happened since, this tab has neither read nor heard.
  const heard = lastId ?? firstAnswered()
  const since = heard === undefined ? '' : `&lastEventId=${encodeURIComponent(heard)}`
  const source = new EventSource(`/api/stream?topics=${encodeURIComponent(topics)}${since}`)
  stream = { source, topics }
  source.onopen = opened
  source.onerror = () => broken(source)
  // It brings nothing but the place to go on from, for a stream that ends before anything has happened.
  source.addEventListener('ping', ({ lastEventId }) => stream?.source === source && remember(lastEventId))
  for (const event of HEARD) source.addEventListener(event, message => tell(event, topics, message as MessageEvent<string>))
  watchGap()
}

function opened(): void {
  tries = 0
  clearTimeout(gap)
  gap = undefined
  useFeedState.setState({ state: 'live' })
}

/** The browser tries again by itself unless it was refused outright; then we do, ever more slowly. */
function broken(source: EventSource): void {
  watchGap()
  if (source.readyState !== EventSource.CLOSED || stream?.source !== source) return
  stream = undefined
  clearTimeout(again)
  again = setTimeout(arrange, AGAIN_MS[Math.min(tries++, AGAIN_MS.length - 1)])
}

function watchGap(): void {
  gap ??= setTimeout(() => useFeedState.setState({ state: 'paused' }), GAP_MS)
}

function close(): void {
  stream?.source.close()
  stream = undefined
  clearTimeout(gap)
  clearTimeout(again)
  gap = undefined
  if (listeners.size === 0) useFeedState.setState({ state: 'idle' })
}

function remember(id: string): void {
  if (id) lastId = id
}

function tell(event: FeedEvent, topics: string, message: MessageEvent<string>): void {
  if (stream?.topics !== topics) return
  remember(message.lastEventId)
  let data: unknown
  try {
    data = JSON.parse(message.data)
  } catch {
    return
  }
  for (const { hear } of [...listeners]) hear(event, data)
}

let watching = false
function watchVisibility(): void {
  if (watching || typeof document === 'undefined') return
  watching = true
  const look = () => {
    clearTimeout(hidden)
    if (document.visibilityState === 'visible') return arrange()
    hidden = setTimeout(close, HIDDEN_MS)
  }
  document.addEventListener('visibilitychange', look)
  // Opened behind another tab it may never be shown.
  if (document.visibilityState !== 'visible') look()
}
