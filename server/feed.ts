/** What happens on this server, told to every browser that listens, with enough memory to bridge a short gap. */

import { randomBytes } from 'node:crypto'
import { serverBounds } from './bounds.ts'

const REPLAY_MAX = serverBounds.feedItems.most
const REPLAY_MS = 10 * 60_000

/** `topics`: `flow:ID`, `run:ID`, `inbox`; an item without topics goes to everyone. `flows` hears of all flows, but not how far a run has got. */
export interface FeedItem {
  id: string
  event: string
  topics: readonly string[]
  data: unknown
}
export interface Feed {
  publish(event: string, topics: readonly string[], data: unknown): void
  /**
   * Calls `hear` for every item of these topics (none given: all of them) from now on, after what was missed since
   * `lastId`. When that is no longer known, `hear` gets one `reset` first: ask for everything again.
   */
  listen(topics: readonly string[], lastId: string | undefined, hear: (item: FeedItem) => void): () => void
  listeners(): number
  /** Of what was told last, to whomever: whoever has heard everything up to now goes on after it. */
  latest(): string
}

/** Opens an empty feed; ids carry a mark of this process, so that an id of an earlier one is never mistaken. */
export function openFeed(now: () => number = Date.now): Feed {
  const epoch = randomBytes(4).toString('hex')
  const recent: (FeedItem & { at: number; number: number })[] = []
  const ears = new Set<(item: FeedItem) => void>()
  let count = 0
  const latest = () => `${epoch}-${count}`
  return {
    publish(event, topics, data) {
      const item = { id: `${epoch}-${++count}`, event, topics, data, at: now(), number: count }
      recent.push(item)
      while (recent.length > REPLAY_MAX || (recent[0] && recent[0].at < item.at - REPLAY_MS)) recent.shift()
      for (const ear of ears) ear(item)
    },
    listen(topics, lastId, hear) {
      const anyFlow = topics.includes('flows')
      const isHeard = ({ event, topics: of }: FeedItem) =>
        !topics.length ||
        !of.length ||
        of.some(topic => topics.includes(topic) || (anyFlow && event !== 'run.progress' && topic.startsWith('flow:')))
      const ear = (item: FeedItem) => {
        if (isHeard(item)) hear(item)
      }
      if (lastId !== undefined) {
        const [mark, number] = [lastId.split('-')[0], Number(lastId.split('-')[1])]
        const first = recent[0]?.number ?? count + 1
        if (mark !== epoch || !(number <= count) || number < first - 1) hear({ id: latest(), event: 'reset', topics: [], data: {} })
        else for (const item of recent) if (item.number > number) ear(item)
      }
      ears.add(ear)
      return () => ears.delete(ear)
    },
    listeners: () => ears.size,
    latest,
  }
}
