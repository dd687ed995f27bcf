/** A flow whose answer is long in coming: what is said and shown meanwhile. */
import { expect, it } from 'vitest'
import { type Drawing, small, withDrawing } from './drawing.ts'

let on: Drawing
let answer = () => {}
withDrawing(async drawn => {
  on = drawn
  await on.page.clock.install()
})
/** Until `answer` is called the server says nothing about the flow. */
async function hold(): Promise<void> {
  const held = new Promise<void>(resolve => {
    answer = resolve
  })
  await on.page.route(`**/api/flows/${on.id}`, async route => {
    await held
    await route.continue().catch(() => undefined)
  })
}
async function answered(): Promise<void> {
  answer()
  await on.step(/^Filter: Paid/).waitFor()
  await on.page.unrouteAll({ behavior: 'ignoreErrors' })
}
const waiting = () => on.G('main', 'Opening the flow')
const outlines = () => waiting().locator('rect').count()

it('opened for the first time: that it is opened, and after a while that it takes long', async () => {
  await hold()
  await on.page.reload()
  await waiting().getByText('Opening the flow', { exact: true }).waitFor()
  expect(await waiting().getByText('takes longer').count()).toBe(0)
  await on.page.clock.fastForward(5_000)
  await waiting().getByText('The server takes longer than usual.').waitFor()
  await waiting().getByRole('link', { name: 'Back to your flows' }).waitFor()
  await answered()
  await waiting().waitFor({ state: 'detached' })
})

it('opened again: its name, and its steps in outline where they were seen last', async () => {
  await on.G('link', 'Flows').first().click()
  await on.G('table', 'Flows').waitFor()
  // Longer ago than what was read as the page opened.
  await on.page.clock.fastForward(10_000)
  await hold()
  await on.G('link', 'Small').click()
  await waiting().getByText('Opening Small').waitFor()
  await expect.poll(outlines).toBe(small.nodes.length)
  await answered()
})
