import { expect, it } from 'vitest'
import * as z from 'zod'
import { Conditions } from './conditions/tree.ts'
import { Expression } from './expression.ts'
import { Flow } from './flow.ts'
import { issueText } from './issue.ts'

const first = (schema: z.ZodType, value: unknown) => issueText(schema.safeParse(value).error!.issues[0]!)
const where = (condition: unknown) => ({ match: 'all', conditions: [{ column: 'a', op: 'is', value: 1 }, condition] })

it.each([
  ['a word that is no operator', Conditions, where({ column: 'status', op: 'equals', value: 'x' }), /^conditions\.1\.op: .*"is_not"/],
  ['a group without its match', Conditions, { conditions: [] }, /^match: .*"all"\|"any"\|"none"/],
  ['a condition in a group in a group', Conditions, where(where({ column: 'x' })), /^conditions\.1\.conditions\.1\.op: /],
  ['a misspelt side of a mapping', z.record(z.string(), Expression), { email: { colum: 'email' } }, /^email\.column is missing\.$/],
  ['a text where an object belongs', z.record(z.string(), Expression), { email: 'email' }, /^email: .*expected object/],
  ['no name', Flow, { tributary: 1, nodes: [], edges: [] }, /^name is missing\.$/],
  ['another version', Flow, { tributary: 2, name: 'x', nodes: [], edges: [] }, /^tributary: .*other version/],
  ['a setting nobody knows', z.strictObject({ a: z.string() }), { a: 'secret', keys: 'secret' }, /^there is no setting "keys"\.$/],
] as const)('%s is named by its place', (_, schema, value, says) => {
  const text = first(schema as z.ZodType, value)
  expect(text).toMatch(says)
  expect(text).not.toContain('secret')
})
