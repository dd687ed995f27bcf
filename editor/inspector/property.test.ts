import { expect, test } from 'vitest'
import { propertiesOf, type Schema, titleFrom } from './property.ts'

const one = (schema: Schema, required = false) =>
  propertiesOf({ properties: { setting: schema }, required: required ? ['setting'] : [] })[0]!

test.each<[Schema, string]>([
  [{ type: 'string' }, 'text'],
  [{ type: 'integer' }, 'number'],
  [{ type: 'boolean' }, 'toggle'],
  [{ type: 'string', secret: true }, 'secret'],
  [{ type: 'string', enum: ['a', 'b'] }, 'choice'],
  [{ anyOf: [{ const: 'a' }, { const: 'b' }] }, 'choice'],
  [{ anyOf: [{ type: 'number' }, { type: 'null' }] }, 'number'],
  [{ type: 'object', control: 'mapping' }, 'mapping'],
  [{ type: 'array' }, 'text'],
])('%j is drawn as %s', (schema, control) => {
  expect(one(schema).control).toBe(control)
})

test('a setting with a default is not asked for, though the parsed schema always has it', () => {
  expect(one({ type: 'string' }, true).required).toBe(true)
  expect(one({ type: 'boolean', default: false }, true).required).toBe(false)
})

test('choices are named by their titles, else by their value in words', () => {
  expect(one({ enum: ['meta_rules', 'other'], titles: { other: 'Something else' } }).choices).toEqual([
    { value: 'meta_rules', title: 'Meta rules' },
    { value: 'other', title: 'Something else' },
  ])
})

test.each([
  ['ad_account', 'Ad account'],
  ['dayFirst', 'Day first'],
  ['url', 'Url'],
])('%s reads %s', (name, title) => {
  expect(titleFrom(name)).toBe(title)
})
