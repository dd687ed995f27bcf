import { expect, test } from 'vitest'
import type { Problem } from '../../../runtime/contract.ts'
import type { Expression } from '../../../runtime/expression.ts'
import type { Flow } from '../../../runtime/flow.ts'
import type { Catalogue, KindInfo } from '../../../server/api/catalogue.ts'
import type { Suggested } from '../../../server/api/payloads.ts'
import { accept, destinationsAfter, groupFields, openSuggestions, type Suggestion, unoffered } from './fields.ts'
import { expressionFrom, optionOf } from './options.ts'
import { readiness } from './readiness.ts'

const target = (concept: string, more: object = {}) => ({
  key: concept,
  concept,
  title: concept,
  says: '',
  hash: false,
  many: false,
  required: false,
  personal: false,
  worth: 0,
  advanced: false,
  ...more,
})
const destination = (id: string, targets: object[], needs: Record<string, string[]> = {}) =>
  ({ id, title: id.toUpperCase(), role: 'destination', targets, needs }) as unknown as KindInfo
const ours = destination(
  'ours',
  [
    target('event_time', { required: true }),
    target('email', { worth: 30, hash: true }),
    target('phone', { worth: 10 }),
    target('value'),
    target('odd', { advanced: true }),
  ],
  { Purchase: ['value'] },
)
const theirs = destination('theirs', [target('event_time', { required: true }), target('email', { worth: 20 })])
const concept = (id: string, group: string) => ({ id, title: id, type: 'text', group })
const catalogue = {
  kinds: [ours, theirs],
  concepts: [
    concept('event_name', 'event'),
    concept('event_time', 'event'),
    concept('event_id', 'event'),
    concept('email', 'who'),
    concept('phone', 'who'),
    concept('value', 'what'),
    concept('odd', 'what'),
    concept('unused', 'what'),
  ],
} as unknown as Catalogue
const flow = {
  nodes: [
    { id: 'map', kind: 'm' },
    { id: 'hash', kind: 'h' },
    { id: 'to', kind: 'theirs' },
  ],
  edges: [
    { from: 'map', to: 'hash' },
    { from: 'hash', to: 'to' },
  ],
} as unknown as Flow
const purchase: Record<string, Expression> = { event_name: { value: 'Purchase' } }
const ids = (rows: readonly { concept: { id: string } }[]) => rows.map(row => row.concept.id)

test('the destinations that count are those the events reach, else all', () => {
  expect(destinationsAfter(flow, 'map', catalogue)).toEqual([theirs])
  expect(destinationsAfter({ ...flow, edges: [] }, 'map', catalogue)).toEqual([ours, theirs])
})

test('a stand-in wants what the platform wants that it stands in for', () => {
  const stand = { ...destination('stand', []), config: { properties: { like: { control: 'simulated' } } } } as KindInfo
  const simulated = { ...catalogue, kinds: [{ ...ours, simulated: true }, { ...theirs, simulated: true }, stand] } as Catalogue
  const to = (config: Record<string, unknown>) =>
    destinationsAfter({ ...flow, nodes: [{ id: 'to', kind: 'stand', config }] }, 'map', simulated).map(k => k.id)
  expect([to({ like: 'theirs' }), to({})]).toEqual([['theirs'], ['ours']])
})

test('what the event needs stands first, identity by worth, unwanted concepts not at all', () => {
  const groups = groupFields(catalogue, [ours, theirs], purchase)
  expect(ids(groups.required)).toEqual(['event_time', 'value'])
  expect(ids(groups.who)).toEqual(['email', 'phone'])
  expect(ids(groups.what)).toEqual(['event_id'])
  expect(ids(groups.other)).toEqual(['odd'])
})

test('a field that only one destination uses says so', () => {
  const { who } = groupFields(catalogue, [ours, theirs], purchase)
  expect(who.map(row => row.only)).toEqual([[], ['OURS']])
})

test('an advanced field comes to the front once it is used', () => {
  const groups = groupFields(catalogue, [ours], { ...purchase, odd: { column: 'x' } })
  expect(ids(groups.what)).toContain('odd')
})

