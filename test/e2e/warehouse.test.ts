/** A warehouse as a person connects it: the form, the script that makes a login, and a trial that says which station failed. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { violations } from '../stand-ins/axe.ts'
import { type BigQuery, startBigQuery } from '../stand-ins/bigquery.ts'
import { openBrowser } from '../stand-ins/browser.ts'
import { ordersTable } from '../stand-ins/duck.ts'
import { type Served, serve } from '../stand-ins/tributary.ts'
import { boxAtRest } from './at-rest.ts'
import { fits } from './in-sight.ts'

let browser: Browser
let served: Served
let bigquery: BigQuery
beforeAll(async () => {
  ;[browser, served, bigquery] = await Promise.all([openBrowser(), serve(), startBigQuery([ordersTable('orders')])])
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await served?.stop()
  await bigquery?.close()
})
const shot = async (page: Page, name: string) => process.env.SHOTS && page.screenshot({ path: `${process.env.SHOTS}/${name}.png` })

it('is added with what the form asks for, tried, and then chosen for a step', { timeout: 120_000 }, async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 1000 }, reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto(`${served.url}/connections?lang=en`)
  await page.getByRole('button', { name: 'Add connection' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Add connection' })
  await dialog
    .getByRole('combobox', { name: 'Kind of connection' })
    .or(dialog.getByRole('button', { name: /Kind of connection/ }))
    .first()
    .click()
  await shot(page, 'kinds')
  await page.getByRole('option', { name: /Google BigQuery/ }).click()

  await dialog.getByText('Make a login that can only read').click()
  await expect.poll(() => dialog.getByRole('region', { name: 'Script to copy' }).innerText()).toContain('roles/bigquery.dataViewer')
  const { project, location, dataset, private_key_json, endpoint } = bigquery.connection
  await dialog.getByLabel('Project').fill(project)
  await dialog.getByLabel('Location').fill(location)
  await dialog.getByLabel('Dataset').fill(dataset)
  await dialog.getByText('More settings').click()
  await dialog.getByLabel('Endpoint').fill(endpoint)
  const key = dialog.getByLabel('Service account key')
  await key.fill(bigquery.strangeKey)
  await dialog.getByRole('button', { name: 'Test connection' }).click()
  const steps = dialog.getByRole('status').getByRole('listitem')
  await dialog.getByText('It does not work yet.').waitFor()
  await expect.poll(() => steps.last().innerText()).toMatch(/Log in/)
  await shot(page, 'refused')
  await key.fill(private_key_json)
  await dialog.getByRole('button', { name: 'Test connection' }).click()
  await dialog.getByText('It works.').waitFor()
  await expect.poll(() => steps.last().innerText()).toMatch(/1 table can be read/)
  expect(await violations(page)).toEqual([])
  await shot(page, 'works')
  bigquery.mayWrite = true
  await dialog.getByRole('button', { name: 'Test connection' }).click()
  await dialog.getByText('It works, with a warning.').waitFor()
  await expect.poll(() => steps.last().innerText()).toMatch(/^Warning:\s+May write\s+This login may change shop\.orders\./)
  expect(await violations(page)).toEqual([])
  await shot(page, 'may-write')
  bigquery.mayWrite = false
  await page.setViewportSize({ width: 390, height: 844 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await dialog.getByRole('button', { name: 'Copy the script' }).scrollIntoViewIfNeeded()
  await shot(page, 'phone-dark')
  await fits(page, 390)
  const { x, width } = await boxAtRest(dialog.getByRole('button', { name: 'Save connection' }))
  expect(x + width).toBeLessThanOrEqual(390)
  await page.setViewportSize({ width: 1280, height: 1000 })
  await dialog.getByRole('button', { name: 'Save connection' }).click()
  await page.getByText('Saved bigquery.').waitFor()
  bigquery.mayWrite = true
  await page.getByRole('button', { name: 'Test connection bigquery' }).click()
  await page.getByText('It works, with a warning.').waitFor()
  await page.getByText('Make a login that can only read').click()
  await expect.poll(() => page.getByRole('region', { name: 'Script to copy' }).innerText()).toContain('roles/bigquery.dataViewer')
  expect(await violations(page)).toEqual([])
  await shot(page, 'may-write-saved')
  bigquery.mayWrite = false

  await page.goto(`${served.url}/flows/new?lang=en`)
  await page
    .getByRole('button', { name: /blank|empty/i })
    .first()
    .click()
  await page
    .getByRole('region', { name: 'Steps' })
    .or(page.getByRole('button', { name: /Add step/ }))
    .first()
    .waitFor()
  await shot(page, 'steps')
  await context.close()
})
