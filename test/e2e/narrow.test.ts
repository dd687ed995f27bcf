/** A phone in somebody's pocket: in French and in longer words than any, nothing is cut, said twice or wider than the screen. */
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { boxAtRest } from './at-rest.ts'
import { openShop, type Shop } from './shop.ts'

let shop: Shop
let run: string
beforeAll(async () => {
  shop = await openShop('meta')
  await shop.ask('/api/flows/sample/publish', 'POST', {})
  run = (await shop.run('sample')).run
})
afterAll(() => shop?.close())

const WIDE = 390
const PHONE = { viewport: { width: WIDE, height: 844 }, hasTouch: true, isMobile: true }
async function onPhone(path: string, language: string, act: (page: Page) => Promise<void>, device: BrowserContextOptions = PHONE) {
  const context = await shop.browser.newContext(device)
  const page = await context.newPage()
  await page.goto(`${shop.served.url}${path}${path.includes('?') ? '&' : '?'}lang=${language}`)
  await act(page)
  await context.close()
}
const asWide = (page: Page) => expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(WIDE)

describe('in words a third longer', () => {
  it('Settings and the page of a run are as wide as the screen', async () => {
    await onPhone('/settings', 'en-XA', async page => {
      await page.getByRole('radiogroup').first().waitFor()
      await asWide(page)
    })
    await onPhone(`/flows/sample/runs/${run}`, 'en-XA', async page => {
      await page.getByRole('table').first().waitFor()
      await asWide(page)
    })
  })

  it('a name of two hundred letters without a gap widens nothing', async () => {
    const name = 'n'.repeat(200)
    const { document } = await shop.ask<{ document: object }>('/api/flows/sample')
    const { id } = await shop.ask<{ id: string }>('/api/flows', 'POST', { document: { ...document, name } })
    for (const path of ['/', `/flows/${id}`, `/flows/${id}/runs`])
      await onPhone(path, 'en', async page => {
        await page.getByText(name).first().waitFor()
        await asWide(page)
      })
  })
})

describe('four times as large, in French', () => {
  const LARGE = { viewport: { width: 320, height: 256 }, reducedMotion: 'reduce' } as const
  it('whatever the keyboard comes to in a flow is in sight, under nothing else', () =>
    onPhone(
      '/flows/sample',
      'fr',
      async page => {
        // What the last run left is known, and the rows have their heights.
        await page.getByRole('row', { name: /^Source.*fait/ }).waitFor()
        await boxAtRest(page.getByRole('row').last())
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
        /** What has the keyboard: its name, and whether its middle can be pressed. */
        const now = () =>
          page.evaluate(() => {
            const on = document.activeElement as HTMLElement
            const { left, top, width, height } = on.getBoundingClientRect()
            const seen = on.contains(document.elementFromPoint(left + width / 2, top + height / 2))
            return { name: on.getAttribute('aria-label') ?? on.textContent, seen, ahead: on.closest('[data-region="details"]') !== null }
          })
        const hidden: (string | null)[] = []
        let stops = 0
        do {
          await page.keyboard.press('Tab')
          const { name } = await now()
          await expect
            .poll(async () => (await now()).seen)
            .toBe(true)
            .catch(() => hidden.push(name))
        } while (!(await now()).ahead && stops++ < 60)
        expect(hidden).toEqual([])
        expect(stops).toBeGreaterThan(10)
        // What is below fills the screen.
        await page.getByRole('tab', { name: /^Exécutions/ }).press('Enter')
        await expect.poll(async () => (await boxAtRest(page.getByRole('tabpanel'))).height).toBeGreaterThan(150)
      },
      LARGE,
    ))
})

it('a phone that is turned on its side keeps what is open, and where one types', () =>
  onPhone('/flows/sample', 'en', async page => {
    const settings = page.getByRole('dialog')
    const field = settings.getByRole('textbox', { name: 'Step name' })
    const typing = () => field.evaluate(it => document.activeElement === it)
    await page.getByRole('row', { name: /^Filter/ }).tap({ position: { x: 60, y: 15 } })
    await field.fill('Sie')
    await page.setViewportSize({ width: PHONE.viewport.height, height: WIDE })
    await expect.poll(async () => (await boxAtRest(settings)).width).toBeGreaterThan(WIDE)
    expect(await typing()).toBe(true)
    await page.keyboard.type('ve')
    await expect.poll(() => field.inputValue()).toBe('Sieve')
    await page.goBack()
    await settings.waitFor({ state: 'detached' })
    await page.getByRole('row', { name: /Sieve/ }).waitFor()
    // It is where it was, and the flow has the screen.
    expect(new URL(page.url()).pathname).toBe('/flows/sample')
    await page.getByRole('button', { name: 'Undo' }).tap()
    await page.getByRole('row', { name: /Sieve/ }).waitFor({ state: 'detached' })
  }))

