/** Bodies of the record: what people decided about events, and what they changed. */
import { z } from '@hono/zod-openapi'

/** By which door it came; the server's own: it noticed that the database was put back. */
export const Actor = z
  .enum(['editor', 'api', 'command_line', 'server'])
  .nullable()
  .meta({ description: 'By which door it came; null: from before this was noted' })

const DECISIONS = [
  ...(['send_again', 'treat_as_sent', 'forget_rejected', 'send_rejected'] as const),
  ...(['put_back', 'put_back_treat_as_sent', 'put_back_send_again'] as const),
] as const
const CHANGES = [
  ...(['flow_created', 'flow_deleted', 'flow_published', 'flow_paused', 'flow_resumed', 'version_restored'] as const),
  ...(['connection_saved', 'connection_deleted', 'meaning_forgotten', 'segment_saved', 'segment_deleted', 'segment_renamed'] as const),
  ...(['upload_saved', 'upload_deleted', 'channel_saved', 'channel_deleted', 'key_rotated'] as const),
] as const

/** What a person decided about events of one flow. */
export const DecisionLine = z.object({
  at: z.string(),
  what: z.enum(DECISIONS),
  flow: z.string(),
  request: z.number().nullable(),
  events: z.number(),
  actor: Actor,
})
export type DecisionLine = z.infer<typeof DecisionLine>

export const AuditLine = z.object({
  id: z.number(),
  at: z.string(),
  what: z.enum([...DECISIONS, ...CHANGES]),
  flow: z.string().nullable(),
  subject: z
    .string()
    .nullable()
    .meta({ description: 'The name that the flow, connection, segment, file or channel had then; null for a decision about events' }),
  request: z.number().nullable(),
  events: z.number().nullable().meta({ description: 'Of a decision: how many events it was about' }),
  actor: Actor,
})
export type AuditLine = z.infer<typeof AuditLine>

export const AuditPage = z.object({
  lines: z.array(AuditLine),
  next: z.number().nullable().meta({ description: 'Send it as `before` for older lines; null: there are none' }),
})
export type AuditPage = z.infer<typeof AuditPage>
