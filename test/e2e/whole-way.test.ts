/**
 * The way that matters most, to its end: publish, run, read the numbers, find one order, see why the platform refused it and
 * what it said, repair the flow, send the order again, see it accepted. One script, with the words of either catalogue.
 */
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { violations } from '../stand-ins/axe.ts'
import { goodOrders } from '../stand-ins/engine.ts'
import { byWords } from './by-words.ts'
import { fits, inSight } from './in-sight.ts'
import { openShop, type Shop } from './shop.ts'
import { type Spoken, type Words, wordsOf } from './spoken.ts'

/** As long as shops make them, and without a place where it could break. */
const LONG = 'WEB-FR-PARIS-RIVOLI-20261126-000000000001234567-AFTERNOON-2'
const WHY =
  'The currency SEK is not among the currencies that this ad account reports in (EUR, USD), so the value of this event cannot be attributed; change the currency of the event or of the account and send it again.'
const orders = goodOrders(12, (_, i) => (i === 3 ? { status: 'pending' } : i === 5 ? { email: '' } : {})).map((order, i) => ({
  ...order,
  ...(i === 7 && { order_id: LONG }),
  currency: [2, 7, 9].includes(i) ? 'SEK' : 'EUR',
  billed_in: 'EUR',
}))

/** Screens that no other walk looks at with a screen reader's eyes. */
const NEW = new Set(['run-in-editor', 'order', 'send-again'])
let shop: Shop
beforeAll(async () => {
  shop = await openShop('pinterest', { refuses: event => event.custom_data?.currency === 'SEK', why: WHY }, orders)
}, 90_000)
afterAll(() => shop?.close())

const LANGUAGES = { en: 'English', fr: 'Français' } as const
it.each(Object.keys(LANGUAGES) as Spoken[])('leads from a refusal to an accepted order, in %s', { timeout: 420_000 }, async language => {
  const flow = await shop.draft({
    name: `Orders ${language}`,
    account: language === 'en' ? '549' : '550',
    fields: { currency: { column: 'currency' } },
  })
  await shop.visit('/settings', {}, async page => {
    if (language !== 'en') {
      // The page comes anew in that language: there is no radio left to be looked at.
      await byWords(page.getByRole('radio', { name: LANGUAGES[language], exact: true })).click({ noWaitAfter: true })
      await page.waitForURL(url => !url.search)
    }
    const walk = walker(page, language)
    await page.goto(`${shop.served.url}/flows/${flow}`)
    await publish(walk)
    await runNow(walk)
    await readNumbers(walk)
    await findOrder(walk)
    await repair(walk, flow)
    await publish(walk)
    await sendAgain(walk, flow)
    await seeAccepted(walk)
  })
})

interface Walk extends Words {
  page: Page
  button(english: string, values?: Parameters<Words['say']>[1]): Locator
  /** Looks at the screen: nothing sticks out on a wide screen or a phone, in light or dark, and everybody can use it. */
  look(name: string): Promise<void>
}
function walker(page: Page, language: Spoken): Walk {
  const words = wordsOf(language)
  let screens = 0
  return {
    ...words,
    page,
    button: (english, values) => page.getByRole('button', { name: words.say(english, values), exact: true }).first(),
    async look(name) {
      screens++
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 900 })
        await fits(page, width, `${name} at ${width}`)
        if (!process.env.SHOTS) continue
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme })
          await page.waitForTimeout(300)
          const path = `${process.env.SHOTS}/way-${language}-${String(screens).padStart(2, '0')}-${name}-${width}-${colorScheme}.png`
          await page.screenshot({ path, fullPage: true })
        }
        await page.emulateMedia({ colorScheme: 'light' })
      }
      await page.setViewportSize({ width: 1280, height: 900 })
      // What everybody can use in one language, they can in the other: the names are all that differs.
      if (language === 'en' && NEW.has(name)) expect(await violations(page)).toEqual([])
    },
  }
}

async function publish({ page, button, say, look }: Walk) {
  await button('Publish').click()
  await page
    .getByRole('list', { name: say('Changes') })
    .getByRole('listitem')
    .first()
    .waitFor()
  await look('publish')
  await button('Publish version').click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}
