/** What a browser loads: sizes before anything is pressed, and of what comes later. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import type { Sheet } from './sheet.ts'

const ASSETS = join(import.meta.dirname, '../../dist/editor')
const kilobytes = (path: string) => gzipSync(readFileSync(join(ASSETS, path))).length / 1024
const QUIET_MS = 1_000

/** What a visit asks for before anything is pressed. What is fetched when the page is idle is not waited for by anybody. */
async function firstLoad(page: Page, address: string, ready: string) {
  const loaded = new Set<string>()
  const hear = (response: { url(): string }) => loaded.add(new URL(response.url()).pathname)
  await page.goto('about:blank')
  page.on('response', hear)
  await page.goto(address)
  await page.locator(ready).first().waitFor()
  await page.waitForTimeout(QUIET_MS)
  page.off('response', hear)
  const sum = (ending: string) =>
    [...loaded].filter(path => path.startsWith('/assets/') && path.endsWith(ending)).reduce((all, path) => all + kilobytes(path), 0)
  return { js: sum('.js'), css: sum('.css'), fonts: sum('.woff2'), scripts: [...loaded].filter(path => path.endsWith('.js')) }
}

/** Parts that come when they are needed: the file each begins with, and its limit in KB. */
const LATER: [what: string, file: RegExp, most: number][] = [
  ['SQL editor', /^SqlEditor-/, 130],
  ['Filter panel', /^conditions-/, 35],
  ['Dialogs, the schedule among them', /^(dialogs|CronField|cronstrue)-/, 60],
  ['Run page, its charts among it', /^RunPage-/, 20],
]

export async function weigh(sheet: Sheet, page: Page, flows: string, editor: string): Promise<void> {
  const list = await firstLoad(page, flows, 'h1')
  sheet.most('C.2', 'Flows page, JavaScript at first load (gzip)', list.js, 'KB', 190)
  const drawn = await firstLoad(page, editor, '.react-flow__node')
  sheet.most('C.2', 'Editor, JavaScript at first load (gzip)', drawn.js, 'KB', 360)
  for (const [what, file, most] of LATER) {
    const files = readdirSync(join(ASSETS, 'assets')).filter(name => file.test(name) && name.endsWith('.js'))
    const sum = files.filter(name => !drawn.scripts.includes(`/assets/${name}`)).reduce((all, name) => all + kilobytes(`assets/${name}`), 0)
    sheet.most('C.2', `${what}, when needed (gzip)`, sum, 'KB', most)
  }
  sheet.unmeasured('C.2', 'Layout worker (gzip)', '<= 22 KB', 'there is none: tidying is quick enough where it is, see its own rows')
  sheet.most('C.2', 'Editor, CSS (gzip)', drawn.css, 'KB', 30)
  sheet.most('C.2', 'Font of the interface', kilobytes(fontOf(/^hanken-grotesk-latin-wght-normal/)), 'KB', 35)
  sheet.most('C.2', 'Editor, all fonts', drawn.fonts, 'KB', 120)
}
const fontOf = (name: RegExp) => `assets/${readdirSync(join(ASSETS, 'assets')).find(file => name.test(file))!}`
