import { describe, expect, test } from 'vitest'
import type { Flow } from '../../runtime/flow.ts'
import type { KindInfo } from '../../server/api/catalogue.ts'
import { addSteps, moveSteps, removeSteps } from './edits.ts'
import { freshId, inOrder, kindsOf, markIds } from './graph.ts'
import { noHistory, perform } from './history.ts'
import { followers, refusal, starters } from './legal.ts'
import { merge } from './merge.ts'
import { cut, pasteSteps } from './parts.ts'
import { arrange, placesOf } from './places.ts'
import { applyFix, setConfig } from './settings.ts'

const info = (
  id: string,
  title: string,
  role: KindInfo['role'],
  accepts: KindInfo['accepts'],
  emits: KindInfo['emits'],
  more: Partial<KindInfo> = {},
) =>
  ({
    id,
    role,
    accepts,
    emits,
    ports: [],
    title,
    summary: `${title}.`,
    icon: '',
    config: {},
    connection: null,
    presets: [],
    targets: [],
    ...more,
  }) as unknown as KindInfo
const kinds = kindsOf([
  info('db', 'Warehouse', 'source', null, 'connection'),
  info('shop', 'Sample data', 'source', null, 'connection', { presets: [{ title: 'Sample shop orders', config: { set: 'orders' } }] }),
  info('orders', 'Table', 'model', 'connection', 'rows'),
  info('sieve', 'Filter', 'step', 'rows', 'rows', {
    ports: [
      { id: 'kept', title: 'Kept rows' },
      { id: 'left_out', title: 'Left out rows' },
    ],
  }),
  info('shape', 'Map fields', 'step', 'rows', 'events'),
  info('seal', 'Hash identity', 'step', 'events', 'events'),
  info('ads', 'Ads', 'destination', 'events', null),
])
const node = (id: string, kind: string) => ({ id, kind, config: {} })
const flow: Flow = {
  tributary: 1,
  name: 'Sales',
  nodes: [node('a', 'shop'), node('b', 'orders'), node('c', 'sieve'), node('d', 'shape'), node('e', 'ads')],
  edges: [
    { from: 'a', to: 'b' },
    { from: 'b', to: 'c' },
    { from: 'c', to: 'd', port: 'kept' },
    { from: 'd', to: 'e' },
  ],
}
const done = (edit: ReturnType<typeof removeSteps>, on = flow) => perform(on, noHistory, edit, 0)!.flow
const wires = (f: Flow) => f.edges.map(e => `${e.from}${e.port ? `.${e.port}` : ''}>${e.to}`)

describe('edits', () => {
  test.each([
    ['a step in a line heals', ['c'], true, ['a>b', 'd>e', 'b>d'], 'Removed Filter. Table now goes to Map fields.'],
    ['without healing the rest stays apart', ['c'], false, ['a>b', 'd>e'], 'Removed Filter.'],
    ['types that do not fit are not joined', ['d'], true, ['a>b', 'b>c'], 'Removed Map fields.'],
    ['several at once', ['c', 'b'], true, ['d>e'], 'Removed 2 steps.'],
  ] as const)('removing: %s', (_, ids, heal, expected, said) => {
    const edit = removeSteps(flow, kinds, ids, heal)
    expect(wires(done(edit)).toSorted()).toEqual([...expected].toSorted())
    expect(edit.announce).toBe(said)
  })

  test('a step put into a connection is wired on both sides and keeps the way out', () => {
    const next = done(addSteps(flow, kinds, [{ kind: kinds.get('sieve')! }], { into: { from: 'c', to: 'd', port: 'kept' } }))
    expect(wires(next)).toEqual(expect.arrayContaining(['c.kept>sieve', 'sieve.kept>d']))
    expect(next.nodes.at(-1)!.name).toBe('Filter 2')
  })

  test('pasting gives new ids and names, and keeps what is connected inside', () => {
    const next = done(pasteSteps(flow, kinds, cut(flow, ['c', 'd'])))
    expect(wires(next)).toEqual([...wires(flow), 'c-2.kept>d-2'])
    expect(next.nodes.slice(-2).map(n => n.name)).toEqual(['Filter 2', 'Map fields 2'])
  })

  test.each<[string, Pick<Flow, 'nodes' | 'edges'>, string[], RegExp]>([
    [
      'a circle',
      { nodes: [node('x', 'sieve'), node('y', 'sieve')], edges: ['xy', 'yx'].map(way => ({ from: way[0]!, to: way[1]!, port: 'kept' })) },
      ['x.kept>y'],
      /^Added 2 steps\. A connection was left out: Filter 2 already feeds Filter 3: that would be a circle\.$/,
    ],
    ['a step that feeds itself', { nodes: [node('x', 'sieve')], edges: [{ from: 'x', to: 'x' }] }, [], /A step cannot feed itself\.$/],
    [
      'two that feed one',
      { nodes: [node('x', 'sieve'), node('y', 'sieve'), node('z', 'sieve')], edges: ['x', 'y'].map(from => ({ from, to: 'z' })) },
      ['x>z'],
      /Filter 4 already receives from Filter 2\.$/,
    ],
    [
      'what does not fit',
      { nodes: [node('x', 'ads'), node('y', 'sieve')], edges: [{ from: 'x', to: 'y' }] },
      [],
      /nothing comes out of it\.$/,
    ],
    [
      'a way out that is not there',
      { nodes: [node('x', 'sieve'), node('y', 'sieve')], edges: [{ from: 'x', to: 'y', port: 'gone' }] },
      [],
      /There is no way out called “gone”\.$/,
    ],
  ])('pasted text may hold anything: %s is not drawn, and it is said why', (_, part, made, says) => {
    const edit = pasteSteps(flow, kinds, part)
    expect(wires(done(edit)).slice(flow.edges.length)).toEqual(made)
    expect(edit.announce).toMatch(says)
  })

  test('moving one step keeps the others where they were seen', () => {
    const seen = placesOf(flow)
    const next = done(moveSteps(flow, kinds, ['d'], { x: 20, y: 0 }))
    expect(next.layout).toEqual({ ...seen, d: { x: seen.d!.x + 20, y: seen.d!.y } })
  })

  test('a drawn flow has no two cards on one place', () => {
    let next: Flow = { tributary: 1, name: 'Big', nodes: [], edges: [] }
    for (let i = 0; i < 30; i++) {
      const parent = next.nodes[Math.floor(i / 3)]
      next = done(
        addSteps(next, kinds, [{ kind: kinds.get('sieve')! }], parent ? { after: parent.id, port: i % 2 ? 'left_out' : 'kept' } : null),
        next,
      )
    }
    const at = Object.values(next.layout!)
    for (const a of at) expect(at.filter(b => Math.abs(a.x - b.x) < 256 && Math.abs(a.y - b.y) < 110)).toHaveLength(1)
  })
})

