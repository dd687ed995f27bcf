import { expect, test } from 'vitest'
import type { KindInfo } from '../../server/api/catalogue.ts'
import { kindsOf } from '../document/graph.ts'
import { readPart, written } from './clipboard.ts'

const kinds = kindsOf([{ id: 'ads', config: { properties: { token: { secret: true }, dataset: {} } } } as unknown as KindInfo])

test('copied steps come back as they were, without what is secret', () => {
  const text = written({ nodes: [{ id: 'a', kind: 'ads', config: { token: 'hunter2', dataset: '1' } }], edges: [] }, kinds)
  expect(text).not.toContain('hunter2')
  expect(readPart(text)).toMatchObject({ nodes: [{ id: 'a', kind: 'ads', config: { dataset: '1' } }], edges: [] })
})
test.each([
  ['plain words', 'hello', /holds no steps/],
  ['other JSON', '{"a":1}', /holds no steps/],
  ['null', 'null', /holds no steps/],
  ['steps of a wrong shape', '{"tributary":1,"steps":{"nodes":[{"id":1}],"edges":[]}}', /holds no steps/],
  ['a newer format', '{"tributary":2,"steps":{}}', /newer Tributary/],
])('%s on the clipboard is answered in words', (_, text, says) => {
  expect(readPart(text)).toMatch(says)
})
test('a kind that is not installed here is named, and nothing is pasted', () => {
  const text = '{"tributary":1,"steps":{"nodes":[{"id":"a","kind":"fax","config":{}}],"edges":[]}}'
  expect(readPart(text, kinds)).toMatch(/no kind of step called fax/)
})
test('what is broken inside is left out, never passed on', () => {
  const text = JSON.stringify({
    tributary: 1,
    steps: { nodes: [{ id: 'a', kind: 'ads', config: {} }], edges: [], layout: { a: { x: 'left' } }, notes: [{ id: 1 }], frames: 'x' },
  })
  expect(readPart(text, kinds)).toEqual({ nodes: [{ id: 'a', kind: 'ads', config: {} }], edges: [], layout: {} })
})
test('a whole flow can be pasted too', () => {
  expect(readPart('{"tributary":1,"name":"x","nodes":[{"id":"a","kind":"ads","config":{}}],"edges":[]}')).toMatchObject({
    nodes: [{ id: 'a' }],
  })
})
