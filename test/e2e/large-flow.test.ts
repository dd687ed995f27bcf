/** A flow of hundreds of steps, of which only those in sight are drawn: what leads somewhere leads there all the same. */
import { expect, it } from 'vitest'
import type { Flow } from '../../runtime/flow.ts'
import { bigFlow } from '../demo/flows.ts'
import type { Served } from '../stand-ins/tributary.ts'
import { type Drawing, withDrawing } from './drawing.ts'
import { keyboardIn } from './opened.ts'

let on: Drawing
let served: Served
withDrawing((drawn, server) => {
  on = drawn
  served = server
}, bigFlow(300) as Flow)
const level = () => on.page.getByRole('button', { name: /^Zoom level/ }).innerText()
const card = (id: string) => on.page.locator(`.react-flow__node[data-id="${id}"]`)
/** How much of a card is within the picture, from 0 to 1; 0 where it is not drawn. */
const inSight = (id: string) =>
  on.page.evaluate(step => {
    const box = document.querySelector(`.react-flow__node[data-id="${step}"]`)?.getBoundingClientRect()
    const room = document.querySelector('[data-flow-view]')!.getBoundingClientRect()
    if (!box?.width) return 0
    const seen = (from: number, to: number, low: number, high: number) =>
      Math.max(0, Math.min(to, high) - Math.max(from, low)) / (to - from)
    return seen(box.left, box.right, room.left, room.right) * seen(box.top, box.bottom, room.top, room.bottom)
  }, id)

it('opens at its beginning, large enough to read, with both ways of the first fork in sight', async () => {
  await expect.poll(() => inSight('shop')).toBe(1)
  await expect.poll(() => inSight('f0')).toBe(1)
  for (const way of ['f1', 'f2']) await expect.poll(() => inSight(way)).toBeGreaterThan(0.3)
  expect(Number.parseInt(await level(), 10)).toBeGreaterThanOrEqual(70)
})

it('shown whole it is as small as it goes, from its beginning', async () => {
  const drawn = await on.page.locator('.react-flow__node').count()
  await on.G('button', 'Fit to view').click()
  await expect.poll(level).toBe('20 %')
  await expect.poll(() => inSight('shop')).toBe(1)
  await expect.poll(() => on.page.locator('.react-flow__node').count()).toBeGreaterThan(3 * drawn)
})

it('what is chosen is brought into the middle, at full size', async () => {
  await card('f6').locator('button').first().click()
  await card('f6').focus()
  await on.press('2')
  await expect.poll(level).toBe('100 %')
  await expect.poll(() => inSight('f6')).toBe(1)
})

it('on the map a flow of many branches is no thread, and a press there goes there', async () => {
  const steps = on.G('img', 'Map of the flow').locator('path').nth(1)
  await expect.poll(async () => (await steps.boundingBox())?.width ?? 0).toBeGreaterThan(40)
  // Into the last column, a third of the way down.
  const { x, y, width, height } = (await steps.boundingBox())!
  await on.page.mouse.click(x + width * 0.95, y + height / 3)
  await expect.poll(() => inSight('f6')).toBe(0)
  await expect.poll(() => on.page.locator('.react-flow__node').count()).toBeGreaterThan(0)
})

it('a link to a step opens there', async () => {
  await on.page.goto(`${served.url}/flows/${on.id}?lang=en&step=f290`)
  await on.G('heading', 'Filter 290').waitFor()
  await expect.poll(() => inSight('f290')).toBe(1)
})

it('tidied up it is shown from its beginning', async () => {
  await on.G('button', 'Tidy up').click()
  await on.says(/tidy/i)
  await expect.poll(() => inSight('shop')).toBe(1)
})

it('a step that is not drawn is named in its settings, from its row below', async () => {
  await card('shop').focus()
  await on.press('0', 'Alt+4')
  const row = on.G('treegrid', 'Flow list').getByRole('row', { name: /^Filter: Filter 31,/ })
  await row.focus()
  await expect.poll(() => card('f31').count()).toBe(0)
  await on.press('F2')
  await keyboardIn(on.G('region', 'Settings').getByRole('textbox', { name: 'Step name' }))
  await on.page.keyboard.type('Deep')
  await on.press('Enter')
  await expect.poll(async () => (await on.stored()).nodes.find(({ id }) => id === 'f31')?.name).toContain('Deep')
})
