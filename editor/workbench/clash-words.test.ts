import { expect, test } from 'vitest'
import type { Flow } from '../../runtime/flow.ts'
import { clashWords } from './clash-words.ts'

const flow: Flow = {
  tributary: 1,
  name: 'Sales',
  nodes: [{ id: 'paid', kind: 'sieve', name: 'Paid', config: {} }],
  edges: [],
  frames: [{ id: 'frame', name: 'Shaping', steps: ['paid'] }],
}
test.each([
  ['nodes / paid', 'Paid'],
  ['nodes / paid / name', 'Paid: name'],
  ['nodes / paid / config / fields / event_time', 'Paid: fields, event time'],
  ['nodes / gone / config', 'gone: settings'],
  ['edges / paid', 'Connection into Paid'],
  ['frames / frame / name', 'Frame Shaping'],
  ['notes / note / text', 'Note'],
  ['name', 'Flow name'],
  ['schedule / cron', 'Schedule'],
])('%s is said as "%s"', (path, words) => {
  expect(clashWords(path, flow, new Map())).toBe(words)
})
