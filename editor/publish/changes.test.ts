import { expect, test } from 'vitest'
import type { Flow } from '../../runtime/flow.ts'
import { changes, noteFrom } from './changes.ts'

const names = {
  kinds: [
    { id: 'f', title: 'Filter', config: { properties: {} } },
    { id: 'm', title: 'Map fields', config: { properties: {} } },
    { id: 'h', title: 'Hash identity', config: { properties: { country: { title: 'Default country' } } } },
  ],
  concepts: [{ id: 'currency', title: 'Currency' }],
} as unknown as Parameters<typeof changes>[2]
const flow: Flow = {
  tributary: 1,
  name: 'Purchases',
  nodes: [
    {
      id: 'paid',
      kind: 'f',
      name: 'Paid',
      config: { where: { match: 'all', conditions: [{ column: 'ordered_at', op: 'in_last', value: { amount: 30, unit: 'day' } }] } },
    },
    { id: 'map', kind: 'm', config: { fields: { currency: { value: 'EUR' } } } },
  ],
  edges: [{ from: 'paid', to: 'map', port: 'kept' }],
  layout: { paid: { x: 0, y: 0 } },
}
const draft = (edit: (flow: Flow) => void): Flow => {
  const copy = structuredClone(flow)
  edit(copy)
  return copy
}

test('nothing changed is nothing said', () => {
  expect(changes(flow, structuredClone(flow), names)).toEqual([])
})

test('the first version tells each way from its beginning to its end', () => {
  expect(changes(null, flow, names)).toEqual(['New: Paid → Map fields'])
  const wide = draft(f => {
    f.nodes.push(
      { id: 'h1', kind: 'h', config: {} },
      { id: 'h2', kind: 'h', name: 'Left out', config: {} },
      { id: 'alone', kind: 'h', config: {} },
    )
    f.edges.push({ from: 'map', to: 'h1' }, { from: 'paid', to: 'h2', port: 'left_out' })
  })
  expect(changes(null, wide, names)).toEqual(['New: Paid → Map fields → Hash identity', 'New: Paid → Left out', 'New: Hash identity'])
})

test.each<[string, (flow: Flow) => void, string[]]>([
  [
    'a condition',
    f => {
      f.nodes[0]!.config = {
        where: { match: 'all', conditions: [{ column: 'ordered_at', op: 'in_last', value: { amount: 7, unit: 'day' } }] },
      }
    },
    ['Paid: condition “ordered_at in the last 7 days” added', 'Paid: condition “ordered_at in the last 30 days” removed'],
  ],
  [
    'a field',
    f => {
      f.nodes[1]!.config = { fields: { currency: { column: 'cur' } } }
    },
    ['Map fields: Currency: “EUR” for every row → cur'],
  ],
  [
    'a field taken away',
    f => {
      f.nodes[1]!.config = { fields: {} }
    },
    ['Map fields: Currency no longer mapped'],
  ],
  [
    'a step',
    f => {
      f.nodes.push({ id: 'hash', kind: 'h', config: { country: 'FR' } })
      f.edges.push({ from: 'map', to: 'hash' })
    },
    ['Hash identity: added'],
  ],
  [
    'a step less',
    f => {
      f.nodes.pop()
      f.edges.pop()
    },
    ['Map fields: removed'],
  ],
  [
    'a name',
    f => {
      f.nodes[0]!.name = 'Paid orders'
    },
    ['Paid: renamed to Paid orders'],
  ],
  [
    'skipping',
    f => {
      f.nodes[0]!.skip = true
    },
    ['Paid: skipped'],
  ],
  [
    'the schedule',
    f => {
      f.schedule = { cron: '0 6 * * *', timezone: 'Europe/Berlin', missed: 'last' }
    },
    ['Schedule: Only when you press Run → Every day at 06:00, Berlin time'],
  ],
  [
    'cards only',
    f => {
      f.layout = { paid: { x: 9, y: 9 } }
    },
    ['1 layout change'],
  ],
  [
    'notes and frames only',
    f => {
      f.notes = [{ id: 'note', text: 'Why 7 days?' }]
      f.frames = [{ id: 'frame', name: 'Shaping', steps: ['map'] }]
    },
    ['2 layout changes'],
  ],
  [
    'a wire',
    f => {
      f.edges = []
    },
    ['Paid no longer goes to Map fields'],
  ],
])('says a change of %s', (_, edit, sentences) => {
  expect(changes(flow, draft(edit), names)).toEqual(sentences)
})

test('a plain setting is said by its title', () => {
  const before = draft(f => f.nodes.push({ id: 'hash', kind: 'h', config: { country: 'FR' } }))
  const after = draft(f => f.nodes.push({ id: 'hash', kind: 'h', config: { country: 'DE' } }))
  expect(changes(before, after, names)).toEqual(['Hash identity: Default country: FR → DE'])
})

test('a version is named by what it changes, never by its layout', () => {
  expect(noteFrom(['a', 'b', 'c', '4 layout changes'])).toBe('a; b; and 1 more change')
  expect(noteFrom([])).toBe('')
})
