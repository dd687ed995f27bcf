/** Trying a flow against the simulators of this server takes nothing from the account that it later sends to. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ended, openDoors } from './doors.ts'
import { recordingPlatform } from './platforms/recording.ts'
import { goodOrders, ordersFlow } from './stand-ins/engine.ts'
import { csvOf } from './stand-ins/orders-file.ts'

it('what a simulator took is new to the platform, also under the same number', async () => {
  const platform = await recordingPlatform({})
  const doors = await openDoors({ META_BASE_URL: platform.url })
  try {
    writeFileSync(join(doors.folder, 'orders.csv'), csvOf(goodOrders(5)))
    const { json: connections } = await doors.ask('GET', '/api/connections')
    const { name, settings } = connections.find(({ kind }: { kind: string }) => kind === 'meta')
    const { json: flow } = await doors.ask('POST', '/api/flows', { document: ordersFlow('meta', name) })
    await doors.ask('POST', `/api/flows/${flow.id}/publish`, {})
    const run = async () => {
      const { json } = await doors.ask('POST', `/api/flows/${flow.id}/runs`, {})
      const [path] = (await ended(doors, json.run)).paths
      return { delivered: path.tally.delivered, duplicate: path.tally.duplicate }
    }
    expect(await run()).toEqual({ delivered: 5, duplicate: 0 })
    expect(platform.log).toEqual([])
    await doors.ask('PUT', `/api/connections/${name}`, { kind: 'meta', settings: { ...settings, token: 'the real one' } })
    expect(await run()).toEqual({ delivered: 5, duplicate: 0 })
    expect(platform.log).toEqual([{ events: 5, status: 200 }])
    expect(await run()).toEqual({ delivered: 0, duplicate: 5 })
  } finally {
    await doors.close()
    await platform.close()
  }
})
