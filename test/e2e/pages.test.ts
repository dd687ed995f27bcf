/** The pages around the editor, as a person meets them: readable for everyone, honest about runs, silent about secrets. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { violations, violationsInBothThemes } from '../stand-ins/axe.ts'
import { openBrowser } from '../stand-ins/browser.ts'
import { type Kept, openPage } from '../stand-ins/kept-page.ts'
import { notDue } from '../stand-ins/not-due.ts'
import { type Served, serve } from '../stand-ins/tributary.ts'
import { byWords } from './by-words.ts'
import { fits, inSight } from './in-sight.ts'
import { shut } from './opened.ts'

let browser: Browser
let served: Served
let kept: Kept
let flow: string
let run: string

interface Tally {
  read: number
  filtered: number
  invalid: number
  delivered: number
}
interface ShownRun {
  run: string
  state: string
  paths: { tally: Tally; destination: string; nodes: { node: string; in: number }[] }[]
}

const ask = <T>(path: string, body?: unknown): Promise<T> => served.ask(path, body === undefined ? 'GET' : 'POST', body)
async function endedRun(of = flow): Promise<ShownRun> {
  for (;;) {
    const [latest] = await ask<ShownRun[]>(`/api/flows/${of}/runs`)
    if (latest && !['queued', 'running'].includes(latest.state)) return latest
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}

beforeAll(async () => {
  ;[browser, served] = await Promise.all([openBrowser(), serve()])
  // As in every walk, what hangs is ended, also on a busy machine.
  kept = await openPage(browser)
  kept.page.on('console', message => message.type() === 'error' && kept.faults.push(message.text()))
  const [sample] = await ask<{ id: string }[]>('/api/flows')
  flow = sample!.id
  await served.change(flow, notDue)
  await ask(`/api/flows/${flow}/publish`, {})
  await ask(`/api/flows/${flow}/runs`, {})
  run = (await endedRun()).run
  const { document } = await ask<{ document: { nodes: { id: string }[] } }>(`/api/flows/${flow}`)
  await ask(`/api/flows/${flow}/test`, { node: document.nodes.at(-1)!.id })
})
afterAll(async () => {
  await browser?.close()
  await served?.stop()
})

/** As somebody who was never there; whatever the page itself reports as broken fails the test. */
async function visit(path: string, colorScheme: 'light' | 'dark', act: (page: Page) => Promise<void>): Promise<void> {
  const { page, faults } = kept
  faults.length = 0
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.emulateMedia({ colorScheme })
  await page.goto(`${served.url}${path}${path.includes('?') ? '&' : '?'}lang=en`)
  try {
    await act(page)
  } finally {
    await kept.leave(served.url)
  }
  expect(faults).toEqual([])
}
const accessible = async (page: Page) => expect(await violations(page)).toEqual([])

/** Each page, and what is on it once it has loaded. */
const pages: [string, () => string, (page: Page) => Promise<void>][] = [
  ['Flows', () => '/', page => page.getByRole('table', { name: 'Flows' }).waitFor()],
  ['New flow', () => '/flows/new', page => page.getByRole('list', { name: 'Templates' }).getByRole('button').first().waitFor()],
  ['Connections', () => '/connections', page => page.getByRole('list', { name: 'Connections' }).waitFor()],
  ['Test inbox', () => '/test-inbox', page => page.getByRole('list', { name: 'Checks' }).first().waitFor()],
  ['Settings', () => '/settings', page => page.getByRole('radiogroup', { name: 'Theme' }).waitFor()],
  ['Runs', () => `/flows/${flow}/runs`, page => page.getByRole('table', { name: 'Runs', exact: true }).waitFor()],
  ['Run', () => `/flows/${flow}/runs/${run}`, page => page.getByRole('table', { name: 'Rows' }).waitFor()],
]

describe.each(pages)('%s', (_, path, loaded) => {
  it('is accessible in light and in dark, and fits a screen 320 pixels wide', () =>
    visit(path(), 'dark', async page => {
      await loaded(page)
      expect(await violationsInBothThemes(page)).toEqual([])
      await page.setViewportSize({ width: 320, height: 700 })
      await page.reload()
      await loaded(page)
      await fits(page, 320)
      await expect.poll(() => page.getByRole('heading', { level: 1 }).count()).toBe(1)
    }))
})

