/** By finger on a tablet: tapping adds and connects, a long press has the menu, one finger pans and two zoom. */
import type { CDPSession, Locator } from 'playwright-core'
import { expect, it } from 'vitest'
import { boxAtRest, type Spot } from './at-rest.ts'
import { type Drawing, small, withDrawing } from './drawing.ts'
import { inSight } from './in-sight.ts'

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
  await expect.poll(on.wires).toContain('big.kept>free')
  await on.G('button', 'Undo').tap()
  await expect.poll(on.wires).not.toContain('big.kept>free')
  await on.G('button', 'Add step after Free, kept rows').tap()
  await on.page.getByRole('option', { name: /^Map fields/ }).tap()
  await expect.poll(on.wires).toContainEqual(expect.stringMatching(/^free\.kept>mapping/))
  await shut('Map fields')
  await on.G('button', 'Undo').tap()
  await expect.poll(on.stored).toEqual(small)
})
const settings = () => on.G('region', 'Settings')
const settingsOf = (name: string) => settings().getByRole('heading', { name, exact: true, level: 2 }).waitFor()
async function shut(name: string) {
  await settingsOf(name)
  await on.G('button', 'Close settings').tap()
  await settings().waitFor({ state: 'detached' })
}
/** How far a thing sticks out of another one, in pixels. */
async function outside(thing: Locator, room: Locator): Promise<number> {
  const [a, b] = [await boxAtRest(thing), await boxAtRest(room)]
  return Math.max(0, b.x - a.x, b.y - a.y, a.x + a.width - b.x - b.width, a.y + a.height - b.y - b.height)
}
const picture = () => on.page.locator('[data-region=canvas]')

it('a tap on a card opens its settings beside the picture, which stays in use', async () => {
  await showAll()
  const { x, y } = await on.middle(on.step(/^Filter: Big ones/))
  await on.page.touchscreen.tap(x, y + 20)
  await settingsOf('Big ones')
  expect(await on.page.locator('[role=dialog]').count()).toBe(0)
  await expect.poll(() => outside(on.step(/^Filter: Big ones/), picture())).toBe(0)
  expect((await boxAtRest(settings())).width).toBeCloseTo(420, -1)
  // Another step is tapped beside it, and comes into sight.
  await on.G('button', 'Open settings of Orders').tap()
  await settingsOf('Orders')
  await expect.poll(() => outside(on.step(/^Model: Orders/), picture())).toBe(0)
  await expect.poll(() => outside(on.G('button', 'Undo'), picture())).toBe(0)
  // By keyboard it is a region like any other, and Escape goes back to the step.
  for (let i = 0; i < 8 && !(await settings().evaluate(it => it.parentElement!.contains(document.activeElement))); i++) await on.press('F6')
  expect(await settings().evaluate(it => it.parentElement!.contains(document.activeElement))).toBe(true)
  await on.press('Escape')
  await settings().waitFor({ state: 'detached' })
  await expect.poll(on.held).toBe('orders')
  // Where nothing is tapped, nothing is chosen.
  await on.press('Enter')
  await settingsOf('Orders')
  await expect.poll(() => on.page.evaluate(() => document.activeElement?.tagName)).toBe('H2')
  const { x: left, y: low } = await on.bare()
  await on.page.touchscreen.tap(left, low)
  await settings().waitFor({ state: 'detached' })
})

it('the flow’s own settings are in its menu', async () => {
  await on.G('button', 'More flow actions').tap()
  await on.page.getByRole('menuitem', { name: 'Flow settings' }).tap()
  await shut('Small')
})

