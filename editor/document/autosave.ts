/** Brings the draft to the server: soon after the last edit, with the revision it started from, never by looking. */
import type { Flow } from '../../runtime/flow.ts'
import { announce } from '../announce/announce.ts'
import { perform } from './history.ts'
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

/** Keeps one open flow saved until closed. */
export function keepSaved(store: DocumentStore, shelf: Shelf, choose: Choose, journal?: Journal): Saver {
  let timer: ReturnType<typeof setTimeout> | undefined
  let firstEdit = 0
  let failures = 0
  let underWay: Promise<boolean> | undefined

  const dirty = () => store.getState().flow !== store.getState().base
  const later = (ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => void flush(), ms)
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
    try {
      const answer = await shelf.put(id, revision, flow)
      if (answer === 'clash') return await joinTheirs(store, shelf, choose)
      failures = 0
      journal?.forget(id)
      const later = store.getState()
      store.setState({
        base: flow,
        revision: answer.revision,
        unsaved: later.unsaved - unsaved,
        save: later.flow === flow ? { state: 'saved', at: answer.savedAt } : { state: 'pending' },
      })
      return true
    } catch (error) {
      journal?.keep(id, store.getState().base, store.getState().flow)
      store.setState({ save: { state: 'failed', why: error instanceof Error ? error.message : String(error) } })
      later(RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)]!)
      return false
    }
  }
  const stop = store.subscribe((now, before) => {
    if (now.flow === before.flow || now.flow === now.base || now.readOnly) return
    firstEdit ||= Date.now()
    later(Math.max(0, Math.min(REST_MS, firstEdit + LONGEST_MS - Date.now())))
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
async function joinTheirs(store: DocumentStore, shelf: Shelf, choose: Choose): Promise<boolean> {
  const theirs = await shelf.get(store.getState().id)
  const { base, flow: asked } = store.getState()
  const first = merge(base, asked, theirs.document)
  const choices = first.clashes.length ? await choose(first.clashes) : new Map<string, 'mine' | 'theirs'>()
  // What was typed while the question stood is ours as well.
  const { flow: mine, history, unsaved } = store.getState()
  const { flow: joined } = merge(base, mine, theirs.document, path => choices.get(path) ?? 'mine')
  const changed = perform(mine, history, replaceFlow(joined, 'merge with another tab'), Date.now())
  const flow = changed?.flow ?? mine
  const nothingOfOurs = JSON.stringify(flow) === JSON.stringify(theirs.document)
  store.setState({
    flow,
    base: nothingOfOurs ? flow : theirs.document,
    history: changed?.history ?? history,
    revision: theirs.revision,
    unsaved: nothingOfOurs ? 0 : unsaved,
    save: nothingOfOurs ? { state: 'saved', at: theirs.updatedAt, merged: true } : { state: 'pending' },
  })
  announce('Merged with a change from another tab.')
  return true
}
