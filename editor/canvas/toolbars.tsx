import { type InternalNode, useStore } from '@xyflow/react'
import { memo, type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { shallow } from 'zustand/shallow'
import type { Command, Situation } from '../commands/command.ts'
import { commandOf, possible, whyNot } from '../commands/commands.ts'
import { keyWords } from '../commands/keys.ts'
import { useAct, useSituation } from '../commands/situation.ts'
import { useStage } from '../commands/stage.ts'
import { allSkipped } from '../commands/steps/skip.ts'
import { useDocument } from '../document/hooks.ts'
import { CARD_HEIGHT, CARD_WIDTH } from '../document/places.ts'
import { Button } from '../ui/Button.tsx'
import { Menu, type MenuItems } from '../ui/Menu.tsx'
import { useWidth } from '../ui/use-width.ts'
import { say } from '../words/words.ts'
import { Sign } from './pictograms.tsx'
import { clearBelow } from './room.ts'
import styles from './toolbars.module.css'
import { type Edges, toolsPlace } from './tools-place.ts'

const onCard = ['preview', 'connect', 'insert-before', 'replace', 'skip'] as const
const inMenu = [
  'add-after',
  'rename',
  'move-up',
  'move-down',
  'skip',
  'copy',
  'cut',
  'duplicate',
  'select-several',
  'frame',
  'unframe',
  'delete',
  'delete-apart',
] as const

/** Floats beside what is selected, at screen size whatever the zoom, and never further out than the picture goes. */
export const SelectionTools = memo(() => {
  const phone = useWidth() === 'phone'
  const selected = useDocument(s => s.selected)
  const readOnly = useDocument(s => s.readOnly)
  const adding = useStage(s => s.adding !== null)
  const writing = useStage(s => s.renaming !== null)
  const note = useDocument(s => s.flow.notes?.some(n => n.id === s.selected.at(-1)) ?? false)
  if (!selected.length || readOnly || adding || writing || phone) return null
  return <Floating of={selected}>{selected.length > 1 ? <StepsTools /> : note ? <NoteTools /> : <StepTools />}</Floating>
})

function Floating({ of, children }: { of: readonly string[]; children: ReactNode }) {
  const [size, setSize] = useState({ width: 0, height: 0, clear: 0 })
  const bar = useCallback((it: HTMLElement | null) => {
    const root = it?.closest<HTMLElement>('[data-region="canvas"]')
    if (!it || !root) return
    const seen = new ResizeObserver(() => setSize({ width: it.offsetWidth, height: it.offsetHeight, clear: clearBelow(root) }))
    seen.observe(it)
    seen.observe(root)
    return () => seen.disconnect()
  }, [])
  const place = useStore(({ nodeLookup, transform: [x, y, zoom], width, height }) => {
    const box = around(of.flatMap(id => nodeLookup.get(id) ?? []))
    if (!box) return null
    const seen = { left: x + box.left * zoom, top: y + box.top * zoom, right: x + box.right * zoom, bottom: y + box.bottom * zoom }
    return toolsPlace(seen, size, { width, height }, size.clear)
  }, shallow)
  return (
    <div
      ref={bar}
      className={styles.floating}
      style={place && size.width ? { transform: `translate(${place.left}px, ${place.top}px)` } : { visibility: 'hidden' }}
    >
      {children}
    </div>
  )
}
const around = (cards: readonly InternalNode[]): Edges | null =>
  cards.reduce<Edges | null>((box, { internals: { positionAbsolute: at }, measured }) => {
    const card = { left: at.x, top: at.y, right: at.x + (measured.width ?? CARD_WIDTH), bottom: at.y + (measured.height ?? CARD_HEIGHT) }
    if (!box) return card
    return {
      left: Math.min(box.left, card.left),
      top: Math.min(box.top, card.top),
      right: Math.max(box.right, card.right),
      bottom: Math.max(box.bottom, card.bottom),
    }
  }, null)

/** What can be done now, under which words: the same list until that changes, so that a key in a field redraws no toolbar. */
function useOffered(ids: readonly string[], at: Situation): readonly { id: string; title: string }[] {
  const now = useDocument(() =>
    ids
      .map(commandOf)
      .filter(command => possible(command, at))
      .map(command => `${command.id}\n${command.title(at)}`)
      .join('\t'),
  )
  return useMemo(
    () =>
      now
        .split('\t')
        .filter(Boolean)
        .map(one => ({ id: one.split('\n')[0]!, title: one.split('\n')[1]! })),
    [now],
  )
}

/** The same tools at every step; one that cannot be used here says why, in its description and when it is pressed. */
function StepTools() {
  return (
    <div role="toolbar" aria-label={say('Selected step')} className={styles.bar}>
      <Tools ids={onCard} skip={say('Skip step')} />
      <StepMenu />
    </div>
  )
}
function Tools({ ids, skip }: { ids: readonly string[]; skip: string }) {
  const at = useSituation()
  const act = useAct()
  const why = useDocument(() => ids.map(id => whyNot(commandOf(id), at) ?? '').join('\t')).split('\t')
  return (
    <>
      {ids.map((id, i) =>
        id === 'skip' ? (
          <SkipTool key={id} name={skip} />
        ) : (
          <Button
            key={id}
            size="small"
            variant="quiet"
            {...(why[i] && { 'aria-disabled': 'true', 'aria-describedby': `not-${id}` })}
            onPress={() => act(id)}
          >
            {commandOf(id).title(at)}
          </Button>
        ),
      )}
      {ids.map((id, i) => (
        <span key={id} id={`not-${id}`} hidden>
          {why[i]}
        </span>
      ))}
    </>
  )
}
/** It is pressed in while rows go past: its name says what it does, not what another press would do. */
function SkipTool({ name }: { name: string }) {
  const at = useSituation()
  const act = useAct()
  const skipped = useDocument(() => allSkipped(at))
  return (
    <Button size="small" variant="quiet" aria-pressed={skipped} onPress={() => act('skip')}>
      {name}
    </Button>
  )
}
function NoteTools() {
  const at = useSituation()
  return (
    <div role="toolbar" aria-label={say('Selected note')} className={styles.bar}>
      {(['rename', 'duplicate', 'delete'] as const).map(id => (
        <Button key={id} size="small" variant="quiet" onPress={() => commandOf(id).run(at)}>
          {commandOf(id).title(at)}
        </Button>
      ))}
    </div>
  )
}

/** Everything else that can be done to the selected step, each with its key. */
export const StepMenu = memo(({ name = say('More step actions') }: { name?: string }) => (
  <Menu name={name} items={useMenuItems}>
    <Button size="small" variant="quiet" aria-label={name}>
      <Sign name="more" />
    </Button>
  </Menu>
))

function useMenuItems(): MenuItems {
  const at = useSituation()
  const offered = useOffered(inMenu, at)
  const titles = useDocument(() => inMenu.map(id => commandOf(id).title(at)).join('\t')).split('\t')
  return inMenu.map(commandOf).map((command, i) => ({
    id: command.id,
    text: titles[i]!,
    ...(command.keys?.[0] && { keys: keyWords(command.keys[0]) }),
    danger: command.id === 'delete',
    disabled: !offered.some(one => one.id === command.id),
    onAction: () => command.run(at),
  }))
}

const onCards = ['align-left', 'align-top', 'distribute-horizontally', 'frame', 'duplicate', 'skip', 'delete'] as const
function StepsTools() {
  return (
    <div role="toolbar" aria-label={say('Selected steps')} className={styles.bar}>
      <Tools ids={onCards} skip={say('Skip steps')} />
      <StepMenu name={say('More actions for selected steps')} />
    </div>
  )
}

/** What can be done to a connection. */
export function ConnectionTools({ id }: { id: string }) {
  const at = useSituation()
  const bar = useRef<HTMLDivElement>(null)
  const { store } = at
  useEffect(() => {
    if (useStage.getState().focusConnection) document.querySelector<SVGElement>(`.react-flow__edge[data-id="${CSS.escape(id)}"]`)?.focus()
    useStage.setState({ focusConnection: false })
  }, [id])
  // In an old version one may only look.
  const acts = ['insert-into', 'preview-connection', 'remove-connection'].map(commandOf).filter(c => c.looks || !store.getState().readOnly)
  const act = (command: Command) => {
    store.getState().selectEdge(id)
    const box = bar.current?.getBoundingClientRect()
    command.run({ ...at, ...(box && { spot: { x: box.left, y: box.bottom + 6 } }) })
  }
  return (
    <div ref={bar} role="toolbar" aria-label={say('Selected connection')} className={`${styles.bar} ${styles.onThread} nodrag nopan`}>
      {acts.map(command => (
        <Button key={command.id} size="small" variant="quiet" onPress={() => act(command)}>
          {command.title(at)}
        </Button>
      ))}
    </div>
  )
}
