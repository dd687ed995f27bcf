/** Brings the draft to the server: soon after the last edit, with the revision it started from, never by looking. */

import type { Flow } from '../../runtime/flow.ts'
import { announce } from '../announce/announce.ts'
import { say } from '../words/words.ts'
import type { Journal } from './journal.ts'
import { type Clash, merge } from './merge.ts'
import { replaceFlow } from './settings.ts'
import type { DocumentStore } from './store.ts'

const REST_MS = 800
const LONGEST_MS = 5_000
const RETRY_MS = [1_000, 2_000, 5_000, 10_000, 30_000]

/** The server's side of saving. `put` gives `'clash'` when somebody else saved since `revision`. */
export interface Shelf {
  put(id: string, revision: number, document: Flow): Promise<{ revision: number; savedAt: string } | 'clash'>
  get(id: string): Promise<{ revision: number; document: Flow; updatedAt: string }>
}
/** Asks a person which side wins where both changed the same thing; rejects never, answers by path. */
export type Choose = (clashes: readonly Clash[]) => Promise<ReadonlyMap<string, 'mine' | 'theirs'>>

export interface Saver {
  /** Saves at once what is not saved; resolves to whether the server has everything. */
  flush(): Promise<boolean>
  close(): void
}

/** How many documents are remembered that may have arrived although no answer came. */
const SENT_MAX = 10

/** Keeps one open flow saved until closed. */
export function keepSaved(store: DocumentStore, shelf: Shelf, choose: Choose, journal?: Journal): Saver {
  let timer: ReturnType<typeof setTimeout> | undefined
  let firstEdit = 0
  let failures = 0
  let underWay: Promise<boolean> | undefined
  /** Sent since the last answer. */
  let sent: Flow[] = []

  // What was sent without an answer may be there: then even the old state has to be said again.
  const dirty = () => store.getState().flow !== store.getState().base || sent.length > 0
  const later = (ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => void flush(), ms)
  }
  const note = () => {
    const { id, base, flow } = store.getState()
    if (!dirty()) journal?.forget(id)
    else journal?.keep(id, { base, mine: flow, sent })
  }
  const flush = (): Promise<boolean> => {
    clearTimeout(timer)
    underWay ??= (async () => {
      while (dirty()) if (!(await saveOnce())) return false
      return true
    })().finally(() => {
      underWay = undefined
      firstEdit = 0
    })
    return underWay
  }
  const saveOnce = async (): Promise<boolean> => {
    const { id, flow, revision, unsaved } = store.getState()
    store.setState({ save: { state: 'saving' } })
    let answer: Awaited<ReturnType<Shelf['put']>> | undefined
    try {
      answer = await shelf.put(id, revision, flow)
      failures = 0
      if (answer === 'clash') await joinTheirs(store, shelf, choose, sent)
      else {
        const now = store.getState()
        const whole = now.flow === flow
        sent = []
        store.setState({
          base: flow,
          revision: answer.revision,
          savedAt: answer.savedAt,
          unsaved: whole ? 0 : now.unsaved - unsaved,
          save: whole ? { state: 'saved', at: answer.savedAt } : { state: 'pending' },
        })
      }
      sent = []
      note()
      return true
    } catch (error) {
      if (answer === undefined) sent = [...sent, flow].slice(-SENT_MAX)
      note()
      store.setState({ save: { state: 'failed', error } })
      later(RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)]!)
      return false
    }
  }
  const stop = store.subscribe((now, before) => {
    if (now.flow === before.flow || now.readOnly) return
    note()
    if (!dirty()) return clearTimeout(timer)
    firstEdit ||= Date.now()
    // While the line is down, the next try is already set.
    if (!failures) later(Math.max(0, Math.min(REST_MS, firstEdit + LONGEST_MS - Date.now())))
  })
  return {
    flush,
    close() {
      stop()
      clearTimeout(timer)
      if (dirty()) void flush()
    },
  }
}

/** Somebody saved meanwhile: theirs becomes the base, ours goes on top; both sides of a clash are asked about. */
async function joinTheirs(store: DocumentStore, shelf: Shelf, choose: Choose, sent: readonly Flow[]): Promise<void> {
  const theirs = await shelf.get(store.getState().id)
  const { base, flow: asked } = store.getState()
  const first = merge(base, asked, theirs.document, { sent })
  const choices = first.clashes.length ? await choose(first.clashes) : new Map<string, 'mine' | 'theirs'>()
  // What was typed while the question stood is ours as well.
  const { flow: mine, unsaved, arrive } = store.getState()
  const { flow: joined } = merge(base, mine, theirs.document, { sent, choose: ({ path }) => choices.get(path) ?? 'mine' })
  const nothingOfOurs = JSON.stringify(joined) === JSON.stringify(theirs.document)
  arrive({
    flow: nothingOfOurs ? theirs.document : joined,
    base: theirs.document,
    revision: theirs.revision,
    unsaved: nothingOfOurs ? 0 : unsaved,
    save: nothingOfOurs ? { state: 'saved', at: theirs.updatedAt, merged: true } : { state: 'pending' },
  })
  // My own words, back from a lost answer, are no news.
  if (!sent.some(own => JSON.stringify(own) === JSON.stringify(theirs.document))) announce(say('Merged with a change from another tab.'))
}

/** What earlier visits could not save is joined in, as an edit that can be undone. Whether there was anything. */
export async function bringBack(store: DocumentStore, journal: Journal, choose: Choose): Promise<boolean> {
  let found = false
  for (const left of journal.left(store.getState().id)) {
    const { base, mine, sent } = left.kept
    const { clashes } = merge(base, mine, store.getState().flow, { sent })
    const choices = clashes.length ? await choose(clashes) : new Map<string, 'mine' | 'theirs'>()
    const before = store.getState().flow
    const { flow } = merge(base, mine, before, { sent, choose: ({ path }) => choices.get(path) ?? 'mine' })
    if (JSON.stringify(flow) !== JSON.stringify(before)) {
      found = true
      store.getState().dispatch(replaceFlow(flow, say('bring back unsaved changes'), say('Changes kept on this device are back.')))
    }
    left.drop()
  }
  return found
}
