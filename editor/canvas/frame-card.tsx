import { Handle, type Node, type NodeProps, Position } from '@xyflow/react'
import { memo } from 'react'
import { takeAhead } from '../commands/ahead.ts'
import { focusStep, fold, useStage } from '../commands/stage.ts'
import { stepsOf } from '../document/graph.ts'
import { useDocumentStore } from '../document/hooks.ts'
import { renameFrame } from '../document/marks.ts'
import { say } from '../words/words.ts'
import styles from './marks.module.css'
import { Sign } from './pictograms.tsx'

export type FrameNode = Node<{ name: string; steps: readonly string[]; names: string; shut: boolean; naming: boolean }, 'frame'>

/** A name around steps that belong together; folded, it stands for them. Its name takes them all along. */
export const FrameCard = memo(({ id, data: { name, steps, names, shut, naming } }: NodeProps<FrameNode>) => {
  const store = useDocumentStore()
  const word = shut ? say('Open') : say('Fold')
  return (
    <div className={styles.frame} data-shut={shut || undefined}>
      <div className={styles.frameHead}>
        {naming ? (
          <FrameName id={id} name={name} />
        ) : (
          <button
            type="button"
            tabIndex={-1}
            className={styles.frameName}
            aria-label={say('Select the steps of {name}', { name })}
            onPointerDown={() => store.getState().select(steps)}
            onClick={() => store.getState().select(steps)}
            onDoubleClick={() => !store.getState().readOnly && useStage.setState({ renaming: id })}
          >
            {name}
          </button>
        )}
        <button
          type="button"
          tabIndex={-1}
          className={`${styles.fold} nodrag`}
          aria-label={`${word} ${name}`}
          aria-expanded={!shut}
          onClick={() => fold(id)}
        >
          <Sign name={shut ? 'down' : 'up'} size={16} />
        </button>
      </div>
      {shut && (
        <>
          <Handle type="target" position={Position.Left} isConnectable={false} className={styles.end} />
          <p className={styles.inside}>{names}</p>
          <p className={styles.count}>{stepsOf(steps.length)}</p>
          <Handle type="source" position={Position.Right} isConnectable={false} className={styles.end} />
        </>
      )}
    </div>
  )
})

function FrameName({ id, name }: { id: string; name: string }) {
  const store = useDocumentStore()
  const done = (value: string | null) => {
    if (useStage.getState().renaming !== id) return
    useStage.setState({ renaming: null })
    // A frame takes no focus of its own.
    const first = store.getState().flow.frames?.find(f => f.id === id)?.steps[0]
    if (first !== undefined && document.activeElement?.matches(`.${styles.nameField}`)) focusStep(first)
    if (value?.trim() && value.trim() !== name) store.getState().dispatch(renameFrame(id, value))
  }
  return (
    <input
      className={`${styles.nameField} nodrag nopan`}
      aria-label={say('Frame name')}
      defaultValue={name}
      maxLength={200}
      ref={field => {
        if (!field || document.activeElement === field) return
        requestAnimationFrame(() => {
          field.select()
          if (document.activeElement === field) takeAhead(field)
        })
      }}
      onBlur={event => done(event.currentTarget.value)}
      onKeyDown={event => {
        event.stopPropagation()
        if (event.key === 'Enter') done(event.currentTarget.value)
        if (event.key === 'Escape') done(null)
      }}
    />
  )
}