describe('a run', () => {
  it('is told as a sentence in which every row is, and never as plain done while rows were held back', async () => {
    const { paths, state } = await ask<ShownRun>(`/api/runs/${run}`)
    const sum = (part: keyof Tally) => paths.reduce((n, path) => n + path.tally[part], 0).toLocaleString('en')
    expect(state).toBe('partial')
    await visit(`/flows/${flow}/runs/${run}`, 'light', async page => {
      const summary = page.getByRole('status', { name: 'Run summary' })
      await summary.filter({ hasText: 'Version' }).waitFor()
      const text = (await summary.textContent()) ?? ''
      expect(text).toMatch(
        new RegExp(`^${sum('read')} rows in.*${sum('filtered')} left out\\. ${sum('invalid')} held back\\. .*${sum('delivered')} accepted`),
      )
      await page.getByText('Done with rows held back').first().waitFor()
      // Of the run: a step that every row passed is done.
      const drawn = page.getByRole('region', { name: 'The flow as it ran' })
      await drawn.getByRole('group', { name: /^Meta:/ }).waitFor()
      const done = page.getByText('Done', { exact: true })
      expect(await done.count()).toBe(await drawn.getByText('Done', { exact: true }).count())
    })
  })

  it('is shown as the flow that ran, with what it counted; a press on a step leaves only what stopped there', async () => {
    const { paths } = await ask<ShownRun>(`/api/runs/${run}`)
    const { tally, nodes, destination } = paths[0]!
    const at = `/flows/${flow}/runs/${run}`
    await visit(at, 'light', async page => {
      const drawn = page.getByRole('region', { name: 'The flow as it ran' })
      const meta = drawn.getByRole('group', { name: `Meta: Meta, done, ${tally.delivered} accepted, ${tally.invalid} held back` })
      await meta.waitFor()
      const came = nodes.find(n => n.node === destination)!.in
      await drawn.getByRole('group', { name: `Connection from Hash identity to Meta, ${came} rows`, exact: true }).waitFor()
      const steps = async (table: string) => {
        const found = page.getByRole('table', { name: table, exact: true })
        const at = (await found.getByRole('columnheader').allTextContents()).indexOf('Step') + 1
        const cells = found.locator(`tbody tr > td:nth-child(${at})`)
        return [...new Set(await cells.allTextContents())].map(text => text.split(',')[0]).sort()
      }
      await expect.poll(() => steps('Rows')).toEqual(['Meta', 'Pinterest'])
      await meta.click()
      await expect.poll(() => steps('Rows')).toEqual(['Meta'])
      await expect.poll(() => steps('Reasons')).toEqual(['Meta'])
      // From there by keyboard to a step at which nothing stopped, and back to everything.
      await page.keyboard.press('ArrowLeft')
      await page.keyboard.press('Enter')
      await page.getByText('No row stopped at Hash identity.').waitFor()
      expect(await violationsInBothThemes(page)).toEqual([])
      await page.getByRole('button', { name: 'Show all steps' }).click()
      await expect.poll(() => steps('Rows')).toEqual(['Meta', 'Pinterest'])
    })
    // What is drawn since has another name; what ran had not.
    await served.change(flow, document => ({
      ...document,
      nodes: document.nodes.map(node => (node.id === destination ? { ...node, name: 'Renamed since' } : node)),
    }))
    await visit(at, 'light', async page => {
      await page
        .getByRole('region', { name: 'The flow as it ran' })
        .getByRole('group', { name: /^Meta: Meta, done/ })
        .waitFor()
      expect(await page.getByText('Renamed since').count()).toBe(0)
    })
  })

  it('explains a row by its key, down to the step where it left', () =>
    visit(`/flows/${flow}/runs/${run}`, 'light', async page => {
      const rows = page.getByRole('table', { name: 'Rows' })
      // Of the last day: the orders are of the six days before today, and the first are gone when midnight passes.
      const key = (await rows.getByRole('rowheader').last().textContent())!
      await page
        .getByRole('button', { name: `Explain row ${key}` })
        .first()
        .click()
      const told = page.getByRole('status', { name: 'Explanation' })
      await told.filter({ hasText: `Row ${key} to` }).waitFor()
      await expect.poll(() => told.textContent()).toContain('Held back: ')
    }))

  it('that is started here is followed to its end without a reload', () =>
    visit(`/flows/${flow}/runs`, 'light', async page => {
      await page.getByRole('button', { name: 'Run now' }).click()
      await page.getByRole('heading', { name: /^Run of/ }).waitFor()
      await page
        .getByRole('status', { name: 'Run summary' })
        .filter({ hasText: /sent before.*Took / })
        .waitFor()
    }))
})

