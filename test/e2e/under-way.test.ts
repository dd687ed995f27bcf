/** A run that goes on, as whoever looks sees it: on the cards, on its page, and without pressing anything. */
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { goodOrders } from '../stand-ins/engine.ts'
import { serve } from '../stand-ins/tributary.ts'
import { openShop, type Shop } from './shop.ts'

let shop: Shop
let flow: string
/** The fourth request is answered when a test lets it be. */
let letGo = () => {}
const held = new Promise<void>(resolve => {
  letGo = resolve
})

/** While set, no request is answered. */
let still: Promise<void> | undefined

beforeAll(async () => {
  const orders = goodOrders(60, (_, i) => (i % 3 === 2 ? { status: 'open' } : {}))
  shop = await openShop('pinterest', { delayMs: 400, arrived: n => (n === 4 ? held : still) }, orders)
  flow = await shop.flow({ config: { batch: 5 } })
})
afterAll(() => {
  letGo()
  return shop?.close()
})

it('how far it has got, without a press: each card in rows and percent, the run’s page too; it can be stopped and leaves the draft alone', () =>
  shop.visit(`/flows/${flow}`, { width: 1600 }, async page => {
    const card = (name: RegExp) => page.getByRole('group', { name })
    // A double press, however slow this machine is: in its second part the button has become another.
    await page.evaluate(() => {
      const now = performance.now()
      performance.now = () => now
    })
    await page.getByRole('button', { name: 'Run now' }).click()
    await page.getByRole('button', { name: 'Stop run' }).click()
    await page.evaluate(() => Reflect.deleteProperty(performance, 'now'))
    // 40 of 60 orders are paid, and three requests of five have been answered.
    await card(/^Pinterest: .*, running, 37 percent$/).waitFor()
    await card(/^Pinterest: /)
      .getByText('15 accepted, 37 %')
      .waitFor()
    for (const name of [
      /^Source: .*, running, 100 percent$/,
      /^Filter: .*, running, 100 percent$/,
      /^Map fields: .*, running, 100 percent$/,
    ])
      await card(name).getByText('40 of 40, 100 %').waitFor()
    await page.getByRole('button', { name: 'Stop run' }).waitFor()
    await page
      .getByRole('timer', { name: 'Run time' })
      .getByText(/^(under 1|\d+) s$/)
      .waitFor()
    await page.getByText('Running the live version (1). Your draft is not affected.').waitFor()
    if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, 'under-way.png') })
    const [run] = await shop.ask<{ run: string }[]>(`/api/flows/${flow}/runs`)
    await shop.visit(`/flows/${flow}/runs/${run!.run}`, {}, async other => {
      const bar = other.getByRole('progressbar', { name: 'Run progress' })
      await other.getByText('15 of 40 rows, 37 %').waitFor()
      await expect.poll(() => bar.getAttribute('aria-valuenow')).toBe('37')
      letGo()
      await bar.waitFor({ state: 'detached' })
    })
    await page.getByRole('button', { name: 'Run now' }).waitFor()
    await card(/^Pinterest: .*, done, 40 accepted$/).waitFor()
    await card(/^Map fields: .*, done, 40 rows$/).waitFor()
  }))

it('two tabs on one flow: one run, whoever starts second is told, and a stop in one is seen in the other', {
  timeout: 120_000,
}, async () => {
  let go = () => {}
  letGo()
  still = new Promise(resolve => (go = resolve))
  const shared = await shop.flow({ name: 'Shared', account: '551', config: { batch: 5 } })
  const context = await shop.browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' })
  const [mine, theirs, list] = [await context.newPage(), await context.newPage(), await context.newPage()]
  const notes = (page: typeof mine) => page.getByRole('region', { name: 'Notifications' })
  for (const page of [mine, theirs]) {
    await page.goto(`${shop.served.url}/flows/${shared}?lang=en`)
    await page.getByRole('button', { name: 'Run now' }).waitFor()
  }
  await list.goto(`${shop.served.url}/flows/${shared}/runs?lang=en`)
  await list.getByText('No runs yet.').waitFor()
  // The second press was under way when the first one's run began.
  let answer = () => {}
  const first = new Promise<void>(resolve => (answer = resolve))
  await theirs.route('**/runs', async route => {
    if (route.request().method() === 'POST') await first
    await route.continue()
  })
  await theirs.getByRole('button', { name: 'Run now' }).click()
  await mine.getByRole('button', { name: 'Run now' }).click()
  await mine.getByRole('button', { name: 'Stop run' }).waitFor()
  answer()
  await notes(theirs).getByText('This flow is running already.').waitFor()
  await list.getByRole('table', { name: 'Runs' }).getByText('Running').waitFor()
  // The second of a double press stops nothing; this one is a press of its own.
  await expect.poll(() => mine.getByRole('timer', { name: 'Run time' }).textContent()).toMatch(/^[1-9]\d* s$/)
  await mine.getByRole('button', { name: 'Stop run' }).click()
  await notes(mine).getByText('Stopping. Requests under way are finished first.').waitFor()
  still = undefined
  go()
  for (const page of [mine, theirs])
    await notes(page)
      .getByText(/^Run stopped\./)
      .waitFor()
  await list.getByRole('table', { name: 'Runs' }).getByText('Stopped').waitFor()
  expect(await shop.ask<unknown[]>(`/api/flows/${shared}/runs`)).toHaveLength(1)
  await context.close()
})

it('a server that dies in the middle of a run: what is open goes on by itself, says what happened, and leads to the run that went on', {
  timeout: 120_000,
}, async () => {
  let go = () => {}
  letGo()
  still = new Promise(resolve => (go = resolve))
  const cut = await shop.flow({ name: 'Cut', account: '550', config: { batch: 5 } })
  const before = shop.platform.requests
  const { run } = await shop.ask<{ run: string }>(`/api/flows/${cut}/runs`, 'POST', {})
  const { url, pid } = shop.served
  const context = await shop.browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' })
  context.setDefaultTimeout(60_000)
  const [page, drawing] = [await context.newPage(), await context.newPage()]
  await page.goto(`${url}/flows/${cut}/runs/${run}?lang=en`)
  await page.getByRole('button', { name: 'Stop run' }).waitFor()
  await drawing.goto(`${url}/flows/${cut}?lang=en`)
  await drawing.getByRole('button', { name: 'Stop run' }).waitFor()
  // What the tab needs has come before the server goes: this is about a run, not about scripts.
  await drawing.getByRole('table', { name: 'Runs' }).waitFor()
  // Its first request is there, and nobody answers it.
  await expect.poll(() => shop.platform.requests).toBe(before + 1)
  process.kill(pid, 'SIGKILL')
  await page.getByText('Live updates paused').waitFor()
  still = undefined
  go()
  shop.served = await serve({ ...shop.env, PORT: new URL(url).port }, shop.data)
  await page.getByText('The server ended in the middle of this run.').waitFor()
  await page.getByText('Interrupted', { exact: true }).waitFor()
  await drawing
    .getByRole('region', { name: 'Notifications' })
    .getByText('Run finished. 35 accepted, 0 rejected. 5 with unknown outcome.')
    .waitFor()
  await drawing.getByRole('table', { name: 'Runs' }).getByText('Interrupted').waitFor()
  await page.getByText('No row of this kind was kept.').waitFor()
  await page.getByRole('link', { name: 'See the run that went on' }).click()
  await page.getByRole('status', { name: 'Run summary' }).filter({ hasText: '35 accepted, 5 with unknown outcome' }).waitFor()
  await context.close()
})
