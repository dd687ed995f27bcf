/** The list and the names around it, on one page: what the picture can do, the list does, in every language. */
import type { Locator } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { Served } from '../stand-ins/tributary.ts'
import { boxAtRest } from './at-rest.ts'
import { byWords } from './by-words.ts'
import { type Drawing, withDrawing } from './drawing.ts'
import { shut } from './opened.ts'

let served: Served
let on: Drawing
withDrawing((...made) => {
  ;[on, served] = made
})
const soon = <T>(ask: () => Promise<T>, message = '') => expect.poll(ask, { message })
const row = (name: RegExp) => on.G('row', name)
const cells = (name: RegExp) => row(name).getByRole('gridcell').allInnerTexts()

describe('names', () => {
  it('every region and toolbar has its name, and every kind its button', async () => {
    for (const name of ['Flow header', 'Steps', 'Settings', 'Details', 'Notifications'])
      await on.G('region', name).waitFor({ state: 'attached' })
    await on.G('application', 'Flow canvas').waitFor()
    for (const name of ['Undo', 'Redo', 'Add step', 'Tidy up', 'Zoom out', 'Zoom in', /^Zoom level/, 'Fit to view', 'Show map'])
      await on.G('toolbar', 'Canvas tools').getByRole('button', { name }).waitFor()
    await soon(() => on.G('tablist', 'Details').getByRole('tab').allInnerTexts()).toEqual([
      'Preview',
      expect.stringMatching(/^Problems/),
      'Runs',
      'Flow list',
    ])
    const { kinds } = await served.ask<{ kinds: { title: string }[] }>('/api/catalogue')
    for (const width of [1600, 1280]) {
      await on.page.setViewportSize({ width, height: 1000 })
      for (const { title } of kinds)
        await on
          .G('region', 'Steps')
          .getByRole('button', { name: `Add ${title}`, exact: true })
          .waitFor()
    }
    await on.page.setViewportSize({ width: 1600, height: 1000 })
  })

  it('the header has its buttons at every width, whole and in sight, and a long name hides nothing', async () => {
    await on.G('button', 'Rename flow').click()
    const name = on.G('region', 'Flow header').getByRole('textbox', { name: 'Flow name' })
    await name.fill('A name that somebody wrote a whole sentence into '.repeat(4).trim())
    await name.press('Enter')
    const saved = on.G('status', 'Save state')
    await soon(() => saved.innerText()).toMatch(/^Saved/)
    for (const width of [1600, 1280, 1024, 800, 390, 320]) {
      await on.page.setViewportSize({ width, height: 1000 })
      for (const name of ['Send a test event', 'Run now', 'Publish', 'More flow actions', /^Version:/, /^Schedule:/, /^\d problems?$/]) {
        const button = on.G('region', 'Flow header').getByRole('button', { name, ...(typeof name === 'string' && { exact: true }) })
        const outside = async () => {
          const box = await button.boundingBox()
          return box && Math.max(-box.x, box.x + box.width - width, 24 - box.width, 24 - box.height)
        }
        await soon(outside, `${name} at ${width}`).toBeLessThanOrEqual(0)
      }
      await soon(() => saved.evaluate(words => words.scrollWidth - words.clientWidth), `saved at ${width}`).toBe(0)
    }
    await on.page.setViewportSize({ width: 1600, height: 1000 })
    await on.back()
  })
})

describe('problems', () => {
  it('problems stand in two levels, and each leads to its step', async () => {
    await on.G('tab', /^Problems/).click()
    const list = on.G('list', 'Problems')
    await list.getByRole('heading', { name: /^Must fix/ }).waitFor()
    await list.getByRole('listitem').filter({ hasText: 'Filter receives nothing yet' }).getByRole('button', { name: 'Free' }).click()
    await soon(on.held).toBe('free')
    await soon(() => on.G('region', 'Settings').getByRole('textbox', { name: 'Step name' }).inputValue()).toBe('Free')
  })
})

