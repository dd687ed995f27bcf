import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { announce } from '../announce/announce.ts'
import { addChoice, replaceWith } from '../commands/adding.ts'
import { useSituation } from '../commands/situation.ts'
import { focusStep, type Stage, useStage } from '../commands/stage.ts'
import { useDocument } from '../document/hooks.ts'
import { alike, type Choice, followers, starters, takesWords } from '../document/legal.ts'
import { useBackByHand } from '../ui/use-back.ts'
import { say } from '../words/words.ts'
import styles from './add-menu.module.css'
import { useDismiss, useInside } from './floating.ts'
import { PickList } from './pick-list.tsx'
import { KindTile } from './pictograms.tsx'

type Adding = NonNullable<Stage['adding']>

/** The dialog `Add step`: what fits at this place, best guess first. Typing narrows, Enter adds. */
export function AddMenu() {
  const adding = useStage(s => s.adding)
  return adding && <OpenMenu key={JSON.stringify(adding)} adding={adding} />
}

function OpenMenu({ adding }: { adding: Adding }) {
  const situation = useSituation()
  const box = useRef<HTMLDivElement>(null)
  const [text, setText] = useState('')
  const all = useChoices(adding)
  const found = useMemo(() => narrowed(all, text), [all, text])
  const place = useInside(box, adding.at)
  // Where nothing goes before, the keyboard goes back to where it was asked from: a note, a button.
  const asked = useRef(document.activeElement)
  /** Asked from the list, it stays in the list: the step that comes is then shown there, too. */
  const toList = useCallback(() => {
    const { current } = asked
    const inList = current instanceof HTMLElement && current.isConnected && current.closest('[role=treegrid]') !== null
    if (inList) current.focus()
    return inList
  }, [])
  const close = useCallback(() => {
    useStage.setState({ adding: null })
    if (toList()) return
    const from = asked.current
    if (from instanceof SVGElement && from.isConnected) from.focus()
    else if (adding.after) focusStep(adding.before ?? adding.after)
    else if (asked.current instanceof HTMLElement) asked.current.focus()
  }, [adding, toList])
  useDismiss(box, close)
  useBackByHand(true, close)
  const add = (choice: Choice | undefined) => {
    if (!choice) return
    useStage.setState({ adding: null })
    toList()
    if (adding.replaces) replaceWith(situation, adding.replaces, choice)
    else void addChoice(situation, choice, adding.where)
  }
  const dragged = adding.kind
  // biome-ignore lint/correctness/useExhaustiveDependencies: a step dragged from the palette was already chosen, once
  useEffect(() => {
    if (!dragged) return
    const choice = all.find(c => c.kind.id === dragged)
    if (choice) return add(choice)
    // It does not fit into this connection: what does stays open to choose from.
    announce(say('Cannot insert. {more} does not fit here.', { more: situation.kinds.get(dragged)?.title ?? dragged }))
  }, [dragged])
  return (
    <div ref={box} role="dialog" aria-label={adding.replaces ? say('Replace with') : say('Add step')} className={styles.menu} style={place}>
      {dragged && (
        <p className={styles.notHere}>
          {situation.kinds.get(dragged)?.title ?? dragged} {say('does not fit into this connection. These do:')}
        </p>
      )}
      <PickList
        search={say('Search steps')}
        list={say('Steps that fit')}
        text={text}
        onText={setText}
        picks={found.map(c => ({ key: `${c.kind.id} ${c.title}`, title: c.title, why: c.why, icon: <KindTile kind={c.kind} small /> }))}
        onPick={i => add(found[i])}
        empty={all.length ? say('No step called “{text}” fits here.', { text }) : say('Nothing can follow this step.')}
      />
    </div>
  )
}

function useChoices(adding: Adding): Choice[] {
  const { kinds } = useSituation()
  const flow = useDocument(s => s.flow)
  return useMemo(() => {
    if (adding.replaces) return alike(flow, kinds, adding.replaces)
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
