import { useCallback, useEffect, useRef } from 'react'
import { useSituation } from '../commands/situation.ts'
import { focusStep, type Stage, useStage } from '../commands/stage.ts'
import { bridged, connect } from '../document/edits.ts'
import { Button } from '../ui/Button.tsx'
import { listed, say } from '../words/words.ts'
import styles from './add-menu.module.css'
import { useDismiss, useInside } from './floating.ts'

// By then new cards have been measured.
const SETTLED_MS = 60

/** Why a connection could not be made, and what would make it right: dialog `Cannot connect`. */
export function Refusal() {
  const refused = useStage(s => s.refused)
  return refused && <OpenRefusal refused={refused} />
}

function OpenRefusal({ refused: { from, port, to, refusal, at } }: { refused: NonNullable<Stage['refused']> }) {
  const { store, kinds } = useSituation()
  const box = useRef<HTMLDivElement>(null)
  const place = useInside(box, at)
  const close = useCallback(() => {
    useStage.setState({ refused: null })
    focusStep(from)
  }, [from])
  useDismiss(box, close)
  useEffect(() => box.current?.querySelector('button')?.focus({ preventScroll: true }), [])
  const { flow, dispatch } = store.getState()
  const mend = refusal.between
    ? {
        label: say('Add {map} between', { map: listed(refusal.between.map(k => k.title)) }),
        edit: () => bridged(flow, kinds, from, port, refusal.between!, to),
      }
    : refusal.replaces
      ? { label: say('Replace the present connection'), edit: () => connect(flow, kinds, from, port, to) }
      : null
  return (
    <div ref={box} role="dialog" aria-label={say('Cannot connect')} className={`${styles.menu} ${styles.refusal}`} style={place}>
      <h2>{say('Cannot connect')}</h2>
      <p>{refusal.reason}</p>
      <div className={styles.acts}>
        {mend && (
          <Button
            size="small"
            variant="primary"
            onPress={() => {
              dispatch(mend.edit())
              close()
              setTimeout(() => useStage.getState().view?.fit(), SETTLED_MS)
            }}
          >
            {mend.label}
          </Button>
        )}
        <Button size="small" onPress={close}>
          {mend ? say('Leave it') : say('All right')}
        </Button>
      </div>
    </div>
  )
}
