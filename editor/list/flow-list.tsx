// biome-ignore-all lint/a11y/useFocusableInteractive: in a treegrid the row takes the focus, not its cells

import { type FocusEvent, Fragment, type KeyboardEvent, memo, useEffect, useMemo, useState } from 'react'
import type { Flow, FlowNode } from '../../runtime/flow.ts'
import { offer } from '../canvas/context-menu.tsx'
import { useCounts } from '../canvas/counts.ts'
import { EmptyCanvas } from '../canvas/empty-canvas.tsx'
import { KindTile, Sign } from '../canvas/pictograms.tsx'
import { StateLine } from '../canvas/state-line.tsx'
import { useStates } from '../canvas/states.ts'
import { type StepState, sameState } from '../canvas/step-state.ts'
import { StepMenu } from '../canvas/toolbars.tsx'
import { foremost, toggled } from '../commands/command.ts'
import { commandOf, perform } from '../commands/commands.ts'
import { useSituation } from '../commands/situation.ts'
import { drawnStep, overlaid, useStage } from '../commands/stage.ts'
import { inOrder, type Kinds, kindWord, nameOf, type Placed, parentOf, portOf, portsOf, wayWords } from '../document/graph.ts'
import { useDocument } from '../document/hooks.ts'
import { useCheck } from '../problems/use-check.ts'
import { Button } from '../ui/Button.tsx'
import { count, forwards, say } from '../words/words.ts'
import styles from './flow-list.module.css'
import { MarkRows } from './mark-rows.tsx'

/** `treegrid` Flow list: one row a step, in the order of the flow. */
export function FlowList() {
  const { kinds } = useSituation()
  const flow = useDocument(s => s.flow)
  const selected = useDocument(s => s.selected)
  const [focused, setFocused] = useState<string>()
  const rows = useMemo(() => inOrder(flow, kinds), [flow, kinds])
  const there = (id: string | undefined) => id !== undefined && (rows.some(r => r.node.id === id) || flow.notes?.some(n => n.id === id))
  const active = there(focused) ? focused : (selected.at(-1) ?? rows[0]?.node.id)
  const states = useStates()
  const chosen = new Set(selected)
  useRowFocus()
  if (!rows.length)
    return (
      <div className={styles.hollow} data-region="canvas">
        <EmptyCanvas />
      </div>
    )
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only watches which row has the focus
    <div
      className={styles.wrap}
      data-flow-view
      data-region="canvas"
      onFocus={(event: FocusEvent) => setFocused(rowOf(event.target)?.dataset.id)}
    >
      <div role="treegrid" aria-label={say('Flow list')} aria-multiselectable="true" className={styles.grid}>
        <div role="row" className={styles.heads}>
          {[say('Step'), say('What it does'), say('State'), say('Rows'), say('Actions')].map(head => (
            <span key={head} role="columnheader">
              {head}
            </span>
          ))}
        </div>
        {rows.map((row, i) => (
          <Fragment key={row.node.id}>
            <Heading depth={row.depth} words={branchWords(flow, kinds, row, rows[i - 1])} />
            <Row
              node={row.node}
              depth={row.depth}
              state={states.get(row.node.id)}
              active={active === row.node.id}
              chosen={chosen.has(row.node.id)}
            />
          </Fragment>
        ))}
        <MarkRows active={active} />
      </div>
    </div>
  )
}

/** What is said where a branch of a fork begins; nothing elsewhere. */
function branchWords(flow: Flow, kinds: Kinds, row: Placed, before: Placed | undefined): string {
  const parent = parentOf(flow, row.node.id)
  if (!parent || (row.depth <= (before?.depth ?? 0) && before?.node.id === parent.from)) return ''
  const kind = kinds.get((before?.node.id === parent.from ? before.node : flow.nodes.find(n => n.id === parent.from))?.kind ?? '')
  const port = portsOf(kind).length > 1 ? portsOf(kind).find(p => p.id === portOf(parent, kind)) : undefined
  return port ? wayWords(kind, port) : ''
}
const Heading = memo(({ depth, words }: { depth: number; words: string }) =>
  words ? (
    <div role="row" aria-level={depth} className={styles.branch} style={{ paddingInlineStart: depth * 18 + 8 }}>
      <span role="gridcell" aria-colspan={5}>
        {words}
      </span>
    </div>
  ) : null,
)

