/**
 * `npm run budgets`: every goal of the editor beside its figure: accessibility, speed, tasks. Figures are of this machine
 * under its present load; nothing here fails a build. `-- speed` (or `access`, `tasks`, `proofs`) measures that part alone;
 * `-- lighthouse` is measured only when it is asked for, since it is installed for that.
 */
import { writeFileSync } from 'node:fs'
import { bigFlow } from '../demo/flows.ts'
import { openBrowser } from '../stand-ins/browser.ts'
import { focusSeen, reachable, tabStops } from './access.ts'
import { openLarge, workInLarge, workInMiddle } from './large-flow.ts'
import { score } from './lighthouse.ts'
import { prove } from './proofs.ts'
import { repairAndSend } from './repair.ts'
import { Sheet } from './sheet.ts'
import { serve } from './stage.ts'
import { answers, byKeyboard, feel, findReason, firstEvent, fromTemplate, news, presses } from './tasks.ts'
import { weigh } from './weights.ts'

const asked = process.argv.slice(2)
const wanted = (part: string) => asked.length === 0 || asked.includes(part)
const sheet = new Sheet()
const [browser, served] = await Promise.all([openBrowser(), serve()])
/** A page of its own for each group, so that none inherits what another left behind. */
const on = (
  part: 'C.1' | 'C.2' | 'C.3',
  what: string,
  measure: (sheet: Sheet, page: import('playwright-core').Page, at: typeof served) => Promise<void>,
) =>
  sheet.group(part, what, async () => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
    const page = await context.newPage()
    try {
      await measure(sheet, page, served)
    } finally {
      await context.close()
    }
  })

try {
  if (wanted('access')) {
    await sheet.group('C.1', 'Routes', () => reachable(sheet, browser, served))
    await on('C.1', 'Tab stops', tabStops)
    await on('C.1', 'Focus', focusSeen)
  }
  if (wanted('speed')) {
    const address = await served.make(bigFlow(30))
    await on('C.2', 'Weights', (_, page) => weigh(sheet, page, `${served.url}/?lang=en`, address))
    await on('C.2', 'Opening', openLarge)
    await on('C.2', 'Working', workInLarge)
    await on('C.2', 'Middle', workInMiddle)
    await on('C.2', 'Answers', answers)
    await on('C.2', 'News', news)
    await on('C.2', 'Pages', feel)
    await on('C.2', 'Presses', presses)
    sheet.unmeasured('C.2', 'Frames a second while panning 500 steps', '>= 58', 'needs a screen with a GPU; its gate without one is above')
    if (!asked.includes('lighthouse'))
      sheet.unmeasured('C.2', 'Lighthouse scores', '>= 90 to 100', 'npm run budgets -- lighthouse; paint, blocking and shift are above')
  }
  if (asked.includes('lighthouse')) await sheet.group('C.2', 'Lighthouse', () => score(sheet, served))
  if (wanted('tasks')) {
    await on('C.3', 'First event', firstEvent)
    await on('C.3', 'Template', fromTemplate)
    await on('C.3', 'Keyboard', byKeyboard)
    await on('C.3', 'Reason', findReason)
    await on('C.3', 'Repair', repairAndSend)
    sheet.unmeasured('C.3', 'A first-time marketer, blank flow to accepted event', '<= 3 min, 5 of 6', 'needs six people')
    sheet.unmeasured(
      'C.3',
      'The comparable path of the product this one follows',
      'about 26 screens',
      'a figure of theirs, to compare ours with',
    )
    sheet.unmeasured('C.3', 'Connect Meta and send a first real test event', '<= 5 min', 'needs a token and a person')
  }
} finally {
  await browser.close()
  await served.stop()
}
if (wanted('proofs')) prove(sheet)
sheet.print()
// For whoever puts them into another table.
if (process.env.BUDGETS_JSON) writeFileSync(process.env.BUDGETS_JSON, JSON.stringify(sheet.rows))