describe('legal', () => {
  test.each([
    ['c', 'a', /brings data in/],
    ['e', 'c', /nothing comes out/],
    ['d', 'c', /would be a circle/],
    ['c', 'c', /cannot feed itself/],
    ['b', 'e', /Ads takes events, and Table gives rows/],
    ['a', 'b', /already goes to/],
  ])('%s to %s is refused in words', (from, to, reason) => {
    expect(refusal(flow, kinds, from, to)?.reason).toMatch(reason)
  })
  test('a refusal for the type says what would fit between, identity protection included', () => {
    expect(refusal(flow, kinds, 'b', 'e')?.between?.map(k => k.id)).toEqual(['shape', 'seal'])
  })
  test('a destination is not fed without identity protection on the way, also where its type fits; what is pasted stays as it was', () => {
    const drawn = { ...flow, nodes: [...flow.nodes, node('f', 'ads'), node('g', 'seal')], edges: [...flow.edges, { from: 'd', to: 'g' }] }
    const against = refusal(drawn, kinds, 'd', 'f')
    expect(against?.reason).toBe('Ads needs hashed identity.')
    expect(against?.between?.map(k => k.id)).toEqual(['seal'])
    expect(refusal(drawn, kinds, 'g', 'f')).toBeNull()
    const edit = pasteSteps(flow, kinds, { nodes: [node('m', 'shape'), node('n', 'ads')], edges: [{ from: 'm', to: 'n' }] })
    expect(wires(done(edit))).toHaveLength(flow.edges.length + 1)
  })
  test('what can follow comes best guess first, and a destination brings identity protection along', () => {
    expect(followers(flow, kinds, 'b').map(c => c.title)).toEqual(['Map fields', 'Filter'])
    expect(followers(flow, kinds, 'd').map(c => `${c.title}: ${c.why}`)).toEqual([
      'Hash identity: Takes events',
      'Ads: Takes events, adds Hash identity first',
    ])
    expect(starters(kinds).map(c => c.title)).toEqual(['Sample shop orders', 'Warehouse'])
  })
  test('the list reads in the order of the flow, branches under their way out', () => {
    const forked = { ...flow, nodes: [node('x', 'shape'), ...flow.nodes], edges: [{ from: 'c', to: 'x', port: 'left_out' }, ...flow.edges] }
    expect(inOrder(forked, kinds).map(p => `${p.depth}${p.port}${p.node.id}`)).toEqual(['0a', '0b', '0c', '1keptd', '1e', '1left_outx'])
  })
})

