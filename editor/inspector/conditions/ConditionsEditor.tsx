import { GripVertical } from 'lucide-react'
import { memo, type ReactNode, useEffect, useRef } from 'react'
import type { Conditions, SegmentUse } from '../../../runtime/conditions/tree.ts'
import type { Column } from '../../../runtime/contract.ts'
import { announce } from '../../announce/announce.ts'
import { Button } from '../../ui/Button.tsx'
import { Select } from '../../ui/Select.tsx'
import { say } from '../../words/words.ts'
import { ConditionRow } from './ConditionRow.tsx'
import css from './conditions.module.css'
import {
  add,
  afterRemoval,
  DEPTH_MAX,
  emptyCondition,
  isGroup,
  isSegment,
  move,
  moveTo,
  numbering,
  type Part,
  type Place,
  partAt,
  remove,
  replace,
  setMatch,
} from './edits.ts'
import { SegmentRow } from './SegmentRow.tsx'
import { type PartDrag, usePartDrag } from './use-part-drag.ts'

export interface ConditionsEditorProps {
  tree: Conditions
  columns: readonly Column[]
  /** By whose clock relative dates are read. */
  timezone: string
  seen: ReadonlyMap<string, readonly { value: string; rows: number }[]>
  /** Sampled rows that each part of the root takes away, by its index. */
  effects: ReadonlyMap<number, number>
  counting: boolean
  /** Places of the conditions that have no part in the count, since they are not finished. */
  unfinished?: ReadonlySet<string>
  /** Shows the rows that a part of the root takes away. */
  onShowLost?: (index: number) => void
  onChange(tree: Conditions): void
  /** A part was moved: an act of its own, with what is said of it. Without it, `onChange` hears of it. */
  onMoved?(tree: Conditions, label: string, said: string): void
  readOnly: boolean
  /** Beside the buttons that add to the root. */
  more?: ReactNode
  onOpenSegment?: (use: SegmentUse) => void
  /** What is wrong with the condition at a place. */
  below?(place: Place): ReactNode
}
interface GroupProps extends ConditionsEditorProps {
  group: Conditions
  place: Place
  numbers: ReadonlyMap<string, number>
  /** Does the edit and says where the keyboard goes after it. */
  edit(tree: Conditions, focus: Place | null, fallback?: Place): void
  /** Puts a part elsewhere; by its menu the keyboard follows it. */
  put(from: Place, next: { tree: Conditions; place: Place }, follow: boolean): void
  drag: PartDrag
}

/** A tree of conditions; after adding and removing, the keyboard is where the next thing is done. It is no part of the name of its step. */
export const ConditionsEditor = memo((props: ConditionsEditorProps) => {
  const { tree, onChange } = props
  const root = useRef<HTMLDivElement>(null)
  const focus = useRef<{ to: string; known: boolean } | null>(null)
  useEffect(() => {
    if (focus.current === null) return
    const { to, known } = focus.current
    focus.current = null
    const go = () => root.current?.querySelector<HTMLElement>(to)?.focus()
    // A row that now stands for another condition takes its column over only while nobody is in it.
    if (known) requestAnimationFrame(go)
    else go()
  })
  const edit: GroupProps['edit'] = (next, place, fallback = []) => {
    focus.current = place
      ? { to: `[data-place="${place.join('.')}"] input`, known: partAt(tree, place) !== undefined }
      : { to: `[data-add="${fallback.join('.')}"]`, known: false }
    onChange(next)
  }
  const tell = (next: Conditions, _: string, said: string) => {
    onChange(next)
    announce(said)
  }
  const put: GroupProps['put'] = (from, next, follow) => {
    // At an end of its group it stays.
    if (next.tree === tree || !partAt(next.tree, next.place)) return
    const name = nameOf(tree, from)
    const now = nameOf(next.tree, next.place)
    if (follow) focus.current = { to: `[data-place="${next.place.join('.')}"] input`, known: true }
    const told = props.onMoved ?? tell
    told(next.tree, say('move {name}', { name }), say('Moved {name}. It is {now} now.', { name, now }))
  }
  const drag = usePartDrag(root, tree, (from, to) => put(from, moveTo(tree, from, to), false))
  return (
    <div ref={root} className={css.editor}>
      <Group {...props} group={tree} place={[]} numbers={numbering(tree)} edit={edit} put={put} drag={drag} />
      {drag.line && (
        <div aria-hidden className={css.dropLine} style={{ top: drag.line.top, left: drag.line.left, width: drag.line.width }} />
      )}
    </div>
  )
})

const nameOf = (tree: Conditions, place: Place): string => {
  const part = partAt(tree, place)
  const number = numbering(tree).get(place.join('.'))
  return part && isGroup(part) ? say('group {number}', { number }) : say('condition {number}', { number })
}

