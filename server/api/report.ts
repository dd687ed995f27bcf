/** What a run says of each path: its books, its reasons, its input quality. */
import { z } from '@hono/zod-openapi'

const QualityCount = z.object({ code: z.string(), rows: z.number(), message: z.string() })
export const PathQuality = z.object({
  rows: z.number().meta({ description: 'Events looked at: new ones, kept by all conditions' }),
  readiness: z.number().meta({ description: 'Match readiness, 0 to 100: worth × coverage. An estimate' }),
  next: z
    .object({
      concept: z.string(),
      title: z.string(),
      kind: z.enum(['map', 'repair', 'fill']),
      points: z.number(),
      message: z.string(),
      node: z.string().optional().meta({ description: 'The drawn step to open' }),
    })
    .nullable()
    .meta({ description: 'The step that would add most points' }),
  fields: z.array(
    z.object({
      concept: z.string(),
      title: z.string(),
      worth: z.number().meta({ description: 'Weight for finding the person; 0: not used for that' }),
      mapped: z.boolean(),
      filled: z.number().meta({ description: 'Rows that hold anything: usable + the rows of failed' }),
      usable: z.number(),
      hashed: z.number().meta({ description: 'Of the usable: arrived as SHA-256' }),
      failed: z.array(QualityCount).meta({ description: 'Values that could not be used, by reason' }),
      warnings: z.array(QualityCount).meta({ description: 'Values that travel and look wrong: placeholders, one value in many rows' }),
    }),
  ),
  before: z
    .object({
      run: z.string(),
      at: z.string(),
      rows: z.number(),
      readiness: z.number(),
      coverage: z.record(z.string(), z.number()).meta({ description: 'Share of usable rows by concept, 0 to 1' }),
    })
    .optional()
    .meta({ description: 'The last comparable run of the same path' }),
})
export type PathQuality = z.infer<typeof PathQuality>

export const Tally = z.object({
  read: z.number(),
  filtered: z.number(),
  invalid: z.number(),
  duplicate: z.number(),
  expired: z.number(),
  delivered: z.number(),
  rejected: z.number(),
  uncertain: z.number(),
  unsent: z.number(),
})
export const ReasonCount = z.object({
  outcome: z.string(),
  code: z.string(),
  node: z.string(),
  field: z.string().nullable(),
  rows: z.number(),
  firstSeen: z.string().optional().meta({ description: 'When the run dealt with the first of them, ISO 8601; absent in older runs' }),
  lastSeen: z.string().optional().meta({ description: 'And with the last of them so far' }),
  message: z.string(),
  repair: z.string().optional().meta({ description: 'The drawn step in which the field is filled: where to repair it' }),
  samples: z.array(z.string()),
})
export const RunError = z.object({
  code: z.string(),
  message: z.string(),
  why: z.string(),
  node: z.string().optional(),
  needs: z.enum(['person', 'time']).optional().meta({ description: 'What it takes to go on: a repair, or nothing but time' }),
  resumesAt: z.string().optional().meta({ description: 'From when on it is worth another go' }),
})
export const Outlook = z.object({
  waiting: z.number().meta({ description: 'Events read and not sent' }),
  soon: z.number().meta({ description: 'Of those, how many leave the platform’s window within six hours' }),
  first: z.string().nullable().meta({ description: 'When the first one does' }),
})
export const CursorReport = z.object({
  column: z.string(),
  since: z.string().nullable().meta({ description: 'Rows below it were not read and are in no count; null: all were looked at' }),
  to: z.string().nullable().optional().meta({ description: 'As far as the cursor may move by this run' }),
  empty: z.number().optional().meta({ description: 'Rows without a value in the column; they are read each time' }),
  nextSweep: z.string().nullable().meta({ description: 'From when on a run looks at all rows again' }),
  message: z.string(),
})
export const PathWait = z.object({
  for: z.enum(['platform', 'rest', 'retry', 'budget', 'turn']).meta({
    description:
      'platform: the pause that it named. rest: it did not answer for a while. retry: the pause before a repeat. budget: many repeats already. turn: other runs are at work',
  }),
  until: z.string().optional().meta({ description: 'ISO 8601; absent where nobody knows' }),
  message: z.string(),
})
export const PathReport = z.object({
  path: z.string(),
  destination: z.string(),
  state: z.enum(['running', 'succeeded', 'partial', 'failed', 'stopped', 'interrupted']),
  tally: Tally,
  reasons: z.array(ReasonCount),
  requests: z.number(),
  resent: z.number().meta({
    description: 'Sendings of events again by this run after an attempt of unknown outcome, with the same bytes; no other run counts them',
  }),
  possibleDoubles: z.number().meta({ description: 'At most this many events more than there are may have arrived' }),
  changedAfterSend: z
    .object({
      rows: z.number().meta({ description: 'Rows that say something else than when they were delivered; never sent again' }),
      notKnown: z.number().meta({ description: 'Delivered rows with nothing to compare: sent before it was noted, or by another drawing' }),
    })
    .optional()
    .meta({ description: 'Of the duplicates that were delivered before; absent when nothing changed and all is known' }),
  waiting: PathWait.optional().meta({ description: 'What it stands still for; only while it goes on' }),
  error: RunError.optional(),
  cursor: CursorReport.optional().meta({ description: 'How far back was read; only where the model names a cursor' }),
  outlook: Outlook.optional().meta({ description: 'Only when events wait' }),
  progress: z
    .object({ rows: z.number(), read: z.number(), settled: z.number() })
    .optional()
    .meta({ description: 'Of the rows that are read one by one; only while it goes on, and where the source has counted' }),
  nodes: z.array(
    z.object({
      node: z.string(),
      in: z.number(),
      out: z.number(),
      whole: z.literal(true).optional().meta({ description: 'Every row that is read passes it; only beside `progress`' }),
    }),
  ),
  quality: PathQuality.optional().meta({ description: 'Input quality; absent while the run goes on' }),
})
