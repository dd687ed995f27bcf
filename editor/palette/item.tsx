import { useId } from 'react'
import type { KindInfo } from '../../server/api/catalogue.ts'
import { KindTile } from '../canvas/pictograms.tsx'
import { Tip } from '../ui/Tooltip.tsx'
import { say } from '../words/words.ts'
import styles from './palette.module.css'

export const groups: readonly { name: string; has: (kind: KindInfo) => boolean }[] = [
  { name: say('Bring in'), has: k => k.role === 'source' },
  { name: say('Shape'), has: k => k.role === 'model' || k.role === 'step' },
  { name: say('Send'), has: k => k.role === 'destination' },
]

export interface Adding {
  kinds: readonly KindInfo[]
  add: (kind: KindInfo) => void
  /** Called when one was added, or was dragged out and let go. */
  done?: () => void
}

/** One kind of step, to press or to drag onto the canvas; in the rail its name is in the tooltip. */
export function Item({
  kind,
  rail = false,
  letters,
  add,
  done,
}: Omit<Adding, 'kinds'> & { kind: KindInfo; rail?: boolean; letters?: string }) {
  const told = useId()
  const button = (
    <button
      type="button"
      className={styles.item}
      aria-label={say('Add {title}', { title: kind.title })}
      aria-describedby={rail ? undefined : told}
      draggable
      onDragStart={event => event.dataTransfer.setData('application/x-tributary-kind', kind.id)}
      onDragEnd={done}
      onClick={() => {
        add(kind)
        done?.()
      }}
    >
      <KindTile kind={kind} letters={letters} />
      {!rail && (
        <span className={styles.words}>
          {kind.title}
          <small id={told}>{kind.summary}</small>
        </span>
      )}
    </button>
  )
  return rail ? (
    <Tip text={kind.title} placement="right">
      {button}
    </Tip>
  ) : (
    button
  )
}
