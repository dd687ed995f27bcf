/** The flow document's JSON Schema, with every kind's own settings in it: what an editor of text needs to help. */
import * as z from 'zod'
import type { Kinds } from '../runtime/contract.ts'
import { Flow } from '../runtime/flow.ts'
import { schemaOf } from './catalogue.ts'

/** Published at `/api/schema/flow` and by `tributary schema`. */
export function flowSchema(kinds: Kinds): Record<string, unknown> {
  const schema = z.toJSONSchema(Flow, { io: 'input' }) as {
    properties: { nodes: { items: Record<string, unknown> & { properties: Record<string, unknown> } } }
  }
  const node = schema.properties.nodes.items
  node.properties.kind = { ...(node.properties.kind as object), enum: [...kinds.keys()].sort() }
  node.allOf = [...kinds.values()].map(kind => ({
    if: { properties: { kind: { const: kind.id } } },
    // biome-ignore lint/suspicious/noThenProperty: a JSON Schema keyword
    then: { properties: { config: { title: kind.title, ...schemaOf(kind.config) } } },
  }))
  return { title: 'Tributary flow', ...schema }
}
