/** Notes and frames: what people write beside the steps and around them. Neither means anything to a run. */

import type { Flow, Frame, Note } from '../../runtime/flow.ts'
import { say } from '../words/words.ts'
import type { Edit } from './edit.ts'
import { freshId, type Kinds, nameOf, stepsOf } from './graph.ts'
import { CARD_HEIGHT, CARD_WIDTH, freePlace, type Place, type Places } from './places.ts'

export const NOTE_WIDTH = 240
const NOTE_TEXT_MAX = 10_000
const FRAME_PAD = 24
const FRAME_HEAD = 40

export const noteOf = (flow: Flow, id: string): Note | undefined => flow.notes?.find(n => n.id === id)
export const frameOf = (flow: Flow, id: string): Frame | undefined => flow.frames?.find(f => f.id === id)
/** The frame that a step stands in. */
export const frameAround = (flow: Flow, step: string): Frame | undefined => flow.frames?.find(f => f.steps.includes(step))
/** "2 steps and 1 note": how much of a flow is meant. */
export function amountOf(steps: number, notes: number): string {
  const noted = say('{n, plural, one {# note} other {# notes}}', { n: notes })
  if (notes === 0) return stepsOf(steps)
  return steps === 0 ? noted : say('{steps} and {notes}', { steps: stepsOf(steps), notes: noted })
}
/** The same for what these ids name. */
export function amountAmong(flow: Flow, ids: readonly string[]): string {
  const notes = ids.filter(id => noteOf(flow, id)).length
  return amountOf(ids.length - notes, notes)
}
/** Every id of a flow, of whatever is drawn. */
export const idsOf = (flow: Flow): Set<string> =>
  new Set([...flow.nodes, ...(flow.notes ?? []), ...(flow.frames ?? [])].map(({ id }) => id))

const WORDS_SHOWN = 6
/** "Note: {first words}", as a name for screen readers and lists. */
export const noteWords = ({ text }: Note): string => {
  const words = text.trim().split(/\s+/)
  return words[0] ? words.slice(0, WORDS_SHOWN).join(' ') + (words.length > WORDS_SHOWN ? '…' : '') : say('empty')
}

/** An empty note at a place, or the nearest free one below. */
export function addNote(flow: Flow, at: Place, places: Places, text = ''): Edit & { id: string } {
  const id = freshId(idsOf(flow), 'note')
  return {
    id,
    label: say('add a note'),
    announce: say('Added a note.'),
    select: [id],
    change: draft => {
      draft.notes = [...(draft.notes ?? []), { id, text }]
      draft.layout = { ...places, ...draft.layout, [id]: rounded(freePlace(at, places)) }
    },
  }
}
export const writeNote = (id: string, text: string): Edit => ({
  label: say('edit a note'),
  same: `note ${id}`,
  change: draft => {
    const note = noteOf(draft, id)
    if (note) note.text = text.slice(0, NOTE_TEXT_MAX)
  },
})

/** Puts a frame around steps. A step stands in one frame at most. */
export function addFrame(flow: Flow, steps: readonly string[]): Edit & { id: string } {
  const id = freshId(idsOf(flow), 'frame')
  const taken = new Set(flow.frames?.map(f => f.name))
  const name = Array.from({ length: taken.size + 1 }, (_, i) => say('Frame {n}', { n: i + 1 })).find(n => !taken.has(n))!
  return {
    id,
    label: say('frame {more}', { more: stepsOf(steps.length) }),
    announce: say('Added a frame around {more}.', { more: stepsOf(steps.length) }),
    change: draft => {
      const inside = new Set(steps)
      for (const frame of draft.frames ?? []) frame.steps = frame.steps.filter(step => !inside.has(step))
      draft.frames = [...(draft.frames ?? []), { id, name, steps: [...steps] }]
      prune(draft)
    },
  }
}
export const renameFrame = (id: string, name: string): Edit => ({
  label: say('rename frame'),
  same: `frame ${id}`,
  change: draft => {
    const frame = frameOf(draft, id)
    if (frame && name.trim()) frame.name = name.trim().slice(0, 200)
  },
})
/** Takes frames away; their steps stay. */
export const removeFrames = (flow: Flow, ids: readonly string[]): Edit => ({
  label: ids.length === 1 ? say('remove frame') : say('remove {n} frames', { n: ids.length }),
  announce: ids.map(id => say('Removed frame {more}.', { more: frameOf(flow, id)?.name ?? id })).join(' '),
  change: draft => {
    draft.frames = draft.frames?.filter(f => !ids.includes(f.id))
    prune(draft)
  },
})

/** Frames lose steps that are gone, and go themselves when nothing is left in them. To be called in an edit. */
export function prune(draft: Flow): void {
  const there = new Set(draft.nodes.map(n => n.id))
  for (const frame of draft.frames ?? []) if (frame.steps.some(id => !there.has(id))) frame.steps = frame.steps.filter(id => there.has(id))
  if (draft.frames?.some(f => f.steps.length === 0)) draft.frames = draft.frames.filter(f => f.steps.length > 0)
  if (draft.frames?.length === 0) delete draft.frames
  if (draft.notes?.length === 0) delete draft.notes
}

export interface Box extends Place {
  width: number
  height: number
}
/** The rectangle of a frame around its steps; `undefined` when none of them is drawn. */
export function frameBox(frame: Frame, places: Places): Box | undefined {
  const at = frame.steps.flatMap(id => (Object.hasOwn(places, id) ? [places[id]!] : []))
  if (!at.length) return
  const [x, y] = [Math.min(...at.map(p => p.x)) - FRAME_PAD, Math.min(...at.map(p => p.y)) - FRAME_HEAD]
  return {
    x,
    y,
    width: Math.max(...at.map(p => p.x)) + CARD_WIDTH + FRAME_PAD - x,
    height: Math.max(...at.map(p => p.y)) + CARD_HEIGHT + FRAME_PAD - y,
  }
}

/** "Frame: Shaping, 3 steps" and what stands in it, for lists. */
export const frameWords = (flow: Flow, kinds: Kinds, { name, steps }: Frame): { title: string; inside: string } => ({
  title: say('{name}, {steps}', { name, steps: stepsOf(steps.length) }),
  inside: steps
    .flatMap(id => flow.nodes.filter(n => n.id === id))
    .map(n => nameOf(n, kinds.get(n.kind)))
    .join(', '),
})

const rounded = ({ x, y }: Place): Place => ({ x: Math.round(x), y: Math.round(y) })
