/**
 * Every main screen written from right to left (`?lang=en-XB`: English words, laid out as Arabic or Hebrew would be). What stands
 * on the left in English stands as far from the right; only the flow itself goes from left to right in every language.
 */
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { routes } from '../budgets/stage.ts'
import { boxAtRest } from './at-rest.ts'
import { fits } from './in-sight.ts'
import { withPage } from './on-page.ts'

let page: Page
/** The same in plain English, beside it. */
let plain: Page
let url: string
let screens: Map<string, Awaited<ReturnType<typeof routes>>[number]>
withPage(async on => {
  page = on.page
  plain = await page.context().newPage()
  url = on.served.url
  const ask = <T>(path: string, body?: unknown) => on.served.ask<T>(path, body === undefined ? 'GET' : 'POST', body)
  screens = new Map(
    (await routes({ ...on.served, ask, make: () => Promise.reject(new Error('Nothing is made here.')) })).map(one => [one[0], one]),
  )
})

const WIDTH = 1280
async function visit(name: string, on = page): Promise<void> {
  const [, path, ready] = screens.get(name)!
  await on.setViewportSize({ width: WIDTH, height: 900 })
  await on.goto(`${url}${path}${path.includes('?') ? '&' : '?'}lang=${on === page ? 'en-XB' : 'en'}`)
  await ready(on)
}
interface Part {
  what: string
  left: number
  right: number
}
/** What can be pressed or read as a heading, beside the flow, and how far it is from either edge. A link within a sentence is where its words are. */
const parts = (on: Page) =>
  on.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('h1, h2, h3, button, a[href], input, [role="tab"], th')]
      .filter(
        it =>
          !it.matches('p a') &&
          !it.closest('[data-flow-view], code, pre') &&
          it.checkVisibility({ visibilityProperty: true, opacityProperty: true }),
      )
      .map((it): Part => {
        const { left, right } = it.getBoundingClientRect()
        return { what: `${it.localName} ${it.getAttribute('aria-label') ?? it.textContent}`, left, right: innerWidth - right }
      })
      .filter(({ left, right }) => left >= 0 && right >= 0),
  )
/** A letter may be drawn up to this much wider beside another one. */
const SLACK_PX = 3

it.each(['Flows', 'New flow', 'Connections', 'Test inbox', 'Settings', 'Runs', 'Run', 'Editor', 'Mapping'])(
  '%s is mirrored',
  async name => {
    await visit(name, plain)
    await visit(name)
    // Names and numbers come in after the page has, in either.
    await expect
      .poll(async () => {
        const [straight, mirrored] = [await parts(plain), await parts(page)]
        if (straight.length < 5 || mirrored.length !== straight.length) return [`${straight.length} parts, and ${mirrored.length}`]
        const strays = straight.filter((one, at) => {
          const other = mirrored[at]!
          return other.what !== one.what || Math.abs(other.right - one.left) > SLACK_PX || Math.abs(other.left - one.right) > SLACK_PX
        })
        return strays.map(({ what }) => what)
      })
      .toEqual([])
    await fits(page, WIDTH, name)
    await page.setViewportSize({ width: 390, height: 900 })
    await fits(page, 390, name)
  },
)

it('the flow goes from left to right between panels that have changed sides', async () => {
  await visit('Mapping')
  const [map, hash] = [
    await boxAtRest(page.getByRole('group', { name: /^Map fields:/ })),
    await boxAtRest(page.getByRole('group', { name: /^Hash identity:/ })),
  ]
  expect(map.x).toBeLessThan(hash.x)
  const [settings, steps] = [
    await boxAtRest(page.getByRole('region', { name: 'Settings' })),
    await boxAtRest(page.getByRole('region', { name: 'Steps' })),
  ]
  expect(settings.x).toBeLessThan(map.x)
  expect(steps.x).toBeGreaterThan(hash.x)
})

it('the edge of the settings follows the pointer and the arrow that points away from them', async () => {
  await visit('Mapping')
  const settings = page.locator('[data-region="settings"]')
  const edge = page.getByRole('separator', { name: 'Width of the settings' })
  const before = (await boxAtRest(settings)).width
  await edge.focus()
  await page.keyboard.press('ArrowRight')
  await expect.poll(async () => (await settings.boundingBox())!.width).toBe(before + 20)
  await page.keyboard.press('ArrowLeft')
  await expect.poll(async () => (await settings.boundingBox())!.width).toBe(before)
  const handle = await boxAtRest(edge)
  await page.mouse.move(handle.x + handle.width / 2, 400)
  await page.mouse.down()
  await page.mouse.move(handle.x + handle.width / 2 + 50, 400)
  await page.mouse.up()
  await expect.poll(async () => (await settings.boundingBox())!.width).toBe(before + 50)
})

it('arrow keys walk through tabs as they stand', async () => {
  await visit('Editor')
  const tabs = page.getByRole('tablist', { name: 'Details' })
  await tabs.getByRole('tab', { name: 'Preview' }).focus()
  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toMatch(/^Problems/)
})
