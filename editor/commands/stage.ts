import { create } from 'zustand'
import type { Flow } from '../../runtime/flow.ts'
import type { Where } from '../document/edits.ts'
import type { Refusal } from '../document/legal.ts'
import type { Place } from '../document/places.ts'
import { edgeId } from '../document/store.ts'
import { widthNow } from '../ui/use-width.ts'
import { say } from '../words/words.ts'

export type Tab = 'preview' | 'problems' | 'runs' | 'list'
export type DialogName =
  | 'test'
  | 'publish'
  | 'versions'
  | 'schedule'
  | 'menu'
  | 'keys'
  | 'delete-flow'
  | 'discard'
  | 'delete-steps'
  | 'delete-steps-apart'

/** What the canvas lets commands do with the view; absent while no canvas is drawn. */
export interface View {
  fit(nodes?: readonly string[]): void
  zoomTo(level: number): void
  zoomBy(factor: number): void
  pan(by: Place): void
  /** Brings a step into the uncovered part of the canvas; `near` moves the view without zooming. */
  reveal(node: string, near?: boolean): void
  /** The middle of what is visible, in the flow's coordinates. */
  middle(): Place
  /** A point of the screen in the flow's coordinates, where it is over the picture. */
  toFlow(spot: Place): Place | undefined
  /** Where the pointer is over the picture, in the flow's coordinates. */
  pointer(): Place | undefined
  /** How many steps of this flow to lay out side by side, so that it can be read. */
  columns(flow: Flow): number
}

/** What is open on screen around the flow. Never saved, never in the history. */
export interface Stage {
  /** The add-step menu: where its choice goes, what it must follow, and where on screen it opens. */
  adding: {
    where: Where
    after: string | null
    before: string | null
    at: { x: number; y: number } | null
    kind?: string
    replaces?: string
  } | null
  /** The dialog `Connect … to`. */
  connecting: { from: string; port: string } | null
  refused: { from: string; port: string; to: string; refusal: Refusal; at: { x: number; y: number } } | null
  /** The step or frame whose name, or the note whose text, is being typed. */
  renaming: string | null
  /** The menu of everything that can be done at a place. */
  context: { x: number; y: number; of: 'step' | 'connection' | 'canvas' } | null
  /** The bar that finds steps, columns and values. */
  finding: boolean
  dialog: DialogName | null
  tab: Tab
  detailsOpen: boolean
  /** A person closed them: only a person opens them again. */
  detailsShut: boolean
  /** What is shown as a sheet or page where settings are not docked: those of the chosen step, or of the flow where none is chosen. */
  settings: 'step' | 'flow' | null
  main: 'canvas' | 'list'
  /** A press on a step adds it to what is chosen, or takes it out. */
  choosing: boolean
  /** The state that the picture is compared with: its differences are outlined. */
  compare: { version: number; document: Flow } | null
  /** The small map of the whole flow; `null` shows it in flows large enough to need one. */
  map: boolean | null
  notesHidden: boolean
  /** Too far away to read: cards show their kind, name and state alone. */
  far: boolean
  /** Frames shown as one card. */
  folded: ReadonlySet<string>
  /** The connection under the pointer. */
  hovered: string | null
  view: View | null
  /** The connection takes the keyboard when its tools appear. */
  focusConnection: boolean
  /** The connection that was gone to last and the step it was reached from, to go on from and back to. */
  walked: { edge: string; step: string } | null
  /** Counts the times that a preview of the selected step was asked for. */
  previewAsked: number
  /** Step to focus in the canvas or list as soon as it is drawn; the count repeats a request. */
  focus: { id: string; list: boolean; count: number } | null
  /** A field whose choices open as soon as they are there: a link led to it. */
  openField: { step: string; concept: string } | null
  /** The run whose reason led here: what it had rejected is offered with publishing. */
  cameFrom: string | null
  /** A step that is not drawn yet and will have the focus: keys pressed meanwhile are meant for it. */
  arriving: string | null
}
const calm = {
  choosing: false,
  adding: null,
  connecting: null,
  refused: null,
  renaming: null,
  context: null,
  finding: false,
  hovered: null,
  dialog: null,
  settings: null,
  focus: null,
  arriving: null,
}
const blank: Stage = {
  ...calm,
  tab: 'preview',
  detailsOpen: true,
  detailsShut: false,
  main: 'canvas',
  map: null,
  compare: null,
  notesHidden: false,
  far: false,
  folded: new Set(),
  view: null,
  previewAsked: 0,
  focusConnection: false,
  walked: null,
  openField: null,
  cameFrom: null,
}

export const useStage = create<Stage>()(() => blank)

/** A flow was opened or left: nothing is open around it but what there is room for. */
export const clearStage = (room: 'wide' | 'narrow' | 'phone'): void =>
  useStage.setState({ ...blank, view: useStage.getState().view, detailsOpen: room === 'wide', main: room === 'phone' ? 'list' : 'canvas' })
