/** What a setting of a connection may be, as its platform lists it. */
import { z } from '@hono/zod-openapi'

export const Choices = z.object({
  setting: z.string().meta({ description: 'The setting of the connection that the choices are for' }),
  choices: z.array(z.object({ value: z.string(), title: z.string(), note: z.string().optional() })),
  whole: z.boolean().meta({ description: 'False when there are more than are shown' }),
  problem: z.object({ code: z.string(), message: z.string(), why: z.string() }).nullable().meta({
    description: 'Why there are none, or not all: then the value is typed',
  }),
})
export type Choices = z.infer<typeof Choices>
