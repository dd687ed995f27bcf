import Ajv from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { kinds } from '../../nodes/kinds.ts'
import { KindInfo } from '../api/catalogue.ts'
import { catalogueOf } from '../catalogue.ts'
import { flowSchema } from './flow-schema.ts'
import { templates } from './templates.ts'

const validate = new Ajv({ strict: false, allErrors: true }).compile(flowSchema(kinds))
const problems = (document: unknown) => (validate(document) ? [] : validate.errors!.map(error => `${error.instancePath} ${error.message}`))

describe('the published schema', () => {
  it.each(templates.map(template => [template.title, template.document] as const))('takes "%s"', (_, document) => {
    expect(problems(document)).toEqual([])
  })
  it.each([...kinds.values()].map(kind => [kind.id, kind] as const))(
    'takes the example of %s and no setting that it has not',
    (id, kind) => {
      const flow = (config: unknown) => ({ tributary: 1, name: 'x', nodes: [{ id: 'n', kind: id, config }], edges: [] })
      expect(problems(flow(kind.example))).toEqual([])
      expect(problems(flow({ ...(kind.example as object), base_url: 'http://evil' }))).not.toEqual([])
    },
  )
  it.each([
    ['another version', { tributary: 2, name: 'x', nodes: [], edges: [] }],
    ['an unknown kind', { tributary: 1, name: 'x', nodes: [{ id: 'n', kind: 'shell', config: {} }], edges: [] }],
    ['a secret at the top', { tributary: 1, name: 'x', nodes: [], edges: [], token: 't' }],
    ['a node without id', { tributary: 1, name: 'x', nodes: [{ kind: 'sample', config: {} }], edges: [] }],
  ])('refuses %s', (_, document) => {
    expect(problems(document)).not.toEqual([])
  })
})

it('every kind arrives in the catalogue as documented, with no function and no secret', () => {
  const catalogue = catalogueOf(kinds)
  expect(catalogue.kinds.map(kind => kind.id).sort()).toEqual([...kinds.keys()].sort())
  for (const kind of JSON.parse(JSON.stringify(catalogue.kinds)))
    expect([kind.id, KindInfo.strict().safeParse(kind).error?.issues]).toEqual([kind.id, undefined])
})
