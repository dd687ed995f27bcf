import { NodeToolbar, Position, useStore } from '@xyflow/react'
import { useEffect, useRef } from 'react'
import { commandOf, possible } from '../commands/commands.ts'
import { keyWords } from '../commands/keys.ts'
import { useAct, useKinds, useSituation } from '../commands/situation.ts'
import { showTab, useStage } from '../commands/stage.ts'
import { placeSteps } from '../document/edits.ts'
import { useDocument, useDocumentStore } from '../document/hooks.ts'
import { CARD_WIDTH, type Place, placesOf } from '../document/places.ts'
import { edgeId } from '../document/store.ts'
import { Button } from '../ui/Button.tsx'
import { Menu } from '../ui/Menu.tsx'
import { Sign } from './pictograms.tsx'
import styles from './toolbars.module.css'

const onCard = ['preview', 'connect', 'insert-before', 'replace', 'skip'] as const
const inMenu = ['add-after', 'rename', 'duplicate', 'copy', 'cut', 'delete', 'delete-apart'] as const

/** Floats above what is selected, at screen size whatever the zoom. */
export function SelectionTools() {
  const selected = useDocument(s => s.selected)
  const readOnly = useDocument(s => s.readOnly)
  const adding = useStage(s => s.adding !== null)
  const align = useAlign(selected.at(-1))
  if (!selected.length || readOnly || adding || innerWidth < 768) return null
  return (
    <NodeToolbar nodeId={[...selected]} isVisible position={Position.Top} align={align} offset={14} className="nodrag nopan nowheel">
      {selected.length === 1 ? <StepTools /> : <StepsTools ids={selected} />}
    </NodeToolbar>
  )
}

/** Near an edge of the canvas the toolbar grows away from it. */
function useAlign(id: string | undefined): 'start' | 'center' | 'end' {
  return useStore(({ nodeLookup, transform: [x, , zoom], width }) => {
    const node = nodeLookup.get(id ?? '')
    if (!node) return 'center'
    const middle = x + (node.internals.positionAbsolute.x + CARD_WIDTH / 2) * zoom
    return middle < 270 ? 'start' : middle > width - 270 ? 'end' : 'center'
  })
}

function StepTools() {
  const at = useSituation()
  const act = useAct()
  useDocument(s => s.flow)
  return (
    <div role="toolbar" aria-label="Selected step" className={styles.bar}>
      {onCard
        .filter(id => possible(commandOf(id), at))
        .map(id => (
          <Button key={id} size="small" variant="quiet" onPress={() => act(id)}>
            {commandOf(id).title(at)}
          </Button>
        ))}
      <StepMenu />
    </div>
  )
}
/** Everything else that can be done to the selected step, each with its key. */
export function StepMenu({ name = 'More step actions' }: { name?: string }) {
  const at = useSituation()
  const items = inMenu.map(commandOf).map(command => ({
    id: command.id,
    text: command.title(at),
    keys: command.keys?.[0] ? keyWords(command.keys[0]) : undefined,
    danger: command.id === 'delete',
    disabled: !possible(command, at),
    onAction: () => command.run(at),
  }))
  return (
    <Menu name={name} items={items}>
      <Button size="small" variant="quiet" aria-label={name}>
        <Sign name="more" />
      </Button>
    </Menu>
  )
}

function StepsTools({ ids }: { ids: readonly string[] }) {
  const at = useSituation()
  const act = useAct()
  const align = (label: string, to: (places: readonly (readonly [string, Place])[]) => readonly (readonly [string, Place])[]) => () => {
    const { flow, dispatch } = at.store.getState()
    const all = placesOf(flow)
    dispatch(placeSteps(flow, at.kinds, Object.fromEntries(to(ids.map(id => [id, all[id] ?? { x: 0, y: 0 }]))), label))
  }
  const acts: readonly [string, () => void][] = [
    ['Align left', align('align left', all => all.map(([id, p]) => [id, { x: Math.min(...all.map(a => a[1].x)), y: p.y }]))],
    ['Align top', align('align top', all => all.map(([id, p]) => [id, { x: p.x, y: Math.min(...all.map(a => a[1].y)) }]))],
    ['Distribute horizontally', align('distribute', spread)],
    ['Duplicate', () => act('duplicate')],
    ['Skip steps', () => act('skip')],
    ['Delete steps', () => act('delete')],
  ]
  return (
    <div role="toolbar" aria-label="Selected steps" className={styles.bar}>
      {acts.map(([name, run]) => (
        <Button key={name} size="small" variant="quiet" onPress={run}>
          {name}
        </Button>
      ))}
    </div>
  )
}
function spread(all: readonly (readonly [string, Place])[]): (readonly [string, Place])[] {
  const sorted = all.toSorted((a, b) => a[1].x - b[1].x)
  const [first, last] = [sorted[0]![1].x, sorted.at(-1)![1].x]
  return sorted.map(([id, p], i) => [id, { x: first + ((last - first) * i) / Math.max(1, sorted.length - 1), y: p.y }])
}

/** What can be done to the selected connection. */
export function ConnectionTools() {
  const store = useDocumentStore()
  const kinds = useKinds()
  const act = useAct()
  const bar = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (useStage.getState().focusConnection) bar.current?.querySelector('button')?.focus()
    useStage.setState({ focusConnection: false })
  }, [])
  const edge = () => store.getState().flow.edges.find(e => edgeId(e) === store.getState().selectedEdge)
  const insert = () => {
    const found = edge()
    const box = bar.current?.getBoundingClientRect()
    if (found)
      useStage.setState({
        adding: { where: { into: found }, after: found.from, before: found.to, at: box ? { x: box.left, y: box.bottom + 6 } : null },
      })
  }
  const preview = () => {
    const found = edge()
    if (!found || !kinds) return
    store.getState().select([found.from])
    showTab('preview')
    useStage.setState(s => ({ previewAsked: s.previewAsked + 1 }))
  }
  return (
    <div ref={bar} role="toolbar" aria-label="Selected connection" className={`${styles.bar} ${styles.onThread} nodrag nopan`}>
      <Button size="small" variant="quiet" onPress={insert}>
        Insert step
      </Button>
      <Button size="small" variant="quiet" onPress={preview}>
        Preview rows
      </Button>
      <Button size="small" variant="quiet" onPress={() => act('remove-connection')}>
        Remove connection
      </Button>
    </div>
  )
}
