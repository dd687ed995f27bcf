/** Bodies of what is known of requests: every sending, what was sent, what was answered. */
import { z } from '@hono/zod-openapi'
import { Actor } from './audit.ts'

export const Attempt = z.object({
  no: z.number(),
  run: z.string(),
  startedAt: z.string(),
  endedAt: z.string().nullable().meta({ description: 'null: under way, or the program ended before it could note the answer' }),
  waitedMs: z.number().meta({ description: 'How long it was held back before' }),
  class: z.enum(['settled', 'rejected', 'stop', 'not_taken', 'unknown']).nullable().meta({
    description:
      'settled: a result for each event; rejected: refused, content at fault; stop: refused, the connection is at fault; not_taken: surely not processed; unknown: may have been taken',
  }),
  status: z.number().nullable().meta({ description: 'HTTP status; null: no answer could be read' }),
  code: z.string().nullable(),
  platformCode: z.string().nullable().meta({ description: 'The platform’s own number of a refusal' }),
  trace: z.string().nullable().meta({ description: 'The platform’s name for this exchange, for its support' }),
  rejected: z.number().meta({ description: 'Events that the answer refused one by one' }),
})
export type Attempt = z.infer<typeof Attempt>

export const RequestInfo = z.object({
  request: z.number(),
  parent: z.number().nullable().meta({ description: 'The refused request whose part this one is' }),
  path: z.string().nullable().meta({ description: 'null: not drawn any more' }),
  destination: z.string().nullable(),
  events: z.number(),
  outcome: z.enum(['underway', 'accepted', 'partly', 'rejected', 'refused', 'stop', 'not_taken', 'unknown']).meta({
    description:
      'accepted: all events; partly: some were rejected; refused: as a whole, its parts were sent apart; stop: the connection is at fault',
  }),
  open: z.boolean().meta({ description: 'Not settled: it is held, or the next run sends it again' }),
  message: z.string().nullable().meta({ description: 'What the code of the last sending means' }),
  shown: z.boolean().meta({ description: 'What was sent, or what was answered, can be looked at' }),
  decisions: z.array(z.object({ at: z.string(), what: z.string(), actor: Actor })).meta({ description: 'What a person decided about it' }),
  attempts: z.array(Attempt),
})
export type RequestInfo = z.infer<typeof RequestInfo>
export const RequestList = z.object({
  requests: z.array(RequestInfo),
  next: z.number().nullable().meta({ description: '`after` of the next page; null: this was the last' }),
})
export type RequestList = z.infer<typeof RequestList>

export const RequestDetail = RequestInfo.extend({
  sent: z
    .object({
      events: z.array(z.object({ at: z.number().meta({ description: 'Position in the body, from 0' }), text: z.string() })),
      of: z.number(),
    })
    .nullable()
    .meta({ description: 'Events as they left, personal values in clear masked; at most 20. null: nothing is kept' }),
  answers: z.array(
    z.object({ no: z.number(), status: z.number(), headers: z.record(z.string(), z.string()), body: z.string(), cut: z.boolean() }),
  ),
})
export type RequestDetail = z.infer<typeof RequestDetail>
