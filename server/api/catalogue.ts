/** What the editor is told of kinds, concepts and names. */
import { z } from '@hono/zod-openapi'

/** One kind as the editor receives it. `config` and `connection` are JSON Schema with `title`, `control`, `secret`. */
export const KindInfo = z.object({
  id: z.string(),
  role: z.enum(['source', 'model', 'step', 'destination']),
  title: z.string(),
  summary: z.string(),
  icon: z.string(),
  accepts: z.enum(['connection', 'rows', 'events']).nullable(),
  emits: z.enum(['connection', 'rows', 'events']).nullable(),
  ports: z.array(z.object({ id: z.string(), title: z.string() })),
  config: z.record(z.string(), z.unknown()),
  connection: z.record(z.string(), z.unknown()).nullable(),
  setup: z.object({ says: z.string(), script: z.string() }).optional().meta({ description: 'Makes a login that can only read' }),
  billed: z.boolean().optional().meta({ description: 'Its warehouse may bill each query' }),
  example: z.unknown(),
  initial: z.record(z.string(), z.unknown()),
  presets: z.array(
    z.object({
      title: z.string(),
      config: z.record(z.string(), z.unknown()),
      model: z.object({ table: z.string(), key: z.array(z.string()) }).optional(),
    }),
  ),
  targets: z.array(
    z.object({
      key: z.string(),
      concept: z.string(),
      title: z.string(),
      says: z.string(),
      hash: z.boolean(),
      many: z.boolean(),
      required: z.boolean(),
      personal: z.boolean(),
      worth: z.number(),
      help: z.string().optional(),
      advanced: z.boolean(),
    }),
  ),
  needs: z.record(z.string(), z.array(z.string())).meta({ description: 'Concepts needed by event name, for a website event' }),
  identity: z.array(z.array(z.string())),
  test: z.object({ title: z.string(), says: z.string(), code: z.object({ title: z.string(), help: z.string() }).nullable() }).nullable(),
  simulated: z.boolean().meta({ description: 'Has a simulator that the Test inbox can use' }),
  local: z.boolean().meta({ description: 'Nothing leaves this server' }),
})
export type KindInfo = z.infer<typeof KindInfo>
export const Catalogue = z.object({
  kinds: z.array(KindInfo),
  concepts: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      type: z.string(),
      group: z.enum(['event', 'who', 'what', 'other']),
      personal: z.boolean().optional(),
      many: z.boolean().optional(),
      consent: z.boolean().optional().meta({ description: 'Says what a person allowed: an event in which it cannot be read is left out' }),
      help: z.string().optional(),
    }),
  ),
  eventNames: z.array(z.string()),
  currencies: z.array(z.string()).meta({ description: 'Codes of ISO 4217 that are taken' }),
  actionSources: z.array(z.object({ id: z.string(), title: z.string(), aliases: z.array(z.string()) })),
})
export type Catalogue = z.infer<typeof Catalogue>
