import { expect, test } from 'vitest'
import type { Flow } from '../../runtime/flow.ts'
import { clashWords, sideWords } from './clash-words.ts'

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
  expect(clashWords({ path, mine: 'a', theirs: 'b' }, flow, new Map())).toBe(words)
})

const away = { id: 'away', kind: 'sieve', name: 'Away', config: { where: {} } }
test('a step that one side removed has its name from the other', () => {
  expect(clashWords({ path: 'nodes / away', mine: undefined, theirs: away }, flow, new Map())).toBe('Away')
})
test.each([
  [undefined, 'removed'],
  [away, 'kept, as “Away”'],
  ['EUR', 'EUR'],
  [false, 'no'],
  [{ column: 'first_name' }, 'first_name'],
  [{ from: 'paid', to: 'x' }, 'from Paid'],
  [[{ column: 'status', op: 'is', value: 'paid' }], 'status is paid'],
  [
    {
      match: 'any',
      conditions: [
        { column: 'order_total', op: 'is_empty' },
        { segment: 'vip', is: true },
      ],
    },
    'order total is empty or in the segment vip',
  ],
  [{ cron: '0 6 * * *', timezone: 'Europe/Berlin' }, 'cron: 0 6 * * *, timezone: Europe/Berlin'],
])('what a side made, %j, is said as "%s", never as code', (value, words) => {
  expect(sideWords(value, flow, new Map())).toBe(words)
})
