/** A template over a table of one's own: from a page of problems to none, by the buttons that they come with. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { templates } from '../../server/flows/templates.ts'
import { openShop, type Shop } from './shop.ts'

let shop: Shop
let flow: string
beforeAll(async () => {
  shop = await openShop('meta')
  const at = new Date(Date.now() - 3_600_000).toISOString()
  const header = 'N° commande,Date commande,Statut,Montant TTC,Devise,Adresse e-mail,Téléphone,Prénom,Nom,Code postal,Pays'
  const rows = [1, 2, 3].map(n => `R-${n},${at},paid,12.50,EUR,zoe${n}@example.com,061234567${n},Zoé,Martin,75001,France`)
  writeFileSync(join(shop.data, 'commandes.csv'), [header, ...rows, ''].join('\n'))
  const document = structuredClone(templates.find(({ document }) => document.name === 'Purchases to Meta')!.document)
  Object.assign(document.nodes[0]!, { kind: 'file', config: { path: 'commandes.csv' } })
  flow = (await shop.ask<{ id: string }>('/api/flows', 'POST', { document })).id
})
afterAll(() => shop?.close())

it('presses its way through the repairs, connects the account and sends', { timeout: 120_000 }, () =>
  shop.visit(`/flows/${flow}`, {}, async page => {
    const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click()
    await page.getByRole('tab', { name: /^Problems/ }).click()
    await press('Use commandes')
    await press('Use N° commande')
    await press('Use Statut')
    await press('Use Date commande')
    await press('Use what fits in 9 fields')
    await press('Use Devise')
    await press('Leave IP address out')
    await press('Leave Browser out')
    await page.getByText('Must fix 1').waitFor()

    // The connection that the template names is made where it is missed, and the problem is gone with it.
    await page.getByText('Sends to meta-main').click()
    await press('New connection')
    const dialog = page.getByRole('dialog')
    expect(await dialog.getByLabel('Name', { exact: true }).inputValue()).toBe('meta-main')
    await dialog
      .getByLabel(/Dataset ID/)
      .first()
      .fill('549')
    await dialog
      .getByLabel(/Access token/)
      .first()
      .fill('T')
    await dialog.getByRole('button', { name: 'Save connection' }).click()
    await page.getByText('Must fix 1').waitFor({ state: 'detached' })
    expect(await page.getByText('There is no connection called').count()).toBe(0)
    await press('Publish')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Publish/ })
      .click()
    await expect.poll(async () => (await shop.ask<{ live: number | null }>(`/api/flows/${flow}`)).live).toBe(1)
    const { paths } = await shop.run(flow)
    expect(paths[0]!.tally).toMatchObject({ read: 3, delivered: 3 })
  }),
)
