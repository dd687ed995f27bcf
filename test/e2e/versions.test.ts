/** Beginning, publishing, comparing and going back, in a real browser. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Flow } from '../../runtime/flow.ts'
import { violations } from '../stand-ins/axe.ts'
import { openBrowser } from '../stand-ins/browser.ts'
import { notDue } from '../stand-ins/not-due.ts'
import { type Served, serve } from '../stand-ins/tributary.ts'
import { boxAtRest } from './at-rest.ts'

let browser: Browser
let served: Served
let context: BrowserContext
let page: Page
let faults: string[]

beforeAll(async () => {
  ;[browser, served] = await Promise.all([openBrowser(), serve()])
})
afterAll(async () => {
  await browser?.close()
  await served?.stop()
})
beforeEach(async () => {
  faults = []
  context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
  page = await context.newPage()
  page.on('pageerror', error => faults.push(error.message))
})
afterEach(async () => {
  await context.close()
  expect(faults).toEqual([])
})

type Role = Parameters<Page['getByRole']>[0]
const G = (role: Role, name: string | RegExp, on = page) => on.getByRole(role, { name, ...(typeof name === 'string' && { exact: true }) })
const ask: Served['ask'] = (...asked) => served.ask(...asked)
const stored = async (id: string) => (await ask<{ document: Flow }>(`/api/flows/${id}`)).document

describe('a flow', () => {
  it('begins from a template on the empty canvas, as one act that can be undone, with the checklist in sight', async () => {
    const { id } = await ask<{ id: string }>('/api/flows', 'POST', {})
    await page.goto(`${served.url}/flows/${id}?lang=en`)
    await G('group', 'Templates').getByRole('button').first().click()
    await G('group', /^Filter:/).waitFor()
    await page.getByRole('button', { name: /^Open settings of Filter/ }).click()
    await G('list', 'First flow').getByRole('listitem').first().waitFor()
    await G('button', 'Undo').click()
    await G('button', 'Start with a source').waitFor()
    await expect.poll(async () => (await stored(id)).nodes.length).toBe(0)
  })

  it('shows what changed since a version, in sentences and on the canvas, and goes back without losing the draft', async () => {
    const { id } = await ask<{ id: string }>('/api/flows', 'POST', { template: 'purchases-to-both' })
    await served.change(id, notDue)
    await ask(`/api/flows/${id}/publish`, 'POST', { note: 'First' })
    await page.goto(`${served.url}/flows/${id}?lang=en`)
    await G('group', /^Filter:/).focus()
    await page.keyboard.press('m')
    await G('group', /^Pinterest:/).focus()
    await page.keyboard.press('Delete')
    await G('button', /^Version: Draft, \d+ changes not live/).click()
    const versions = G('dialog', 'Versions')
    await versions.getByRole('button', { name: 'Compare' }).click()
    await versions.getByRole('listitem').filter({ hasText: 'Pinterest: removed' }).last().waitFor()
    await versions.getByRole('button', { name: 'Show on the canvas' }).click()
    await G('status', 'Comparison').filter({ hasText: 'Since version 1: 1 changed, 1 removed.' }).waitFor()
    await G('group', /^Filter: .*, changed, skipped$/).waitFor()
    await G('group', 'Pinterest: Pinterest, removed').waitFor()
    expect(await violations(page)).toEqual([])
    await G('button', 'Close comparison').click()
    await G('button', /^Version:/).click()
    await versions.getByRole('button', { name: 'Edit as draft' }).click()
    await G('group', /^Pinterest:/).waitFor()
    await G('button', /^Version:/).click()
    await versions.getByText('Drafts kept on this device (1)').click()
    await G('list', 'Kept drafts').getByRole('button', { name: 'Take as draft' }).click()
    await G('group', /^Pinterest:/).waitFor({ state: 'detached' })
    await expect.poll(async () => (await stored(id)).nodes.some(n => n.kind === 'pinterest')).toBe(false)
  })

  it('is published as it was looked at: what somebody else did meanwhile is shown first, and nothing is lost', async () => {
    const { id, document } = await ask<{ id: string; document: Flow }>('/api/flows', 'POST', { template: 'purchases-to-both' })
    await served.change(id, notDue)
    // No news reach this page: as if the line had slept.
    await page.route('**/api/stream**', route => route.abort())
    await page.goto(`${served.url}/flows/${id}?lang=en`)
    await G('button', 'Publish').click()
    const dialog = G('dialog', /^Publish /)
    await dialog.getByRole('list', { name: 'Changes' }).getByRole('listitem').first().waitFor()
    await served.change(id, flow => ({ ...flow, name: 'Theirs' }))
    await dialog.getByRole('button', { name: 'Publish version' }).click()
    const meanwhile = dialog.getByRole('alert')
    await meanwhile.filter({ hasText: 'Somebody else changed this flow while this was open.' }).waitFor()
    await expect
      .poll(() => meanwhile.getByRole('list', { name: 'Changed meanwhile' }).getByRole('listitem').allTextContents())
      .toEqual([`Flow name: ${document.name} → Theirs`])
    expect((await ask<{ live: number | null }>(`/api/flows/${id}`)).live).toBe(null)
    expect(await violations(page)).toEqual([])
    await G('button', 'Publish version with their changes').click()
    await expect.poll(async () => (await ask<{ live: number | null }>(`/api/flows/${id}`)).live).toBe(1)
    expect((await stored(id)).name).toBe('Theirs')
  })

  it('says in the open dialog that another version went live, and what the draft changes of that one', async () => {
    const { id, document } = await ask<{ id: string; document: Flow }>('/api/flows', 'POST', { template: 'purchases-to-both' })
    await served.change(id, notDue)
    await ask(`/api/flows/${id}/publish`, 'POST', {})
    await served.change(id, flow => ({ ...flow, name: 'Mine' }))
    await page.goto(`${served.url}/flows/${id}?lang=en`)
    await G('button', 'Publish').click()
    const changes = G('dialog', 'Publish Mine').getByRole('list', { name: 'Changes' })
    await changes.getByText(`Flow name: ${document.name} → Mine`).waitFor()
    await ask(`/api/flows/${id}/publish`, 'POST', {})
    await G('dialog', 'Publish Mine').getByRole('alert').filter({ hasText: 'Version 2 went live while this was open.' }).waitFor()
    await changes.getByText('Nothing differs from the live version.').waitFor()
  })

  it('has panels whose size is set by keyboard and remembered', async () => {
    const { id } = await ask<{ id: string }>('/api/flows', 'POST', { template: 'purchases-to-both' })
    await page.goto(`${served.url}/flows/${id}?lang=en`)
    await G('separator', 'Width of the settings').focus()
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowLeft')
    await G('separator', 'Height of the details').press('Home')
    await page.reload()
    await expect.poll(() => G('separator', 'Width of the settings').getAttribute('aria-valuenow')).toBe('400')
    expect(Math.round((await boxAtRest(G('region', 'Details'))).height)).toBe(120)
  })
})
