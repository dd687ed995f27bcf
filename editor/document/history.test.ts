import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Flow } from '../../runtime/flow.ts'
import type { KindInfo } from '../../server/api/catalogue.ts'
import type { Edit } from './edit.ts'
import { addSteps, connect, disconnect, moveSteps, removeSteps } from './edits.ts'
import { kindsOf } from './graph.ts'
import { type Changed, noHistory, perform, redo, undo } from './history.ts'
import { refusal } from './legal.ts'
import { duplicateSteps } from './parts.ts'
import { skipSteps } from './rewire.ts'
import { renameFlow, renameStep, setConfig, setSchedule } from './settings.ts'
import { openDocument } from './store.ts'

const info = (id: string, role: KindInfo['role'], accepts: KindInfo['accepts'], emits: KindInfo['emits'], ports: KindInfo['ports'] = []) =>
  ({
    id,
    role,
    accepts,
    emits,
    ports,
    title: id,
    summary: '',
    icon: '',
    config: {},
    connection: null,
    presets: [],
    targets: [],
  }) as unknown as KindInfo
const kinds = kindsOf([
  info('shop', 'source', null, 'connection'),
  info('orders', 'model', 'connection', 'rows'),
  info('sieve', 'step', 'rows', 'rows', [
    { id: 'kept', title: 'Kept rows' },
    { id: 'left_out', title: 'Left out rows' },
  ]),
  info('shape', 'step', 'rows', 'events'),
  info('seal', 'step', 'events', 'events'),
  info('ads', 'destination', 'events', null),
])
const empty: Flow = { tributary: 1, name: 'Empty', nodes: [], edges: [] }
const all = [...kinds.values()]

/** Any edit that the drawing at hand allows, picked by numbers. */
function editOf(flow: Flow, [what, a, b]: readonly [number, number, number]): Edit {
  const node = flow.nodes[a % Math.max(1, flow.nodes.length)]
  const other = flow.nodes[b % Math.max(1, flow.nodes.length)]
  const kind = all[b % all.length]!
  if (!node || !other || what === 0) return addSteps(flow, kinds, [{ kind }], null)
  const from = kinds.get(node.kind)!
  switch (what) {
    case 1:
      return addSteps(flow, kinds, [{ kind }, { kind: all[a % all.length]! }], { at: { x: a * 10, y: b * 10 } })
    case 2:
      return removeSteps(flow, kinds, [node.id], b % 2 === 0)
    case 3:
      return refusal(flow, kinds, node.id, other.id)
        ? moveSteps(flow, kinds, [node.id, other.id], { x: 20, y: 0 })
        : connect(flow, kinds, node.id, from.ports[0]?.id ?? '', other.id)
    case 4:
      return moveSteps(flow, kinds, [node.id], { x: a, y: b })
    case 5:
      return setConfig(node.id, ['a', `k${b % 3}`], b % 4 ? { n: b } : undefined, 'change a')
    case 6:
      return renameStep(node.id, b % 3 ? `name ${b}` : '')
    case 7:
      return skipSteps(flow, kinds, [node.id, other.id], b % 2 === 0)
    case 8:
      return duplicateSteps(flow, kinds, [...new Set([node.id, other.id])])
    case 9:
      return flow.edges[0] ? disconnect(flow, kinds, flow.edges[a % flow.edges.length]!) : renameFlow(`Flow ${a}`)
    case 10:
      return flow.edges[0] ? addSteps(flow, kinds, [{ kind }], { into: flow.edges[b % flow.edges.length]! }) : renameFlow(`Flow ${a}`)
    default:
      return setSchedule(b % 2 ? { cron: `${b % 60} * * * *`, timezone: 'UTC', missed: 'last' } : null)
  }
}
const numbers = fc.array(fc.tuple(fc.integer({ min: 0, max: 11 }), fc.nat(50), fc.nat(50)), { maxLength: 60 })

