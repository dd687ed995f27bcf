/** The flow document's JSON Schema, with every kind's own settings in it: what an editor of text needs to help. */
import * as z from 'zod'
import type { Kinds } from '../../runtime/contract.ts'
import { Flow } from '../../runtime/flow.ts'
import { schemaOf } from '../catalogue.ts'

interface NodeSchema {
  properties: Record<string, unknown>
  allOf?: unknown[]
}

/** Published at `/api/schema/flow` and by `tributary schema`. */
export function flowSchema(kinds: Kinds): Record<string, unknown> {
  const schema: Record<string, unknown> = { title: 'Tributary flow', ...z.toJSONSchema(Flow, { io: 'input' }) }
  const node = (schema.properties as { nodes: { items: NodeSchema } }).nodes.items
  node.properties.kind = { ...(node.properties.kind as object), enum: [...kinds.keys()].sort() }
  node.allOf = [...kinds.values()].map(kind => ({
    if: { properties: { kind: { const: kind.id } } },
    // biome-ignore lint/suspicious/noThenProperty: a JSON Schema keyword
    then: { properties: { config: { $id: `urn:tributary:kind:${kind.id}`, title: kind.title, ...schemaOf(kind.config) } } },
  }))
  return schema
}
