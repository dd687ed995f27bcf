/** The setting by which a model names its cursor, the same for every kind of model. */
import * as z from 'zod'
import type { Query } from './contract.ts'

export const cursorSetting = {
  cursor: z.string().min(1).max(500).optional().meta({
    title: 'Cursor column',
    description:
      'A time that moves whenever a row changes, or a number that grows with each new row. Runs then read only what came since the last good one, with 15 minutes to spare, and once a day everything. Leave it empty when in doubt.',
    control: 'column',
    advanced: true,
  }),
}
export const byCursor = ({ cursor }: { cursor?: string | undefined }): Pick<Query, 'cursor'> => (cursor === undefined ? {} : { cursor })
