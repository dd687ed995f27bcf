import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Flow } from '../../runtime/flow.ts'
import { journalIn, type Kept, patient } from './journal.ts'

const base: Flow = { tributary: 1, name: 'Sales', nodes: [{ id: 'a', kind: 'shop', config: {} }], edges: [] }
const kept: Kept = { base, mine: { ...base, name: 'Orders' }, sent: [] }
const drawer = () => {
  const box = new Map<string, string>()
  return {
    getItem: (k: string) => box.get(k) ?? null,
    setItem: (k: string, v: string) => void box.set(k, v),
    removeItem: (k: string) => void box.delete(k),
    key: (i: number) => [...box.keys()][i] ?? null,
    get length() {
      return box.size
    },
  }
}

describe('journal', () => {
  test('what another visit left is found, of this flow alone, and gone once dropped', () => {
    const box = drawer()
    journalIn(box, 'one').keep('f', kept)
    const two = journalIn(box, 'two')
    two.keep('f', kept)
    const left = two.left('f')
    expect(left.map(l => l.kept)).toEqual([kept])
    expect(two.left('other')).toEqual([])
    left[0]!.drop()
    expect(two.left('f')).toEqual([])
    expect(journalIn(box, 'three').left('f')).toHaveLength(1)
  })
  test('a tab that goes on writing keeps its note', () => {
    const box = drawer()
    const one = journalIn(box, 'one')
    one.keep('f', kept)
    const [left] = journalIn(box, 'two').left('f')
    one.keep('f', { ...kept, mine: { ...base, name: 'Orders, later' } })
    left!.drop()
    expect(journalIn(box, 'two').left('f')).toHaveLength(1)
  })
  test('two tabs do not wipe each other', () => {
    const box = drawer()
    const [one, two] = [journalIn(box, 'one'), journalIn(box, 'two')]
    one.keep('f', kept)
    two.keep('f', kept)
    two.forget('f')
    expect(journalIn(box, 'three').left('f')).toHaveLength(1)
  })
  test.each([['not json'], ['{"base":1}'], ['null'], ['{"base":{"nodes":[]},"mine":[]}']])('a spoiled note (%s) is none', text => {
    const box = drawer()
    box.setItem('tributary.unsaved.f.one', text)
    expect(journalIn(box, 'two').left('f')).toEqual([])
    expect(box.length).toBe(0)
  })
  test('notes of the first version are read too', () => {
    const box = drawer()
    box.setItem('tributary.unsaved.f', JSON.stringify({ base, mine: kept.mine }))
    expect(
      journalIn(box, 'two')
        .left('f')
        .map(l => l.kept),
    ).toEqual([kept])
  })
  test('what did not change is not written again, and comes back whole', () => {
    const nodes = Array.from({ length: 50 }, (_, i) => ({ id: `n${i}`, kind: 'shop', config: { note: 'x'.repeat(100) } }))
    const large: Flow = {
      ...base,
      nodes,
      edges: [
        { from: 'n0', to: 'n1' },
        { from: 'n1', to: 'n2' },
      ],
      layout: { n0: { x: 1, y: 2 } },
    }
    const renamed = { ...large, nodes: nodes.map((node, i) => (i === 7 ? { ...node, name: 'Mine' } : node)) }
    const fewer = { ...renamed, nodes: renamed.nodes.slice(3), edges: [], layout: { n9: { x: 0, y: 0 } } }
    const box = drawer()
    journalIn(box, 'one').keep('f', { base: large, mine: fewer, sent: [renamed, large] })
    const left = journalIn(box, 'two').left('f')
    expect(left.map(l => l.kept)).toEqual([{ base: large, mine: fewer, sent: [renamed, large] }])
    const once = JSON.stringify(large).length
    expect(box.getItem(box.key(0)!)!.length).toBeLessThan(1.3 * once)
  })
  test('a note that points at steps which are not there is none', () => {
    const box = drawer()
    box.setItem('tributary.unsaved.f.one', JSON.stringify({ base, mine: { ...base, nodes: [0, 4] } }))
    expect(journalIn(box, 'two').left('f')).toEqual([])
  })
  test('a drawer that refuses does not stop anybody', () => {
    const refuse = () => {
      throw new Error('full')
    }
    const journal = journalIn({ getItem: refuse, setItem: refuse, removeItem: refuse, key: refuse, length: 3 }, 'one')
    journal.keep('f', kept)
    journal.forget('f')
    expect(journal.left('f')).toEqual([])
  })
})

describe('a patient journal', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())
  const written = (box: ReturnType<typeof drawer>) =>
    journalIn(box, 'other')
      .left('f')
      .map(left => left.kept.mine.name)
  const named = (name: string): Kept => ({ ...kept, mine: { ...base, name } })

  test('writes the last of many edits when they rest, and before that when they do not', () => {
    const box = drawer()
    const one = patient(journalIn(box, 'one'), 100, 250)
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      one.keep('f', named(name))
      expect(written(box)).toEqual(name === 'e' ? ['d'] : [])
      vi.advanceTimersByTime(name === 'd' ? 70 : 60)
    }
    vi.advanceTimersByTime(60)
    expect(written(box)).toEqual(['e'])
  })
  test('writes at once when the page goes, and nothing that was forgotten', () => {
    const box = drawer()
    const one = patient(journalIn(box, 'one'), 100, 250)
    one.keep('f', named('a'))
    one.flush()
    expect(written(box)).toEqual(['a'])
    one.keep('f', named('b'))
    one.forget('f')
    vi.advanceTimersByTime(200)
    expect(written(box)).toEqual([])
  })
  test('never leaves out one flow for another', () => {
    const box = drawer()
    const one = patient(journalIn(box, 'one'), 100, 250)
    one.keep('f', named('a'))
    one.keep('g', named('b'))
    expect(written(box)).toEqual(['a'])
  })
})