describe('the lists', () => {
  it('of flows is searched, and a new one begins from sample data, blank, from a file or from six templates with their picture', () =>
    visit('/', 'light', async page => {
      await page.getByRole('searchbox', { name: 'Search flows' }).fill('nothing like it')
      await page.getByText('No flow is called "nothing like it".').waitFor()
      await page.getByRole('button', { name: 'Show all flows' }).click()
      await page.getByRole('table', { name: 'Flows' }).waitFor()
      await page.getByRole('button', { name: 'New flow' }).click()
      const dialog = page.getByRole('dialog', { name: 'New flow' })
      for (const name of ['Start with sample data', 'Blank flow', 'Import'])
        await dialog.getByRole('button', { name, exact: true }).waitFor()
      const templates = dialog.getByRole('list', { name: 'Templates' }).getByRole('button')
      await templates.first().waitFor()
      await expect.poll(() => templates.count()).toBe(6)
      await expect.poll(() => dialog.getByRole('list', { name: 'Templates' }).locator('svg').count()).toBeGreaterThanOrEqual(6)
    }))

  it('of runs is sorted, and its strip of thirty days can be read as a table', () =>
    visit(`/flows/${flow}/runs`, 'light', async page => {
      const runs = page.getByRole('table', { name: 'Runs', exact: true })
      const head = runs.getByRole('columnheader', { name: /^Started/ })
      await head.waitFor()
      await expect.poll(() => head.getAttribute('aria-sort')).toBe('descending')
      await head.getByRole('button').click()
      await expect.poll(() => head.getAttribute('aria-sort')).toBe('ascending')
      const strip = page.getByRole('figure', { name: 'Runs of the last 30 days' })
      await strip
        .getByRole('button', { name: /\d+ accepted/ })
        .first()
        .waitFor()
      await page.getByRole('button', { name: 'Show as table' }).click()
      const days = strip.getByRole('table', { name: 'Runs by day' })
      const accepted = days.getByRole('columnheader', { name: /^Accepted/ })
      await expect.poll(() => accepted.getAttribute('aria-sort')).toBe('none')
      await accepted.getByRole('button').press('Enter')
      await expect.poll(() => accepted.getAttribute('aria-sort')).toBe('descending')
    }))

  it('of runs that are many comes in parts, and the strip and its table are of all of them', () =>
    visit(`/flows/${flow}/runs`, 'light', async page => {
      // One answer of the server's, as if that run had been there every hour for 40 days.
      await page.route('**/runs?brief=true*', async route => {
        const real = (await ask<ShownRun[]>(`/api/flows/${flow}/runs?brief=true`))[0]!
        expect(real.paths.map(({ nodes }) => nodes)).toEqual(real.paths.map(() => []))
        const before = Number(/before=h(\d+)/.exec(route.request().url())?.[1] ?? -1)
        const hours = Array.from({ length: Math.min(500, 960 - before - 1) }, (_, at) => before + 1 + at)
        const runs = hours.map(at => ({ ...real, run: `h${at}`, startedAt: new Date(Date.now() - at * 3_600_000).toISOString() }))
        await route.fulfill({ json: runs })
      })
      await page.reload()
      const rows = page.getByRole('table', { name: 'Runs', exact: true }).getByRole('row')
      await expect.poll(() => rows.count()).toBe(101)
      await page.getByRole('button', { name: 'Show 100 more runs' }).click()
      await expect.poll(() => rows.count()).toBe(201)
      const strip = page.getByRole('figure', { name: 'Runs of the last 30 days' })
      await expect.poll(() => strip.getByRole('button', { name: /runs?, .* accepted/ }).count()).toBe(30)
      await page.getByRole('button', { name: 'Show as table' }).click()
      await expect.poll(() => strip.getByRole('row').count()).toBe(31)
      const days = strip.getByRole('button', { name: /^Show runs of / })
      await days.nth(1).press('Enter')
      // As many as that day had hours.
      await expect.poll(() => rows.count()).toBeLessThan(30)
      await expect.poll(() => days.nth(1).getAttribute('aria-pressed')).toBe('true')
      await page.getByRole('button', { name: 'Show all days' }).click()
      await expect.poll(() => rows.count()).toBe(201)
      await page.unroute('**/runs?brief=true*')
    }))
})

