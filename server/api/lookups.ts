/** What is asked and answered about second tables. */
import { z } from '@hono/zod-openapi'
import { Drawn, TableInfo as Table } from './payloads.ts'

export const TableInfo = Table
export type TableInfo = z.infer<typeof TableInfo>
export const LookAsk = Drawn.extend({ node: z.string().meta({ description: 'The step' }) })
export const LookedUp = z.object({
  rows: z.number().meta({ description: 'Rows that arrive at the lookup' }),
  unmatched: z.number().meta({ description: 'Of these, rows that found none' }),
  several: z.number().meta({ description: 'Of these, rows whose key several rows of the table have' }),
  repeated: z.number().meta({ description: 'Keys that several rows of the table have' }),
  whole: z.boolean().meta({ description: 'False: only the first rows were looked at' }),
})
export type LookedUp = z.infer<typeof LookedUp>
