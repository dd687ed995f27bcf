/** By finger on a tablet: tapping adds and connects, a long press has the menu, one finger pans and two zoom. */
import type { CDPSession } from 'playwright-core'
import { expect, it } from 'vitest'
import type { Spot } from './at-rest.ts'
import { type Drawing, small, withDrawing } from './drawing.ts'

let on: Drawing
let fingers: CDPSession
const TABLET = { viewport: { width: 1024, height: 768 }, hasTouch: true, isMobile: true }
withDrawing(
  async drawn => {
    on = drawn
    fingers = await on.page.context().newCDPSession(on.page)
  },
  small,
  TABLET,
)
const soon = <T>(ask: () => Promise<T>) => expect.poll(ask, { timeout: 15_000 })
const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: Spot[]) =>
  fingers.send('Input.dispatchTouchEvent', { type, touchPoints })
const view = () => on.page.locator('.react-flow__viewport').getAttribute('style')
const scale = async () => Number(/scale\((.*)\)/.exec((await view()) ?? '')?.[1])

it('a tap on the plus adds, a tap on an output and on an input connects', async () => {
  await on.G('button', 'Kept rows of Big ones').tap()
  await on.G('button', 'Input of Free').tap()
  await on.says('Connected Big ones to Free.')
  await soon(on.wires).toContain('big.kept>free')
  await on.G('button', 'Undo').tap()
  await soon(on.wires).not.toContain('big.kept>free')
  await on.G('button', 'Add step after Free, kept rows').tap()
  await on.page.getByRole('option', { name: /^Map fields/ }).tap()
  await soon(on.wires).toContainEqual(expect.stringMatching(/^free\.kept>mapping/))
  await on.G('button', 'Undo').tap()
  await soon(on.stored).toEqual(small)
})
async function shut(name: string) {
  const sheet = on.G('dialog', name)
  await sheet.waitFor()
  await sheet.getByRole('button', { name: 'Close' }).tap()
  await sheet.waitFor({ state: 'detached' })
}

it('a tap on a card opens its settings as a sheet, which goes again', async () => {
  await on.G('button', 'Open settings of Paid').tap()
  await shut('Settings of Paid')
})

it('one finger pans and two zoom', async () => {
  const at = await on.bare()
  const before = await view()
  await touch('touchStart', at)
  for (const by of [10, 30, 50]) await touch('touchMove', { x: at.x - by, y: at.y - by })
  await touch('touchEnd')
  await soon(view).not.toBe(before)
  const wide = await scale()
  await touch('touchStart', { x: at.x - 30, y: at.y }, { x: at.x + 30, y: at.y })
  for (const by of [40, 60, 80]) await touch('touchMove', { x: at.x - by, y: at.y }, { x: at.x + by, y: at.y })
  await touch('touchEnd')
  await soon(scale).toBeGreaterThan(wide)
})

it('a long press has the menu of a right press', async () => {
  // A tap counts when the browser has made sure that it is one, which is after the finger has gone.
  const wide = await view()
  await on.G('button', 'Fit to view').tap()
  await soon(view).not.toBe(wide)
  const at = await on.middle(on.step(/^Filter: Paid/))
  await touch('touchStart', { x: at.x, y: at.y + 20 })
  await on.G('menu', 'Step actions').getByRole('menuitem', { name: 'Skip step' }).waitFor()
  await touch('touchEnd')
  // The menu stays when the finger goes, and nothing else comes of it.
  expect(await on.G('menu', 'Step actions').count()).toBe(1)
  expect(await on.page.getByRole('dialog', { name: /^Settings of/ }).count()).toBe(0)
})
