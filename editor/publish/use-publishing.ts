import { useRef, useState } from 'react'
import { ApiError, api } from '../api.ts'
import { showTab } from '../commands/stage.ts'
import { useDocumentStore } from '../document/hooks.ts'
import { checkAgain } from '../problems/use-check.ts'
import { type OpenedFlow, type Published, useFlowDetail, usePublish } from '../queries.ts'
import { freshToken } from '../token.ts'
import { toastError } from '../ui/Toasts.tsx'
import { say } from '../words/words.ts'
import { untilSaved } from './until-saved.ts'

/**
 * Publishes the draft that is on screen, and no other: one that somebody changed meanwhile comes on screen first.
 * With `rejectedOf` what that run had rejected is sent again in the same act.
 * `publish` resolves to the version, or to nothing when there is something to look at: `look` then shows it.
 */
export function usePublishing(id: string, close: () => void, look?: () => void) {
  const store = useDocumentStore()
  const { mutateAsync, isPending } = usePublish(id)
  const [error, setError] = useState<unknown>(null)

  const { data: stored } = useFlowDetail(id)
  const going = useRef(false)
  const made = useRef(0)
  /** Names the act until it is done: asked again after an answer that got lost, it happens once. */
  const key = useRef(freshToken())
  /** A double press publishes once: its second press comes before anything is drawn anew, or before the first one's version is known to be live. */
  const publish = async (note: string, rejectedOf?: string): Promise<Published | undefined> => {
    // Numbers of versions only grow: one that is live since was published elsewhere, and this one may be wanted again.
    if (going.current || (made.current > 0 && (stored?.live ?? 0) <= made.current)) return undefined
    going.current = true
    try {
      const version = await send(note, rejectedOf)
      if (version) made.current = version.version
      if (version) key.current = freshToken()
      return version
    } finally {
      going.current = false
    }
  }
  const send = async (note: string, rejectedOf: string | undefined): Promise<Published | undefined> => {
    setError(null)
    const looked = store.getState().flow
    if (!(await untilSaved(store))) {
      setError(notThereYet())
      return undefined
    }
    // What saving brought in from elsewhere has not been looked at.
    if (store.getState().flow !== looked) return void look?.()
    const resend = rejectedOf === undefined ? {} : { rejectedOf, key: key.current }
    return mutateAsync({ note, repeats: 'refuse', revision: store.getState().revision, ...resend }).catch(refused)
  }
  const refused = async (why: unknown): Promise<undefined> => {
    const code = why instanceof ApiError ? why.code : undefined
    if (code === 'flow.problems') {
      close()
      checkAgain()
      showTab('problems')
      toastError(why)
    } else if (code === 'save.clash' && (await takeTheirs())) look?.()
    else setError(why)
  }
  /** Whether what the server has is now on screen. */
  const takeTheirs = async (): Promise<boolean> => {
    const theirs = await api<OpenedFlow>(`/api/flows/${encodeURIComponent(id)}`).catch(() => undefined)
    if (!theirs) return false
    const { flow, base, revision, takeTheirs } = store.getState()
    if (flow === base && theirs.revision > revision) takeTheirs(theirs)
    return true
  }
  return { publish, pending: isPending, error }
}

const notThereYet = (): ApiError =>
  new ApiError(0, {
    code: 'save.not_yet',
    title: say('Your latest edits have not reached the server'),
    who: null,
    why: say('So nothing was published. They are kept on this device and go there as soon as it answers. Then publish again.'),
    fix: [],
    link: null,
    raw: null,
  })