describe('a flow from a file', () => {
  const bring = (text: string, after: (page: Page) => Promise<void>) =>
    visit('/flows/new', 'light', async page => {
      await page.getByRole('dialog', { name: 'New flow' }).waitFor()
      await page.locator('input[type=file]').setInputFiles({ name: 'flow.yaml', mimeType: 'application/yaml', buffer: Buffer.from(text) })
      await after(page)
    })

  it('is opened in the editor', () =>
    bring('tributary: 1\nname: Brought along\nnodes: []\nedges: []\n', async page => {
      await page.getByRole('heading', { level: 1, name: 'Brought along' }).waitFor()
    }))
})

describe('a connection', () => {
  const secret = 'zebra-token-0815'

  it('takes a secret and never shows it again', () =>
    visit('/connections', 'light', async page => {
      await page.getByRole('button', { name: 'Add connection' }).click()
      const dialog = page.getByRole('dialog', { name: 'Add connection' })
      await (await inSight(dialog.getByRole('combobox', { name: 'Kind of connection' }))).click()
      await page.getByRole('option').first().click()
      await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('added here')
      await dialog.getByRole('textbox', { name: /ID/ }).first().fill('123456')
      await dialog.locator('input[type=password]').first().fill(secret)
      await accessible(page)
      await dialog.getByRole('button', { name: 'Save connection' }).click()
      await page.getByRole('heading', { name: 'added here' }).waitFor()
      await page.getByRole('button', { name: 'Edit added here' }).click()
      const edit = page.getByRole('dialog', { name: 'Edit added here' })
      expect(await edit.locator('input[type=password]').first().inputValue()).toBe('')
      expect(await page.content()).not.toContain(secret)
      await edit.getByRole('button', { name: 'Cancel' }).click()
    }))

  it('is tried step by step', () =>
    visit('/connections', 'light', async page => {
      await page
        .getByRole('button', { name: /^Test connection .*simulator/ })
        .first()
        .click()
      const status = page.getByRole('status', { name: /^Test of .*simulator/ }).first()
      await status.filter({ hasText: 'It works.' }).waitFor()
      await expect.poll(() => status.getByRole('listitem').count()).toBeGreaterThan(1)
    }))

  it('looks up what the token may use, so that nobody copies a number', () =>
    visit('/connections', 'light', async page => {
      await page
        .getByRole('button', { name: /^Edit .*simulator/ })
        .first()
        .click()
      const dialog = page.getByRole('dialog', { name: /^Edit / })
      const field = dialog.getByRole('textbox', { name: /ID/ }).first()
      await field.fill('')
      await dialog.getByRole('button', { name: /^Look up / }).click()
      await (await inSight(dialog.getByRole('combobox', { name: 'What this token may use' }))).click()
      await page
        .getByRole('option', { name: /Sample shop/ })
        .first()
        .click()
      await expect.poll(() => field.inputValue()).toMatch(/^\d+$/)
      await accessible(page)
    }))
})

