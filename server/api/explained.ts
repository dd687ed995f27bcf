/** The answer to "what happened to this row?". */
import { z } from '@hono/zod-openapi'
import { RequestInfo } from './requests.ts'

const Step = z.object({
  node: z.string(),
  outcome: z.string(),
  code: z.string().nullable(),
  field: z.string().nullable(),
  message: z.string(),
  conditions: z
    .array(
      z.object({
        says: z.string(),
        condition: z
          .object({ column: z.string(), op: z.string(), value: z.unknown().optional() })
          .meta({ description: 'As it stands in the flow' }),
        segment: z.string().optional().meta({ description: 'The segment that it belongs to' }),
        column: z.string(),
        value: z.unknown(),
        met: z.boolean(),
      }),
    )
    .meta({ description: 'By which conditions the step decided; a personal value is masked' }),
  row: z
    .record(z.string(), z.unknown())
    .nullable()
    .meta({ description: 'The row as the step gives it on today, as it came where it left; personal values are masked' }),
})
export const Explained = z.object({
  key: z.string(),
  found: z.boolean().meta({ description: 'The source gives such a row now' }),
  paths: z.array(
    z.object({
      path: z.string(),
      destination: z.string(),
      rows: z.number().meta({ description: 'Rows that have this key now' }),
      steps: z.array(Step),
      event: z.string().nullable().meta({ description: 'The event as it would leave now, masked; null when it would not' }),
      ledger: z
        .object({
          state: z.string(),
          run: z.string(),
          at: z.string(),
          code: z.string().nullable(),
          message: z.string().nullable(),
          request: z.number().nullable(),
        })
        .nullable()
        .meta({ description: 'What became of its event; null: it never left, or longer ago than is remembered' }),
      requests: z.array(RequestInfo).meta({ description: 'The requests it was in, oldest first: kept for 30 days' }),
      possibleDoubles: z.number().meta({ description: 'How many times more than once the platform may have it, at most' }),
      problems: z.array(
        z.object({ run: z.string(), outcome: z.string(), code: z.string(), field: z.string().nullable(), message: z.string() }),
      ),
    }),
  ),
})
export type Explained = z.infer<typeof Explained>