function Group(props: GroupProps) {
  const { tree, group, place, numbers, edit, onChange, readOnly } = props
  const name = place.length === 0 ? say('Conditions') : say('Group {get}', { get: numbers.get(place.join('.')) })
  return (
    <div role="group" aria-label={name} className={place.length === 0 ? css.root : css.group} data-place={place.join('.')}>
      <div className={css.match}>
        {place.length === 0 && <span>{say('Keep rows where')}</span>}
        <span className={css.matchOf}>
          <span className={css.matchChoice}>
            <Select
              aria-label={say('Match')}
              options={matches}
              value={group.match}
              onChange={match => onChange(setMatch(tree, place, match as Conditions['match']))}
              isDisabled={readOnly}
            />
          </span>
          {say('of these are true')}
        </span>
      </div>
      {group.conditions.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity but their place
        <PartOf key={index} {...props} part={part} place={[...place, index]} word={index > 0 ? words[group.match] : ''} />
      ))}
      {group.conditions.length === 0 && <p className={css.resolved}>{say('No condition yet, so every row is kept.')}</p>}
      {!readOnly && <GroupButtons tree={tree} group={group} place={place} edit={edit} more={place.length === 0 && props.more} />}
    </div>
  )
}

const matches = [
  { id: 'all', text: say('all') },
  { id: 'any', text: say('any') },
  { id: 'none', text: say('none') },
]
const words = { all: say('and'), any: say('or'), none: say('nor') }

function PartOf({ part, word, ...props }: GroupProps & { part: Part; word: string }) {
  const { tree, place, numbers, edit, put, drag, onChange } = props
  const takeOut = () => {
    const next = remove(tree, place)
    edit(next, afterRemoval(next, place), place.slice(0, -1))
  }
  const number = numbers.get(place.join('.')) ?? 0
  const row = {
    place: place.join('.'),
    number,
    onRemove: takeOut,
    onMove: (by: -1 | 1) => put(place, { tree: move(tree, place, by), place: place.with(-1, place.at(-1)! + by) }, true),
  }
  return (
    <>
      {word && <p className={css.word}>{word}</p>}
      <div className={css.part} data-moved={drag.moved === place.join('.') || undefined}>
        {!props.readOnly && (
          <span aria-hidden className={css.grip} data-grip={place.join('.')} {...drag.grip(place)}>
            <GripVertical />
          </span>
        )}
        {isGroup(part) ? (
          <Group {...props} group={part} />
        ) : isSegment(part) ? (
          <SegmentRow
            {...row}
            use={part}
            onChange={next => onChange(replace(tree, place, next))}
            onOpen={props.onOpenSegment}
            readOnly={props.readOnly}
          />
        ) : (
          <ConditionRow {...props} {...row} condition={part} onChange={next => onChange(replace(tree, place, next))} />
        )}
      </div>
      {props.below?.(place)}
      {props.unfinished?.has(place.join('.')) ? (
        <p role="status" aria-label={say('Effect of condition {number}', { number })} className={css.effect}>
          {say('Not finished: not counted')}
        </p>
      ) : null}
      {place.length === 1 && !props.unfinished?.has(place.join('.')) && (
        <Effect
          name={isGroup(part) ? say('Effect of group {number}', { number }) : say('Effect of condition {number}', { number })}
          rows={props.effects.get(place[0]!)}
          dim={props.counting}
          show={props.onShowLost && (() => props.onShowLost?.(place[0]!))}
        />
      )}
    </>
  )
}

interface EffectProps {
  name: string
  rows: number | undefined
  dim: boolean
  show?: (() => void) | undefined
}
/** Why a segment is small: what one condition takes away after those above it, and on a press the rows themselves. */
function Effect({ name, rows, dim, show }: EffectProps) {
  if (rows === undefined) return null
  const words = (rows > 0 ? '-' : '') + say('{n, plural, one {# row} other {# rows}}', { n: rows })
  return (
    <p role="status" aria-label={name} className={`${css.effect} ${dim ? css.dim : ''}`} data-loss={rows > 0}>
      {rows > 0 && show ? (
        <Button size="small" variant="quiet" className={css.lost!} aria-label={say('{words}: show them', { words })} onPress={show}>
          {words}
        </Button>
      ) : (
        words
      )}
    </p>
  )
}

function GroupButtons({ tree, group, place, edit, more }: Pick<GroupProps, 'tree' | 'group' | 'place' | 'edit' | 'more'>) {
  const here = [...place, group.conditions.length]
  return (
    <div className={css.adders}>
      <Button size="small" data-add={place.join('.')} onPress={() => edit(add(tree, place, emptyCondition), here)}>
        {say('Add condition')}
      </Button>
      {place.length + 1 < DEPTH_MAX && (
        <Button
          size="small"
          onPress={() =>
            edit(add(tree, place, { match: group.match === 'any' ? 'all' : 'any', conditions: [emptyCondition] }), [...here, 0])
          }
        >
          {say('Add group')}
        </Button>
      )}
      {place.length > 0 && (
        <Button size="small" onPress={() => edit(remove(tree, place), null, place.slice(0, -1))}>
          {say('Remove group')}
        </Button>
      )}
      {more}
    </div>
  )
}
