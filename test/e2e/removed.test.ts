/** What is removed is said, with a press that brings it back: a step, a note and a frame alike, by key, pointer and list, on a phone too. */
import { expect, it } from 'vitest'
import { type Drawing, small, withDrawing } from './drawing.ts'
import { inSight } from './in-sight.ts'

let on: Drawing
const full = {
  ...small,
  notes: [{ id: 'note', text: 'Refunds go elsewhere' }],
  frames: [{ id: 'frame', name: 'Shaping', steps: ['big', 'free'] }],
  layout: { ...small.layout, note: { x: 360, y: 280 } },
}
withDrawing(drawn => {
  on = drawn
}, full)
const told = (text: string) => on.G('region', 'Notifications').locator('[data-tone]').filter({ hasText: text })
async function bringBack(text: string) {
  // At once: it goes by itself after a while, as the header undoes it too.
  await told(text).getByRole('button', { name: 'Bring it back' }).click()
  await on.says('Undone: remove ')
  await expect.poll(on.stored).toEqual(full)
  await told(text).waitFor({ state: 'detached' })
  await on.arrived()
}

it('by key and by pointer on the canvas', async () => {
  await on.step(/^Note: Refunds/).focus()
  await on.press('Delete')
  await bringBack('Removed the note.')
  await expect.poll(on.held).toBe('note')
  await on.step(/^Filter: Paid/).click({ position: { x: 150, y: 60 } })
  await on.press('Delete')
  await bringBack('Removed Paid. Orders now goes to Big ones.')
  await expect.poll(on.held).toBe('paid')
  await on.step(/^Filter: Free/).focus()
  await on.press('Control+Shift+g')
  await bringBack('Removed frame Shaping.')
})

it('is offered only until something else is done', async () => {
  await on.step(/^Note: Refunds/).focus()
  await on.press('Delete')
  await told('Removed the note.').waitFor()
  await on.arrived()
  await on.step(/^Filter: Paid/).focus()
  await on.press('m')
  await told('Removed the note.').waitFor({ state: 'detached' })
  await on.back()
})

it.each([1600, 390])('from the list, %d wide', async width => {
  await on.page.setViewportSize({ width, height: 844 })
  // On a phone the list is the page, also in a window that was wide until now.
  if (width > 1000) await on.G('tab', 'Flow list').click()
  const press = async (name: string) => (await inSight(on.page.getByRole('treegrid').getByRole('button', { name, exact: true }))).click()
  await press('Delete note Refunds go elsewhere')
  await bringBack('Removed the note.')
  await press('Remove frame Shaping')
  await bringBack('Removed frame Shaping.')
  await expect.poll(() => on.page.evaluate(() => document.activeElement?.closest('[data-id]')?.getAttribute('data-id'))).toBe('big')
})
