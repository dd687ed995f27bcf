/** Conditions are put in another order by a drag, by mouse and by finger, beside the menu and its keys. */
import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { Flow } from '../../runtime/flow.ts'
import { boxAtRest, type Spot } from './at-rest.ts'
import { type Drawing, small, withDrawing } from './drawing.ts'

const where = {
  match: 'all',
  conditions: [
    { column: 'status', op: 'is', value: 'paid' },
    { column: 'order_total', op: 'gt', value: 10 },
    {
      match: 'any',
      conditions: [
        { column: 'currency', op: 'is', value: 'EUR' },
        { column: 'country', op: 'is', value: 'DE' },
      ],
    },
  ],
}
const flow: Flow = { ...small, nodes: small.nodes.map(node => (node.id === 'paid' ? { ...node, config: { where } } : node)) }
let on: Drawing
withDrawing(
  async drawing => {
    on = drawing
  },
  flow,
  { hasTouch: true },
)

interface Listed {
  conditions: readonly (Listed | { column: string })[]
}
const listed = (part: Listed): unknown[] => part.conditions.map(one => ('column' in one ? one.column : listed(one)))
const order = async () => listed((await on.stored()).nodes.find(({ id }) => id === 'paid')!.config.where as Listed)
const before = ['status', 'order_total', ['currency', 'country']]
const grip = (place: string) => on.page.locator(`[data-grip="${place}"]`)
/** Its middle, once it has come to rest: numbers that are being counted still move what is below them. */
async function resting(thing: Locator): Promise<Spot & { height: number }> {
  let last = ''
  await expect
    .poll(async () => {
      const seen = JSON.stringify(await thing.boundingBox())
      const same = seen === last && seen !== 'null'
      last = seen
      return same
    })
    .toBe(true)
  const { x, y, width, height } = JSON.parse(last) as { x: number; y: number; width: number; height: number }
  return { x: x + width / 2, y: y + height / 2, height }
}
const part = (place: string) => on.page.locator(`[data-place="${place}"]`)
const below = async (place: string): Promise<Spot> => {
  const { x, y, height } = await resting(part(place))
  return { x, y: y + height / 2 - 1 }
}
const above = async (place: string): Promise<Spot> => {
  const { x, y, height } = await resting(part(place))
  return { x, y: y - height / 2 + 1 }
}
async function openSettings(): Promise<void> {
  await on.step(/^Filter: Paid/).click()
  await on
    .G('status', 'Rows kept')
    .filter({ hasText: /of \d+ rows/ })
    .waitFor()
}

it('a condition is moved by its handle, said once, and comes back by one undo', async () => {
  await openSettings()
  await on.drag(await resting(grip('0')), await below('1'))
  await on.says('Moved condition 1. It is condition 2 now.')
  await expect.poll(order).toEqual(['order_total', 'status', ['currency', 'country']])
  await on.G('button', 'Undo').click()
  await on.says('Undone: move condition 1.')
  await expect.poll(order).toEqual(before)
})

it('it goes out of a group and into one, and what a group may not hold is not offered', async () => {
  await on.drag(await resting(grip('0')), await below('2.0'))
  await on.says('Moved condition 1. It is condition 3 now.')
  await expect.poll(order).toEqual(['order_total', ['currency', 'status', 'country']])
  await on.drag(await resting(grip('1.2')), await above('0'))
  await on.says('Moved condition 4. It is condition 1 now.')
  await expect.poll(order).toEqual(['country', 'order_total', ['currency', 'status']])
  await on.back()
})

it('Escape gives up a drag and leaves the settings open; a press on a handle is none', async () => {
  await openSettings()
  await on.drag(await resting(grip('0')), await below('1'), false)
  await on.page.locator('[data-moved]').waitFor()
  await on.page.keyboard.press('Escape')
  await on.page.locator('[data-moved]').waitFor({ state: 'detached' })
  await on.page.mouse.up()
  await grip('1').click()
  expect(await on.G('textbox', 'Step name').inputValue()).toBe('Paid')
  expect(await order()).toEqual(before)
})

it('by the menu it is one act, too, and the keyboard goes with it', async () => {
  await on.G('button', 'Move condition 1').press('Enter')
  await on.G('menuitem', 'Move down').press('Enter')
  await on.says('Moved condition 1. It is condition 2 now.')
  await expect.poll(() => on.page.evaluate(() => document.activeElement?.closest('[data-place]')?.getAttribute('data-place'))).toBe('1')
  await expect.poll(order).toEqual(['order_total', 'status', ['currency', 'country']])
  await on.back()
})

it('a finger moves one, and the page stays where it is', async () => {
  await openSettings()
  // As large as WCAG 2.2 asks of a target.
  for (const place of ['0', '2.0']) {
    const { width, height } = await boxAtRest(grip(place))
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(24)
  }
  await finger(on.page, await resting(grip('0')), await below('1'))
  await expect.poll(order).toEqual(['order_total', 'status', ['currency', 'country']])
  await on.back()
})

async function finger(page: Page, from: Spot, to: Spot): Promise<void> {
  const cdp = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...spots: Spot[]) =>
    cdp.send('Input.dispatchTouchEvent', { type, touchPoints: spots.map(({ x, y }) => ({ x, y })) })
  await touch('touchStart', from)
  for (const part of [0.25, 0.5, 0.75, 1])
    await touch('touchMove', { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part })
  await touch('touchEnd')
  await cdp.detach()
}