/** On a phone settings take the picture's place: they are opened by a person alone. */
export const besideFlow = (): boolean => widthNow() !== 'phone'
export const openDialog = (dialog: DialogName): void => useStage.setState({ dialog })
export const showTab = (tab: Tab): void => turnTo({ tab, detailsOpen: true })
/** A run began: it is seen below, unless a person closed what is below. */
export const showRuns = (): void => turnTo(s => ({ tab: 'runs', detailsOpen: s.detailsOpen || !s.detailsShut }))
/** What has the keyboard may go with the tab that it stands in: then the tab that came has it. */
function turnTo(tab: Partial<Stage> | ((now: Stage) => Partial<Stage>)): void {
  const details = document.activeElement?.closest('[data-region="details"]')
  useStage.setState(tab)
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) details?.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus()
    }),
  )
}
/** Puts the keyboard on a step, in the list where one comes from there: at once where it is drawn, else as soon as it is. */
export function focusStep(id: string, from: Element | null = document.activeElement): void {
  const list = useStage.getState().main === 'list' || from?.closest('[role=treegrid]') != null
  const found = holderOf(id, list)
  found?.focus({ preventScroll: !list })
  useStage.setState(s => ({ focus: { id, list, count: (s.focus?.count ?? 0) + 1 }, arriving: id }))
}
/**
 * A name or a note is typed where it is drawn: in the picture or, where the list stands in its place or it is out of sight or in a
 * folded frame, in its row or its settings. What is new is about to be drawn.
 */
export function startWriting(id: string, isNew = false): void {
  if (useStage.getState().main === 'canvas' && (isNew || drawnStep(id, false)))
    return void useStage.setState({ renaming: id, notesHidden: false })
  requestAnimationFrame(() => {
    const edit = drawnStep(id, true)?.querySelector<HTMLElement>('[data-edit]')
    if (edit) return edit.click()
    useStage.setState({ settings: 'step' })
    enterSettings(id, 'input')
  })
}
const FRAMES_MAX = 180
/** The keyboard goes into the settings of a step, as soon as they are drawn for it; where it has gone elsewhere meanwhile, it stays there. */
export function enterSettings(step: string, part: 'h2' | 'input' = 'h2'): void {
  const from = document.activeElement
  const attempt = (left: number) => {
    const title = document.querySelector(`[data-region="settings"] h2[data-of="${CSS.escape(step)}"]`)
    const active = document.activeElement
    if (title) return title.closest('[data-region="settings"]')?.querySelector<HTMLElement>(part)?.focus()
    if (left > 0 && (active === from || active === document.body)) requestAnimationFrame(() => attempt(left - 1))
  }
  requestAnimationFrame(() => attempt(FRAMES_MAX))
}
/** The step from which the keyboard came to this connection. */
export const walkedTo = (edge: { from: string; to: string }): string | undefined => {
  const { walked } = useStage.getState()
  return walked?.edge === edgeId(edge) ? walked.step : undefined
}
/** What was undone or done again may have taken away what had the keyboard: then it goes to the flow, not to nowhere. */
export function catchFocus(): void {
  // One frame draws the steps, the next one what is said instead of them.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (document.activeElement && document.activeElement !== document.body) return
      document.querySelector<HTMLElement>('#flow [tabindex="0"][data-id], [data-start]')?.focus()
    }),
  )
}
/** The card or row of a step, once it can take the focus. */
export function drawnStep(id: string, list: boolean): HTMLElement | null {
  const name = `[data-id="${CSS.escape(id)}"]`
  const found = document.querySelector<HTMLElement>(list ? `[role=treegrid] ${name}` : `.react-flow__node${name}`)
  return found?.style.visibility === 'hidden' ? null : found
}
/** What takes the keyboard for a step: its card or row, or the folded frame that stands for it. */
export const holderOf = (id: string, list: boolean): HTMLElement | null =>
  drawnStep(id, list) ?? (list ? null : document.querySelector(`.react-flow__node[data-holds~="${CSS.escape(id)}"]`))
/** What stands in the way of commands that are about the picture. */
export const noPicture = (): string | undefined =>
  useStage.getState().main === 'canvas' ? undefined : say('That is about the picture. Show the picture first.')
/** Whether something lies over the flow that must get the keys first. */
export const overlaid = (): boolean => {
  const { adding, connecting, refused, renaming, dialog, context, finding } = useStage.getState()
  return Boolean(adding || connecting || refused || renaming || dialog || context || finding)
}

const MAP_FROM = 15
export const mapShown = (map: boolean | null, steps: number): boolean => map ?? steps >= MAP_FROM

/** Folds a frame, or opens it. */
export const fold = (frame: string): void =>
  useStage.setState(({ folded }) => ({ folded: new Set(folded.has(frame) ? [...folded].filter(id => id !== frame) : [...folded, frame]) }))
