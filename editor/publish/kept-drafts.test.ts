import { expect, test } from 'vitest'
import type { Flow } from '../../runtime/flow.ts'
import { keepDraft, keptDrafts } from './kept-drafts.ts'

const draft = (name: string): Flow => ({ tributary: 1, name, nodes: [{ id: 'a', kind: 'shop', config: {} }], edges: [] })
const drawer = (text?: string) => {
  let kept = text ?? null
  return {
    getItem: () => kept,
    setItem: (_: string, value: string) => {
      kept = value
    },
  }
}

test('the last five drafts are kept, the latest first, none twice in a row and none empty', () => {
  const box = drawer()
  for (const name of ['1', '2', '2', '3', '4', '5', '6']) keepDraft('f', { at: name, why: 'x', document: draft(name) }, box)
  keepDraft('f', { at: '7', why: 'x', document: { ...draft('7'), nodes: [] } }, box)
  expect(keptDrafts('f', box).map(k => k.document.name)).toEqual(['6', '5', '4', '3', '2'])
})
test.each(['x', '{}', '[1]', '[{"at":"now"}]'])('a spoiled drawer (%s) is an empty one', text => {
  expect(keptDrafts('f', drawer(text))).toEqual([])
})
