import { expect, it } from 'vitest'
import * as z from 'zod'
import { Conditions } from './conditions/tree.ts'
import { Expression } from './expression.ts'
import { Flow } from './flow.ts'
import { issueText } from './issue.ts'

const first = (schema: z.ZodType, value: unknown) => issueText(schema.safeParse(value).error!.issues[0]!)
const where = (condition: unknown) => ({ match: 'all', conditions: [{ column: 'a', op: 'is', value: 1 }, condition] })

it.each([
  [
    'a word that is no operator',
    Conditions,
    where({ column: 'status', op: 'equals', value: 'x' }),
    /^conditions\.1\.op: this is not known here\. Known are: is, is_not, .*includes_all\.$/,
  ],
  ['a group without its match', Conditions, { conditions: [] }, /^match: this is not known here\. Known are: all, any, none\.$/],
  ['a condition in a group in a group', Conditions, where(where({ column: 'x' })), /^conditions\.1\.conditions\.1\.op: /],
  ['a misspelt side of a mapping', z.record(z.string(), Expression), { email: { colum: 'email' } }, /^email\.column is missing\.$/],
  ['a text where an object belongs', z.record(z.string(), Expression), { email: 'email' }, /^email: a group of settings belongs here\.$/],
  ['no name', Flow, { tributary: 1, nodes: [], edges: [] }, /^name is missing\.$/],
  ['another version', Flow, { tributary: 2, name: 'x', nodes: [], edges: [] }, /^tributary: .*other version/],
  ['a setting nobody knows', z.strictObject({ a: z.string() }), { a: 'secret', keys: 'secret' }, /^there is no setting "keys"\.$/],
  ['a number in quotes', z.strictObject({ a: z.number() }), { a: 'secret' }, /^a: a number belongs here, without quotes\.$/],
  ['a word for yes', z.strictObject({ a: z.boolean() }), { a: 'secret' }, /^a: true or false belongs here, without quotes\.$/],
  ['one column where several may be', z.strictObject({ key: z.array(z.string()) }), { key: 'secret' }, /^key: a list belongs here\.$/],
  ['a number beyond its end', z.strictObject({ batch: z.int().max(1000) }), { batch: 5000 }, /^batch: at most 1000 is taken here\.$/],
  ['a number before its beginning', z.strictObject({ batch: z.int().min(1) }), { batch: 0 }, /^batch: at least 1 is needed here\.$/],
  ['a number that must be above', z.strictObject({ amount: z.number().gt(0) }), { amount: 0 }, /^amount: more than 0 is needed here\.$/],
  ['a text too long', z.strictObject({ a: z.string().max(5) }), { a: 'secret' }, /^a: at most 5 characters are taken here\.$/],
  ['a text of nothing', z.strictObject({ a: z.string().min(1) }), { a: '' }, /^a: this must not be empty\.$/],
  [
    'a list too long',
    z.strictObject({ a: z.array(z.string()).max(1) }),
    { a: ['secret', 'b'] },
    /^a: a list of at most 1 is taken here\.$/,
  ],
  ['a list of nothing', z.strictObject({ a: z.array(z.string()).min(1) }), { a: [] }, /^a: this list must not be empty\.$/],
  ['a pair that is none', z.strictObject({ a: z.tuple([z.string(), z.string()]) }), { a: 'secret' }, /^a: a list belongs here\.$/],
  ['a spelling', z.strictObject({ a: z.string().regex(/^[0-9]+$/) }), { a: 'secret' }, /^a: this is not spelt as it has to be here\.$/],
  [
    'what has no form at all',
    z.strictObject({ a: z.union([z.literal(1), z.strictObject({ b: z.string() })]) }),
    { a: 'secret' },
    /^a: this is not known here\. Known are: 1\.$/,
  ],
] as const)('%s is named by its place', (_, schema, value, says) => {
  const text = first(schema as z.ZodType, value)
  expect(text).toMatch(says)
  expect(text).not.toContain('secret')
})
