/** Bodies of what a person decides about events in doubt. */
import { z } from '@hono/zod-openapi'

const confirm = z.boolean().optional().meta({ description: 'true: do it. Otherwise the answer says what would happen.' })

export const HeldPath = z.object({
  path: z.string().nullable().meta({ description: 'null: not drawn any more' }),
  destination: z.string().nullable(),
  requests: z.array(
    z.object({
      id: z.number(),
      events: z.number(),
      firstSent: z.string(),
      expires: z.string().nullable().meta({ description: 'Until when the platform takes it; null when that cannot be read' }),
      attempts: z.number(),
      why: z.enum(['no_dedup', 'too_old', 'left_window', 'unreadable', 'not_drawn']).meta({
        description:
          'no_dedup: the platform removes no copy; too_old: first sent more than 24 h ago; left_window: the platform takes it no more; unreadable: the stored body cannot be read; not_drawn: no step sends there any more',
      }),
      released: z.boolean().meta({ description: 'The next run sends it once more' }),
      sendable: z.boolean().meta({ description: 'May be let go with `send_again`' }),
    }),
  ),
})
export type HeldPath = z.infer<typeof HeldPath>
export const DecideHeld = z.strictObject({
  requests: z.array(z.number().int().min(1)).min(1).max(10_000),
  action: z.enum(['send_again', 'treat_as_sent']),
  confirm,
})
export type DecideHeld = z.infer<typeof DecideHeld>
export const Decided = z.object({ action: z.enum(['send_again', 'treat_as_sent']), requests: z.number(), events: z.number() })
export type Decided = z.infer<typeof Decided>

export const ForgetRejected = z.strictObject({ run: z.string().min(1).max(64).optional(), confirm })
export type ForgetRejected = z.infer<typeof ForgetRejected>
export const RejectedCount = z.object({ rejected: z.number() })
export type RejectedCount = z.infer<typeof RejectedCount>

export const ReplayAsk = z.strictObject({
  run: z.string().min(1).max(64).optional().meta({ description: 'Only what this run refused' }),
  asSent: z.boolean().default(true).meta({ description: 'Open requests that a person may let go, with the same bytes' }),
  asNow: z.boolean().default(true).meta({ description: 'Refused rows, read from the source and mapped anew' }),
  version: z.null().optional().meta({ description: 'null: counts by the draft; only with `preview`. Absent: by the live version' }),
  preview: z.boolean().optional().meta({ description: 'true: only count. Nothing is changed' }),
  confirm,
})
export const Replayed = z.object({
  asSent: z.object({ requests: z.number(), events: z.number() }),
  asNow: z.number().meta({ description: 'Refused rows that are fit to be sent now' }),
  to: z.array(z.object({ destination: z.string(), events: z.number() })).meta({ description: 'Of those: where they would go' }),
  changed: z.number().meta({ description: 'Of those: would leave differently from what was refused' }),
  unchanged: z.number().meta({ description: 'Of those: byte for byte what was refused' }),
  leavesEarlier: z.number().meta({ description: 'Refused rows that are left out or held back by now' }),
  tooOld: z.number(),
  noLongerInSource: z.number(),
  notDrawn: z.number().meta({ description: 'Refused by an account that no step sends to any more' }),
})
export type Replayed = z.infer<typeof Replayed>
export const ReplayDone = z.object({ requests: z.number(), events: z.number(), rejected: z.number() })

/** A stream whose memory went back in time with the database. */
export const Rewound = z.object({
  id: z.number(),
  flow: z.string(),
  flowName: z.string().nullable().meta({ description: 'null when no such flow is saved here' }),
  destination: z.string().meta({ description: 'The kind of destination' }),
  account: z.string(),
  why: z.enum(['went_back', 'other', 'alone']).meta({
    description:
      'went_back: an earlier state of this database. other: another database, also a new one where this one is gone. alone: nothing beside it tells how much it has sent',
  }),
  noticed: z.string(),
  since: z.string().nullable().meta({ description: 'What was sent up to here is remembered' }),
  until: z.string().nullable().meta({ description: 'The last request that is known to have left' }),
  events: z.number().nullable().meta({ description: 'Events sent in between, at most; null when nobody counted' }),
  choice: z.enum(['treat_as_sent', 'send_again']).nullable(),
  upTo: z.string().nullable(),
})
export const ChooseRewound = z.strictObject({
  streams: z.array(z.number().int()).min(1).max(10_000),
  action: z.enum(['treat_as_sent', 'send_again']),
  until: z.iso
    .datetime({ offset: true })
    .optional()
    .meta({ description: 'treat_as_sent: events that happened up to here; else the last request that is known to have left, else now' }),
  confirm: z.boolean().optional(),
})
