/**
 * Takes the pictures of docs/screens.md from the built product with its sample data: each main screen in light and dark,
 * wide and on a phone. `npm run pictures [-- folder]`; a folder of one's own leaves the docs as they are.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from './stand-ins/browser.ts'
import { serve } from './stand-ins/tributary.ts'

const FOLDER = process.argv[2] ?? join(import.meta.dirname, '../docs/screens')
const SIZES = { wide: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } }
/** Previews and counts come in after the page has. */
const SETTLE_MS = 1500

type Role = Parameters<Page['getByRole']>[0]
const has = (role: Role, name?: string) => (page: Page) =>
  page
    .getByRole(role, name ? { name } : {})
    .first()
    .waitFor()

interface Screen {
  name: string
  path: string
  ready: (page: Page) => Promise<unknown>
}
const screens = (run: string): Screen[] => [
  { name: 'flows', path: '/', ready: has('table', 'Flows') },
  { name: 'new-flow', path: '/flows/new', ready: has('list', 'Templates') },
  { name: 'editor', path: '/flows/sample', ready: has('heading') },
  { name: 'mapping', path: '/flows/sample?step=map', ready: has('textbox', 'Step name') },
  { name: 'run', path: `/flows/sample/runs/${run}`, ready: has('table', 'Rows') },
  { name: 'connections', path: '/connections', ready: has('list', 'Connections') },
  { name: 'test-inbox', path: '/test-inbox', ready: has('list', 'Checks') },
  { name: 'settings', path: '/settings', ready: has('radiogroup', 'Theme') },
]

/** The sample flow published and run once, and an event in the Test inbox, as after a first quarter of an hour. Gives the run. */
async function used(url: string): Promise<string> {
  const ask = async <T>(path: string, body?: unknown): Promise<T> => {
    const headers = { 'content-type': 'application/json', 'x-tributary': '1' }
    const answer = await fetch(url + path, { headers, ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }) })
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
    return (await answer.json()) as T
  }
  const { document, live } = await ask<{ document: { nodes: { id: string }[] }; live: number | null }>('/api/flows/sample')
  if (live === null) await ask('/api/flows/sample/publish', {})
  await ask('/api/flows/sample/runs', {})
  await ask('/api/flows/sample/test', { node: document.nodes.at(-1)!.id })
  for (;;) {
    const [latest] = await ask<{ run: string; state: string }[]>('/api/flows/sample/runs')
    if (latest && !['queued', 'running'].includes(latest.state)) return latest.run
    await new Promise(resolve => setTimeout(resolve, 200))
  }
}

async function take(browser: Browser, url: string, run: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const)
    for (const [size, viewport] of Object.entries(SIZES)) {
      const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce', hasTouch: size === 'phone' })
      const page = await context.newPage()
      for (const { name, path, ready } of screens(run)) {
        await page.goto(url + path)
        await ready(page)
        await page.waitForTimeout(SETTLE_MS)
        await page.screenshot({ path: join(FOLDER, `${name}-${size}-${colorScheme}.png`) })
      }
      await context.close()
    }
}

mkdirSync(FOLDER, { recursive: true })
const [browser, served] = await Promise.all([openBrowser(), serve()])
try {
  await take(browser, served.url, await used(served.url))
} finally {
  await browser.close()
  await served.stop()
}
