/** A tab that nobody looks at lets go of its stream after a minute, and knows what it missed when it is looked at again. */
import type { Request } from 'playwright-core'
import { expect, it } from 'vitest'
import type { Served } from '../stand-ins/tributary.ts'
import { type Drawing, withDrawing } from './drawing.ts'

let on: Drawing
let served: Served
/** Addresses of the streams that were opened, in order; those that are open; how much the last of them has brought. */
const streams = { asked: [] as string[], open: new Set<Request>(), brought: 0 }
withDrawing(async (drawn, server) => {
  on = drawn
  served = server
  on.page.on('request', request => {
    if (!request.url().includes('/api/stream')) return
    streams.asked.push(request.url())
    streams.open.add(request)
    streams.brought = 0
  })
  on.page.on('requestfailed', request => streams.open.delete(request))
  const devtools = await on.page.context().newCDPSession(on.page)
  devtools.on('Network.eventSourceMessageReceived', () => streams.brought++)
  await devtools.send('Network.enable')
  await on.page.clock.install()
})
const look = (visibilityState: 'hidden' | 'visible') =>
  on.page.evaluate(state => {
    Object.defineProperty(document, 'visibilityState', { value: state, configurable: true })
    Object.defineProperty(document, 'hidden', { value: state === 'hidden', configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }, visibilityState)
/** The page opened anew, once its stream is under way. */
async function anew(): Promise<void> {
  const before = streams.asked.length
  await on.page.reload()
  await on.step(/^Filter: Paid/).waitFor()
  await expect.poll(() => streams.asked.length > before && streams.brought > 0 && streams.open.size).toBe(1)
}
/** Another tab names a step. */
const named = (name: string) =>
  served.change(on.id, flow => ({ ...flow, nodes: flow.nodes.map(node => (node.id === 'free' ? { ...node, name } : node)) }))
/** Hidden for longer than a minute: no stream is open any more. */
async function away(): Promise<void> {
  const asked = streams.asked.length
  await look('hidden')
  await on.page.clock.fastForward(30_000)
  expect(streams.open.size).toBe(1)
  await on.page.clock.fastForward(31_000)
  await expect.poll(() => streams.open.size).toBe(0)
  expect(streams.asked.length).toBe(asked)
}

it('a minute after it was hidden the stream is closed, and shown again it goes on where it was', async () => {
  await anew()
  await named('Heard')
  await on.step(/^Filter: Heard,/).waitFor()
  await away()
  await named('Missed')
  await on.page.clock.fastForward(120_000)
  expect(await on.step(/^Filter: Heard,/).count()).toBe(1)
  await look('visible')
  await on.step(/^Filter: Missed,/).waitFor()
  expect(streams.asked.at(-1)).toMatch(/lastEventId=/)
})

it('nothing is missed either when nothing had happened before', async () => {
  await anew()
  await away()
  await named('Missed again')
  await look('visible')
  await on.step(/^Filter: Missed again,/).waitFor()
})

it('away for so long that the server no longer knows what it told, the tab asks for everything', async () => {
  await away()
  await named('Long ago')
  await on.page.route('**/api/stream*', route =>
    route.continue({
      url: route
        .request()
        .url()
        .replace(/lastEventId=[^&]*/, 'lastEventId=forgotten-1'),
    }),
  )
  await look('visible')
  await on.step(/^Filter: Long ago,/).waitFor()
  await on.page.unrouteAll({ behavior: 'wait' })
})

it('a tab that comes back within a minute keeps its stream', async () => {
  await anew()
  const asked = streams.asked.length
  await look('hidden')
  await on.page.clock.fastForward(30_000)
  await look('visible')
  await on.page.clock.fastForward(120_000)
  await named('Kept')
  await on.step(/^Filter: Kept,/).waitFor()
  expect([streams.asked.length, streams.open.size]).toEqual([asked, 1])
})

it('what another tab saved and cannot be read now comes with the next save', async () => {
  await anew()
  const address = `${served.url}/api/flows/${on.id}`
  const missed = on.page.waitForEvent('requestfailed', request => request.url() === address)
  await on.page.route(address, route => (route.request().method() === 'GET' ? route.abort() : route.continue()))
  await named('Unread')
  await missed
  await on.page.unrouteAll({ behavior: 'wait' })
  await on.step(/^Filter: Big ones/).focus()
  await on.press('m')
  await on.step(/^Filter: Unread,/).waitFor()
})
