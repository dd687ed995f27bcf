import type { Node, NodeProps } from '@xyflow/react'
import { memo } from 'react'
import { takeAhead } from '../commands/ahead.ts'
import { focusStep, useStage } from '../commands/stage.ts'
import { useDocumentStore } from '../document/hooks.ts'
import { writeNote } from '../document/marks.ts'
import { say } from '../words/words.ts'
import styles from './marks.module.css'

export type NoteNode = Node<{ text: string; writing: boolean; active: boolean }, 'note'>

/** Something written beside the steps. Double press, Enter or F2 writes in it. */
export const NoteCard = memo(({ id, data: { text, writing } }: NodeProps<NoteNode>) => {
  const store = useDocumentStore()
  return writing ? (
    <NoteField id={id} text={text} />
  ) : (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keyboard writes with Enter or F2 on the note itself
    <div className={styles.note} onDoubleClick={() => !store.getState().readOnly && useStage.setState({ renaming: id })}>
      {text || <span className={styles.blank}>{say('Empty note')}</span>}
    </div>
  )
})

function NoteField({ id, text }: { id: string; text: string }) {
  const store = useDocumentStore()
  const done = (value: string | null) => {
    if (useStage.getState().renaming !== id) return
    useStage.setState({ renaming: null })
    if (value !== null && value !== text) store.getState().dispatch(writeNote(id, value))
    focusStep(id)
  }
  return (
    <textarea
      className={`${styles.note} ${styles.writing} nodrag nopan nowheel`}
      aria-label={say('Note text')}
      defaultValue={text}
      maxLength={10_000}
      rows={Math.min(12, Math.max(4, text.split('\n').length + 1))}
      ref={field => {
        if (!field || document.activeElement === field) return
        requestAnimationFrame(() => {
          field.focus({ preventScroll: true })
          // A new note is hidden until it is measured, and drawn anew then.
          if (document.activeElement === field) takeAhead(field)
        })
      }}
      onBlur={event => done(event.currentTarget.value)}
      onKeyDown={event => {
        event.stopPropagation()
        if (event.key === 'Escape' || (event.key === 'Enter' && (event.ctrlKey || event.metaKey))) {
          event.preventDefault()
          done(event.currentTarget.value)
        }
      }}
    />
  )
}
