import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { addChoice } from '../commands/adding.ts'
import { useSituation } from '../commands/situation.ts'
import { focusStep, type Stage, useStage } from '../commands/stage.ts'
import { useDocument } from '../document/hooks.ts'
import { type Choice, followers, starters, takesWords } from '../document/legal.ts'
import styles from './add-menu.module.css'
import { useDismiss, useInside } from './floating.ts'
import { KindTile } from './pictograms.tsx'

/** The dialog `Add step`: what fits at this place, best guess first. Typing narrows, Enter adds. */
export function AddMenu() {
  const adding = useStage(s => s.adding)
  return adding && <OpenMenu key={JSON.stringify(adding)} adding={adding} />
}

function OpenMenu({ adding }: { adding: NonNullable<Stage['adding']> }) {
  const situation = useSituation()
  const box = useRef<HTMLDivElement>(null)
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const all = useChoices(adding)
  const found = useMemo(() => narrowed(all, text), [all, text])
  const chosen = Math.min(at, found.length - 1)
  const place = useInside(box, adding.at)
  const close = useCallback(() => {
    useStage.setState({ adding: null })
    if (adding.after) focusStep(adding.before ?? adding.after)
  }, [adding])
  useDismiss(box, close)
  useEffect(() => field.current?.focus({ preventScroll: true }), [])
  useEffect(() => {
    box.current?.querySelector(`#add-${chosen}`)?.scrollIntoView({ block: 'nearest' })
  }, [chosen])

  const add = (choice: Choice | undefined) => {
    if (!choice) return
    useStage.setState({ adding: null })
    void addChoice(situation, choice, adding.where)
  }
  const dragged = adding.kind
  // biome-ignore lint/correctness/useExhaustiveDependencies: a step dragged from the palette was already chosen, once
  useEffect(() => {
    const choice = dragged ? all.find(c => c.kind.id === dragged) : undefined
    if (choice) add(choice)
  }, [dragged])
  const keys: Record<string, () => void> = {
    ArrowDown: () => setAt(Math.min(found.length - 1, chosen + 1)),
    ArrowUp: () => setAt(Math.max(0, chosen - 1)),
    Enter: () => add(found[chosen]),
    Tab: () => {},
  }
  return (
    <div ref={box} role="dialog" aria-label="Add step" className={styles.menu} style={place}>
      <input
        ref={field}
        type="search"
        className={styles.search}
        aria-label="Search steps"
        placeholder="Search steps"
        aria-controls="add-options"
        aria-activedescendant={found.length ? `add-${chosen}` : undefined}
        autoComplete="off"
        value={text}
        onChange={event => {
          setText(event.target.value)
          setAt(0)
        }}
        onKeyDown={event => {
          const act = keys[event.key]
          if (!act) return
          event.preventDefault()
          act()
        }}
      />
      <div id="add-options" role="listbox" aria-label="Steps that fit" className={styles.list}>
        {found.map((choice, i) => (
          <Option
            key={`${choice.kind.id} ${choice.title}`}
            choice={choice}
            index={i}
            chosen={i === chosen}
            add={() => add(choice)}
            look={() => setAt(i)}
          />
        ))}
      </div>
      {!found.length && (
        <p className={styles.none}>{all.length ? `No step called “${text}” fits here.` : 'Nothing can follow this step.'}</p>
      )}
    </div>
  )
}

interface OptionProps {
  choice: Choice
  index: number
  chosen: boolean
  add: () => void
  look: () => void
}
function Option({ choice, index, chosen, add, look }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the search field keeps the focus and hears the keys
    <div
      id={`add-${index}`}
      role="option"
      tabIndex={-1}
      aria-selected={chosen}
      aria-labelledby={`add-${index}-title`}
      aria-describedby={`add-${index}-why`}
      className={styles.option}
      onClick={add}
      onPointerMove={look}
    >
      <KindTile kind={choice.kind} small />
      <span className={styles.words}>
        <span id={`add-${index}-title`} className={styles.title}>
          {choice.title}
        </span>
        <span id={`add-${index}-why`} className={styles.why}>
          {choice.why}
        </span>
      </span>
    </div>
  )
}

function useChoices(adding: NonNullable<Stage['adding']>): Choice[] {
  const { kinds } = useSituation()
  const flow = useDocument(s => s.flow)
  return useMemo(() => {
    if (adding.after === null) {
      // Free on the canvas: beginnings first, then everything else, unwired.
      const rest = flow.nodes.length
        ? [...kinds.values()].filter(k => k.role !== 'source').map(kind => ({ kind, first: [], title: kind.title, why: takesWords(kind) }))
        : []
      return [...starters(kinds), ...rest]
    }
    const fits = followers(flow, kinds, adding.after)
    if (adding.before === null) return fits
    // Into a connection: what gives on what it takes, so that both ends stay right.
    const target = kinds.get(flow.nodes.find(n => n.id === adding.before)?.kind ?? '')
    return fits.filter(c => c.kind.emits !== null && c.kind.emits === target?.accepts).map(c => ({ ...c, first: [] }))
  }, [adding, kinds, flow])
}

/** Choices that hold the words typed, in their title first, then in what they say of themselves. */
function narrowed(all: readonly Choice[], text: string): readonly Choice[] {
  const wanted = text.trim().toLowerCase()
  if (!wanted) return all
  const inTitle = all.filter(c => c.title.toLowerCase().includes(wanted))
  return [...inTitle, ...all.filter(c => !inTitle.includes(c) && `${c.kind.title} ${c.kind.summary}`.toLowerCase().includes(wanted))]
}
