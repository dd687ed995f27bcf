/** Pinterest Conversions API as a kind of destination. */
import * as z from 'zod'
import { destination } from '../../../runtime/contract.ts'
import { connection } from './connection.ts'
import { dialect } from './dialect.ts'

const config = z.strictObject({
  connection: z.string().min(1, 'Choose a connection.').meta({ title: 'Connection', control: 'connection' }),
  batch: z.int().min(1).max(1000).optional().meta({
    title: 'Events per request',
    advanced: true,
    description: 'Pinterest takes up to 1,000; events that it cannot de-duplicate go in hundreds at most.',
  }),
  inFlight: z
    .int()
    .min(1)
    .max(8)
    .default(1)
    .meta({ title: 'Requests at a time', advanced: true, description: 'More is faster over a slow line; more can be in doubt at once.' }),
})

export default destination({
  id: 'pinterest',
  title: 'Pinterest',
  summary: 'Sends conversions to a Pinterest ad account.',
  icon: 'pinterest',
  config,
  connection,
  example: { connection: 'pinterest-main' },
  exampleConnection: { ad_account: '549755885175', token: 'a conversion access token' },
  sentence: ({ connection }) => (connection ? `Sends to ${connection}` : 'Choose a connection'),
  dialect,
  host: { url: 'https://api.pinterest.com', variable: 'PINTEREST_BASE_URL' },
  simulator: async () => (await import('./simulator.ts')).simulator,
})
