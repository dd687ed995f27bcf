/** A webhook as a kind of destination: events for a system of one's own. */
import * as z from 'zod'
import { destination } from '../../../runtime/contract.ts'
import { connection } from './connection.ts'
import { dialect } from './dialect.ts'

const config = z.strictObject({
  connection: z.string().min(1, 'Choose a connection.').meta({ title: 'Connection', control: 'connection' }),
  batch: z.int().min(1).max(100).optional().meta({
    title: 'Events per request',
    advanced: true,
    description: '100 at most. With 1, the receiver answers for each event by itself.',
  }),
  inFlight: z
    .int()
    .min(1)
    .max(8)
    .default(1)
    .meta({ title: 'Requests at a time', advanced: true, description: 'More is faster over a slow line; the order is then not kept.' }),
})

export default destination({
  id: 'webhook',
  title: 'Webhook',
  summary: 'Sends events as signed JSON to an address of your own.',
  icon: 'webhook',
  config,
  connection,
  example: { connection: 'our-system' },
  exampleConnection: { url: 'https://events.example.com/tributary', secret: 'at least sixteen characters' },
  sentence: ({ connection }) => (connection ? `Sends to ${connection}` : 'Choose a connection'),
  dialect,
  address: ({ url }) => url,
})
