/** Meta Conversions API as a kind of destination. */
import * as z from 'zod'
import { destination } from '../../../runtime/contract.ts'
import { connection } from './connection.ts'
import { dialect } from './dialect.ts'

const config = z.strictObject({
  connection: z.string().min(1, 'Choose a connection.').meta({ title: 'Connection', control: 'connection' }),
  batch: z.int().min(1).max(1000).optional().meta({
    title: 'Events per request',
    advanced: true,
    description: 'Meta takes up to 1,000. Fewer means fewer events in doubt when an answer is lost.',
  }),
  inFlight: z
    .int()
    .min(1)
    .max(8)
    .default(1)
    .meta({ title: 'Requests at a time', advanced: true, description: 'More is faster over a slow line; more can be in doubt at once.' }),
})

export default destination({
  id: 'meta',
  title: 'Meta',
  summary: 'Sends conversions to a Meta dataset, for ads on Facebook and Instagram.',
  icon: 'meta',
  config,
  connection,
  example: { connection: 'meta-main' },
  exampleConnection: { dataset: '1234567890', token: 'an access token' },
  sentence: ({ connection }) => (connection ? `Sends to ${connection}` : 'Choose a connection'),
  dialect,
  host: { url: 'https://graph.facebook.com', variable: 'META_BASE_URL' },
  simulator: async () => (await import('./simulator.ts')).simulator,
})
