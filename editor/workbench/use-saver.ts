import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { FlowDetail } from '../../server/api/payloads.ts'
import { ApiError, api } from '../api.ts'
import { openDialog, useStage } from '../commands/stage.ts'
import { bringBack, type Choose, keepSaved, type Saver, type Shelf } from '../document/autosave.ts'
import { journalIn, patient } from '../document/journal.ts'
import type { Clash } from '../document/merge.ts'
import type { DocumentStore } from '../document/store.ts'
import { useLiveFlow } from '../live/use-live.ts'
import { keys, saveFlow } from '../queries.ts'
import { freshToken } from '../token.ts'
import { toast } from '../ui/Toasts.tsx'
import { say } from '../words/words.ts'

/** A question about two edits to the same thing, waiting for a person. */
export interface Question {
  clashes: readonly Clash[]
  answer(choices: ReadonlyMap<string, 'mine' | 'theirs'>): void
}

/** Keeps the open flow saved: after edits, on blur, when the tab is hidden; takes in what other tabs saved. */
export function useSaver(store: DocumentStore): { saver: Saver; question: Question | null } {
  const cache = useQueryClient()
  const [question, setQuestion] = useState<Question | null>(null)
  const [saver, setSaver] = useState<Saver>(idle)
  const shelf = useMemo(
    () => shelfOf(() => cache.invalidateQueries({ queryKey: keys.flow(store.getState().id), exact: true })),
    [cache, store],
  )

  useEffect(() => {
    const choose: Choose = clashes =>
      new Promise(resolve => {
        setQuestion({
          clashes,
          answer: choices => {
            setQuestion(null)
            resolve(choices)
          },
        })
      })
    const opened = keepSaved(store, shelf, choose, journal)
    setSaver(opened)
    if (!store.getState().readOnly)
      void bringBack(store, journal, choose).then(found => found && toast(say('Changes that could not be saved earlier are back.')))
    const now = () => void opened.flush()
    const hidden = () => document.visibilityState === 'hidden' && now()
    const leaving = (event: BeforeUnloadEvent) => {
      journal.flush()
      const { save, flow, base } = store.getState()
      if (save.state === 'failed' && flow !== base) event.preventDefault()
      else now()
    }
    window.addEventListener('blur', now)
    document.addEventListener('visibilitychange', hidden)
    window.addEventListener('beforeunload', leaving)
    window.addEventListener('pagehide', journal.flush)
    return () => {
      window.removeEventListener('blur', now)
      document.removeEventListener('visibilitychange', hidden)
      window.removeEventListener('beforeunload', leaving)
      window.removeEventListener('pagehide', journal.flush)
      opened.close()
    }
  }, [store, shelf])
  useTheirs(store, shelf, theirs => cache.setQueryData(keys.flow(theirs.id), theirs))
  return { saver, question }
}
const idle: Saver = { flush: async () => true, close: () => {} }

/** Each visit of a page keeps its own notes: tabs of one browser share the drawer. */
const journal = patient(journalIn(localStorage, freshToken()))

interface FlowShelf extends Shelf {
  get(id: string): Promise<FlowDetail>
}
function shelfOf(saved: () => void): FlowShelf {
  return {
    async put(id, revision, draft) {
      try {
        const answer = await saveFlow(id, draft, revision, document.visibilityState === 'hidden')
        saved()
        return answer
      } catch (error) {
        if (error instanceof ApiError && (error.status === 409 || error.status === 412)) return 'clash'
        throw error
      }
    },
    get: id => api<FlowDetail>(`/api/flows/${encodeURIComponent(id)}`),
  }
}

/** Another tab saved, or a version became the draft: taken in at once while nothing of ours is unsaved; else saving will meet it. */
function useTheirs(store: DocumentStore, shelf: FlowShelf, taken: (theirs: FlowDetail) => void): void {
  useLiveFlow(store.getState().id, async news => {
    const settled = () => {
      const { flow, base, save, revision, readOnly } = store.getState()
      return flow === base && save.state === 'saved' && !readOnly && (news.revision === 0 || news.revision > revision)
    }
    if (news.kind === 'published') return wentLive(news.version)
    if (news.kind !== 'deleted' && !settled()) return
    // Where they cannot be had now, the next save meets them; one that is gone is told now, not at the next edit.
    const theirs = await shelf.get(store.getState().id).catch(error => {
      if (error instanceof ApiError && error.status === 404) store.setState({ save: { state: 'failed', error } })
    })
    if (!theirs || !settled() || theirs.revision <= store.getState().revision) return
    store.getState().takeTheirs(theirs)
    // How many of its changes are not live is told by the same answer.
    taken(theirs)
  })
}

/** Somebody published: said once the dialog that may have done it here is closed. */
function wentLive(version: number | null): void {
  if (version === null || useStage.getState().dialog !== null) return
  toast(say('Version {version} went live.', { version }), { acts: [{ label: say('See what changed'), act: () => openDialog('versions') }] })
}
