import { type KeyboardEvent, useEffect, useMemo, useState } from 'react'
import type { Flow, FlowNode } from '../../../runtime/flow.ts'
import type { Run } from '../../../server/api/payloads.ts'
import { CardFace } from '../../canvas/card-face.tsx'
import { CountChip } from '../../canvas/count-chip.tsx'
import { type Counts, countsOf, lossOf, ribbonWidth } from '../../canvas/counts.ts'
import { connectionSaid } from '../../canvas/said.ts'
import { type StepState, stateOf } from '../../canvas/step-state.ts'
import { neighbour } from '../../canvas/walk.ts'
import { type Kinds, kindWord, nameOf, portsOf } from '../../document/graph.ts'
import { say } from '../../words/words.ts'
import { pictureOf } from './picture.ts'
import style from './replay.module.css'

interface Replayed {
  flow: Flow
  kinds: Kinds
  sentences: Readonly<Record<string, string>>
  picked: string | null
  onPick: (step: string | null) => void
}

/**
 * The version that ran, as it was drawn, with what this run counted: the same cards and ribbons as in the editor, to look at.
 * A press on a step shows below only what stopped there, a second one everything again.
 */
export function Replay({ run, ...replayed }: Replayed & { run: Run }) {
  const { flow, kinds, picked } = replayed
  const [box, setBox] = useState<HTMLDivElement | null>(null)
  const width = useWidthOf(box)
  const counts = useMemo(() => countsOf(run), [run])
  const picture = useMemo(() => (width ? pictureOf(flow, kinds, width) : null), [flow, kinds, width])
  const [active, setActive] = useState(picked ?? flow.nodes[0]?.id)
  const walk = (event: KeyboardEvent) => {
    const next = active === undefined ? undefined : neighbour(flow, kinds, active, event.key)
    const button = next !== undefined && box?.querySelector<HTMLElement>(`[data-step="${CSS.escape(next)}"] button`)
    if (!button) return
    event.preventDefault()
    button.focus()
  }
  return (
    <div ref={setBox} className={style.canvas} dir="ltr" data-flow-view>
      {picture && (
        <div className={style.sized} style={{ width: picture.width * picture.scale, height: picture.height * picture.scale }}>
          <div className={style.picture} style={{ width: picture.width, height: picture.height, scale: String(picture.scale) }}>
            <svg className={style.threads} width={picture.width} height={picture.height} aria-hidden="true">
              {picture.threads.map(({ from, to, path, second }) => {
                const rows = rowsInto(flow, kinds, counts, from, to)
                return (
                  <path
                    key={`${from} ${to}`}
                    d={path}
                    data-counted={rows !== null || undefined}
                    data-second={second || undefined}
                    strokeWidth={rows === null ? 2 : ribbonWidth(rows, counts.most, second ? 6 : 12)}
                  />
                )
              })}
            </svg>
            {flow.nodes.map(step => (
              <Card
                key={step.id}
                {...replayed}
                step={step}
                counts={counts}
                place={picture.places[step.id] ?? { x: 0, y: 0 }}
                active={step.id === active}
                onFocus={() => setActive(step.id)}
                onKeyDown={walk}
              />
            ))}
            {picture.threads.map(({ from, to, mid }) => {
              const rows = rowsInto(flow, kinds, counts, from, to)
              return (
                <div
                  key={`${from} ${to}`}
                  role="group"
                  aria-roledescription={say('connection')}
                  aria-label={connectionSaid(called(flow, kinds, from), called(flow, kinds, to), rows)}
                  className={style.count}
                  style={{ left: mid.x, top: mid.y }}
                >
                  {rows !== null && <CountChip rows={rows} />}
                </div>
              )
            })}
          </div>
        </div>
      )}
    </div>
  )
}

interface CardProps extends Replayed {
  step: FlowNode
  counts: Counts
  place: { x: number; y: number }
  active: boolean
  onFocus: () => void
  /** Arrow keys go from step to step. */
  onKeyDown: (event: KeyboardEvent) => void
}
function Card({ flow, step, kinds, counts, sentences, place, picked, active, onPick, onFocus, onKeyDown }: CardProps) {
  const kind = kinds.get(step.kind)
  const state = stateIn(step, kinds, counts)
  const name = nameOf(step, kind)
  const used = flow.edges.filter(e => e.from === step.id).length
  const on = picked === step.id
  return (
    <div
      role="group"
      aria-roledescription={say('step')}
      aria-label={`${kindWord(kind)}: ${name}, ${state.said}`}
      className={style.card}
      style={{ left: place.x, top: place.y }}
      data-step={step.id}
      data-picked={on || undefined}
    >
      <CardFace
        step={step}
        kind={kind}
        sentence={sentences[step.id] ?? ''}
        state={state}
        loss={lossOf(counts, step.id, portsOf(kind).length > 1 && used > 1)}
        title={<span className={style.title}>{name}</span>}
      >
        <button
          type="button"
          className={style.cover}
          tabIndex={active ? 0 : -1}
          aria-pressed={on}
          aria-label={say('Show what stopped at {name}', { name })}
          onFocus={onFocus}
          onKeyDown={onKeyDown}
          onClick={() => onPick(on ? null : step.id)}
        />
      </CardFace>
    </div>
  )
}

/** A step that this run did not come to was not at work in it. */
function stateIn(step: FlowNode, kinds: Kinds, counts: Counts): StepState {
  if (step.skip || counts.steps[step.id] || counts.failed[step.id] !== undefined || counts.endings[step.id])
    return stateOf(step, kinds.get(step.kind), [], counts)
  if (counts.running) return { tone: 'setup', words: say('No rows yet'), number: '', said: say('no rows yet'), share: null }
  const [words, said] = counts.idle[step.id]
    ? [say('No rows came here'), say('no rows came here')]
    : [say('Not part of this run'), say('not part of this run')]
  return { tone: 'setup', words, number: '', said, share: null }
}

const called = (flow: Flow, kinds: Kinds, id: string): string | undefined => {
  const step = flow.nodes.find(n => n.id === id)
  return step && nameOf(step, kinds.get(step.kind))
}
/** A connection to a database carries no rows: only what a model gives on can be counted. */
const rowsInto = (flow: Flow, kinds: Kinds, counts: Counts, from: string, to: string): number | null =>
  kinds.get(flow.nodes.find(n => n.id === from)?.kind ?? '')?.emits === 'connection' ? null : (counts.into[to] ?? null)

/** Its width in CSS px, followed; 0 until it is drawn. */
function useWidthOf(box: HTMLElement | null): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    if (!box) return
    const look = () => setWidth(box.clientWidth)
    look()
    const watch = new ResizeObserver(look)
    watch.observe(box)
    return () => watch.disconnect()
  }, [box])
  return width
}
