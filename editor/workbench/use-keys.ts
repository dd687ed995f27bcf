import { useEffect } from 'react'
import type { Flow } from '../../runtime/flow.ts'
import { neighbour } from '../canvas/walk.ts'
import { keepAhead } from '../commands/ahead.ts'
import { pasteText } from '../commands/clipboard.ts'
import { foremost, type Situation } from '../commands/command.ts'
import { commandFor, perform, possible } from '../commands/commands.ts'
import { typing } from '../commands/keys.ts'
import { catchFocus, focusStep, overlaid, useStage, walkedTo } from '../commands/stage.ts'
import { edgeId } from '../document/store.ts'

const REGIONS = '[data-region]'

/** One handler for the whole page. What lies over the page, and fields, get their keys first. */
export function useKeys(page: { current: HTMLElement | null }, situation: Situation): void {
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      const { renaming } = useStage.getState()
      if (renaming !== null && !event.defaultPrevented && !typing(event.target)) keepAhead(event)
      if (
        event.defaultPrevented ||
        overlaid() ||
        (event.target instanceof Element && event.target.closest('[role=dialog],[role=alertdialog],[role=menu]'))
      )
        return
      if (event.key === 'F6') return cycle(page.current, event)
      const target = event.target instanceof Element ? event.target : null
      const nowhere = target === document.body
      const empty = situation.store.getState().flow.nodes.length === 0
      if (nowhere && empty && event.key === 'Enter') return begin(page.current)
      const inside = (!typing(target) && target?.closest('[data-flow-view]') != null) || (nowhere && (empty || arriving() !== null))
      if (typing(target) && !event.ctrlKey && !event.metaKey && !event.altKey) return
      if (inside && (offered(event, target!) || walked(event, target!, situation))) return
      const command = commandFor(event, inside)
      // A field undoes its own typing; a focused button answers Enter and Space itself.
      if (!command || (typing(target) && /^(undo|redo)$/.test(command.id))) return
      // The browser brings what is on the clipboard, in an event of its own; where nothing may be pasted, the command says so.
      if (command.group === 'Edit' && /^paste/.test(command.id) && !situation.store.getState().readOnly) {
        wired = event.shiftKey
        return
      }
      if ((event.key === 'Enter' || event.key === ' ') && !event.ctrlKey && !event.metaKey && target?.closest('button, a, [role=button]'))
        return
      if (inside && (command.chosen || command.group === 'Step' || command.group === 'Edit')) chooseFocused(target!, situation)
      // Text that is marked on the page is for the browser, where there is nothing of ours to copy.
      if (!possible(command, situation) && getSelection()?.isCollapsed === false) return
      event.preventDefault()
      perform(command, { ...situation, key: { name: event.key, shift: event.shiftKey } })
    }
    const paste = (event: ClipboardEvent) => {
      const target = event.target instanceof Element ? event.target : null
      if (
        overlaid() ||
        typing(target) ||
        situation.store.getState().readOnly ||
        !(target === document.body || target?.closest('[data-flow-view]'))
      )
        return
      event.preventDefault()
      pasteText(situation, event.clipboardData?.getData('text/plain') ?? '', wired)
      wired = false
    }
    let wired = false
    // A button and a tab would take Enter for themselves, whatever is held with it.
    const hearFirst = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : null
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || typing(target) || !page.current?.contains(target)) return
      const command = overlaid() ? undefined : commandFor(event, false)
      if (!command) return
      event.preventDefault()
      event.stopPropagation()
      perform(command, situation)
    }
    const leave = (event: KeyboardEvent) => event.key === 'Escape' && !event.defaultPrevented && !overlaid() && back(event, situation)
    document.addEventListener('pointerdown', meantElsewhere, { capture: true })
    document.addEventListener('keydown', hearFirst, { capture: true })
    document.addEventListener('keydown', hear)
    document.addEventListener('keydown', leave)
    document.addEventListener('paste', paste)
    return () => {
      document.removeEventListener('pointerdown', meantElsewhere, { capture: true })
      document.removeEventListener('keydown', hearFirst, { capture: true })
      document.removeEventListener('keydown', hear)
      document.removeEventListener('keydown', leave)
      document.removeEventListener('paste', paste)
    }
  }, [page, situation])
}

/** In a flow without steps there is one thing to do, and Enter does it wherever the keyboard is. */
const begin = (page: HTMLElement | null): void => page?.querySelector<HTMLElement>('[data-start]')?.click()

/** Where a hand presses, the next keys are meant: not for a step that is still to be drawn. */
const meantElsewhere = (): void => {
  if (arriving() !== null) useStage.setState({ arriving: null })
}
// Who types fast is ahead of the drawing.
const arriving = () => useStage.getState().arriving
const stepOf = (target: Element): string | undefined =>
  arriving() ?? target.closest<HTMLElement>('.react-flow__node, [role=row][data-id]')?.dataset.id

/** Enter on a connection opens what can be done to it, under its tools. */
function offered(event: KeyboardEvent, target: Element): boolean {
  if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.altKey || !target.matches('.react-flow__edge')) return false
  const tools = document.querySelector('#flow .react-flow__edgelabel-renderer [role=toolbar]')
  const { left, bottom } = (tools ?? target).getBoundingClientRect()
  event.preventDefault()
  useStage.setState({ context: { x: left, y: bottom + 6, of: 'connection' } })
  return true
}

