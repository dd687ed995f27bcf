import * as z from 'zod'
import { Stop, source } from '../../../runtime/contract.ts'

/** A shop to try things on: made-up orders and leads of the last days, made when asked, stored nowhere. */
export default source({
  id: 'sample',
  title: 'Sample data',
  summary: 'Made-up shop orders and leads of the last days, to try a flow without a database.',
  icon: 'sample',
  config: z.strictObject({}),
  example: {},
  sentence: () => 'Sample data, made up',
  presets: [{ title: 'Sample shop orders', config: {}, model: { table: 'orders', key: ['order_id'] } }],
  hints: () => ({ currency: 'EUR', madeUp: true }),
  open: async (_config, _connection, { now, kill }) => {
    if (kill.aborted) throw new Stop('source.cancelled', 'The run was cut', 'Somebody stopped it.')
    return (await import('./session.ts')).open(now, kill)
  },
})