describe('merge', () => {
  const set = (f: Flow, id: string, key: string, value: unknown) => done(setConfig(id, [key], value, ''), f)
  test('edits of different fields both stay', () => {
    const { flow: joined, clashes } = merge(
      flow,
      set(flow, 'b', 'table', 'mine'),
      set(done(removeSteps(flow, kinds, ['e'], false)), 'b', 'key', 'theirs'),
    )
    expect(clashes).toEqual([])
    expect(joined.nodes.map(n => n.id)).toEqual(['a', 'b', 'c', 'd'])
    expect(joined.nodes[1]!.config).toEqual({ table: 'mine', key: 'theirs' })
  })
  test('the same field twice is asked about, and the answer decides', () => {
    const [mine, theirs] = [set(flow, 'b', 'table', 'mine'), set(flow, 'b', 'table', 'theirs')]
    expect(merge(flow, mine, theirs).clashes).toEqual([{ path: 'nodes / b / config / table', mine: 'mine', theirs: 'theirs' }])
    expect(merge(flow, mine, theirs, { choose: () => 'theirs' }).flow).toEqual(theirs)
    expect(merge(flow, mine, theirs, { choose: () => 'mine' }).flow).toEqual(mine)
  })
  test('what came back from a lost answer of mine is no clash', () => {
    const [sent, now] = [set(flow, 'b', 'table', 'first'), set(flow, 'b', 'table', 'second')]
    expect(merge(flow, now, sent).clashes).toHaveLength(1)
    expect(merge(flow, now, sent, { sent: [sent] })).toMatchObject({ clashes: [], flow: now })
    // Also when it was taken back meanwhile.
    const added = { ...flow, nodes: [...flow.nodes, node('x', 'ads')] }
    expect(merge(flow, flow, added, { sent: [added] }).flow.nodes).toEqual(flow.nodes)
  })
  test("an order that only one side changed is that side's", () => {
    const turned = { ...flow, edges: [...flow.edges.slice(1), flow.edges[0]!] }
    expect(merge(flow, turned, set(flow, 'b', 'key', 'x')).flow.edges).toEqual(turned.edges)
    expect(merge(flow, set(flow, 'b', 'key', 'x'), turned).flow.edges).toEqual(turned.edges)
  })
  test.each(['constructor', '__proto__', 'toString'])('a step may be called %s', id => {
    const odd: Flow = { ...flow, nodes: [...flow.nodes, node(id, 'ads')] }
    expect(merge(flow, odd, set(flow, 'b', 'key', 'x')).flow.nodes.map(n => n.id)).toContain(id)
    expect(merge(odd, flow, set(odd, 'b', 'key', 'x')).flow.nodes.map(n => n.id)).not.toContain(id)
  })
  test('removed here and changed there is a clash, and no connection dangles', () => {
    const { clashes, flow: joined } = merge(flow, done(removeSteps(flow, kinds, ['e'], false)), set(flow, 'e', 'x', 1))
    expect(clashes.map(c => c.path)).toContain('nodes / e')
    expect(joined.edges.every(e => joined.nodes.some(n => n.id === e.to))).toBe(true)
  })
})

describe('places', () => {
  test('a long flow goes on in a new line, and branches stand in the order of their ways out', () => {
    const forked = { ...flow, nodes: [...flow.nodes, node('x', 'shape')], edges: [{ from: 'c', to: 'x', port: 'left_out' }, ...flow.edges] }
    const order = inOrder(forked, kinds).map(p => p.node.id)
    const at = arrange(forked, 3, order)
    expect([at.a!.x < at.b!.x, at.b!.x < at.c!.x, at.a!.y === at.c!.y]).toEqual([true, true, true])
    expect([at.d!.x === at.a!.x, at.d!.y > at.a!.y, at.e!.y === at.d!.y]).toEqual([true, true, true])
    expect(at.x!.y).toBeGreaterThan(at.d!.y)
  })
})

test('a step may have any name that an object has', () => {
  const odd: Flow = {
    tributary: 1,
    name: 'Odd',
    nodes: [node('constructor', 'shop'), node('toString', 'orders')],
    edges: [{ from: 'constructor', to: 'toString' }],
  }
  expect(placesOf(odd)).toMatchObject({ constructor: { x: 0, y: 0 } })
  const moved = done(moveSteps(odd, kinds, ['constructor'], { x: 20, y: 0 }), odd)
  expect(Object.entries(moved.layout!).map(([id, at]) => `${id} ${at.x}`)).toEqual(['constructor 20', 'toString 352'])
  expect(done(pasteSteps(odd, kinds, { nodes: odd.nodes, edges: [] }), odd).layout).toMatchObject({ 'constructor-2': { x: 40, y: 40 } })
})

test('ids of two visits never meet, and stay short when copied again', () => {
  markIds('k3x9')
  expect(freshId(new Set(), 'filter')).toBe('filter-k3x9')
  expect(freshId(new Set(['filter-k3x9']), 'filter-k3x9')).toBe('filter-k3x9-2')
  markIds('')
  expect(freshId(new Set(['filter']), 'filter')).toBe('filter-2')
})

describe('a repair', () => {
  test('sets what the problem’s step has, what another step has, or what the flow itself has', () => {
    const drawn: Flow = { ...flow, schedule: { cron: '0 6 * * *', timezone: 'UTC', missed: 'last' } }
    const mended = (node: string | undefined, path: string[], value: unknown) =>
      done(applyFix(drawn.nodes[0]!.id, { label: 'Mend', ...(node !== undefined && { node }), set: { path, value } }), drawn)
    expect(mended(undefined, ['country'], 'DE').nodes[0]!.config).toMatchObject({ country: 'DE' })
    expect(mended(drawn.nodes[1]!.id, ['country'], 'DE').nodes[1]!.config).toMatchObject({ country: 'DE' })
    expect(mended('', ['schedule', 'cron'], '0 * * * *').schedule).toEqual({ cron: '0 * * * *', timezone: 'UTC', missed: 'last' })
  })
})
