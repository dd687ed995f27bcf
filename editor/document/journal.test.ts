import { describe, expect, test } from 'vitest'
import type { Flow } from '../../runtime/flow.ts'
import { journalIn } from './journal.ts'

const base: Flow = { tributary: 1, name: 'Sales', nodes: [{ id: 'a', kind: 'shop', config: {} }], edges: [] }
const drawer = () => {
  const kept = new Map<string, string>()
  return {
    getItem: (k: string) => kept.get(k) ?? null,
    setItem: (k: string, v: string) => void kept.set(k, v),
    removeItem: (k: string) => void kept.delete(k),
  }
}

describe('journal', () => {
  test('what was kept comes back, together with what others saved meanwhile', () => {
    const journal = journalIn(drawer())
    journal.keep('f', base, { ...base, name: 'Orders' })
    const theirs = { ...base, nodes: [...base.nodes, { id: 'b', kind: 'orders', config: {} }] }
    expect(journal.recover('f', theirs)).toEqual({ ...theirs, name: 'Orders' })
    expect(journal.recover('other', theirs)).toBeUndefined()
  })
  test('what reached the server is forgotten, and what it already says is not offered', () => {
    const journal = journalIn(drawer())
    journal.keep('f', base, { ...base, name: 'Orders' })
    expect(journal.recover('f', { ...base, name: 'Orders' })).toBeUndefined()
    journal.forget('f')
    expect(journal.recover('f', base)).toBeUndefined()
  })
  test.each([['not json'], ['{"base":1}'], ['null']])('a spoiled drawer (%s) is an empty one', text => {
    const box = drawer()
    box.setItem('tributary.unsaved.f', text)
    expect(journalIn(box).recover('f', base)).toBeUndefined()
  })
  test('a drawer that refuses does not stop anybody', () => {
    const refuse = () => {
      throw new Error('full')
    }
    const journal = journalIn({ getItem: refuse, setItem: refuse, removeItem: refuse })
    journal.keep('f', base, base)
    journal.forget('f')
    expect(journal.recover('f', base)).toBeUndefined()
  })
})