it('the tools of a step are whole however little of it is in sight', async () => {
  const tools = on.G('toolbar', 'Selected step')
  for (const [x, y] of [
    [-1, 0],
    [0, -1],
    [1, 0],
    [0, 1],
  ] as const) {
    await showAll()
    await on.G('button', 'Open settings of Paid').tap()
    await settingsOf('Paid')
    const [card, room] = [await boxAtRest(on.step(/^Filter: Paid/)), await boxAtRest(picture())]
    // So far that a strip of 30 pixels stays.
    const by = {
      x: x < 0 ? room.x + 30 - card.x - card.width : x > 0 ? room.x + room.width - 30 - card.x : 0,
      y: y < 0 ? room.y + 30 - card.y - card.height : y > 0 ? room.y + room.height - 30 - card.y : 0,
    }
    await pan(await on.bare(), by)
    await expect.poll(() => outside(on.step(/^Filter: Paid/), picture())).toBeGreaterThan(50)
    await expect.poll(() => outside(tools, picture())).toBe(0)
    const covered = await tools.getByRole('button').evaluateAll(all =>
      all
        .filter(one => {
          const { x, y, width, height } = one.getBoundingClientRect()
          return !one.contains(document.elementFromPoint(x + width / 2, y + height / 2))
        })
        .map(one => one.textContent),
    )
    expect(covered).toEqual([])
    await shut('Paid')
  }
})
/** One finger that takes the picture along. */
async function pan(from: Spot, { x, y }: Spot) {
  await touch('touchStart', from)
  for (const part of [0.25, 0.5, 0.75, 1]) await touch('touchMove', { x: from.x + x * part, y: from.y + y * part })
  await touch('touchEnd')
}

it('one finger pans and two zoom', async () => {
  await showAll()
  const at = await on.bare()
  const before = await view()
  await touch('touchStart', at)
  for (const by of [10, 30, 50]) await touch('touchMove', { x: at.x - by, y: at.y - by })
  await touch('touchEnd')
  await expect.poll(view).not.toBe(before)
  const wide = await scale()
  await touch('touchStart', { x: at.x - 30, y: at.y }, { x: at.x + 30, y: at.y })
  for (const by of [40, 60, 80]) await touch('touchMove', { x: at.x - by, y: at.y }, { x: at.x + by, y: at.y })
  await touch('touchEnd')
  await expect.poll(scale).toBeGreaterThan(wide)
})

it('a long press has the menu of a right press', async () => {
  await showAll()
  const at = await on.middle(on.step(/^Filter: Paid/))
  await touch('touchStart', { x: at.x, y: at.y + 20 })
  await on.G('menu', 'Step actions').getByRole('menuitem', { name: 'Skip step' }).waitFor()
  await touch('touchEnd')
  // The menu stays when the finger goes, and nothing else comes of it.
  expect(await on.G('menu', 'Step actions').count()).toBe(1)
  expect(await settings().count()).toBe(0)

  await on.press('Escape')
  await on.G('menu', 'Step actions').waitFor({ state: 'detached' })

  // At the lower edge it is whole all the same.
  const room = await boxAtRest(picture())
  const low = { x: room.x + 12, y: room.y + room.height - 40 }
  await touch('touchStart', low)
  const menu = on.page.getByRole('dialog', { name: 'Actions' })
  await menu.getByRole('menuitem', { name: /^Add note/ }).waitFor()
  await touch('touchEnd')
  await expect.poll(() => outside(menu, on.page.locator('body'))).toBe(0)
  // It lies under the finger by now, which has pressed nothing in it.
  expect(await menu.evaluate((it, { x, y }) => it.contains(document.elementFromPoint(x, y)), low)).toBe(true)
  await on.press('Escape')
  await menu.waitFor({ state: 'detached' })
  await expect.poll(on.stored).toEqual(small)
})

