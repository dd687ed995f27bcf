/** Bodies of segments: conditions by name, and where they are used. */
import { z } from '@hono/zod-openapi'
import { type Conditions, SegmentName } from '../../runtime/conditions/tree.ts'

/** The document of the API cannot hold a schema that holds itself; the route parses what is given with the real one. */
const Where = z
  .custom<Conditions>(value => typeof value === 'object' && value !== null && 'conditions' in value)
  .meta({ type: 'object', description: 'Conditions as in the setting `where` of a filter: { match: all | any | none, conditions: […] }' })
const sentence = z.string().meta({ description: 'The conditions in words' })
const MadeOn = z
  .strictObject({
    connection: z.string().max(64).nullable(),
    rows: z.string().max(100_000).meta({ description: 'The table’s name, or the SELECT' }),
  })
  .meta({ description: 'The rows that it was made for. A hint for people; it may be used on any rows with these columns' })
const state = z
  .enum(['current', 'older'])
  .nullable()
  .meta({ description: '`older`: the flow holds the conditions as they were; null: not used there' })

export const SegmentUser = z.object({ flow: z.string(), name: z.string(), draft: state, live: state })
export type SegmentUser = z.infer<typeof SegmentUser>
export const Segment = z.object({
  name: z.string(),
  revision: z.number(),
  where: Where,
  sentence,
  madeOn: MadeOn.nullable(),
  formerly: z.array(z.string()).meta({ description: 'Names that it went by: flows that hold one of them mean this segment' }),
  usedBy: z.array(SegmentUser),
  updatedAt: z.string(),
})
export type Segment = z.infer<typeof Segment>
export const RenameSegment = z.strictObject({ name: SegmentName })
export const SaveSegment = z.strictObject({ where: Where, madeOn: MadeOn.optional() })
export const SegmentChange = z.object({
  revision: z.number(),
  where: z.union([Where, z.null()]).meta({ description: 'null: it was deleted, or renamed' }),
  sentence: sentence.nullable(),
  renamedTo: z.string().nullable().meta({ description: 'The name that it goes by from then on' }),
  by: z.string().meta({ description: 'By which door: editor or api' }),
  at: z.string(),
})
