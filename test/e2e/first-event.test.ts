/** From nothing to an accepted test event, the three ways that the contract of names promises: pointer, template, keyboard. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openBrowser } from '../stand-ins/browser.ts'
import { type Served, serve, tributary } from '../stand-ins/tributary.ts'
import { keyboardIn } from './opened.ts'

let browser: Browser
let served: Served
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
  const context = await browser.newContext({ viewport: { width: 1600, height: 1000 }, reducedMotion: 'reduce' })
  page = await context.newPage()
  // As in every walk: it ends what hangs, also on a busy machine.
  faults = []
  page.on('pageerror', error => faults.push(error.message))
})
afterEach(async () => {
  await page.context().close()
  expect(faults).toEqual([])
})

type Role = Parameters<Page['getByRole']>[0]
// As scripts by strangers ask: not exact, and one answer only.
const G = (role: Role, name: string | RegExp) => page.getByRole(role, { name })
const seen = (locator: Locator) => locator.first().waitFor({ state: 'visible' })
const says = async (locator: Locator, text: RegExp) => {
  await locator.filter({ hasText: text }).first().waitFor({ state: 'visible' })
}

/** What was drawn by hand, exported and previewed on the command line, makes the very bodies that the server would send. */
async function sameBytesAsTheFile() {
  const id = /\/flows\/([^/?#]+)/.exec(page.url())?.[1]
  const text = await (await fetch(`${served.url}/api/flows/${id}/export?format=json`)).text()
  const folder = mkdtempSync(join(tmpdir(), 'tributary-drawn-'))
  try {
    writeFileSync(join(folder, 'flow.json'), text)
    const { out, code } = await tributary(['preview', join(folder, 'flow.json'), '--rows', '50', '--json', '--data', join(folder, 'data')])
    expect(code).toBe(0)
    const asked = await fetch(`${served.url}/api/flows/${id}/preview`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: served.url, 'x-tributary': '1' },
      body: JSON.stringify({ rows: 50, values: true }),
    })
    const bodies = (look: unknown) =>
      (look as { paths: { requests: { body: string }[] }[] }).paths.flatMap(path => path.requests.map(request => request.body))
    const drawn = bodies(await asked.json())
    expect(drawn.length).toBeGreaterThan(0)
    expect(bodies(JSON.parse(out))).toEqual(drawn)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** An event without what is only asked for is accepted, and never ticked as if it had it; rules about what it lacks are apart. */
async function looseEvent() {
  const at = `${served.url}/api/flows/${/\/flows\/([^/?#]+)/.exec(page.url())?.[1]}`
  const { document } = await (await fetch(at)).json()
  const map = document.nodes.find((node: { kind: string }) => node.kind === 'mapping')
  delete map.config.fields.event_source_url
  map.config.fields.currency = { value: 'EUR' }
  const headers = { 'content-type': 'application/json', origin: served.url, 'x-tributary': '1' }
  const sent = await fetch(`${at}/test`, { method: 'POST', headers, body: JSON.stringify({ node: document.nodes.at(-1).id, document }) })
  expect(await sent.json()).toMatchObject({ accepted: true })
  await page.goto(`${served.url}/test-inbox?lang=en`)
  const rule = (words: RegExp) => page.getByRole('list', { name: 'Checks' }).first().getByRole('listitem').filter({ hasText: words })
  await says(rule(/page’s whole address/), /^Allowed, could be better: .*Map Page address/)
  await says(rule(/Every event has a name/), /^Met:/)
  expect(await rule(/lead_id/).count()).toBe(0)
  await G('region', 'What was sent').first().waitFor()
  await page
    .getByText(/rules ask nothing of this event/)
    .first()
    .click()
  await seen(page.getByRole('list', { name: 'Rules that ask nothing of this event' }).getByText(/lead_id/))
}

describe('a first event', () => {
  it('E1: blank flow, by pointer, in at most ten clicks and without typing', async () => {
    await page.goto(`${served.url}/?lang=en`)
    await G('button', 'New flow').click()
    await G('button', 'Blank flow').click()
    let clicks = 0
    const c = async (locator: Locator) => {
      clicks++
      await locator.click()
    }
    await c(G('button', 'Start with a source'))
    await c(G('option', /^Sample shop orders/))
    await c(G('button', /^Add step after /))
    await c(G('option', /^Map fields/))
    await c(G('button', /^Accept all suggestions/))
    await c(G('button', /^Use EUR for all rows/))
    await c(G('button', /^Add step after .*(fields|Map)/i))
    await c(G('option', /^Test inbox/))
    await seen(G('group', /^Hash identity:/))
    await c(G('button', 'Send a test event'))
    await c(page.getByRole('dialog', { name: 'Send a test event' }).getByRole('button', { name: 'Send', exact: true }))
    await says(G('region', 'Result'), /Accepted/)
    expect(clicks).toBeLessThanOrEqual(10)
    await sameBytesAsTheFile()
  })

  it('E2: from the template, in at most four clicks', async () => {
    await page.goto(`${served.url}/?lang=en`)
    await G('button', 'Start with sample data').click()
    // Until an account is connected.
    await seen(G('group', /^Meta: .*, needs setup$/))
    await G('button', /^Use EUR for all rows/)
      .first()
      .click()
    await G('button', 'Send a test event').click()
    await page.getByRole('dialog', { name: 'Send a test event' }).getByRole('button', { name: 'Send', exact: true }).click()
    await says(G('region', 'Result'), /Accepted/)
    await looseEvent()
  })

  it.each([
    ['Purchases to both, one mapping', 'SO-'],
    ['Purchases to Meta', 'SO-'],
    ['Purchases to Pinterest', 'SO-'],
    ['Leads from a CRM table to Meta', 'CRM-'],
    ['Store sales (offline) to Meta', 'SO-'],
    ['Refund-aware purchases', 'SO-'],
  ])('from the template “%s” in the gallery, in at most four clicks', async (template, key) => {
    await page.goto(`${served.url}/flows/new?lang=en`)
    const templates = await served.ask<{ title: string }[]>('/api/templates')
    expect(templates).toHaveLength(6)
    let clicks = 0
    const c = async (locator: Locator) => {
      clicks++
      await locator.click()
    }
    await c(page.getByRole('button', { name: template, exact: true }))
    await page.getByRole('heading', { level: 1, name: template }).waitFor()
    await seen(G('group', /^Source:/))
    // Opened at its one decision, or with nothing left to decide before a test.
    if (template === 'Purchases to Meta') await c(G('button', /^Use EUR for all rows/).first())
    await c(G('button', 'Send a test event'))
    await c(page.getByRole('dialog', { name: 'Send a test event' }).getByRole('button', { name: 'Send', exact: true }))
    await says(G('region', 'Result'), /Accepted/)
    await says(G('region', 'Result'), new RegExp(`row ${key}`))
    expect(clicks).toBeLessThanOrEqual(4)
  })

  it('keys typed faster than anything is drawn are meant for what is coming', async () => {
    await page.goto(`${served.url}/?lang=en`)
    await G('button', 'New flow').click()
    await G('button', 'Blank flow').click()
    await G('button', 'Start with a source').focus()
    for (const key of ['Enter', 'Enter', 'a']) await page.keyboard.press(key)
    await page.keyboard.type('Map')
    await page.keyboard.press('Enter')
    await says(G('status', 'Editor announcements'), /Added Map fields/)
  })

  it('E3: keyboard only, and undo by keyboard', async () => {
    await page.goto(`${served.url}/?lang=en`)
    await G('button', 'New flow').focus()
    await page.keyboard.press('Enter')
    await G('button', 'Blank flow').focus()
    await page.keyboard.press('Enter')
    await seen(G('button', 'Start with a source'))
    await says(G('status', 'Editor announcements'), /no steps yet. Press Enter to start/)
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    let presses = 0
    const press = async (key: string) => {
      presses++
      await page.keyboard.press(key)
    }
    const focused = (locator: Locator) =>
      expect.poll(() => locator.first().evaluate(element => element === document.activeElement)).toBe(true)
    await press('Tab')
    await focused(G('link', 'Skip to flow'))
    await press('Enter')
    await press('Enter')
    await seen(G('option', /^Sample shop orders/))
    await press('Enter')
    await seen(G('group', /^Source:/))
    await press('a')
    await seen(page.getByRole('dialog', { name: 'Add step' }))
    await page.keyboard.type('Map')
    presses += 3
    await press('Enter')
    await says(G('status', 'Editor announcements'), /Added Map fields/)
    await press('Escape')
    await press('ArrowLeft')
    await press('ArrowLeft')
    await focused(G('group', /^Source:/))
    await press('ArrowRight')
    await press('ArrowRight')
    await press('c')
    await keyboardIn(page.getByRole('dialog', { name: /^Connect / }))
    await press('Escape')
    await press('Alt+ArrowDown')
    await press('Control+z')
    await says(G('status', 'Editor announcements'), /Undone: move/i)
    expect(presses).toBeLessThanOrEqual(45)
  })

  it('by keyboard, no button that has done its work leaves the keyboard nowhere, up to an accepted test event', async () => {
    await page.goto(`${served.url}/?lang=en`)
    await G('button', 'New flow').focus()
    await page.keyboard.press('Enter')
    await G('button', 'Blank flow').focus()
    await page.keyboard.press('Enter')
    await says(G('status', 'Editor announcements'), /no steps yet. Press Enter to start/)
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key)
    }
    const held = (locator: Locator) =>
      expect.poll(() => locator.first().evaluate(element => element.contains(document.activeElement))).toBe(true)
    await press('Enter')
    await seen(G('option', /^Sample shop orders/))
    await press('Enter')
    await seen(G('group', /^Model:/))
    await press('a')
    await seen(page.getByRole('dialog', { name: 'Add step' }))
    await press('M', 'a', 'p', 'Enter')
    await seen(G('button', /^Accept all suggestions/))
    await seen(G('button', /^Use EUR for all rows/))
    await G('button', /^Accept all suggestions/).focus()
    await press('Enter')
    await held(G('button', /^Use EUR for all rows/))
    await press('Enter')
    await G('button', /^Use EUR for all rows/)
      .first()
      .waitFor({ state: 'detached' })
    await held(page.locator('[data-region="settings"]'))
    await press('Escape')
    await held(G('group', /^Map fields:/))
    await press('a')
    await seen(page.getByRole('dialog', { name: 'Add step' }))
    await press('T', 'e', 's', 't', 'Enter')
    await seen(G('group', /^Hash identity:/))
    await press('Control+Enter')
    await held(page.getByRole('dialog', { name: 'Send a test event' }).getByRole('button', { name: 'Send', exact: true }))
    await press('Enter')
    await says(G('region', 'Result'), /Accepted/)
  })
})
