import { describe, expect, test } from 'vitest'
import type { Flow } from '../../runtime/flow.ts'
import { aligned, snapped } from './align.ts'
import type { Edit } from './edit.ts'
import { removeSteps } from './edits.ts'
import { find } from './find.ts'
import { noHistory, perform, undo } from './history.ts'
import { addFrame, addNote, frameBox, frameOf, noteWords, removeFrames, writeNote } from './marks.ts'
import { merge } from './merge.ts'
import { cut, pasteSteps } from './parts.ts'
import { placesOf } from './places.ts'
import { tidied } from './tidy.ts'

const kinds = new Map()
const node = (id: string, config = {}) => ({ id, kind: 'sieve', config })
const flow: Flow = {
  tributary: 1,
  name: 'Sales',
  nodes: [node('a'), node('b', { where: { match: 'all', conditions: [{ column: 'status', op: 'is', value: 'paid' }] } }), node('c')],
  edges: [
    { from: 'a', to: 'b' },
    { from: 'b', to: 'c' },
  ],
  layout: { a: { x: 0, y: 0 }, b: { x: 352, y: 0 }, c: { x: 704, y: 0 } },
}
const done = (edit: Edit, at = flow) => perform(at, noHistory, edit, 0)?.flow ?? at

describe('a note', () => {
  const noted = done(addNote(flow, { x: 0, y: -150 }, placesOf(flow), 'Why only paid ones? Ask Ada.'))
  test('stands where it was put, says its first words, and goes without touching a step', () => {
    expect(noted.layout!.note).toEqual({ x: 0, y: -150 })
    expect(noteWords(noted.notes![0]!)).toBe('Why only paid ones? Ask Ada.')
    expect(noteWords({ id: 'n', text: 'one two three four five six seven' })).toBe('one two three four five six…')
    const gone = done(removeSteps(noted, kinds, ['note'], true), noted)
    expect(gone).toEqual(flow)
  })
  test('moves along with the step it stands beside when the flow is tidied', () => {
    const strewn: Flow = { ...noted, layout: { ...noted.layout, c: { x: 900, y: 900 }, note: { x: 900, y: 800 } } }
    const places = tidied(strewn, kinds, 3)
    expect({ x: places.note!.x - places.c!.x, y: places.note!.y - places.c!.y }).toEqual({ x: 0, y: -100 })
  })
  test('written in two tabs at once is asked about, like any setting', () => {
    const { clashes } = merge(noted, done(writeNote('note', 'mine'), noted), done(writeNote('note', 'theirs'), noted))
    expect(clashes.map(c => c.path)).toEqual(['notes / note / text'])
  })
})

describe('a frame', () => {
  const framed = done(addFrame(flow, ['a', 'b']))
  test('has a free name, goes round its steps, and comes off without them', () => {
    expect(framed.frames).toEqual([{ id: 'frame', name: 'Frame 1', steps: ['a', 'b'] }])
    const box = frameBox(framed.frames![0]!, placesOf(framed))!
    expect([box.x < 0, box.y < 0, box.x + box.width > 352 + 256, box.x + box.width < 704]).toEqual([true, true, true, true])
    expect(done(removeFrames(framed, ['frame']), framed)).toEqual(flow)
  })
  test('a step stands in one frame at most, and an empty frame is none', () => {
    const second = done(addFrame(framed, ['b', 'c']), framed)
    expect(second.frames!.map(f => [f.name, f.steps])).toEqual([
      ['Frame 1', ['a']],
      ['Frame 2', ['b', 'c']],
    ])
    expect(done(removeSteps(second, kinds, ['a'], true), second).frames!.map(f => f.id)).toEqual(['frame-2'])
    expect(done(addFrame(framed, ['a', 'b']), framed).frames!.map(f => f.id)).toEqual(['frame-2'])
  })
  test('loses no step when two tabs put different ones into it', () => {
    const adds = (id: string): Edit => ({ label: '', change: f => void frameOf(f, 'frame')!.steps.push(id) })
    const wide: Flow = { ...framed, nodes: [...framed.nodes, node('d')] }
    const { flow: joined, clashes } = merge(wide, done(adds('c'), wide), done(adds('d'), wide))
    expect(clashes).toEqual([])
    expect(joined.frames![0]!.steps.toSorted()).toEqual(['a', 'b', 'c', 'd'])
  })
  test('travels with its steps on the clipboard', () => {
    const pasted = done(pasteSteps(flow, kinds, cut(framed, ['a', 'b'])))
    expect(pasted.frames).toEqual([{ id: 'frame', name: 'Frame 1', steps: ['a-2', 'b-2'] }])
    expect(cut(framed, ['a']).frames).toBeUndefined()
  })
})

