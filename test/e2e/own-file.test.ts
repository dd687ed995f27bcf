/** A shop's own file, as a French spreadsheet saves it, on a phone: from nothing to an accepted test event, in French. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { violations } from '../stand-ins/axe.ts'
import { openBrowser } from '../stand-ins/browser.ts'
import { type Served, serve } from '../stand-ins/tributary.ts'
import { fits } from './in-sight.ts'

let browser: Browser
let served: Served
beforeAll(async () => {
  ;[browser, served] = await Promise.all([openBrowser(), serve()])
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await served?.stop()
})

const WIDTH = 390
/** The last days. Written day first and without a zone, the hash step and the model have to be told so first. */
const dayOf = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)
const line = (n: number) =>
  `CMD-${1000 + n};${dayOf(1 + (n % 5))}T${10 + (n % 9)}:15:00+01:00;client${n}@exemple.fr;06 12 34 5${n % 10} 2${n % 10};Zoé;Lefèvre;1 2${10 + n},50;EUR;France`
const csv = [
  'N° commande;Date d’achat;Courriel client;Tél. mobile;Prénom;Nom de famille;Montant TTC;Devise;Pays',
  ...Array.from({ length: 30 }, (_, n) => line(n)),
].join('\r\n')

it('goes from the file to an accepted event, and says nothing in English', { timeout: 120_000 }, async () => {
  const context = await browser.newContext({
    viewport: { width: WIDTH, height: 844 },
    colorScheme: 'dark',
    reducedMotion: 'reduce',
    hasTouch: true,
    timezoneId: 'Europe/Paris',
  })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', error => faults.push(error.message))
  const button = (name: string | RegExp) => page.getByRole('button', { name }).last()
  let shots = 0
  const looked = async () => {
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/own-file-${String(++shots).padStart(2, '0')}.png` })
    await expect.poll(() => english(page)).toEqual([])
    await fits(page, WIDTH)
  }
  const add = async (kind: RegExp) => {
    await button(/^Ajouter une étape après/).click()
    await page.getByRole('option', { name: kind }).click()
    await page.getByRole('option').first().waitFor({ state: 'detached' })
  }
  const open = (step: RegExp) => page.getByRole('row', { name: step }).click()
  const close = () => button('Fermer').click()

  await page.goto(`${served.url}/flows/new?lang=fr`)
  await looked()
  await button('Flux vide').click()
  await button('Commencer par une source').click()
  await looked()
  await page.getByRole('option', { name: /^Fichier/ }).click()
  await open(/^Source: Fichier/)
  const picked = page.waitForEvent('filechooser')
  await button('Choisir un fichier').click()
  await (await picked).setFiles({ name: 'ventes novembre.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
  await page.getByText(/^Importé le/).waitFor()
  await looked()
  await close()

  // Its table came with it.
  await open(/ventes novembre/i)
  await page.getByRole('dialog').getByText('N° commande').first().waitFor()
  await looked()
  await close()
  await add(/^Associer les champs/)
  await open(/^Associer les champs/)
  await button(/^Accepter toutes les suggestions/).waitFor()
  await looked()
  await button(/^Accepter toutes les suggestions/).click()
  await close()
  await add(/Boîte de test/)
  await open(/^Hacher l’identité/)
  await looked()
  await close()

  await button('Autres actions du flux').click()
  await looked()
  await page.keyboard.press('Escape')
  await page.getByRole('menuitem').first().waitFor({ state: 'detached' })
  await button('Tester un événement').click()
  const dialog = page.getByRole('dialog', { name: 'Tester un événement' })
  await dialog.getByRole('button', { name: 'Envoyer', exact: true }).click()

  await page.getByRole('region', { name: 'Résultat' }).filter({ hasText: 'Accepté' }).waitFor()
  await looked()
  expect(await violations(page)).toEqual([])
  await context.close()
  expect(faults).toEqual([])
})

/** Texts and names on the page that hold words which only English has. */
const english = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const tells = /\b(the|is|are|was|with|without|not|this|that|which|yet|and|of|to|step|rows?|problems?|suggested|perhaps)\b/
    const texts = [...document.querySelectorAll('body *')]
      .filter(element => !element.closest('script, style, pre, code'))
      .flatMap(element => [
        element.getAttribute('aria-label'),
        ...[...element.childNodes].filter(n => n.nodeType === 3).map(n => n.nodeValue),
      ])
    return [...new Set(texts.filter(text => text && tells.test(text)).map(String))]
  })
