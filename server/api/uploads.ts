/** Bodies of uploads: files that people gave to this server for flows to read. */
import * as z from 'zod'

export const Upload = z.object({
  name: z.string(),
  path: z.string().meta({ description: 'What a step’s file setting says to read it' }),
  bytes: z.number(),
  at: z.string(),
  flows: z.array(z.object({ id: z.string(), name: z.string() })).meta({ description: 'Flows whose draft or live version reads it' }),
})
export type Upload = z.infer<typeof Upload>
export const Uploads = z.object({
  files: z.array(Upload),
  endings: z.array(z.string()).meta({ description: 'What a file’s name may end in' }),
  most: z.number().meta({ description: 'Most bytes that one file may have' }),
})
export type Uploads = z.infer<typeof Uploads>