async function runNow({ page, button, look, say }: Walk) {
  await button('Run now').click()
  await page.getByRole('tab', { name: say('Runs') }).click()
  const table = page.getByRole('table', { name: say('Runs'), exact: true })
  await table
    .getByText(say('Done with {more}', { more: say('{flaws} and {at}', { flaws: say('rejections'), at: say('rows held back') }) }))
    .waitFor()
  await look('run-in-editor')
  await table.getByRole('rowheader').getByRole('link').first().click()
}
async function readNumbers({ page, say, look }: Walk) {
  const summary = page.getByRole('status', { name: say('Run summary') })
  await summary.filter({ hasText: say('{rejected, plural, other {# rejected}}', { rejected: 3 }) }).waitFor()
  const said = await summary.innerText()
  for (const part of [
    say('{read, plural, one {# row} other {# rows}} in', { read: 12 }),
    say('{filtered, plural, other {# left out}}', { filtered: 1 }),
    say('{invalid, plural, other {# held back}}', { invalid: 1 }),
    say('{delivered, plural, other {# accepted}}', { delivered: 7 }),
  ])
    expect(said).toContain(part)
  await page
    .getByRole('table', { name: say('Reasons') })
    .getByText(WHY, { exact: false })
    .first()
    .waitFor()
  await page.getByRole('table', { name: say('Requests') }).waitFor()
  await look('run')
}
async function findOrder({ page, button, say, look }: Walk) {
  await page.getByRole('searchbox', { name: say('Key of a row, for example an order number') }).fill(LONG)
  await button('Explain row').click()
  const told = page.getByRole('status', { name: say('Explanation') })
  await told.getByText(say('The platform rejected it')).first().waitFor()
  await told
    .getByText(`${say('The platform rejected it')}`)
    .filter({ hasText: WHY })
    .first()
    .waitFor()
  await look('order')
  await told
    .getByRole('button', { name: /./ })
    .filter({ hasText: new RegExp(`^${say('Show')}$`) })
    .first()
    .click()
  const dialog = page.getByRole('dialog')
  await dialog
    .getByRole('region', { name: say('What we sent') })
    .getByText(LONG, { exact: false })
    .first()
    .waitFor()
  await dialog
    .getByRole('region', { name: say('What the platform said') })
    .getByText(WHY, { exact: false })
    .first()
    .waitFor()
  await look('request')
  await page.keyboard.press('Escape')
}
async function repair({ page, say, tell, look }: Walk, flow: string) {
  await page.goto(`${shop.served.url}/flows/${flow}?step=map`)
  const currency = page.getByRole('combobox', { name: tell('Currency'), exact: true })
  // What the columns hold comes in after the page has, and the list with it.
  await page.getByRole('meter', { name: say('Match readiness') }).waitFor()
  await (await inSight(currency)).click()
  await page.getByRole('option', { name: /^billed_in/ }).click()
  await expect.poll(() => currency.inputValue()).toBe('billed_in')
  await look('repair')
}
async function sendAgain({ page, button, say, look }: Walk, flow: string) {
  await page.goto(`${shop.served.url}/flows/${flow}/runs`)
  await page.getByRole('table', { name: say('Runs'), exact: true }).waitFor()
  await look('runs')
  await page
    .getByRole('table', { name: say('Runs'), exact: true })
    .getByRole('rowheader')
    .getByRole('link')
    .first()
    .click()
  await button('Send rejected rows again').click()
  const question = page.getByRole('alertdialog')
  await question
    .getByRole('status', { name: say('What would leave') })
    .getByText('3', { exact: false })
    .first()
    .waitFor()
  await look('send-again')
  // The run is quicker than the page: it learns that nothing is left to send before it has all answers about its press.
  const ended = async () => (await shop.served.ask<{ state: string }[]>(`/api/flows/${flow}/runs`))[0]?.state === 'succeeded'
  await page.route(`**/api/flows/${flow}/rejected?*`, async route => {
    await expect.poll(ended).toBe(true)
    await route.continue()
  })
  await page.route(`**/api/flows/${flow}/replay`, async route => {
    await question.waitFor({ state: 'detached' })
    await route.continue()
  })
  await question.getByRole('button').last().click()
  await question.waitFor({ state: 'detached' })
}
async function seeAccepted({ page, button, say, look }: Walk) {
  const summary = page.getByRole('status', { name: say('Run summary') })
  await summary.filter({ hasText: say('{delivered, plural, other {# accepted}}', { delivered: 3 }) }).waitFor()
  await page.getByRole('searchbox', { name: say('Key of a row, for example an order number') }).fill(LONG)
  await button('Explain row').click()
  await page
    .getByRole('status', { name: say('Explanation') })
    .getByText(say('The platform accepted it'))
    .first()
    .waitFor()
  await look('accepted')
}
