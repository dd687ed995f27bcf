import { describe, expect, test } from 'vitest'
import type { Flow } from '../../runtime/flow.ts'
import type { KindInfo } from '../../server/api/catalogue.ts'
import type { Edit } from './edit.ts'
import { kindsOf } from './graph.ts'
import { noHistory, perform } from './history.ts'
import { fitsInto, insertStep, moveInBranch, reconnect, replaceStep } from './rewire.ts'

const info = (id: string, role: KindInfo['role'], accepts: KindInfo['accepts'], emits: KindInfo['emits'], ports: KindInfo['ports'] = []) =>
  ({ id, role, accepts, emits, ports, title: id }) as unknown as KindInfo
const forks = [
  { id: 'kept', title: 'Kept rows' },
  { id: 'left_out', title: 'Left out rows' },
]
const kinds = kindsOf([
  info('shop', 'source', null, 'connection'),
  info('orders', 'model', 'connection', 'rows'),
  info('sieve', 'step', 'rows', 'rows', forks),
  info('sum', 'step', 'rows', 'rows'),
  info('shape', 'step', 'rows', 'events'),
  info('ads', 'destination', 'events', null),
])
const flow: Flow = {
  tributary: 1,
  name: 'Sales',
  nodes: ['shop', 'orders', 'sieve', 'sum', 'shape', 'ads'].map(kind => ({ id: kind, kind, config: {} })),
  edges: [
    { from: 'shop', to: 'orders' },
    { from: 'orders', to: 'sieve' },
    { from: 'sieve', to: 'sum', port: 'kept' },
    { from: 'sum', to: 'shape' },
    { from: 'shape', to: 'ads' },
  ],
  layout: { sieve: { x: 10, y: 0 }, sum: { x: 20, y: 0 } },
}
const done = (edit: Edit | undefined, at = flow) => (edit ? (perform(at, noHistory, edit, 0)?.flow ?? at) : at)
const wires = (f: Flow) => f.edges.map(e => `${e.from}${e.port ? `.${e.port}` : ''}>${e.to}`).toSorted()

describe('moving in a branch', () => {
  test('two steps of one type change places with their ways out, their cards too', () => {
    const moved = done(moveInBranch(flow, kinds, 'sum', 'up'))
    expect(wires(moved)).toEqual(['orders>sum', 'shape>ads', 'shop>orders', 'sieve.kept>shape', 'sum>sieve'])
    expect(moved.layout).toEqual({ sieve: { x: 20, y: 0 }, sum: { x: 10, y: 0 } })
    expect(wires(done(moveInBranch(moved, kinds, 'sum', 'down'), moved))).toEqual(wires(flow))
  })
  test.each(['orders', 'shape', 'ads', 'shop'])('%s stays where only it can be', id => {
    expect(moveInBranch(flow, kinds, id, 'up')).toBeUndefined()
  })
  test('branches of one output change their order', () => {
    const two: Flow = {
      ...flow,
      nodes: [...flow.nodes, { id: 'ads2', kind: 'ads', config: {} }],
      edges: [...flow.edges, { from: 'shape', to: 'ads2' }],
    }
    const order = (f: Flow) => f.edges.filter(e => e.from === 'shape').map(e => e.to)
    expect(order(done(moveInBranch(two, kinds, 'ads2', 'up'), two))).toEqual(['ads2', 'ads'])
    expect(moveInBranch(two, kinds, 'ads2', 'down')).toBeUndefined()
  })
})

test('an end of a connection moves as one act', () => {
  const free: Flow = { ...flow, nodes: [...flow.nodes, { id: 'sum2', kind: 'sum', config: {} }] }
  const moved = done(
    reconnect(free, kinds, { from: 'sieve', to: 'sum', port: 'kept' }, { from: 'sieve', to: 'sum2', port: 'left_out' }),
    free,
  )
  expect(wires(moved)).toContain('sieve.left_out>sum2')
  expect(wires(moved)).not.toContain('sieve.kept>sum')
})

test('a free step goes into a connection that it fits, and into no other', () => {
  const free: Flow = { ...flow, nodes: [...flow.nodes, { id: 'sieve2', kind: 'sieve', config: {} }] }
  expect(fitsInto(free, kinds, 'sieve2', { from: 'shape', to: 'ads' })).toBe(false)
  expect(fitsInto(free, kinds, 'sum', { from: 'orders', to: 'sieve' })).toBe(false)
  expect(fitsInto(free, kinds, 'sieve2', { from: 'orders', to: 'sieve' })).toBe(true)
  const put = done(insertStep(free, kinds, 'sieve2', { from: 'orders', to: 'sieve' }, { x: 5, y: 5 }), free)
  expect(wires(put)).toEqual(expect.arrayContaining(['orders>sieve2', 'sieve2.kept>sieve']))
  expect(wires(put)).not.toContain('orders>sieve')
})

test('replacing says which connections could not stay', () => {
  const forked: Flow = {
    ...flow,
    nodes: [...flow.nodes, { id: 'sum2', kind: 'sum', config: {} }],
    edges: [...flow.edges, { from: 'sieve', to: 'sum2', port: 'left_out' }],
  }
  const edit = replaceStep(forked, kinds, 'sieve', { kind: kinds.get('sum')! })
  expect(edit.dropped.map(e => e.to)).toEqual(['sum2'])
  expect(wires(done(edit, forked))).toContain('sieve>sum')
})