/** Keys act on the step that has the focus, also when nothing is selected; of several, what is done to one step is done to this one. */
function chooseFocused(target: Element, { store }: Situation): void {
  const id = stepOf(target)
  const { flow, selected, select } = store.getState()
  const held = heldIn(flow, target, id)
  if (held.some(one => !selected.includes(one))) select(held)
  if (id === undefined || held.length || selected.at(-1) === id) return
  select(foremost(selected, id))
}

/** Arrows walk along the flow and take the selection with them; Shift extends it, Space toggles. */
function walked(event: KeyboardEvent, target: Element, { store, kinds }: Situation): boolean {
  const id = stepOf(target)
  const { flow, selected, select } = store.getState()
  if (event.altKey || event.ctrlKey || event.metaKey) return false
  if (id === undefined) return event.key.startsWith('Arrow') && target.matches('.react-flow') && entered()
  const held = heldIn(flow, target, id)
  const here = held.length ? held : [id]
  if (event.key === ' ' && !target.closest('button')) {
    event.preventDefault()
    select(here.every(one => selected.includes(one)) ? without(selected, here) : [...without(selected, here), ...here])
    return true
  }
  const key = inRow(target) ? rowKey(event.key) : event.key
  let next = neighbour(flow, kinds, here[0]!, key)
  // From a folded frame past all that is in it.
  for (const _ of held) if (next !== undefined && held.includes(next)) next = neighbour(flow, kinds, next, key)
  if (next === undefined || held.includes(next)) return event.key.startsWith('Arrow') && !inRow(target)
  event.preventDefault()
  const there = heldIn(flow, target, next)
  const gone = there.length ? there : [next]
  select(event.shiftKey ? [...without([...selected, ...here], gone), ...gone] : gone)
  focusStep(next)
  useStage.getState().view?.reveal(next, true)
  return true
}
/** The steps of a folded frame, for which it stands in the picture: what is done to it is done to all of them. */
function heldIn({ frames }: Flow, target: Element, id: string | undefined): readonly string[] {
  if (id === undefined || inRow(target)) return []
  const { folded } = useStage.getState()
  return frames?.find(frame => frame.id === id || (folded.has(frame.id) && frame.steps.includes(id)))?.steps ?? []
}
const without = (chosen: readonly string[], some: readonly string[]) => [...new Set(chosen)].filter(id => !some.includes(id))
/** The picture has the keyboard and none of its steps: the first arrow goes to the one where it was last. */
const entered = (): boolean => {
  document.querySelector<HTMLElement>('#flow .react-flow__node[tabindex="0"]')?.focus()
  return true
}
const inRow = (target: Element) => target.closest('[role=treegrid]') !== null
// In the list up and down follow the order on screen; its rows use left and right for their buttons.
const rowKey = (key: string) => (key === 'ArrowUp' ? 'Previous' : key === 'ArrowDown' ? 'Next' : key === 'Home' || key === 'End' ? key : '')

/** Escape: from the settings back to the step, from a connection back to the step it was reached from, in the flow to nothing selected. */
function back(event: KeyboardEvent, { store }: Situation): void {
  const target = event.target instanceof Element ? event.target : null
  const { flow, selected, selectedEdge, select } = store.getState()
  const step = selected.at(-1)
  if (useStage.getState().choosing) {
    useStage.setState({ choosing: false })
    return
  }
  const edge = target?.closest('[data-flow-view]') ? flow.edges.find(e => edgeId(e) === selectedEdge) : undefined
  if (edge) {
    const from = walkedTo(edge) ?? edge.from
    select([from])
    focusStep(from)
  } else if (target?.closest('[data-flow-view]')) {
    select([])
    useStage.setState({ settings: null })
  } else if (target?.closest('[data-region="settings"]')) {
    useStage.setState({ settings: null })
    if (step) focusStep(step)
    else catchFocus()
  } else if (target?.closest('[data-region="details"]') && step) focusStep(step)
}

/** F6 goes round the regions of the page, and comes back to where it was in each. */
const last = new WeakMap<Element, HTMLElement>()
function cycle(page: HTMLElement | null, event: KeyboardEvent): void {
  event.preventDefault()
  // The list below the picture is a part of the details, no region of its own; the tools over the picture are one.
  const regions = [...(page?.querySelectorAll<HTMLElement>(REGIONS) ?? [])].filter(
    r => r.offsetParent !== null && (r.dataset.region === 'tools' || !r.parentElement?.closest(REGIONS)),
  )
  const here = regions.findLastIndex(r => r.contains(document.activeElement))
  if (here >= 0 && document.activeElement instanceof HTMLElement) last.set(regions[here]!, document.activeElement)
  const next = regions[(here + (event.shiftKey ? -1 : 1) + regions.length) % regions.length]
  const kept = next && last.get(next)
  const all = [...(next?.querySelectorAll<HTMLElement>('[tabindex="0"], button:not([tabindex="-1"]), a[href], input') ?? [])]
  // What closes a region is not what one goes there for.
  const first = all.find(one => !one.closest('[data-closes]'))
  ;(kept?.isConnected ? kept : first)?.focus()
}
