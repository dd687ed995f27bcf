/** Bodies of counting rows by a column's values, and by two segments. */
import { z } from '@hono/zod-openapi'
import { SegmentName } from '../../runtime/conditions/tree.ts'
import { Drawn } from './payloads.ts'

const node = z.string().meta({ description: 'The model or step whose rows are counted, as they leave it' })
const whole = z.boolean().meta({ description: 'false: the source could not count, and only the first 100,000 rows were looked at' })

export const BreakdownAsk = Drawn.extend({
  node,
  column: z.string().min(1).max(500),
  values: z.boolean().default(false).meta({ description: 'Show personal values in clear' }),
})
export const Broken = z.object({
  column: z.string(),
  rows: z.number(),
  distinct: z.number().meta({ description: 'Different values, an empty cell among them' }),
  values: z
    .array(z.object({ value: z.unknown(), rows: z.number() }))
    .meta({ description: 'Most frequent first; all of them up to 50, of more the first 20. Personal values are masked' }),
  whole,
  days: z
    .string()
    .optional()
    .meta({ description: 'A column of moments is counted by the days of this zone, the latest first, 50 at most' }),
})
export type Broken = z.infer<typeof Broken>

export const OverlapAsk = Drawn.extend({ node, segments: z.tuple([SegmentName, SegmentName]) })
export const Overlapping = z.object({
  segments: z.array(z.string()),
  onlyA: z.number(),
  both: z.number(),
  onlyB: z.number(),
  neither: z.number(),
  whole,
})
export type Overlapping = z.infer<typeof Overlapping>
