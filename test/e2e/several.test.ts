/** Several steps chosen at once: which of them a key is about, and the one question before they go. */
import { afterEach, describe, expect, it } from 'vitest'
import { type Drawing, withDrawing } from './drawing.ts'
import { keyboardIn, shut } from './opened.ts'

let on: Drawing
withDrawing(drawn => {
  on = drawn
})
afterEach(() => on.back())
const soon = <T>(ask: () => Promise<T>, message = '') => expect.poll(ask, { message })
const [PAID, BIG, FREE] = [/^Filter: Paid/, /^Filter: Big/, /^Filter: Free/]
const ALL = ['shop', 'orders', 'paid', 'big', 'free']
const steps = async () => (await on.stored()).nodes.map(n => n.id)
/** Marked for styles and tests alike: a group cannot say that it is selected. */
const chosen = () => on.page.locator('[role=group][data-selected]').evaluateAll(all => all.map(card => card.getAttribute('data-id')).sort())
const choose = async () => {
  await on.G('button', 'Open settings of Big ones').click()
  await on.G('button', 'Open settings of Free').click({ modifiers: ['Shift'] })
  await soon(chosen).toEqual(['big', 'free'])
}

describe('a key for one step', () => {
  it('is about the one that has the keyboard, not about the one chosen last', async () => {
    await choose()
    await on.step(BIG).focus()
    await on.press('F2')
    const field = on.step(BIG).getByRole('textbox', { name: 'Step name' })
    await keyboardIn(field)
    await on.page.keyboard.type('Large')
    await on.press('Enter')
    await on.step(/^Filter: Large/).waitFor()
    await soon(chosen).toEqual(['big', 'free'])
    await on.step(/^Filter: Large/).focus()
    await on.press('c')
    await shut(on.G('dialog', 'Connect Large to'))
  })
})

describe('removing', () => {
  it('several asks once, by the act; Escape keeps them and gives the keyboard back', async () => {
    await choose()
    await on.step(FREE).focus()
    await on.press('Delete')
    const asked = on.G('alertdialog', 'Delete 2 steps')
    await asked.getByRole('button', { name: 'Keep it' }).waitFor()
    await shut(asked)
    await soon(on.held).toBe('free')
    await soon(chosen).toEqual(['big', 'free'])
    expect(await steps()).toEqual(ALL)
  })

  it('Enter goes through with it, the keyboard is on a step that is left, and undo brings all back', async () => {
    await choose()
    await on.step(FREE).focus()
    await on.press('Delete')
    const asked = on.G('alertdialog', 'Delete 2 steps')
    await keyboardIn(asked.getByRole('button', { name: 'Delete 2 steps' }))
    await on.press('Enter')
    await on.says('Removed 2 steps.')
    await soon(steps).toEqual(['shop', 'orders', 'paid'])
    await soon(on.held).toMatch(/^(shop|orders|paid)$/)
    await on.press('Control+z')
    await soon(async () => (await steps()).sort()).toEqual([...ALL].sort())
  })

  it('by the tools asks the same, without healing too', async () => {
    await choose()
    await on.G('toolbar', 'Selected steps').getByRole('button', { name: 'Delete steps' }).click()
    await shut(on.G('alertdialog', 'Delete 2 steps'))
    await on.step(FREE).focus()
    await on.press('Shift+Delete')
    const asked = on.G('alertdialog', 'Delete 2 steps')
    await asked.getByRole('button', { name: 'Delete 2 steps' }).click()
    await soon(steps).toEqual(['shop', 'orders', 'paid'])
  })

  it('undo brings the keyboard to what it brought back, and leaves it where it is about something else', async () => {
    await on.step(BIG).focus()
    await on.press('Delete')
    await soon(on.held).toBe('paid')
    await on.press('Control+z')
    await soon(on.held).toBe('big')
    await on.press('Control+Shift+Z')
    await soon(on.held).toBe('paid')
    await on.G('button', 'Rename flow').focus()
    await on.press('Control+z')
    await on.says('Undone: remove Big ones.')
    await on.step(BIG).waitFor()
    await soon(() => on.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Rename flow')
  })

  it('one alone never asks', async () => {
    await on.step(PAID).focus()
    await on.press('Delete')
    await on.says('Removed Paid. Orders now goes to Big ones.')
    await soon(steps).not.toContain('paid')
  })
})

describe('Ctrl with Enter', () => {
  it('tests the flow from a tab and from a button too, which do not take it for a press', async () => {
    const dialog = on.G('dialog', 'Send a test event')
    await on.page.getByRole('tab', { name: /^Runs/ }).click()
    await on.press('Control+Enter')
    await shut(dialog)
    await on.G('button', 'Tidy up').focus()
    await on.press('Control+Enter')
    await shut(dialog)
    await soon(() => on.page.evaluate(() => document.activeElement?.textContent)).toBe('Tidy up')
    expect((await on.stored()).layout).toEqual({
      shop: { x: 0, y: 0 },
      orders: { x: 360, y: 0 },
      paid: { x: 720, y: 0 },
      big: { x: 720, y: 280 },
      free: { x: 0, y: 280 },
    })
  })
})
