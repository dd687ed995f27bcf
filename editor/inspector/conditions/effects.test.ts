import { expect, test } from 'vitest'
import type { Conditions } from '../../../runtime/conditions/tree.ts'
import type { Flow } from '../../../runtime/flow.ts'
import type { Previewed } from '../../../server/api/payloads.ts'
import { chainTo, countsOf, endedAt } from './effects.ts'
import { finishing } from './unfinished.ts'

const flow: Flow = {
  tributary: 1,
  name: 'F',
  nodes: ['s', 'm', 'f', 'after', 'elsewhere'].map(id => ({ id, kind: id, config: {} })),
  edges: [
    { from: 's', to: 'm' },
    { from: 'm', to: 'f' },
    { from: 'f', to: 'after', port: 'kept' },
    { from: 'm', to: 'elsewhere' },
  ],
}
const is = (column: string) => ({ column, op: 'is', value: 'x' }) as const
const chain = (tree: Conditions) => chainTo(flow, flow.nodes[2]!, 'where', 'kept', tree, finishing(tree, 'where', [], []).part)!

test('each part of an "all" becomes a step of its own, after the way there and before nothing', () => {
  const { document, steps } = chain({ match: 'all', conditions: [is('a'), { match: 'any', conditions: [is('b')] }] })
  expect(document.nodes.map(n => n.id)).toEqual(['s', 'm', 'part-1', 'part-2'])
  expect(document.edges).toEqual([
    { from: 's', to: 'm' },
    { from: 'm', to: 'part-1' },
    { from: 'part-1', to: 'part-2', port: 'kept' },
  ])
  expect(steps.map(s => s.index)).toEqual([0, 1])
})

test('"any" and "none" cannot be taken apart', () => {
  const tree: Conditions = { match: 'any', conditions: [is('a'), is('b')] }
  expect(chain(tree).document.nodes.at(-1)).toEqual({ id: 'part-0', kind: 'f', config: { where: { match: 'all', conditions: [tree] } } })
})

test('a condition that is not finished has no part in the count, wherever it stands', () => {
  const open = { column: 'b', op: 'is' } as const
  const steps = (tree: Conditions) =>
    chain(tree)
      .document.nodes.slice(2)
      .map(node => node.config.where)
  const alone = { match: 'all', conditions: [is('a')] }
  expect(steps({ match: 'all', conditions: [{ column: '', op: 'is' }, is('a'), open] })).toEqual([alone])
  for (const match of ['any', 'none', 'all'] as const) {
    const group: Conditions = { match, conditions: [is('a'), { match: 'all', conditions: [open] }, open] }
    const left = { match, conditions: [is('a')] }
    expect(steps({ match: 'all', conditions: [group] })).toEqual([{ match: 'all', conditions: [left] }])
    if (match !== 'all') expect(steps(group)).toEqual([{ match: 'all', conditions: [left] }])
    expect(steps({ match, conditions: [open] })).toEqual([])
  }
})

test('a filter that nothing leads to has no chain', () => {
  expect(chainTo({ ...flow, edges: [] }, flow.nodes[2]!, 'where', 'kept', { match: 'all', conditions: [] }, part => part)).toBeNull()
})

test('the effects add up to what is gone', () => {
  const made = chain({ match: 'all', conditions: [is('a'), is('b')] })
  const node = (id: string, came: number, out: number) => ({ node: id, in: came, out, rows: [], columns: [], results: [] })
  const answer = {
    paths: [
      {
        path: '',
        destination: '',
        requests: [],
        fit: [],
        nodes: [node('s', 200, 200), node('m', 200, 200), node('part-1', 200, 180), node('part-2', 180, 90)],
      },
    ],
    sampledAt: '',
  } as Previewed
  expect(countsOf(answer, made)).toMatchObject({
    arrived: 200,
    kept: 90,
    effects: new Map([
      [0, 20],
      [1, 90],
    ]),
  })
})

test('the condition that takes the last rows away is known, and no other', () => {
  const made = chain({ match: 'all', conditions: [is('a'), is('b'), is('c')] })
  const counts = (...out: number[]) =>
    countsOf(
      {
        paths: [
          {
            path: '',
            destination: '',
            requests: [],
            fit: [],
            nodes: out.map((n, i) => ({ node: i ? `part-${i}` : 'm', in: out[i - 1] ?? n, out: n, rows: [], columns: [], results: [] })),
          },
        ],
        sampledAt: '',
      },
      made,
    )?.emptiedAt
  expect(counts(200, 180, 0, 0)).toBe(1)
  expect(counts(200, 180, 90, 1)).toBeNull()
  expect(counts(0, 0, 0, 0)).toBeNull()
})

test('what comes to a condition, and exactly what it takes away, are ways that end there', () => {
  const made = chain({ match: 'all', conditions: [is('a'), is('b')] })
  const lost = endedAt(made, 'where', 1, 'lost')
  expect(lost.node).toBe('part-2')
  expect(lost.document.nodes.at(-1)).toMatchObject({ id: 'part-2', config: { where: { match: 'none', conditions: [is('b')] } } })
  expect(lost.document.nodes.at(-2)).toMatchObject({ id: 'part-1', config: { where: { match: 'all', conditions: [is('a')] } } })
  const before = endedAt(made, 'where', 1, 'before')
  expect([before.node, before.document.nodes.map(n => n.id)]).toEqual(['part-1', ['s', 'm', 'part-1']])
  expect(before.document.edges.map(e => e.to)).toEqual(['m', 'part-1'])
  expect(endedAt(made, 'where', 0, 'before').node).toBe('m')
})

test('a step before that lets nothing through until it is repaired is named, and an own part never is', () => {
  const made = chain({ match: 'all', conditions: [is('a')] })
  const node = (id: string, came: number, out: number, code?: string) => ({
    node: id,
    in: came,
    out,
    rows: [],
    columns: [],
    results: code ? [{ key: 'A1', outcome: 'invalid', code, field: null, message: 'm' }] : [],
  })
  const blocked = (...nodes: ReturnType<typeof node>[]) =>
    countsOf({ paths: [{ path: '', destination: '', requests: [], fit: [], nodes }], sampledAt: '' }, made)?.blockedBy
  expect(blocked(node('s', 9, 9), node('m', 9, 0, 'needs_repair'), node('part-1', 0, 0))).toBe('m')
  expect(blocked(node('s', 9, 9), node('m', 9, 0, 'filtered'), node('part-1', 0, 0))).toBeNull()
  expect(blocked(node('s', 9, 9), node('m', 9, 9), node('part-1', 9, 0, 'needs_repair'))).toBeNull()
})