describe('Back', () => {
  it('leaves what fills the screen, and returns to the row', async () => {
    const nodes = [{ id: 'alone', kind: 'filter', name: 'Sieve', config: {} }]
    await shop.ask('/api/flows', 'POST', { document: { tributary: 1, name: 'Way back', nodes, edges: [] } })
    await onPhone('/', 'en', async page => {
      const dialog = page.getByRole('dialog')
      const row = page.getByRole('row', { name: /^Filter/ })
      const held = () => page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.id ?? null)
      await page.getByRole('link', { name: 'Way back' }).tap()
      await row.tap({ position: { x: 60, y: 15 } })
      await dialog.getByRole('textbox', { name: 'Step name' }).waitFor()
      await page.goBack()
      await dialog.waitFor({ state: 'detached' })
      await expect.poll(held).toBe('alone')

      // From page to page, and back by the same way.
      await page.getByRole('tab', { name: /^Problems/ }).tap()
      const problem = page.getByRole('list', { name: 'Problems' }).getByRole('button', { name: 'Sieve' }).first()
      await problem.tap()
      await dialog.getByRole('heading', { name: 'Sieve' }).waitFor()
      await page.goBack()
      await dialog.waitFor({ state: 'detached' })
      // Pressed with the first frame, while it still fades in, Back takes it away whole.
      await problem.evaluate(async (button: HTMLElement) => {
        button.click()
        await new Promise(requestAnimationFrame)
        history.back()
      })
      await dialog.waitFor({ state: 'detached' })
      await problem.waitFor()
      await page.goBack()
      await problem.waitFor({ state: 'detached' })
      await expect.poll(held).toBe('alone')

      // Closed by its own button and opened again at once, it is one thing to leave.
      await row.tap({ position: { x: 60, y: 15 } })
      await dialog.getByRole('button', { name: 'Close', exact: true }).evaluate(async (button: HTMLElement) => {
        button.click()
        await new Promise(requestAnimationFrame)
        document.querySelector<HTMLElement>('[role="row"][data-id="alone"]')?.click()
      })
      await dialog.getByRole('textbox', { name: 'Step name' }).waitFor()
      await page.goBack()
      await dialog.waitFor({ state: 'detached' })
      await row.waitFor()

      // Closed by its own button it leaves nothing behind: Back leaves the flow.
      await row.tap({ position: { x: 60, y: 15 } })
      await dialog.getByRole('button', { name: 'Close', exact: true }).tap()
      await dialog.waitFor({ state: 'detached' })
      await page.getByRole('button', { name: 'Show picture' }).tap()
      await page.getByRole('button', { name: 'Show list' }).tap()
      await expect.poll(() => page.evaluate(() => history.state.over ?? 0)).toBe(0)
      await page.goBack()
      await page.getByRole('heading', { name: 'Flows', level: 1 }).waitFor()
    })
  })

  it('leaves a dialog and no more, whatever it lies over', async () => {
    const id = await shop.draft({ name: 'Dialogs' })
    await onPhone('/', 'en', async page => {
      const over = () => page.evaluate(() => history.state.over ?? 0)
      const gone = (name: string) => page.getByRole('dialog', { name }).waitFor({ state: 'detached' })
      await page.getByRole('link', { name: 'Dialogs' }).tap()
      await page.getByRole('button', { name: 'Publish', exact: true }).tap()
      await page.getByRole('dialog', { name: 'Publish Dialogs' }).waitFor()
      await page.goBack()
      await gone('Publish Dialogs')
      // Over the settings: first itself, then they.
      await page.getByRole('row', { name: /^Filter/ }).tap({ position: { x: 60, y: 15 } })
      const settings = page.getByRole('dialog', { name: 'Settings of Filter' })
      await settings.getByRole('button', { name: 'Save as segment' }).tap()
      await page.getByRole('dialog', { name: 'Save as segment' }).waitFor()
      await expect.poll(over).toBe(2)
      await page.goBack()
      await gone('Save as segment')
      // The menu of steps is such a thing too.
      await page.getByRole('button', { name: 'Close', exact: true }).tap()
      await page.getByRole('button', { name: 'Add step after Map fields' }).tap()
      await page.getByRole('dialog', { name: 'Add step' }).waitFor()
      await expect.poll(over).toBe(1)
      await page.goBack()
      await gone('Add step')
      await page.getByRole('row', { name: /^Filter/ }).tap({ position: { x: 60, y: 15 } })
      await settings.waitFor()
      // What is open when the page is loaded again is left by one press as well.
      await page.reload()
      await settings.waitFor()
      await expect.poll(over).toBe(1)
      await page.goBack()
      await gone('Settings of Filter')
      // A phone that is turned while they are open has nothing left to go back from.
      await page.getByRole('row', { name: /^Filter/ }).tap({ position: { x: 60, y: 15 } })
      await settings.waitFor()
      await page.setViewportSize({ width: 1024, height: 844 })
      await page.getByRole('region', { name: 'Settings' }).waitFor()
      await expect.poll(over).toBe(0)
      expect(new URL(page.url()).pathname).toBe(`/flows/${id}`)
      await page.goBack()
      await page.getByRole('heading', { name: 'Flows', level: 1 }).waitFor()
      // As on a page of its own, so beside the flows.
      await page.getByRole('button', { name: 'New flow', exact: true }).tap()
      await page.getByRole('dialog', { name: 'New flow' }).waitFor()
      await page.goBack()
      await gone('New flow')
      // What is behind stays where it is.
      await page.setViewportSize({ width: WIDE, height: 400 })
      const menu = page.getByRole('button', { name: /^More actions for/ }).last()
      await menu.evaluate(it => it.scrollIntoView({ block: 'center' }))
      const scrolled = await page.evaluate(() => scrollY)
      expect(scrolled).toBeGreaterThan(50)
      await menu.tap()
      await page.getByRole('menuitem', { name: 'Delete flow' }).tap()
      const question = page.getByRole('alertdialog', { name: 'Delete flow' })
      await question.waitFor()
      await expect.poll(over).toBe(1)
      expect(await page.evaluate(() => scrollY)).toBe(scrolled)
      await page.goBack()
      await question.waitFor({ state: 'detached' })
      expect(new URL(page.url()).pathname).toBe('/')
      // Whoever goes on with the press that closes it arrives, and comes back by one press.
      await page.getByRole('button', { name: 'New flow', exact: true }).tap()
      await page.getByRole('dialog', { name: 'New flow' }).getByRole('button', { name: 'Close' }).waitFor()
      const index = await page.evaluate(() => history.state.__TSR_index)
      await page.evaluate(async () => {
        const link = document.querySelector<HTMLElement>('a[href="/settings"]')!
        const { go } = history
        history.go = by => {
          go.call(history, by)
          link.click()
        }
        document.querySelector<HTMLElement>('[role=dialog] button[aria-label=Close]')!.click()
      })
      await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor()
      await expect.poll(() => page.evaluate(() => history.state.__TSR_index)).toBe(index)
      await page.goBack()
      await page.getByRole('heading', { name: 'Flows', level: 1 }).waitFor()
      await expect.poll(over).toBe(0)
    })
  })
})

