/** Holds every answer of the API to the OpenAPI document that it publishes itself. */
import { Ajv2020 } from 'ajv/dist/2020.js'

interface Answer {
  status: number
  headers: Headers
  json: unknown
}
interface Operation {
  responses: Record<string, { content?: Record<string, { schema: object }> }>
}
type Judge = (value: unknown) => string[]
type Paths = Record<string, Record<string, Operation>>

/** What is wrong with an answer by the document; nothing when it is what was promised, or when the path is in no document. */
export type Documented = (method: string, path: string, answer: Answer) => string[]

export function documented(document: { paths: Paths }): Documented {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false })
  const judges = new Map<object, Judge>()
  const routes = Object.entries(document.paths).map(([path, operations]) => ({
    operations,
    segments: path.split('/').length,
    pattern: new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{[^}]+\}/g, '([^/]+)')}$`),
    // `/flows/import` is not the flow of that name
    fixed: path.split('/').filter(part => !part.startsWith('{')).length,
  }))
  routes.sort((a, b) => b.fixed - a.fixed)
  return (method, path, answer) => {
    const bare = path.split('?')[0]!
    const operation = routes.find(route => route.pattern.test(bare) && method.toLowerCase() in route.operations)?.operations[
      method.toLowerCase()
    ]
    if (!operation) return []
    const promised = operation.responses[answer.status] ?? (answer.status >= 400 ? operation.responses.default : undefined)
    if (!promised) return [`${answer.status} is not documented`]
    const type = answer.headers.get('content-type')?.split(';')[0]
    if (!type) return promised.content ? ['no content type, but a body is documented'] : []
    const content = promised.content?.[type]
    if (!content) return [`content of type ${type} is not documented for ${answer.status}`]
    if (type !== 'application/json') return []
    const judge = judges.get(content.schema) ?? judgeOf(ajv, closed(content.schema) as object)
    judges.set(content.schema, judge)
    return judge(answer.json)
  }
}

function judgeOf(ajv: Ajv2020, schema: object): Judge {
  const validate = ajv.compile(schema)
  return value =>
    validate(value) ? [] : (validate.errors ?? []).map(e => `${e.instancePath || '/'} ${e.message} ${JSON.stringify(e.params)}`)
}

/** The same schema with every object closed: a field that the document does not name is a fault as well. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed)
  if (schema === null || typeof schema !== 'object') return schema
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]))
  return 'properties' in schema && !('additionalProperties' in schema) ? { ...inner, unevaluatedProperties: false } : inner
}
