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

/** Everything in sight. A tap counts when the browser has made sure that it is one, which is after the finger has gone. */
async function showAll() {
  const button = on.G('button', 'Fit to view')
  await button.evaluate(it =>
    Object.assign(window, { heard: new Promise(heard => it.addEventListener('click', () => heard(true), { once: true })) }),
  )
  await button.tap()
  await on.page.evaluate(() => (window as unknown as { heard: Promise<true> }).heard)
}

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
  await shut('Settings of Map fields')
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
  await showAll()
  const at = await on.middle(on.step(/^Filter: Paid/))
  await touch('touchStart', { x: at.x, y: at.y + 20 })
  await on.G('menu', 'Step actions').getByRole('menuitem', { name: 'Skip step' }).waitFor()
  await touch('touchEnd')
  // The menu stays when the finger goes, and nothing else comes of it.
  expect(await on.G('menu', 'Step actions').count()).toBe(1)
  expect(await on.page.getByRole('dialog', { name: /^Settings of/ }).count()).toBe(0)

  await on.press('Escape')
  await on.G('menu', 'Step actions').waitFor({ state: 'detached' })
})

it('a step added on a tablet opens its settings, beside the step', async () => {
  await showAll()
  await on.G('button', 'Add step after Big ones, kept rows').tap()
  await on.page.getByRole('option', { name: /^Map fields/ }).tap()
  const sheet = on.G('dialog', 'Settings of Map fields')
  await sheet.waitFor()
  const card = on.page.locator('.react-flow__node-step[data-id^=mapping]')
  const beside = async () => {
    const [step, settings] = [await card.boundingBox(), await sheet.boundingBox()]
    return step !== null && settings !== null && step.x >= 0 && step.x + step.width <= settings.x
  }
  await soon(beside).toBe(true)
  await shut('Settings of Map fields')
  await soon(on.held).toMatch(/^mapping/)
  await on.G('button', 'Undo').tap()
  await card.waitFor({ state: 'detached' })
})

const chosen = () =>
  on.page.locator('.react-flow__node.selected').evaluateAll(cards => cards.map(card => card.getAttribute('data-id')).toSorted())
it('two fingers on a card add it to what is chosen, and take it out again', async () => {
  await showAll()
  const two = async (id: string) => {
    const { x, y } = await on.middle(on.page.locator(`.react-flow__node[data-id=${id}]`))
    await touch('touchStart', { x: x - 20, y: y + 20 }, { x: x + 20, y: y + 20 })
    await touch('touchEnd')
  }
  await two('orders')
  await soon(chosen).toEqual(['orders'])
  await two('free')
  await soon(chosen).toEqual(['free', 'orders'])
  await on.G('toolbar', 'Selected steps').waitFor()
  await two('orders')
  await soon(chosen).toEqual(['free'])
})

it('“Select several steps” is the way that can be seen: one tap a step, until it is done', async () => {
  const tap = (id: string) =>
    on.page
      .locator(`.react-flow__node[data-id=${id}]`)
      .getByRole('button', { name: /^Open settings/ })
      .tap()
  await on.G('button', 'More step actions').tap()
  await on.page.getByRole('menuitem', { name: 'Select several steps' }).tap()
  const bar = on.G('toolbar', 'Selecting several steps')
  await bar.getByText('1 step selected. Press more').waitFor()
  await tap('big')
  await bar.getByText('2 steps selected').waitFor()
  await soon(chosen).toEqual(['big', 'free'])
  await tap('free')
  await soon(chosen).toEqual(['big'])
  await tap('orders')
  await soon(chosen).toEqual(['big', 'orders'])
  expect(await on.page.getByRole('dialog', { name: /^Settings of/ }).count()).toBe(0)
  await bar.getByRole('button', { name: 'Stop selecting' }).tap()
  await bar.waitFor({ state: 'detached' })
  await soon(chosen).toEqual(['big', 'orders'])
  // From now on a tap is what it was.
  await tap('big')
  await shut('Settings of Big ones')
})
