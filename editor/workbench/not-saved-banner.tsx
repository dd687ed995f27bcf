import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { ApiError } from '../api.ts'
import { useSituation } from '../commands/situation.ts'
import { useDocument } from '../document/hooks.ts'
import { useCreateFlow } from '../queries.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { toastError } from '../ui/Toasts.tsx'
import { say } from '../words/words.ts'
import styles from './workbench.module.css'

/** What is over sooner needs nobody's attention: a server that starts again, a tunnel. */
const LASTING_MS = 4_000

/** Why the draft cannot be saved, as long as that lasts, and the way on. */
export function NotSavedBanner() {
  const error = useDocument(s => (s.save.state === 'failed' ? s.save.error : s.save.state === 'saved' ? null : undefined))
  const told = useLasting(error)
  const { page } = useSituation()
  const anew = useAnew()
  const name = useDocument(s => s.flow.name)
  if (told === null) return null
  const gone = told instanceof ApiError && (told.status === 404 || told.status === 410) ? deleted(told, name) : null
  return (
    <section aria-label={say('Not saved')} className={styles.notSaved}>
      {gone ? (
        <ErrorNote error={gone} way={{ label: say('Keep it as a new flow'), act: anew }} />
      ) : (
        <ErrorNote error={told} onRetry={page.save} />
      )}
    </section>
  )
}

const deleted = (refused: ApiError, who: string): ApiError =>
  new ApiError(refused.status, {
    ...refused,
    title: say('This flow was deleted meanwhile'),
    who,
    why: say('Somebody deleted it in another tab. What you see here is on this device only.'),
  })

/** The last failure, once it has lasted; a try that is under way (`undefined`) ends nothing. A refusal is not going to pass by itself. */
function useLasting(error: unknown): unknown {
  const [told, setTold] = useState<unknown>(null)
  const passing = !(error instanceof ApiError) || error.status === 0 || error.status >= 500
  useEffect(() => {
    if (error === undefined) return
    if (error === null || !passing) return setTold(error)
    const timer = setTimeout(() => setTold(error), LASTING_MS)
    return () => clearTimeout(timer)
  }, [error, passing])
  return told
}

/** The flow was deleted elsewhere while it was edited here: what is on screen can still become one. */
function useAnew(): () => void {
  const flow = useDocument(s => s.flow)
  const navigate = useNavigate()
  const { mutate } = useCreateFlow()
  return () =>
    mutate({ document: flow }, { onSuccess: made => void navigate({ to: '/flows/$id', params: { id: made.id } }), onError: toastError })
}