const suggestion = (concept: string, column: string, sure: boolean) => ({
  concept,
  column,
  sure,
  score: 0.9,
  why: '',
  sample: null,
  cleaned: null,
})
const suggested = {
  suggestions: [suggestion('email', 'mail', true), suggestion('phone', 'tel', false), suggestion('value', 'total', true)],
  columns: [
    { key: 'mail', filled: 0.5 },
    { key: 'mine', filled: 1 },
  ],
  rows: 2,
} as unknown as Suggested

test('"accept all" takes the sure ones and never replaces a choice', () => {
  const fields: Record<string, Expression> = { ...purchase, value: { column: 'mine' } }
  const open = openSuggestions(suggested, fields, groupFields(catalogue, [ours], fields))
  expect([...open.keys()]).toEqual(['email', 'phone'])
  expect(accept(fields, open)).toEqual({ ...fields, email: { column: 'mail' } })
})

test('a field that reads a column that is gone is as good as empty', () => {
  const fields: Record<string, Expression> = { ...purchase, value: { column: 'order_total' }, phone: { template: '{gone}' } }
  const open = openSuggestions(suggested, fields, groupFields(catalogue, [ours], fields))
  expect([...open.keys()].sort()).toEqual(['email', 'value'])
  expect(accept(fields, open)).toEqual({ ...fields, email: { column: 'mail' }, value: { column: 'total' } })
})

test('of several columns for one field the best is offered', () => {
  const rivals = { ...suggested, suggestions: [suggestion('email', 'mail', true), suggestion('email', 'mail_2', false)] } as Suggested
  const open = openSuggestions(rivals, purchase, groupFields(catalogue, [ours], purchase))
  expect(open.get('email')).toMatchObject({ column: 'mail', sure: true })
})

test('what the suggestion offers is not offered a second time by the problem', () => {
  const fix = (label: string, value: unknown) => ({ label, set: { path: ['fields', 'value'], value } })
  const fixes = [fix('Use EUR for all rows', { value: 'EUR' }), fix('Use total', { column: 'total' }), fix('Use sum', { column: 'sum' })]
  const problem = {
    node: 'map',
    code: 'map.missing',
    level: 'must_fix',
    field: 'value',
    message: 'Value has no column yet.',
    fixes,
  } as Problem
  const labels = (problems: readonly Problem[]) => problems.flatMap(p => p.fixes?.map(({ label }) => label))
  expect(labels(unoffered([problem], suggestion('value', 'total', true) as Suggestion))).toEqual(['Use EUR for all rows', 'Use sum'])
  expect(unoffered([problem], undefined)).toEqual([problem])
})

test.each([
  ['tel', '{tel}'],
  ['tel{home} "x"', '{"tel{home} ""x"""}'],
])('a text begins with the column %s as it has to be written there', (column, template) =>
  expect(expressionFrom('@template', { column })).toEqual({ template }),
)

test('readiness weighs worth by how often the column is filled, and names the best next step', () => {
  const fields: Record<string, Expression> = { ...purchase, email: { column: 'mail' } }
  const groups = groupFields(catalogue, [ours], fields)
  const result = readiness(groups, fields, suggested, openSuggestions(suggested, fields, groups))
  expect(result.score).toBe(38)
  expect(result.next).toMatchObject({ points: 25, row: { concept: { id: 'phone' } }, suggestion: { column: 'tel' } })
})

test.each([
  ['c:total', { column: 'total' }],
  ['v:Purchase', { value: 'Purchase' }],
  ['Registered twice', { value: 'Registered twice' }],
  ['@first', { first: ['old'] }],
  ['@template', { template: '{old}' }],
  ['@map', { map: {}, of: 'old' }],
  ['@none', undefined],
  [null, undefined],
] as const)('choosing %s fills the field with %j', (option, expression) => {
  expect(expressionFrom(option, { column: 'old' })).toEqual(expression)
})

test('a fixed value is a known word of the event name, and a text of its own elsewhere', () => {
  const fixed = { value: 'Purchase' }
  expect(optionOf({ id: 'event_name', title: '', type: 'name', group: 'event' }, fixed)).toBe('v:Purchase')
  expect(optionOf({ id: 'currency', title: '', type: 'text', group: 'what' }, fixed)).toBe('@value')
})