describe('history', () => {
  test('undo all, then redo all, for any edits', () => {
    fc.assert(
      fc.property(numbers, picks => {
        let at: Pick<Changed, 'flow' | 'history'> = { flow: empty, history: noHistory }
        picks.forEach((pick, i) => {
          at = perform(at.flow, at.history, editOf(at.flow, pick), i * 700) ?? at
        })
        const end = at.flow
        const steps = at.history.past.length
        for (let i = 0; i < steps; i++) at = undo(at.flow, at.history)!
        expect(at.flow).toEqual(empty)
        expect(undo(at.flow, at.history)).toBeUndefined()
        for (let i = 0; i < steps; i++) at = redo(at.flow, at.history)!
        expect(at.flow).toEqual(end)
      }),
      { numRuns: 150 },
    )
  })

  test('no edit draws a circle, a second parent, an end without a step, or two steps of one id', () => {
    fc.assert(
      fc.property(numbers, picks => {
        let flow = empty
        for (const pick of picks) {
          flow = perform(flow, noHistory, editOf(flow, pick), 0)?.flow ?? flow
          const ids = flow.nodes.map(n => n.id)
          expect(new Set(ids).size).toBe(ids.length)
          const ends = flow.edges.map(e => e.to)
          expect(new Set(ends).size).toBe(ends.length)
          for (const e of flow.edges) expect(ids).toEqual(expect.arrayContaining([e.from, e.to]))
        }
      }),
      { numRuns: 80 },
    )
  })

  test('typing in one field is one step; a pause or another field begins the next', () => {
    const first = perform(empty, noHistory, addSteps(empty, kinds, [{ kind: all[0]! }], null), 0)!
    const id = first.flow.nodes[0]!.id
    let at: Changed = first
    const type = (key: string, value: string, now: number) => {
      at = perform(at.flow, at.history, setConfig(id, [key], value, `change ${key}`), now)!
    }
    type('sql', 's', 5_000)
    type('sql', 'se', 5_400)
    type('sql', 'sel', 6_300)
    expect(at.history.past).toHaveLength(2)
    type('sql', 'sele', 7_400)
    type('key', 'k', 7_500)
    expect(at.history.past).toHaveLength(4)
    at = undo(at.flow, at.history)!
    at = undo(at.flow, at.history)!
    expect(at.flow.nodes[0]!.config).toEqual({ sql: 'sel' })
    at = undo(at.flow, at.history)!
    expect(at.flow.nodes[0]!.config).toEqual({})
  })

  test('what completes an act belongs to it, however late; after another act it stands alone', () => {
    const first = perform(empty, noHistory, addSteps(empty, kinds, [{ kind: all[0]! }], null), 0)!
    const id = first.flow.nodes[0]!.id
    const chosen = perform(first.flow, first.history, setConfig(id, ['path'], 'a.csv', 'change File'), 1_000)!
    const rest = { ...addSteps(chosen.flow, kinds, [{ kind: all[1]! }], { after: id, port: '' }), completes: chosen.flow }
    const whole = perform(chosen.flow, chosen.history, rest, 60_000)!
    expect(whole.history.past.map(step => step.label)).toEqual([expect.any(String), 'change File'])
    expect(undo(whole.flow, whole.history)!.flow).toBe(first.flow)
    const again = redo(first.flow, undo(whole.flow, whole.history)!.history)!
    expect(again.flow).toBe(whole.flow)

    const meanwhile = perform(chosen.flow, chosen.history, setConfig(id, ['other'], 1, 'change Other'), 1_500)!
    const late = perform(meanwhile.flow, meanwhile.history, rest, 60_000)!
    expect(late.history.past).toHaveLength(4)
    // Of a field in which typing went on within the second, too.
    const typed = perform(whole.flow, whole.history, setConfig(id, ['path'], 'ab.csv', 'change File'), 1_500)!
    expect(typed.history.past).toHaveLength(3)
  })

  test('an edit that changes nothing is neither saved nor undoable', () => {
    const store = openDocument({ id: 'f', document: { ...empty, name: 'Same' }, revision: 1, updatedAt: '' })
    store.getState().dispatch(renameFlow('Same'))
    expect(store.getState()).toMatchObject({ unsaved: 0, save: { state: 'saved' } })
    expect(store.getState().history.past).toHaveLength(0)
  })

  test('200 steps are kept, and selecting is none of them', () => {
    const store = openDocument({ id: 'f', document: empty, revision: 1, updatedAt: '' })
    for (let i = 0; i < 250; i++) {
      const { flow, dispatch, select } = store.getState()
      dispatch(i === 0 ? addSteps(flow, kinds, [{ kind: all[0]! }], null) : setConfig(flow.nodes[0]!.id, [`k${i % 2}`], i, 'change'))
      select(i % 2 ? [] : ['shop'])
    }
    expect(store.getState().history.past).toHaveLength(200)
  })
})
