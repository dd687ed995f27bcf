import { useDocument } from '../document/hooks.ts'
import { useNow } from '../pages/Page.tsx'
import { useFlowDetail, usePause } from '../queries.ts'
import { costWords, pauseWords, waitsWords } from '../runs/paused-words.ts'
import { Button } from '../ui/Button.tsx'
import { toast, toastError } from '../ui/Toasts.tsx'
import { say } from '../words/words.ts'
import styles from './workbench.module.css'

/** Says that a person paused the schedule, what waits meanwhile, what counting it costs, and offers the way out. */
export function PausedBanner() {
  const id = useDocument(s => s.id)
  const { data } = useFlowDetail(id)
  const pause = usePause(id)
  const now = useNow()
  const told = data?.whilePaused
  if (!told) return null
  // By the promise: this is gone as soon as the schedule is known to go on, and what became of the press is told all the same.
  const resume = () => void pause.mutateAsync(false).then(next => toast(pauseWords(next)), toastError)
  return (
    <section className={styles.banner} data-tone={told.counted?.soon ? undefined : 'calm'} aria-label={say('The schedule is paused')}>
      <p>
        <strong>{say('The schedule is paused.')}</strong> {waitsWords(told, now)} {costWords(told)}
      </p>
      <Button size="small" pending={pause.isPending} onPress={resume}>
        {say('Resume schedule')}
      </Button>
    </section>
  )
}
