/** A destination that cannot be sent to: what a person is told on the flow's page, and the one button that goes on. */
import { afterEach, expect, it } from 'vitest'
import { violations } from '../stand-ins/axe.ts'
import { goodOrders } from '../stand-ins/engine.ts'
import { fits } from './in-sight.ts'
import { openShop, type Shop } from './shop.ts'

let shop: Shop | undefined
afterEach(() => shop?.close())

const until = async <T>(look: () => Promise<T>, done: (found: T) => boolean): Promise<T> => {
  for (;;) {
    const found = await look()
    if (done(found)) return found
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

it('says why, what waits and the way out, in light, dark and on a phone; one press sends it all', { timeout: 120_000 }, async () => {
  let dead = true
  shop = await openShop('meta', { behave: () => (dead ? 'token' : 'ok') }, goodOrders(30))
  const { browser, served, platform, ask } = shop
  const id = await shop.flow()
  await ask(`/api/flows/${id}/runs`, 'POST', {})
  const flow = () => ask<{ paused: boolean; holds: unknown[] }>(`/api/flows/${id}`)
  await until(flow, ({ paused }) => paused)

  for (const look of [
    { colorScheme: 'light', width: 1280 },
    { colorScheme: 'dark', width: 1280 },
    { colorScheme: 'light', width: 390 },
  ] as const) {
    const context = await browser.newContext({
      viewport: { width: look.width, height: 900 },
      reducedMotion: 'reduce',
      colorScheme: look.colorScheme,
    })
    const page = await context.newPage()
    await page.goto(`${served.url}/flows/${id}?lang=en`)
    const banner = page.getByRole('region', { name: 'Sending rests' })
    await banner.getByText('Meta is paused').waitFor()
    await banner.getByText('30 events wait, nothing is lost.').waitFor()
    await fits(page, look.width)
    expect(await violations(page, '[aria-label="Sending rests"]')).toEqual([])
    if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/rests-${look.colorScheme}-${look.width}.png` })
    await context.close()
  }

  dead = false
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  await page.goto(`${served.url}/flows/${id}?lang=en`)
  await page.getByRole('button', { name: 'Resume sending' }).click()
  await page.getByRole('region', { name: 'Sending rests' }).waitFor({ state: 'detached' })
  await page.getByRole('region', { name: 'Notifications' }).getByText('Sending goes on.').waitFor()
  await until(flow, ({ holds }) => holds.length === 0)
  await until(
    async () => platform.taken.length,
    taken => taken === 30,
  )
  await page.getByText('When things go wrong').click()
  await page.getByRole('combobox', { name: 'When nobody knows whether a request was taken' }).waitFor()
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/rests-settings.png` })
})

it('is told to a page that is open, and so is what became of a press when the note went away before its answer', {
  timeout: 120_000,
}, async () => {
  let dead = true
  shop = await openShop('meta', { behave: () => (dead ? 'token' : 'ok') }, goodOrders(10))
  const { served, ask } = shop
  const id = await shop.flow()
  const at = `/api/flows/${id}`
  await shop.visit(`/flows/${id}`, {}, async page => {
    const notes = page.getByRole('region', { name: 'Notifications' })
    const resting = page.getByRole('region', { name: 'Sending rests' })
    const paused = page.getByRole('region', { name: 'The schedule is paused' })
    /** Pressed here and refused, but only after somebody else has done it and the note is gone. */
    const overtaken = async (note: typeof resting, act: string) => {
      let answer = () => {}
      const gone = new Promise<void>(resolve => {
        answer = resolve
      })
      await page.route(`**${at}/pause`, async route => {
        await gone
        await route.fulfill({ contentType: 'text/html', body: '<html>Sign in to the hotel</html>' })
      })
      const asked = page.waitForRequest(`**${at}/pause`)
      await note.getByRole('button', { name: act }).click()
      await asked
      await ask(`${at}/pause`, 'POST', { paused: false })
      await note.waitFor({ state: 'detached' })
      answer()
      await notes.getByRole('alert').getByText('Something between you and the server answered').waitFor()
      await notes.getByRole('button', { name: 'Dismiss' }).last().click()
      await page.unroute(`**${at}/pause`)
    }
    await page.getByRole('group', { name: /^Meta/ }).waitFor()
    await shop!.run(id)
    await resting.getByText('Meta is paused').waitFor()
    dead = false
    await overtaken(resting, 'Resume sending')
    await ask(`${at}/pause`, 'POST', { paused: true })
    await overtaken(paused, 'Resume schedule')
    await ask(`${at}/pause`, 'POST', { paused: true })
    await paused.getByRole('button', { name: 'Resume schedule' }).click()
    await paused.waitFor({ state: 'detached' })
    await notes.getByText(/^The schedule goes on/).waitFor()
  })
  expect(served.log()).not.toContain('Error')
})
