/**
 * What Lighthouse makes of the two pages that open first, as on a desktop: the median of five visits. It has a package of its own
 * beside this file, installed by `npm run budgets -- lighthouse`; it visits this machine only, and its reports of errors stay off.
 */
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { openBrowser } from '../stand-ins/browser.ts'
import { percentile, type Sheet } from './sheet.ts'
import type { Served } from './stage.ts'

const VISITS = 5
const PAGES = [
  ['Flows page', '/?lang=en', { performance: 95, accessibility: 100, 'best-practices': 95 }],
  ['Editor', '/flows/sample?lang=en', { performance: 90, accessibility: 100, 'best-practices': 95 }],
] as const
interface Report {
  categories: Record<string, { title: string; score: number; auditRefs: { id: string; weight: number }[] }>
  audits: Record<string, { title: string; score: number | null; displayValue?: string }>
}
type Lighthouse = (url: string, flags: object, config: object) => Promise<{ lhr: Report } | undefined>

export async function score(sheet: Sheet, served: Served): Promise<void> {
  const beside = createRequire(join(import.meta.dirname, 'lighthouse/package.json'))
  const bring = async (path: string) => (await import(pathToFileURL(beside.resolve(path)).href)).default
  const lighthouse: Lighthouse = await bring('lighthouse')
  const desktop: object = await bring('lighthouse/core/config/desktop-config.js')
  const port = await freePort()
  const browser = await openBrowser(`--remote-debugging-port=${port}`)
  try {
    for (const [name, path, goals] of PAGES) {
      const reports: Report[] = []
      for (let i = 0; i < VISITS; i++) {
        const flags = { port, logLevel: 'error', onlyCategories: Object.keys(goals) }
        reports.push((await lighthouse(served.url + path, flags, desktop))!.lhr)
      }
      for (const [category, least] of Object.entries(goals)) {
        const scores = reports.map(({ categories }) => Math.round(categories[category]!.score * 100))
        const { title } = reports[0]!.categories[category]!
        sheet.least(
          'C.2',
          `Lighthouse, ${name}: ${title}, median of ${VISITS}`,
          percentile(scores, 0.5),
          'points',
          least,
          lost(reports[0]!, category),
        )
      }
    }
  } finally {
    await browser.close()
  }
}

/** What costs points, the dearest first. */
function lost({ categories, audits }: Report, category: string): string {
  return categories[category]!.auditRefs.map(({ id, weight }) => ({ ...audits[id]!, cost: weight * (1 - (audits[id]!.score ?? 1)) }))
    .filter(({ cost }) => cost > 0)
    .toSorted((a, b) => b.cost - a.cost)
    .slice(0, 3)
    .map(({ title, displayValue }) => (displayValue ? `${title} ${displayValue}` : title))
    .join(' · ')
}

function freePort(): Promise<number> {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
