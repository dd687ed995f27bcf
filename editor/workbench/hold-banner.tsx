import { useDocument } from '../document/hooks.ts'
import { useNow } from '../pages/Page.tsx'
import { useFlowDetail, usePause } from '../queries.ts'
import { holdWords } from '../runs/hold-words.ts'
import { useStepNames } from '../runs/step-names.ts'
import { ToConnection } from '../runs/ToConnection.tsx'
import { Button } from '../ui/Button.tsx'
import { toast, toastError } from '../ui/Toasts.tsx'
import { say } from '../words/words.ts'
import styles from './workbench.module.css'

/** Says which destination rests, why, what waits, and offers the way out: one button for all of them. */
export function HoldBanner() {
  const id = useDocument(s => s.id)
  const { data } = useFlowDetail(id)
  const resume = usePause(id)
  const nameOf = useStepNames(id)
  const now = useNow()
  const holds = data?.holds ?? []
  if (holds.length === 0) return null
  // By the promise: this is gone as soon as it is known that nothing rests, and what became of the press is told all the same.
  const go = () => void resume.mutateAsync(false).then(() => toast(say('Sending goes on.')), toastError)
  return (
    <section className={styles.banner} aria-label={say('Sending rests')}>
      <div className={styles.holds}>
        {holds.map(hold => {
          const { what, waits, way } = holdWords(hold, nameOf(hold.node), now)
          return (
            <p key={hold.node}>
              <strong>{what}</strong> {waits} {way}{' '}
              {hold.resumesAt === null && <ToConnection flow={id} node={hold.node} code={hold.code} />}
            </p>
          )
        })}
      </div>
      <Button size="small" variant="primary" pending={resume.isPending} onPress={go}>
        {say('Resume sending')}
      </Button>
    </section>
  )
}
