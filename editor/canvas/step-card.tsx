import type { Node, NodeProps } from '@xyflow/react'
import { memo } from 'react'
import type { FlowNode } from '../../runtime/flow.ts'
import type { KindInfo } from '../../server/api/catalogue.ts'
import { takeAhead } from '../commands/ahead.ts'
import { useAct } from '../commands/situation.ts'
import { focusStep, useStage } from '../commands/stage.ts'
import { nameOf } from '../document/graph.ts'
import { useDocumentStore } from '../document/hooks.ts'
import { renameStep } from '../document/settings.ts'
import { say } from '../words/words.ts'
import { CardFace } from './card-face.tsx'
import { familyOf } from './pictograms.tsx'
import { Ports } from './ports.tsx'
import styles from './step-card.module.css'
import type { StepState } from './step-state.ts'

export type StepNode = Node<
  {
    step: FlowNode
    kind: KindInfo | undefined
    sentence: string
    state: StepState
    free: readonly string[]
    active: boolean
    naming: boolean
    loss: number
  },
  'step'
>

/** A step as a card: what it is, what it does, how it stands. A pure view; every act is a command. */
export const StepCard = memo(({ id, data, selected, height }: NodeProps<StepNode>) => {
  const { step, kind, sentence, state, active, naming } = data
  const name = nameOf(step, kind)
  const tab = active ? 0 : -1
  const far = useStage(s => s.far)
  if (far && !selected && !naming)
    return (
      <div
        className={`${styles.card} ${styles.far}`}
        style={{ height }}
        data-tone={state.tone}
        data-family={familyOf(kind)}
        data-skipped={step.skip || undefined}
      >
        <Title id={id} name={name} tab={tab} />
        <Ports id={id} name={name} kind={kind} tab={tab} free={none} far />
      </div>
    )
  return (
    <CardFace
      step={step}
      kind={kind}
      sentence={sentence}
      state={state}
      loss={data.loss}
      title={naming ? <NameField id={id} name={name} /> : <Title id={id} name={name} tab={tab} />}
    >
      <Ports id={id} name={name} kind={kind} tab={tab} free={data.free} />
    </CardFace>
  )
})

const none: readonly string[] = []

function Title({ id, name, tab }: { id: string; name: string; tab: number }) {
  const act = useAct()
  const store = useDocumentStore()
  return (
    <button
      type="button"
      className={styles.title}
      tabIndex={tab}
      aria-label={say('Open settings of {name}', { name })}
      onClick={event => {
        if (event.shiftKey || event.ctrlKey || event.metaKey || useStage.getState().choosing) return
        store.getState().select([id])
        // A key press has no pointer position: the keyboard goes along into the panel.
        if (event.detail === 0) act('open-settings')
        else useStage.setState({ settings: 'step' })
      }}
      onDoubleClick={() => act('rename')}
    >
      {name}
    </button>
  )
}

function NameField({ id, name }: { id: string; name: string }) {
  const store = useDocumentStore()
  const done = (keep: boolean, value: string) => {
    if (useStage.getState().renaming !== id) return
    useStage.setState({ renaming: null })
    focusStep(id)
    if (keep && value.trim() !== name) store.getState().dispatch(renameStep(id, value))
  }
  return (
    <input
      className={`${styles.name} nodrag nopan`}
      aria-label={say('Step name')}
      defaultValue={name}
      maxLength={200}
      ref={field => {
        if (!field || document.activeElement === field) return
        field.select()
        if (document.activeElement === field) takeAhead(field)
      }}
      onBlur={event => done(true, event.currentTarget.value)}
      onKeyDown={event => {
        event.stopPropagation()
        if (event.key === 'Enter') done(true, event.currentTarget.value)
        if (event.key === 'Escape') done(false, '')
      }}
    />
  )
}