describe('the list', () => {
  it('has a row a step, in order, with what it does, how it stands and what went through', async () => {
    await on.G('tab', 'Preview').click()
    await on.G('button', 'Open settings of Paid').click()
    await on.G('tabpanel', 'Preview').getByRole('button', { name: 'Preview rows' }).click()
    await on.G('table', 'Rows of Paid').waitFor()
    await on.G('tab', 'Flow list').click()
    const rows = on.G('treegrid', 'Flow list').getByRole('row', { name: /^(Source|Model|Filter):/ })
    await soon(() => rows.evaluateAll(all => all.map(one => one.getAttribute('data-id')))).toEqual([
      'shop',
      'orders',
      'paid',
      'big',
      'free',
    ])
    await soon(() => on.G('treegrid', 'Flow list').getByRole('columnheader').allInnerTexts()).toEqual([
      'Step',
      'What it does',
      'State',
      'Rows',
      'Actions',
    ])
    await soon(async () => (await cells(/^Filter: Paid/)).slice(0, 4)).toEqual([
      expect.stringMatching(/^Paid\s+Filter$/),
      'Status is paid',
      expect.stringMatching(/\d+ kept\s+\d+ out/),
      expect.stringMatching(/^200 → \d+$/),
    ])
  })

  it('has the acts of a step behind its row', async () => {
    for (const name of ['Add step after Paid', 'Connect Paid to...', 'More actions for Paid']) await on.G('button', name).waitFor()
    await on.G('button', 'More actions for Big ones').click()
    await on.G('menuitem', 'Move up in its branch').click()
    await on.says('Moved Big ones up.')
    await soon(on.held).toBe('big')
    await on.press('Control+z')
    await soon(on.wires).toEqual(['orders>paid', 'paid.kept>big', 'shop>orders'])
  })

  it('takes the keys of a step, and stays on its row', async () => {
    await row(/^Filter: Big/).focus()
    await on.press('m')
    await row(/^Filter: Big ones, skipped/).waitFor()
    await on.press('m', 'F2')
    await soon(on.held).toBe('Step name')
    await on.press('Escape')
    await row(/^Filter: Big/).focus()
    await on.press('a')
    await shut(on.G('dialog', 'Add step'))
    // The keyboard is on the row from which it was asked.
    await soon(() => on.page.evaluate(() => document.activeElement?.closest('[role=row]')?.getAttribute('data-id'))).toBe('big')
    await on.press('c')
    await shut(on.G('dialog', 'Connect Big ones to'))
    await row(/^Filter: Big/).focus()
    await on.press('Delete')
    await on.says('Removed Big ones.')
    await soon(() => on.page.evaluate(() => document.activeElement?.closest('[role=row]')?.getAttribute('data-id'))).toBe('paid')
    await on.press('Control+z')
  })

  it('chooses for the picture too', async () => {
    await row(/^Filter: Free/).click()
    await soon(() => on.page.locator('.react-flow__node.selected').getAttribute('data-id')).toBe('free')
  })

  it('is walked by arrows, in English and in French', async () => {
    for (const language of ['en', 'fr']) {
      await on.page.goto(`${served.url}/flows/${on.id}?lang=${language}`)
      await on.page.getByRole('tab').nth(3).click()
      const here = on.page.locator('[role=treegrid] [data-id=paid]')
      await here.focus()
      for (const [key, there] of [
        ['ArrowDown', 'big'],
        ['ArrowUp', 'paid'],
        ['Home', 'shop'],
        ['End', 'free'],
      ] as const) {
        await on.press(key)
        await soon(on.held).toBe(there)
      }
      await here.focus()
      await on.press('ArrowRight')
      await soon(() => on.page.evaluate(() => document.activeElement?.tagName), language).toBe('BUTTON')
    }
  })
})

it('compact, still and in forced colours, it stays usable', async () => {
  const card = on.page.locator('.react-flow__node[data-id=paid]')
  const tall = (await boxAtRest(card)).height
  await on.page.goto(`${served.url}/settings?lang=en`)
  await byWords(on.page.getByRole('radio', { name: 'Compact', exact: true })).click()
  await on.page.emulateMedia({ forcedColors: 'active' })
  await on.page.goto(`${served.url}/flows/${on.id}?lang=en&motion=off`)
  await soon(async () => (await card.boundingBox())?.height ?? tall).toBeLessThan(tall)
  await soon(() => on.page.evaluate(() => document.documentElement.dataset.motion)).toBe('off')
  await on.step(/^Filter: Paid/).focus()
  await on.press(' ')
  await on.G('toolbar', 'Selected step').waitFor()
  await soon(() => card.locator('> *').evaluate(drawn => getComputedStyle(drawn).borderTopStyle)).toBe('solid')
  // The words of the one filled button are not of the colour of what is under them.
  const written = async (thing: Locator) => {
    const image = (await thing.screenshot()).toString('base64')
    return on.page.evaluate(async png => {
      const picture = Object.assign(new Image(), { src: `data:image/png;base64,${png}` })
      await picture.decode()
      const { width, height } = picture
      const canvas = new OffscreenCanvas(width, height).getContext('2d')!
      canvas.drawImage(picture, 0, 0)
      // Its middle, where the words are.
      const { data } = canvas.getImageData(width * 0.3, height * 0.35, width * 0.4, height * 0.3)
      const seen = Map.groupBy(new Uint32Array(data.buffer), pixel => pixel)
      return 1 - Math.max(...[...seen.values()].map(same => same.length)) / (data.length / 4)
    }, image)
  }
  await soon(() => written(on.G('button', 'Publish'))).toBeGreaterThan(0.1)
  const plus = on
    .G('application', 'Flow canvas')
    .getByRole('button', { name: /^Add step after/ })
    .first()
  await plus.hover()
  await soon(() => written(plus)).toBeGreaterThan(0.1)
  const skip = on.G('link', 'Skip to flow')
  await skip.focus()
  await soon(() => written(skip)).toBeGreaterThan(0.1)
})
