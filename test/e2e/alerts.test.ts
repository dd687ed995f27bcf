/** A person says under Settings where alerts go, tries it, mends it and takes it back, on any screen. */
import { mkdirSync, mkdtempSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { violations } from '../stand-ins/axe.ts'
import { openBrowser } from '../stand-ins/browser.ts'
import { type MailServer, mailServer } from '../stand-ins/mail.ts'
import { type Served, serve } from '../stand-ins/tributary.ts'
import { fits } from './in-sight.ts'

let browser: Browser
let served: Served
let mail: MailServer
let hookAt: string
let status = 200
const posted: any[] = []
const hook = createServer((request, response) => {
  let body = ''
  request.on('data', chunk => {
    body += chunk
  })
  request.on('end', () => {
    posted.push({ path: request.url, ...JSON.parse(body) })
    response.writeHead(status).end('ok')
  })
})
const SECRET = 'canaryHookSecret'

beforeAll(async () => {
  mail = await mailServer()
  await new Promise<void>(resolve => hook.listen(0, '127.0.0.1', resolve))
  hookAt = `127.0.0.1:${(hook.address() as AddressInfo).port}`
  const data = mkdtempSync(join(tmpdir(), 'tributary-alerts-'))
  // A newest backup of last week is amiss from the first look on.
  const old = join(data, 'backups', 'tributary-2026-01-01T00-00-00-000Z.db')
  mkdirSync(join(data, 'backups'))
  writeFileSync(old, '')
  utimesSync(old, Date.now() / 1000 - 7 * 86_400, Date.now() / 1000 - 7 * 86_400)
  ;[browser, served] = await Promise.all([
    openBrowser(),
    serve({ LOG_LEVEL: 'warn', TRIBUTARY_EGRESS_ALLOW: `${mail.place},${hookAt}` }, data),
  ])
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await served?.stop()
  await mail?.close()
  hook.close()
  hook.closeAllConnections()
})

async function visit(look: { colorScheme?: 'light' | 'dark'; width?: number }, act: (page: Page) => Promise<void>): Promise<void> {
  const { colorScheme = 'light', width = 1280 } = look
  const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: 'reduce', colorScheme })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', error => faults.push(error.message))
  await page.goto(`${served.url}/settings?lang=en`)
  await act(page)
  await context.close()
  expect(faults).toEqual([])
}
const accessible = async (page: Page) => expect(await violations(page)).toEqual([])
const part = (page: Page) => page.getByRole('region', { name: 'Alerts' })
/** What is amiss with the server may be told between two tests. */
const lastTest = () => posted.findLast(({ event }) => event === 'test')
const said = (page: Page, name: string) => part(page).getByRole('status', { name: `Test of ${name}` })

it('a webhook is added by keyboard alone, tried, found wanting, changed and removed; its address never comes back', () =>
  visit({}, async page => {
    await part(page).getByText('Nobody is told yet.').waitFor()
    await part(page).getByRole('button', { name: 'Add alert channel' }).press('Enter')
    const form = page.getByRole('dialog', { name: 'Add alert channel' })
    await form.getByRole('button', { name: 'Save channel' }).press('Enter')
    await form.getByText('Name is needed.').waitFor()
    await form.getByRole('radio', { name: 'Email' }).press('ArrowDown')
    await form.getByRole('textbox', { name: 'Name' }).fill('Team room')
    await form.getByRole('textbox', { name: 'Address' }).fill('hooks.example.com')
    await form.getByRole('textbox', { name: 'Address' }).press('Enter')
    await form.getByRole('alert').getByText('The address must begin with https://.').waitFor()
    await accessible(page)
    await picture(page, 'form')
    await form.getByRole('textbox', { name: 'Address' }).fill(`http://${hookAt}/services/${SECRET}`)
    await form.getByRole('textbox', { name: 'Address' }).press('Enter')
    await form.waitFor({ state: 'detached' })
    await part(page).getByRole('heading', { name: 'Team room' }).waitFor()
    expect(await page.content()).not.toContain(SECRET)

    await part(page).getByRole('button', { name: 'Send a test to Team room' }).press('Enter')
    await said(page, 'Team room').getByText('It was taken.').waitFor()
    expect(lastTest()).toMatchObject({ path: `/services/${SECRET}`, text: expect.any(String) })
    status = 410
    await part(page).getByRole('button', { name: 'Send a test to Team room' }).press('Enter')
    await said(page, 'Team room').getByText('It was not taken. The address answered 410.').waitFor()
    status = 200

    await part(page).getByRole('button', { name: 'Edit Team room' }).press('Enter')
    const edit = page.getByRole('dialog', { name: 'Edit Team room' })
    expect(await edit.getByRole('textbox', { name: 'Address' }).inputValue()).toBe('')
    await edit.getByRole('textbox', { name: 'Name' }).fill('Everybody')
    await edit.getByRole('button', { name: 'Save channel' }).press('Enter')
    await part(page).getByRole('button', { name: 'Send a test to Everybody' }).press('Enter')
    await said(page, 'Everybody').getByText('It was taken.').waitFor()
    expect(lastTest()).toMatchObject({ path: `/services/${SECRET}` })

    await part(page).getByRole('button', { name: 'Remove Everybody' }).press('Enter')
    await page.getByRole('alertdialog', { name: 'Remove Everybody' }).getByRole('button', { name: 'Remove Everybody' }).press('Enter')
    await part(page).getByText('Nobody is told yet.').waitFor()
  }))

it('email on a phone in the dark: what goes wrong is said, what is amiss is listed', async () => {
  await visit({ colorScheme: 'dark', width: 390 }, async page => {
    await part(page).getByRole('button', { name: 'Add alert channel' }).click()
    const form = page.getByRole('dialog', { name: 'Add alert channel' })
    await form.getByRole('textbox', { name: 'Name' }).fill('On call')
    await form.getByRole('textbox', { name: 'To' }).fill('ann@example.com')
    await form.getByRole('textbox', { name: 'Mail server' }).fill(`smtp://${mail.place}`)
    await accessible(page)
    await picture(page, 'form-phone')
    await form.getByRole('button', { name: 'Save channel' }).click()
    await form.waitFor({ state: 'detached' })
    mail.refuse.with = '550 no'
    await part(page).getByRole('button', { name: 'Send a test to On call' }).click()
    await said(page, 'On call').getByText('It was not taken. The mail server did not take the message (550).').waitFor()
    mail.refuse.with = undefined
    await part(page).getByRole('button', { name: 'Send a test to On call' }).click()
    await said(page, 'On call').getByText('It was taken.').waitFor()
    expect(mail.letters.at(-1)).toMatchObject({ to: ['ann@example.com'] })
    const now = part(page).getByRole('list', { name: 'Needs attention now' })
    await now.getByText('The newest one is more than two days old.').waitFor({ timeout: 60_000 })
    await accessible(page)
    await picture(page, 'section-phone')
    await fits(page, 390)
  })
})

/** For whoever works on the looks: `PICTURES=folder`. */
async function picture(page: Page, name: string) {
  if (process.env.PICTURES) await page.screenshot({ path: join(process.env.PICTURES, `alerts-${name}.png`), fullPage: true })
}
