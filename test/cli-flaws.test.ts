/** A flow with one flaw, run as a person would: one clear problem on the right step, and how the command ends. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { commandLine, files, flow, folder, platform, tributary } from './command-line.ts'

commandLine()

/** The sample flow with one step's settings changed. */
const changed = (id: string, config: object, kind?: string) => ({
  ...flow,
  nodes: flow.nodes.map(node => (node.id === id ? { ...node, ...(kind && { kind }), config: { ...node.config, ...config } } : node)),
})
const mapped = (fields: object) => changed('map', { fields: { ...(flow.nodes[2]!.config as { fields: object }).fields, ...fields } })
const query = (sql: string) => ({
  ...flow,
  nodes: flow.nodes.map(node => (node.id === 'orders' ? { ...node, kind: 'sql', config: { sql, key: ['order_id'] } } : node)),
})

it('ends with 5 when only a connection is missing, and sends to the destinations that have theirs', async () => {
  const meta = await platform()
  const unknown = { id: 'other', kind: 'meta', config: { connection: 'nobody' } }
  const args = files({ document: { ...flow, nodes: [...flow.nodes, unknown], edges: [...flow.edges, { from: 'map', to: 'other' }] } })
  const { code, json } = await tributary(['run', ...args, '--json'], meta.variables)
  meta.close()
  expect(code).toBe(5)
  expect(json.paths).toMatchObject([{ tally: { delivered: 5 } }, { state: 'failed', error: { code: 'connection.missing', node: 'other' } }])
})

it.each([
  ['a calculation that fails while reading', query('select *, cast(email as integer) as n from orders'), 'orders', 'source.bad_value'],
  ['a query of two statements', query('select 1; select 2'), 'orders', 'source.not_one_select'],
  ['a file that is not there', changed('shop', { path: 'gone.csv' }), 'shop', 'source.no_file'],
] as const)('%s fails with 1, on its step', async (_, document, node, code) => {
  const meta = await platform()
  const run = await tributary(['run', ...files({ document }), '--json'], meta.variables)
  const said = await tributary(['run', ...files({ document })], meta.variables)
  meta.close()
  expect(run).toMatchObject({ code: 1, json: { paths: [{ error: { code, node }, tally: { delivered: 0 } }] } })
  expect(said.out).toContain(run.json.paths[0].error.why)
  expect(said.out).not.toContain('..')
})

const filtered = (condition: object) => ({
  ...flow,
  nodes: [...flow.nodes, { id: 'some', kind: 'filter', config: { where: { match: 'all', conditions: [condition] } } }],
  edges: flow.edges.flatMap(edge =>
    edge.to === 'map'
      ? [
          { ...edge, to: 'some' },
          { from: 'some', to: 'map', port: 'kept' },
        ]
      : [edge],
  ),
})
const withInbox = (config: object) => ({
  ...flow,
  nodes: flow.nodes.map(node => (node.id === 'meta' ? { id: 'kept', kind: 'inbox', config } : node)),
  edges: flow.edges.map(edge => (edge.to === 'meta' ? { ...edge, to: 'kept' } : edge)),
})
// Two of them show when the document is read, the others when it meets the columns that there are.
it.each([
  ['a column that is not there', mapped({ email: { column: 'emial' } }), 'map'],
  ['a field that nobody knows', mapped({ favourite_colour: { value: 'red' } }), 'map'],
  ['a setting that nobody knows', changed('map', { feilds: {} }), 'map'],
  ['a condition on a column that is not there', filtered({ column: 'emial', op: 'is', value: 'x' }), 'some'],
  ['a pattern that cannot be read', filtered({ column: 'email', op: 'matches', value: '(' }), 'some'],
  ['a step that nobody knows', changed('map', {}, 'mappings'), 'map'],
  ['a connection that nobody has', changed('meta', { connection: 'nobody' }), 'meta'],
  ['a Test inbox with rules that nobody has', withInbox({ rules: 'nobody' }), 'kept'],
  ['a Test inbox with rules of what has none', withInbox({ rules: 'filter' }), 'kept'],
])('%s ends check and run alike, with 5, on its step', async (_, document, node) => {
  const meta = await platform()
  const checked = await tributary(['check', ...files({ document }), '--json'], meta.variables)
  const run = await tributary(['run', ...files({ document }), '--json'], meta.variables)
  meta.close()
  expect([checked.code, run.code]).toEqual([5, 5])
  expect(checked.json.problems).toContainEqual(expect.objectContaining({ node, level: 'must_fix' }))
  expect(run.json.state).toBe('failed')
  expect(run.json.problems?.[0]?.node ?? run.json.paths[0].error.node).toBe(node)
  expect(meta.bodies).toEqual([])
})