it('Back leaves a menu, a list or the names of steps, and no more', async () => {
  await showAll()
  const over = () => on.page.evaluate(() => history.state.over ?? 0)
  const leaves = async (opened: Locator) => {
    await opened.waitFor()
    await expect.poll(over).toBe(1)
    await on.page.goBack()
    await opened.waitFor({ state: 'detached' })
    await expect.poll(over).toBe(0)
    expect(new URL(on.page.url()).pathname).toBe(`/flows/${on.id}`)
  }
  await on.G('button', 'More flow actions').tap()
  await leaves(on.page.getByRole('menu'))
  const at = await on.middle(on.step(/^Filter: Paid/))
  await touch('touchStart', { x: at.x, y: at.y + 20 })
  await on.G('menu', 'Step actions').waitFor()
  await touch('touchEnd')
  await leaves(on.G('menu', 'Step actions'))
  await on.G('button', 'Steps with their names').tap()
  await leaves(on.page.getByRole('dialog', { name: 'Steps with their names' }))
  await on.G('button', 'Open settings of Paid').tap()
  await settingsOf('Paid')
  const condition = settings().getByRole('group', { name: 'Condition 1', exact: true })
  await (await inSight(condition.getByRole('combobox', { name: 'Comparison' }))).tap()
  await leaves(on.page.getByRole('listbox'))
  await (await inSight(condition.getByRole('combobox', { name: 'Column' }))).tap()
  await leaves(on.page.getByRole('listbox'))
  // An act of a menu is the end of it as well: nothing is left to go back from.
  await on.G('button', 'More flow actions').tap()
  await on.page.getByRole('menuitem', { name: 'Flow settings' }).tap()
  await settingsOf('Small')
  await expect.poll(over).toBe(0)
  await shut('Small')
  await expect.poll(on.stored).toEqual(small)
})

it('a finger that goes over a card pans; one that rested on it takes it along', async () => {
  await showAll()
  const card = on.page.locator('.react-flow__node[data-id=paid]')
  const from = await on.middle(card)
  const place = () => card.evaluate(it => it.style.transform)
  const [there, seen] = [await place(), await view()]
  const start = { x: from.x, y: from.y + 20 }
  await pan(start, { x: 60, y: 40 })
  await expect.poll(view).not.toBe(seen)
  expect(await place()).toBe(there)
  await pan({ x: start.x + 60, y: start.y + 40 }, { x: -60, y: -40 })

  await touch('touchStart', await on.middle(card))
  const menu = on.G('menu', 'Step actions')
  await menu.waitFor()
  const rested = await view()
  const at = await on.middle(card)
  for (const by of [20, 40, 60]) await touch('touchMove', { x: at.x, y: at.y + by })
  await touch('touchEnd')
  await menu.waitFor({ state: 'detached' })
  await on.says('Moved Paid.')
  expect(await view()).toBe(rested)
  await expect.poll(place).not.toBe(there)
  await on.G('button', 'Undo').tap()
  await expect.poll(on.stored).toEqual(small)
})

it('a step added on a tablet opens its settings, beside the step', async () => {
  await showAll()
  await on.G('button', 'Add step after Big ones, kept rows').tap()
  await on.page.getByRole('option', { name: /^Map fields/ }).tap()
  await settingsOf('Map fields')
  const card = on.page.locator('.react-flow__node-step[data-id^=mapping]')
  const beside = async () => {
    const [step, sheet] = [await card.boundingBox(), await settings().boundingBox()]
    return step !== null && sheet !== null && step.x >= 0 && step.x + step.width <= sheet.x
  }
  await expect.poll(beside).toBe(true)
  await shut('Map fields')
  await expect.poll(on.held).toMatch(/^mapping/)
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
  await expect.poll(chosen).toEqual(['orders'])
  await two('free')
  await expect.poll(chosen).toEqual(['free', 'orders'])
  await on.G('toolbar', 'Selected steps').waitFor()
  await two('orders')
  await expect.poll(chosen).toEqual(['free'])
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
  await expect.poll(chosen).toEqual(['big', 'free'])
  await tap('free')
  await expect.poll(chosen).toEqual(['big'])
  await tap('orders')
  await expect.poll(chosen).toEqual(['big', 'orders'])
  expect(await settings().count()).toBe(0)
  await bar.getByRole('button', { name: 'Stop selecting' }).tap()
  await bar.waitFor({ state: 'detached' })
  await expect.poll(chosen).toEqual(['big', 'orders'])
  // From now on a tap is what it was.
  await tap('big')
  await shut('Big ones')
})