interface RowProps {
  node: FlowNode
  depth: number
  state: StepState | undefined
  active: boolean
  chosen: boolean
}
/** A flow has hundreds: one is drawn again when something of its own has changed. */
const Row = memo(
  OneRow,
  ({ state: was, ...a }, { state, ...b }) =>
    sameState(was, state) && (Object.keys(b) as (keyof typeof b)[]).every(key => a[key] === b[key]),
)
function OneRow({ node, depth, state, active, chosen }: RowProps) {
  const at = useSituation()
  const kind = at.kinds.get(node.kind)
  const name = nameOf(node, kind)
  const sentence = useCheck(s => s.nodes[node.id]?.sentence)
  const count = useCounts(s => s.steps[node.id])
  const { select } = at.store.getState()
  const tab = active ? 0 : -1
  return (
    <div
      role="row"
      aria-level={depth + 1}
      aria-label={`${kindWord(kind)}: ${name}, ${state?.said ?? 'ready'}`}
      aria-selected={chosen}
      tabIndex={tab}
      data-id={node.id}
      className={styles.row}
      onClick={event => {
        if ((event.target as Element).closest('button')) return
        if (event.shiftKey || event.ctrlKey || event.metaKey || useStage.getState().choosing)
          return select(toggled(at.store.getState().selected, node.id))
        select([node.id])
        useStage.setState({ settings: 'step' })
      }}
      onContextMenu={event => {
        select(foremost(at.store.getState().selected, node.id))
        offer(event, 'step')
      }}
      onKeyDown={cellKeys}
    >
      <span role="gridcell" className={styles.name} style={{ paddingInlineStart: depth * 18 }}>
        <KindTile kind={kind} small />
        <span>
          <b>{name}</b>
          {name !== kindWord(kind) && <small>{kindWord(kind)}</small>}
        </span>
      </span>
      <span role="gridcell" className={styles.does}>
        {sentence || kind?.summary}
      </span>
      <span role="gridcell" className={styles.state}>
        {state && <StateLine state={state} plain />}
      </span>
      <span role="gridcell" className={styles.rows}>
        {count ? rowsWords(count) : ''}
      </span>
      <Acts id={node.id} name={name} further={kind?.emits != null} chosen={chosen} />
    </div>
  )
}

/** What can be done to the step of a row. */
function Acts({ id, name, further, chosen }: { id: string; name: string; further: boolean; chosen: boolean }) {
  const at = useSituation()
  const { select, readOnly } = at.store.getState()
  const grows = further && !readOnly
  const act = (command: string) => {
    select([id])
    perform(commandOf(command), at)
  }
  return (
    <span role="gridcell" className={styles.acts}>
      {grows && (
        <Button size="small" variant="quiet" aria-label={say('Add step after {name}', { name })} onPress={() => act('add-after')}>
          <Sign name="plus" size={16} />
        </Button>
      )}
      {grows && (
        <Button size="small" variant="quiet" aria-label={say('Connect {name} to...', { name })} onPress={() => act('connect')}>
          {say('Connect')}
        </Button>
      )}
      <span onPointerDownCapture={() => !chosen && select([id])} onFocusCapture={() => !chosen && select([id])}>
        <StepMenu name={say('More actions for {name}', { name })} />
      </span>
    </span>
  )
}

const rowsWords = ({ in: came, out, lost }: { in: number; out: number; lost: number }): string =>
  [
    count(came),
    ...(out !== came ? [`→ ${count(out)}`] : []),
    ...(lost && out === came ? [say('{lost} lost', { lost: count(lost) })] : []),
  ].join(' ')
const rowOf = (target: EventTarget | null): HTMLElement | null | undefined =>
  (target as Element | null)?.closest<HTMLElement>('[role=row][data-id]')

/** Right and left walk through the row's buttons, as they stand; the rest is up to the page. */
function cellKeys(event: KeyboardEvent<HTMLElement>): void {
  if (event.altKey || event.ctrlKey || event.metaKey || (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft')) return
  const stops = [event.currentTarget, ...event.currentTarget.querySelectorAll<HTMLElement>('button')]
  const next = stops[stops.indexOf(event.target as HTMLElement) + (event.key === 'ArrowRight' ? forwards : -forwards)]
  event.preventDefault()
  next?.focus()
}

function useRowFocus(): void {
  const request = useStage(s => s.focus)
  useEffect(() => {
    if (!request?.list) return
    const held = document.activeElement === drawnStep(request.id, true)
    const frame = requestAnimationFrame(() => {
      // Whoever goes on at once is not fetched back.
      const elsewhere = held && document.activeElement !== document.body
      if (!overlaid() && !elsewhere) drawnStep(request.id, true)?.focus()
      useStage.setState({ arriving: null })
    })
    return () => cancelAnimationFrame(frame)
  }, [request])
}