it('the theme is remembered on this device', () =>
  visit('/settings', 'light', async page => {
    const dark = page.getByRole('radio', { name: 'Dark', exact: true })
    await byWords(dark).click()
    await expect.poll(() => dark.isChecked()).toBe(true)
    await page.reload()
    await page.getByRole('heading', { name: 'Settings' }).waitFor()
    await expect.poll(() => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('dark')
    // The page lies on its own ground, also for whoever asks the body.
    await expect.poll(() => page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(19, 23, 22)')
  }))

it('the Test inbox shows one verdict alone, is read on while events arrive, and is emptied after one question', () =>
  visit('/test-inbox', 'light', async page => {
    const { document } = await ask<{ document: { nodes: { id: string }[] } }>(`/api/flows/${flow}`)
    const events = page.getByRole('list', { name: 'Events' }).locator(':scope > li')
    const read = page.getByRole('list', { name: 'Checks' })
    await read.waitFor()
    // Another lands: it is there, and what is being read stays open.
    await ask(`/api/flows/${flow}/test`, { node: document.nodes.at(-1)!.id })
    await expect.poll(() => events.count()).toBe(2)
    expect(await events.nth(1).getByRole('list', { name: 'Checks' }).isVisible()).toBe(true)
    expect(await events.nth(0).getByRole('list', { name: 'Checks' }).isVisible()).toBe(false)
    const choose = async (verdict: string) => {
      await page.getByRole('combobox', { name: 'Verdict' }).click()
      await page.getByRole('option', { name: verdict, exact: true }).click()
    }
    await choose('Rejected')
    await page.getByText('No event here was rejected.').waitFor()
    await choose('Accepted')
    await expect.poll(() => events.count()).toBe(2)
    await choose('All events')
    await page.getByRole('button', { name: 'Clear the inbox' }).click()
    const question = page.getByRole('alertdialog', { name: /^Delete 2 events/ })
    await question.getByRole('button', { name: /^Delete 2 events/ }).click()
    await page.getByText(/Send a test event from any flow and it lands here/).waitFor()
  }))

it('a Test inbox of hundreds is read a page at a time, and nobody is told that it is fewer', () =>
  visit('/test-inbox', 'light', async page => {
    const { id } = await ask<{ id: string }>('/api/flows', { template: 'purchases-to-meta', name: 'To the inbox' })
    await served.change(id, document => ({
      ...document,
      nodes: document.nodes.map(node =>
        node.kind === 'mapping'
          ? { ...node, config: { fields: { ...(node.config.fields as object), currency: { value: 'EUR' } } } }
          : node.kind === 'meta'
            ? { ...node, kind: 'inbox', config: {} }
            : node,
      ),
    }))
    await served.ask('/api/inbox', 'DELETE')
    await ask(`/api/flows/${id}/publish`, {})
    await ask(`/api/flows/${id}/runs`, {})
    const events = page.getByRole('list', { name: 'Events' }).locator(':scope > li')
    await expect.poll(() => events.count()).toBe(100)
    await page.getByRole('button', { name: 'Clear the inbox' }).click()
    await shut(page.getByRole('alertdialog', { name: 'Delete all events' }))
    await page.getByRole('button', { name: 'Show older events' }).click()
    // The made-up orders are of the last days: how many there are depends on the hour.
    const accepted = (await endedRun(id)).paths[0]!.tally.delivered
    expect(accepted).toBeGreaterThan(101)
    await expect.poll(() => events.count()).toBe(accepted)
    await page.getByRole('button', { name: 'Show older events' }).waitFor({ state: 'detached' })
  }))

it('a long list of flows is searched as people type, and is followed to its last', async () => {
  const made: string[] = []
  for (let n = 0; n < 52; n++) {
    const name = n === 0 ? 'Großeinkauf Köln, wöchentlich' : `Store ${n}`
    made.push((await ask<{ id: string }>('/api/flows', { template: 'purchases-to-meta', name })).id)
  }
  await visit('/', 'light', async page => {
    const table = page.getByRole('table', { name: 'Flows' })
    const rows = table.getByRole('row')
    await expect.poll(() => rows.count()).toBeGreaterThan(52)
    const search = page.getByRole('searchbox', { name: 'Search flows' })
    for (const typed of ['koln', 'KÖLN gross', 'wochentlich  koln']) {
      await search.fill(typed)
      await table.getByRole('link', { name: 'Großeinkauf Köln, wöchentlich' }).waitFor()
      await expect.poll(() => rows.count()).toBe(2)
    }
    await search.fill('koln')
    await served.change(made[0]!, document => ({ ...document, name: 'Köln, renamed elsewhere' }))
    await table.getByRole('link', { name: 'Köln, renamed elsewhere' }).waitFor()
    await search.fill('made elsewhere')
    await page.getByText('No flow is called "made elsewhere".').waitFor()
    made.push((await ask<{ id: string }>('/api/flows', { template: 'purchases-to-meta', name: 'Made elsewhere' })).id)
    await table.getByRole('link', { name: 'Made elsewhere' }).waitFor()
  })
  for (const id of made) await fetch(`${served.url}/api/flows/${id}`, { method: 'DELETE', headers: { 'x-tributary': '1' } })
})