describe('in French', () => {
  it('the settings of a step say its name once, and a column can be read to its end', () =>
    onPhone('/flows/sample?step=map', 'fr', async page => {
      const sheet = page.getByRole('dialog', { name: 'Réglages : Associer les champs' })
      const currency = sheet.locator('[data-field="currency"]')
      await currency.waitFor()
      expect(await sheet.getByText('Associer les champs', { exact: false }).count()).toBe(1)
      const columns = sheet.locator('[data-field] input')
      await expect.poll(() => columns.count()).toBeGreaterThan(5)
      const cut = await columns.evaluateAll(all =>
        (all as HTMLInputElement[]).filter(one => one.scrollWidth > one.clientWidth).map(one => one.value),
      )
      expect(cut).toEqual([])
    }))

  it('each result of a run stays on one line', () =>
    onPhone('/flows/sample/runs', 'fr', async page => {
      // As many as there are: the schedule of the flow adds one at every half hour.
      const results = page.getByRole('table', { name: 'Exécutions' }).getByText(/^Terminée/)
      await results.first().waitFor()
      for (const result of await results.all()) expect((await boxAtRest(result)).height).toBeLessThan(40)
    }))

  it('the sign of a state stands beside its words, however long they are', async () => {
    const nodes = [{ id: 'alone', kind: 'filter', config: {} }]
    const { id } = await shop.ask<{ id: string }>('/api/flows', 'POST', { document: { tributary: 1, name: 'Lone', nodes, edges: [] } })
    await onPhone(`/flows/${id}`, 'fr', async page => {
      const line = page.getByRole('row', { name: /^Filtre/ }).locator('[data-tone="problem"]')
      await line.waitFor()
      const [sign, words] = [line.locator('> *').first(), line.locator('> *').nth(1)]
      const [left, right] = [await boxAtRest(sign), await boxAtRest(words)]
      expect(right.height).toBeGreaterThan(30)
      expect(left.x + left.width).toBeLessThanOrEqual(right.x)
      expect(left.y).toBeLessThan(right.y + 17)
    })
  })
})