test('a paste may keep what fed it, where that is', () => {
  const part = cut(flow, ['b'])
  expect(done(pasteSteps(flow, kinds, part)).edges).toEqual(flow.edges)
  expect(done(pasteSteps(flow, kinds, part, { incoming: true })).edges).toEqual([...flow.edges, { from: 'a', to: 'b-2' }])
  expect(
    done(pasteSteps({ ...flow, nodes: [], edges: [] }, kinds, part, { incoming: true }), { ...flow, nodes: [], edges: [] }).edges,
  ).toEqual([])
})

describe('lining up', () => {
  const places = { a: { x: 0, y: 10 }, b: { x: 300, y: 50 }, c: { x: 1_000, y: 0 } }
  test.each([
    ['left', { a: { x: 0, y: 10 }, b: { x: 0, y: 50 }, c: { x: 0, y: 0 } }],
    ['top', { a: { x: 0, y: 0 }, b: { x: 300, y: 0 }, c: { x: 1_000, y: 0 } }],
    ['across', { a: { x: 0, y: 10 }, b: { x: 500, y: 50 }, c: { x: 1_000, y: 0 } }],
    ['down', { a: { x: 0, y: 25 }, b: { x: 300, y: 50 }, c: { x: 1_000, y: 0 } }],
  ] as const)('%s', (how, expected) => {
    expect(aligned(how, ['a', 'b', 'c'], places)).toEqual(expected)
  })
  const size = { width: 256, height: 116 }
  test.each([
    ['near the left edge of another', { x: 5, y: 301 }, { x: 0, y: 300 }, ['x']],
    ['near its middle', { x: 2, y: -3 }, { x: 0, y: 0 }, ['x', 'y']],
    ['near none', { x: 171, y: 333 }, { x: 180, y: 340 }, []],
  ])('a card dragged %s comes to rest', (_, at, rest, lines) => {
    const found = snapped({ ...at, ...size }, [{ x: 0, y: 0, ...size }])
    expect(found.at).toEqual(rest)
    expect(found.lines.map(l => l.axis)).toEqual(lines)
  })
})

test.each([
  ['paid', 'everything', ['Value paid']],
  ['status', 'columns', ['Column status']],
  ['status', 'values', []],
  ['is', 'values', []],
  ['currency', 'problems', ['Currency has no column yet.']],
  ['  ', 'everything', []],
] as const)('finding "%s" in %s', (text, scope, what) => {
  const problem = { code: 'x', node: 'b', level: 'must_fix', message: 'Currency has no column yet.' } as const
  expect(find(flow, kinds, [problem], text, scope).map(h => h.what)).toEqual(what)
})

test('notes and frames are undone like everything else', () => {
  const first = perform(flow, noHistory, addFrame(flow, ['a']), 0)!
  const second = perform(first.flow, first.history, addNote(first.flow, { x: 0, y: 0 }, placesOf(first.flow)), 5_000)!
  const back = undo(second.flow, second.history)!
  expect(undo(back.flow, back.history)!.flow).toEqual(flow)
})
