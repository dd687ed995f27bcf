/** What is done faster than a slow device can draw is not lost, and the keyboard is never nowhere. */
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { MOUSE, smallTargets } from '../stand-ins/targets.ts'
import type { Served } from '../stand-ins/tributary.ts'
import { withPage } from './on-page.ts'

let served: Served
let page: Page
withPage(on => {
  ;({ served, page } = on)
})

const made = (config: object) =>
  served.ask<{ id: string }>('/api/flows', 'POST', {
    document: {
      tributary: 1,
      name: 'Slow',
      nodes: [
        { id: 'shop', kind: 'sample', config: {} },
        { id: 'orders', kind: 'table', config: { table: 'orders', key: ['order_id'] } },
        { id: 'paid', kind: 'filter', config },
      ],
      edges: [
        { from: 'shop', to: 'orders' },
        { from: 'orders', to: 'paid' },
      ],
    },
  })

it('a value that is typed and entered before its list is drawn stays, also when the field is left', async () => {
  const { id } = await made({ where: { match: 'all', conditions: [{ column: 'status', op: 'is' }] } })
  const kept = async () =>
    (await served.ask<{ document: { nodes: { config: { where?: { conditions: unknown[] } } }[] } }>(`/api/flows/${id}`)).document.nodes[2]!
      .config.where?.conditions
  await page.goto(`${served.url}/flows/${id}?lang=en&step=paid`)
  const value = page.getByRole('combobox', { name: 'Value' })
  await value.waitFor()
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 20 })
  await value.fill('paid')
  await page.keyboard.press('Enter')
  await expect.poll(() => value.inputValue()).toBe('paid')
  await page.getByRole('textbox', { name: 'Step name' }).focus()
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 })
  await expect.poll(kept).toEqual([{ column: 'status', op: 'is', value: 'paid' }])
  await page.getByRole('textbox', { name: 'Step name' }).fill('Paid')
  await page.getByRole('group', { name: /^Filter: Paid/ }).waitFor()
  await expect.poll(kept).toEqual([{ column: 'status', op: 'is', value: 'paid' }])
  // Emptied by hand, it is gone.
  await value.fill('')
  await page.getByRole('textbox', { name: 'Step name' }).focus()
  await expect.poll(kept).toEqual([{ column: 'status', op: 'is' }])
})

it('a flow that opens smaller than drawn has targets of full size from its first frame', async () => {
  await page.goto(`${served.url}/flows/sample?lang=en`)
  await page.locator('.react-flow__node').first().waitFor()
  expect(Number.parseInt((await page.getByRole('button', { name: 'Zoom level' }).textContent()) ?? '', 10)).toBeLessThan(100)
  expect(await smallTargets(page, MOUSE)).toEqual([])
})

it('a note that is written faster than its field is drawn loses no letter; an add menu opened from it gives the keyboard back', async () => {
  const { id } = await made({})
  await page.goto(`${served.url}/flows/${id}?lang=en`)
  await page.getByRole('group', { name: /^Filter:/ }).focus()
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 20 })
  await page.keyboard.press('Shift+S')
  await page.keyboard.type('Ask the shop')
  await page.keyboard.press('Escape')
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 })
  await page.getByRole('group', { name: /^Note: Ask the shop/ }).focus()
  await page.keyboard.press('l')
  const row = page.getByRole('row', { name: /^Note: Ask the shop/ })
  await row.focus()
  await page.keyboard.press('a')
  await page.getByRole('dialog', { name: 'Add step' }).waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(() => row.evaluate(element => element === document.activeElement)).toBe(true)
})

it('undoing everything, and doing it again, leaves the keyboard in the flow', async () => {
  const { id } = await served.ask<{ id: string }>('/api/flows', 'POST', { document: { tributary: 1, name: 'Empty', nodes: [], edges: [] } })
  await page.goto(`${served.url}/flows/${id}?lang=en`)
  await page.getByRole('button', { name: 'Start with a source' }).click()
  await page.getByRole('option', { name: /^Sample shop orders/ }).click()
  await page.getByRole('group', { name: /^Model:/ }).waitFor()
  await page.keyboard.press('Control+z')
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent)
  await expect.poll(focused).toBe('Start with a source')
  await page.keyboard.press('Control+Shift+Z')
  await expect.poll(focused).toMatch(/^(Source|Model): /)
  await page.keyboard.press('Delete')
  await expect.poll(focused).toMatch(/^(Source|Model): /)
})

it('a key after a press on another step is for that step, however late the next frame', async () => {
  const { id } = await made({})
  await page.goto(`${served.url}/flows/${id}?lang=en`)
  const step = (name: RegExp) => page.getByRole('group', { name })
  const held = (name: RegExp) => expect.poll(() => step(name).evaluate(it => it === document.activeElement)).toBe(true)
  await step(/^Model:/).focus()
  // From now on no frame is told.
  await page.evaluate(() => {
    window.requestAnimationFrame = () => 0
  })
  await page.keyboard.press('ArrowRight')
  await held(/^Filter:/)
  await step(/^Model:/).click({ position: { x: 150, y: 60 } })
  await held(/^Model:/)
  await page.keyboard.press('Delete')
  await expect
    .poll(async () => (await served.ask<{ document: { nodes: { id: string }[] } }>(`/api/flows/${id}`)).document.nodes.map(n => n.id))
    .toEqual(['shop', 'paid'])
})
