import { useId } from 'react'
import type { KindInfo } from '../../server/api/catalogue.ts'
import { KindTile } from '../canvas/pictograms.tsx'
import { TipAround } from '../ui/Tooltip.tsx'
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

/** How much of a kind is shown: its tile, its name as well, or what it is for as well. The rest is in the tooltip. */
export type Shown = 'tile' | 'name' | 'all'

/** One kind of step, to press or to drag onto the canvas. */
export function Item({ kind, shown, letters, add, done }: Omit<Adding, 'kinds'> & { kind: KindInfo; shown: Shown; letters?: string }) {
  const told = useId()
  const button = (
    <button
      type="button"
      className={styles.item}
      aria-label={say('Add {title}', { title: kind.title })}
      aria-describedby={shown === 'tile' ? undefined : told}
      draggable
      onDragStart={event => event.dataTransfer.setData('application/x-tributary-kind', kind.id)}
      onDragEnd={done}
      onClick={() => {
        add(kind)
        done?.()
      }}
    >
      <KindTile kind={kind} letters={letters} />
      {shown !== 'tile' && (
        <span className={styles.words}>
          {kind.title}
          <small id={told} hidden={shown === 'name'}>
            {kind.summary}
          </small>
        </span>
      )}
    </button>
  )
  return shown === 'all' ? (
    button
  ) : (
    <TipAround text={shown === 'tile' ? kind.title : kind.summary} placement="right">
      {button}
    </TipAround>
  )
}
