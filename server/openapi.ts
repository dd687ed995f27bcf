/** How routes are written down once and become validation, documentation and types. */
import { OpenAPIHono, z } from '@hono/zod-openapi'
import { html, raw } from 'hono/html'
import { ApiError } from './api/payloads.ts'
import { misshaped } from './problems.ts'
import { version } from './version.ts'

/** The application as route files see it. */
export type App = OpenAPIHono
export const newApp = (): App =>
  new OpenAPIHono({
    strict: false,
    defaultHook: result => {
      if (!result.success) throw misshaped(result.error, result.target === 'json' ? 'body' : result.target)
    },
  })

export const json = <T extends z.ZodType>(schema: T, description: string) => ({ description, content: { 'application/json': { schema } } })
export const body = <T extends z.ZodType>(schema: T) => ({ required: true as const, content: { 'application/json': { schema } } })
export const optionalBody = <T extends z.ZodType>(schema: T) => ({ required: false as const, content: { 'application/json': { schema } } })
/** For writes that need nothing said: an empty object, or no body at all. */
export const emptyBody = optionalBody(z.strictObject({}))
/** Every route may also answer with the one error shape. */
export const problems = { default: json(ApiError, 'What happened, why, and what to do: the same shape for every problem') }
export const nothing = { 204: { description: 'Done' } }

export const INFO = {
  openapi: '3.1.0',
  info: {
    title: 'Tributary',
    version,
    description: 'Draw how conversions travel from your data to the ad platforms. Every problem is answered in one shape; writes are JSON.',
  },
}

interface Operation {
  summary?: string
  description?: string
  tags?: string[]
  parameters?: { name: string; in: string; required?: boolean; description?: string }[]
  requestBody?: { content?: Record<string, { schema?: unknown }> }
  responses: Record<string, { description?: string; content?: Record<string, { schema?: unknown }> }>
}
interface Documented {
  paths?: Record<string, Record<string, Operation>>
}

/** `/api/docs`: the OpenAPI document as a page to read, without a script and without anything from elsewhere. */
export function docsPage(document: unknown) {
  const { paths = {} } = document as Documented
  const groups = Map.groupBy(
    Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation }))),
    ({ operation }) => operation.tags?.[0] ?? 'Other',
  )
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Tributary API</title><style>${raw(STYLE)}</style></head>
<body><main><h1>Tributary API</h1>
<p>The same as a machine reads it: <a href="/api/openapi.json">/api/openapi.json</a>. The flow document: <a href="/api/schema/flow">/api/schema/flow</a>.</p>
${[...groups].map(([tag, entries]) => html`<section><h2>${tag}</h2>${entries.map(entry => operationOf(entry))}</section>`)}
</main></body></html>`
}

function operationOf({ path, method, operation }: { path: string; method: string; operation: Operation }) {
  const asked = operation.requestBody?.content?.['application/json']?.schema
  const answers = Object.entries(operation.responses).filter(([status]) => status !== 'default')
  return html`<article><h3><code><b>${method.toUpperCase()}</b> ${path}</code></h3><p>${operation.summary ?? ''} ${operation.description ?? ''}</p>
${operation.parameters?.length ? html`<ul>${operation.parameters.map(p => html`<li><code>${p.name}</code> in ${p.in}${p.required ? ', needed' : ''} ${p.description ?? ''}</li>`)}</ul>` : ''}
${asked ? schemaOf('Body', asked) : ''}
${answers.map(([status, answer]) => schemaOf(`${status} ${answer.description ?? ''}`, Object.values(answer.content ?? {})[0]?.schema))}</article>`
}
const schemaOf = (title: string, schema: unknown) =>
  schema === undefined
    ? html`<p>${title}</p>`
    : html`<details><summary>${title}</summary><pre>${JSON.stringify(schema, null, 2)}</pre></details>`

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;margin:0;background:Canvas;color:CanvasText;color-scheme:light dark}
main{max-width:60rem;margin:0 auto;padding:2rem 1rem}h2{margin-top:2.5rem}article{border-top:1px solid color-mix(in srgb,currentColor 20%,transparent);padding:.5rem 0}
h3{font-size:1rem;margin:.5rem 0}p{margin:.3rem 0}pre{overflow:auto;font-size:.8rem;max-height:24rem}summary{cursor:pointer}`
