/** Notes and frames as React Flow wants them, and what a folded frame hides. */

import type { Flow } from '../../runtime/flow.ts'
import { type Kinds, nameOf } from '../document/graph.ts'
import { frameBox, NOTE_WIDTH, noteWords } from '../document/marks.ts'
import { CARD_HEIGHT, type Place, type Places, ROW } from '../document/places.ts'
import { say } from '../words/words.ts'
import type { FrameNode } from './frame-card.tsx'
import type { NoteNode } from './note-card.tsx'

export interface MarksDrawing {
  flow: Flow
  kinds: Kinds
  places: Places
  selected: readonly string[]
  active: string | undefined
  renaming: string | null
  folded: ReadonlySet<string>
  notesHidden: boolean
}

/** The folded frame that a step is hidden in. */
export function hiddenIn(flow: Flow, folded: ReadonlySet<string>): ReadonlyMap<string, string> {
  if (!folded.size) return nowhere
  return new Map((flow.frames ?? []).filter(f => folded.has(f.id)).flatMap(f => f.steps.map(step => [step, f.id] as const)))
}
const nowhere: ReadonlyMap<string, string> = new Map()

export function drawnNotes(
  { flow, places, selected, active, renaming, notesHidden }: MarksDrawing,
  old: ReadonlyMap<string, NoteNode>,
): NoteNode[] {
  if (notesHidden) return []
  return (flow.notes ?? []).map((note, i): NoteNode => {
    const present = old.get(note.id)
    const data = { text: note.text, writing: renaming === note.id, active: active === note.id }
    const same = present && present.data.text === data.text && present.data.writing === data.writing && present.data.active === data.active
    return {
      ...present,
      id: note.id,
      type: 'note',
      position: present?.dragging ? present.position : placeOfNote(note.id, i, places),
      data: same ? present.data : data,
      selected: selected.includes(note.id),
      ariaRole: 'group',
      ariaLabel: say('Note: {noteWords}', { noteWords: noteWords(note) }),
      domAttributes: { tabIndex: active === note.id ? 0 : -1, 'aria-roledescription': say('note') },
    } as NoteNode
  })
}
/** A note that nobody has placed stands below everything. */
function placeOfNote(id: string, i: number, places: Places): Place {
  if (Object.hasOwn(places, id)) return places[id]!
  const lowest = Math.max(-ROW, ...Object.values(places).map(p => p.y))
  return { x: i * (NOTE_WIDTH + 24), y: lowest + ROW }
}

const INSET = { x: 24, y: 40 }
export function drawnFrames(
  { flow, kinds, places, selected, active, renaming, folded }: MarksDrawing,
  old: ReadonlyMap<string, FrameNode>,
): FrameNode[] {
  return (flow.frames ?? []).flatMap((frame): FrameNode[] => {
    const box = frameBox(frame, places)
    if (!box) return []
    const shut = folded.has(frame.id)
    const chosen = frame.steps.every(id => selected.includes(id))
    const present = old.get(frame.id)
    const size = shut ? { width: 256, height: CARD_HEIGHT } : { width: box.width, height: box.height }
    const names = frame.steps.map(id => flow.nodes.find(n => n.id === id)).map(n => (n ? nameOf(n, kinds.get(n.kind)) : ''))
    const data = { name: frame.name, steps: frame.steps, names: names.join(' · '), shut, naming: renaming === frame.id }
    return [
      {
        ...present,
        id: frame.id,
        type: 'frame',
        position: present?.dragging ? present.position : shut ? { x: box.x + INSET.x, y: box.y + INSET.y } : { x: box.x, y: box.y },
        ...size,
        data: present && JSON.stringify(present.data) === JSON.stringify(data) ? present.data : data,
        selected: chosen,
        selectable: false,
        // Behind its steps, also when they are selected and stand above all others.
        zIndex: shut ? 0 : chosen ? -1_001 : -1,
        style: { pointerEvents: shut ? 'all' : 'none' },
        ariaRole: 'group',
        ariaLabel: say('Frame: {name}, {n} {n, plural, one {step} other {steps}}', { name: frame.name, n: frame.steps.length }),
        domAttributes: {
          tabIndex: shut && frame.steps.some(id => id === active) ? 0 : -1,
          'aria-roledescription': say('frame'),
          'aria-describedby': shut && chosen ? 'step-selected' : undefined,
          // Folded it stands for its steps, also for the keyboard.
          'data-holds': shut ? frame.steps.join(' ') : undefined,
        },
      } as FrameNode,
    ]
  })
}