it('one path that nobody set up beside one that fails is a failure', async () => {
  const other = { id: 'other', kind: 'meta', config: { connection: 'nobody' } }
  const more = { nodes: [...flow.nodes, other], edges: [...flow.edges, { from: 'map', to: 'other' }] }
  const { code } = await tributary(['run', ...files({ document: { ...flow, ...more } }), '--json'], {
    META_BASE_URL: 'http://127.0.0.1:1',
    META_TOKEN: 'tok\r\nX: y',
  })
  expect(code).toBe(1)
})

it.each([
  ['a minute that no hour has', { cron: '99 * * * *', timezone: 'Europe/Paris' }, '99'],
  ['a zone that is nowhere', { cron: '0 6 * * *', timezone: 'Mars/Base' }, 'Mars/Base'],
  ['a day that no year has', { cron: '0 0 30 2 *', timezone: 'UTC' }, 'No date ever matches'],
])('a schedule that is never due is told, or the flow would wait for ever: %s', async (_, schedule, said) => {
  const { code, json } = await tributary(['check', ...files({ document: { ...flow, schedule } }), '--json'], { META_TOKEN: 'T' })
  expect(code).toBe(5)
  expect(json.problems).toMatchObject([{ node: '', code: 'schedule.bad', level: 'must_fix', message: expect.stringContaining(said) }])
})

it('a day without a zone is told before anything is read', async () => {
  const args = files({ document: mapped({ event_time: { column: 'day' } }) })
  writeFileSync(join(folder, 'orders.csv'), 'order_id,day,email,amount\nA,2026-11-23,ann@example.com,1\n')
  const { code, json } = await tributary(['check', ...args, '--json'], { META_TOKEN: 'T' })
  expect(code).toBe(5)
  expect(json.problems).toMatchObject([{ node: 'map', code: 'time_without_zone', field: 'event_time' }])
})

it('does not try again what can never leave, and says so once', async () => {
  const meta = await platform()
  const { code, json } = await tributary(['run', ...files(), '--json'], { ...meta.variables, META_TOKEN: 'tok\r\nX: y' })
  meta.close()
  expect(code).toBe(1)
  expect(json.paths[0]).toMatchObject({ requests: 1, tally: { unsent: 5 }, error: { code: 'request_refused', why: '', node: 'meta' } })
  expect(meta.bodies).toEqual([])
})

it('a loop is one problem, told by its steps in the order that rows would go round', async () => {
  const edges = [
    { from: 'shop', to: 'orders' },
    { from: 'meta', to: 'map' },
    { from: 'map', to: 'meta' },
  ]
  const { code, json } = await tributary(['run', ...files({ document: { ...flow, edges } }), '--json'], { META_TOKEN: 'T' })
  expect(code).toBe(5)
  const message = 'Rows would go round and never arrive: Map fields → Meta → Map fields. Remove one of these connections.'
  expect(json.problems).toMatchObject([{ node: 'map', code: 'flow.cycle', message }])
})

it('names the line of a text that cannot be read, and what is missing in one that can', async () => {
  const said = async (text: string) => {
    writeFileSync(join(folder, 'flow.json'), text)
    const { code, err } = await tributary(['check', 'flow.json'])
    expect(code).toBe(5)
    return err
  }
  expect(await said('{ "tributary": 1,\n  "name": "Orders",\n  "nodes": [ { ]\n}')).toContain('line 3')
  expect(await said('{ "tributary": 1, "nodes": [], "edges": [] }')).toContain('name is missing')
  expect(await said('{tributary: 1, name: Orders, nodes: [], edges: []}')).toBe('')
})

it('a file that holds no flow is a list of problems for a program, and one sentence for a person', async () => {
  const checked = async (text: string) => {
    writeFileSync(join(folder, 'flow.json'), text)
    const [told, said] = [await tributary(['check', 'flow.json', '--json']), await tributary(['check', 'flow.json'])]
    expect([told.code, said.code, said.out]).toEqual([5, 5, ''])
    expect(told.json.problems.every(({ level }: { level: string }) => level === 'must_fix')).toBe(true)
    return [told.json.problems.map(({ message }: { message: string }) => message), said.err.split('\n')[0]?.split('flow.json ')[1]]
  }
  expect(await checked('')).toEqual([['There is nothing in it.'], 'cannot be used. There is nothing in it.'])
  expect(await checked('{ "tributary": 1, "nodes": 5 }')).toEqual([
    ['name: a text belongs here.', 'nodes: a list belongs here.', 'edges: a list belongs here.'],
    'cannot be used. It is not a flow: name is missing.',
  ])
})
