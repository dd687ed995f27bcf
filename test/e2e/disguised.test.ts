/**
 * Every page and the main overlays in disguised English (`?lang=en-XA`: accents on every letter, a third longer, in brackets).
 * What is not in disguise did not go through the catalogue and cannot be French; what sticks out was made for English only.
 */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { disguise } from '../../editor/words/pseudo.ts'
import { goodOrders } from '../stand-ins/engine.ts'
import { fits } from './in-sight.ts'
import { openShop, type Shop } from './shop.ts'

let shop: Shop
let flow: string
let run: string
beforeAll(async () => {
  const rows = goodOrders(12, (_, i) => (i === 3 ? { status: 'pending' } : i === 5 ? { email: '' } : {}))
  shop = await openShop('pinterest', { refuses: event => event.event_id === 'A7', why: 'no' }, rows)
  flow = await shop.flow({ name: 'X1' })
  run = (await shop.run(flow)).run
}, 120_000)
afterAll(() => shop?.close())

const MONTHS = ['short', 'long'].flatMap(month =>
  Array.from({ length: 12 }, (_, i) => new Date(2026, i, 1).toLocaleString('en-GB', { month: month as 'short' | 'long' })),
)
/** Names of products and standards, what the shop itself and the first start called theirs, and dates, which `Intl` writes. */
const OWN = new Set([
  ...MONTHS,
  ...(
    'Tributary English Français React Flow attribution SQL Meta Pinterest JSON EUR API HTTP SHA URL IP UTC Ctrl Shift Alt Enter Escape ' +
    'Space Home End Apache License Hanken Grotesk Bricolage JetBrains Mono Open Font CSV YAML ' +
    'orders order_id ordered_at amount email status paid pending csv person example com Purchase map hash out shop ' +
    'Sample purchases both meta pinterest simulator version event_name action_source event_time event_id checkout offline'
  ).split(' '),
])
/** The library of controls speaks the languages it brings, and no disguise. */
const LIBRARY = new Set(['Dismiss', 'Increase', 'Decrease', 'Show suggestions', 'Remove'])
/** Words that stand on the page or are heard, without disguise; "[…]" is what went through the catalogue. */
const bare = async (page: Page): Promise<string[]> => {
  const texts = await page.evaluate(() =>
    [...document.querySelectorAll('body *')]
      // A column's name is its owner's word.
      .filter(element => !element.closest('script, style, svg, pre, code, kbd, textarea, table[aria-rowcount] th'))
      .flatMap(element => [
        ...['aria-label', 'placeholder', 'title', 'alt'].map(name => element.getAttribute(name)),
        ...[...element.childNodes].filter(node => node.nodeType === 3).map(node => node.nodeValue),
      ])
      .filter(text => text !== null),
  )
  const words = (text: string) => (text.match(/(?<![\p{L}\d_@./])[A-Za-z_]{3,}(?![\p{L}\d_@./])/gu) ?? []).filter(word => !OWN.has(word))
  return [...new Set(texts)].filter(text => !LIBRARY.has(text) && words(text).length > 0)
}

type Open = (page: Page) => Promise<unknown>
const named = (page: Page, role: 'button' | 'textbox', english: string) =>
  page.getByRole(role, { name: disguise(english), exact: true }).first()
const any = (selector: string) => (page: Page) => page.locator(selector).first().waitFor()
const pages: [name: string, path: () => string, ready: Open][] = [
  ['flows', () => '/', any('table')],
  ['new flow', () => '/flows/new', any('[role=dialog] button')],
  ['connections', () => '/connections', any('main h2, main li')],
  ['test inbox', () => '/test-inbox', any('main h1')],
  ['settings', () => '/settings', any('[role=radiogroup]')],
  ['runs', () => `/flows/${flow}/runs`, any('table')],
  ['run', () => `/flows/${flow}/runs/${run}`, page => page.locator('table').nth(2).waitFor()],
  ['editor', () => `/flows/${flow}`, any('.react-flow__node')],
  ...['orders', 'paid', 'map', 'hash', 'out'].map((step): [string, () => string, Open] => [
    `settings of ${step}`,
    () => `/flows/${flow}?step=${step}`,
    page => named(page, 'textbox', 'Step name').waitFor(),
  ]),
]
/** One page goes to all of them: nothing is changed on the way, and what it has compiled it need not compile again. */
let page: Page | undefined
const visit = async (path: string, act: Open) => {
  page ??= await (await shop.browser.newContext({ reducedMotion: 'reduce' })).newPage()
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.goto(`${shop.served.url}${path}${path.includes('?') ? '&' : '?'}lang=en-XA`)
  await act(page)
}
const looked = async (page: Page, name: string) => {
  expect.soft(await bare(page), `${name}: not through the catalogue`).toEqual([])
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 })
    await fits(page, width, `${name} at ${width}`)
  }
}

it.each(pages)('%s', { timeout: 120_000 }, (name, path, ready) =>
  visit(path(), async page => {
    await ready(page)
    await looked(page, name)
  }),
)

const overlays: [name: string, open: Open][] = [
  ['publish', page => named(page, 'button', 'Publish').click()],
  ['test event', page => named(page, 'button', 'Send a test event').click()],
  ['commands', page => page.keyboard.press('Control+k')],
]
it.each(overlays)('%s, over a flow', { timeout: 120_000 }, (name, open) =>
  visit(`/flows/${flow}`, async page => {
    await page.locator('.react-flow__node').first().waitFor()
    await open(page)
    await page.getByRole('dialog').first().waitFor()
    await looked(page, name)
  }),
)
