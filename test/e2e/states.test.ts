/** A flow from its first run to its versions, on one page: what the header, the panels and the notes say at each moment. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Flow } from '../../runtime/flow.ts'
import { openBrowser } from '../stand-ins/browser.ts'
import { notDue } from '../stand-ins/not-due.ts'
import { type Served, serve } from '../stand-ins/tributary.ts'
import { keyboardIn, shut } from './opened.ts'

let browser: Browser
let served: Served
let page: Page
let id: string
beforeAll(async () => {
  ;[browser, served] = await Promise.all([openBrowser(), serve()])
  ;({ id } = await served.ask<{ id: string }>('/api/flows', 'POST', { template: 'purchases-to-both' }))
  await served.change(id, notDue)
  page = await tab()
  await open()
})
afterAll(async () => {
  await browser?.close()
  await served?.stop()
})
async function tab(): Promise<Page> {
  const context = page?.context() ?? (await browser.newContext({ viewport: { width: 1600, height: 1000 }, reducedMotion: 'reduce' }))
  const made = await context.newPage()
  return made
}
const open = async (more = '', on = page) => {
  await on.goto(`${served.url}/flows/${id}?lang=en${more}`)
  await G('group', /^Source:/, on).waitFor()
  await G('tablist', 'Details', on).waitFor()
}
type Role = Parameters<Page['getByRole']>[0]
const G = (role: Role, name: string | RegExp, on = page) => on.getByRole(role, { name, ...(typeof name === 'string' && { exact: true }) })
const shown = () => page.getByRole('tab', { selected: true }).innerText()
const details = () => G('region', 'Details').innerText()
const notes = () => G('region', 'Notifications').innerText()
const stored = () => served.ask<{ document: Flow }>(`/api/flows/${id}`)

describe('before anything', () => {
  it('each panel says what belongs there and what brings it', async () => {
    await expect.poll(details).toMatch(/A preview reads up to 200 rows and sends nothing\.\s+Read a sample/)
    await G('tab', 'Problems').click()
    await expect.poll(details).toContain('No problems. Ready to publish.')
    await G('tab', 'Runs').click()
    await expect.poll(details).toMatch(/No runs yet\.\s+Start the first run/)
    await expect.poll(() => G('button', /^Version:/).innerText()).toBe('Not live yet')
    await G('region', 'Settings')
      .getByText(/A flow of 7 steps\. Choose a step/)
      .waitFor()
  })

  it('a line of the checklist leads to the thing, and ticks itself', async () => {
    await open('&step=paid')
    const list = G('list', 'First flow')
    await list.getByRole('listitem').filter({ hasText: 'Look at your rows' }).getByRole('link').click()
    await expect.poll(shown).toBe('Preview')
    await expect.poll(() => list.getByRole('listitem').filter({ hasText: 'Look at your rows' }).innerText()).toMatch(/✓|done/i)
    await G('table', 'Rows of Table').waitFor()
    // It stays so, and where what is there says otherwise nothing is ticked: the account is a simulator's.
    await open('&step=paid')
    await expect.poll(() => list.getByRole('listitem').filter({ hasText: /done/ }).allInnerTexts()).toHaveLength(3)
    for (const done of ['Look at your rows', 'Choose a currency', 'Set a schedule'])
      await list.getByRole('listitem').filter({ hasText: done }).filter({ hasText: 'done' }).waitFor()
    for (const open of ['Connect Meta', 'Connect Pinterest'])
      expect(await list.getByRole('listitem').filter({ hasText: open }).innerText()).toBe(open)
  })

  it('rows can be looked at before anything further on is set up, and nothing is ticked by a preview that shows none', async () => {
    const other = await served.ask<{ id: string }>('/api/flows', 'POST', { template: 'purchases-to-meta' })
    await page.goto(`${served.url}/flows/${other.id}?lang=en`)
    await G('group', /^Source:/).waitFor()
    const line = G('list', 'First flow').getByRole('listitem').filter({ hasText: 'Look at your rows' })
    await G('region', 'Details').getByRole('button', { name: 'Preview rows' }).click()
    await expect.poll(details).toContain('Currency has no column yet.')
    expect(await line.innerText()).toBe('Look at your rows')
    await line.getByRole('link').click()
    await G('table', 'Rows of Table').waitFor()
    expect(await details()).not.toContain('Currency')
    await expect.poll(() => line.innerText()).toMatch(/done/)
    const todo = (name: string) => G('list', 'First flow').getByRole('link', { name })
    // To the field itself, not only to the step that holds it.
    await todo('Choose a currency').click()
    await keyboardIn(page.getByRole('combobox', { name: 'Currency', exact: true }))
    const choices = page.getByRole('option').first()
    await choices.waitFor()
    await page.keyboard.press('Escape')
    await choices.waitFor({ state: 'detached' })
    // What cannot be done yet is there all the same, and says why.
    await todo('Connect Meta').click()
    const why = 'Choose a connection or make one first. There is nothing to test yet.'
    await G('region', 'Settings').getByRole('button', { name: 'Test connection', disabled: true }).press('Enter')
    await expect.poll(() => G('status', 'Editor announcements').innerText()).toContain(why)
    await todo('Send a test event').click()
    const dialog = G('dialog', 'Send a test event')
    await dialog.getByRole('radio', { name: 'Pinterest test mode', disabled: true }).waitFor()
    await dialog.getByText('For flows that lead to Pinterest. This one does not.').waitFor()
    await shut(dialog)
    await open('&step=paid')
  })

  it('the name of the flow is typed in the header, and the keyboard comes back', async () => {
    await G('button', 'Rename flow').click()
    await keyboardIn(G('textbox', 'Flow name'))
    await page.keyboard.type('Shoes')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Shoes' }).waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Rename flow')
    await expect.poll(() => page.title()).toBe('Shoes · Tributary')
    // The state says "Saved" of what was before, for as long as a name rests before it is written.
    await expect.poll(async () => (await stored()).document.name).toBe('Shoes')
    await expect.poll(() => G('status', 'Save state').innerText()).toMatch(/^Saved \d\d:\d\d$/)
  })
})

describe('versions', () => {
  const chip = () => G('button', /^Version:/).innerText()
  it('the header says what is live, what is not yet, and that the schedule rests', async () => {
    await served.ask(`/api/flows/${id}/publish`, 'POST', {})
    await expect.poll(notes).toContain('Version 1 went live.')
    await G('region', 'Notifications').getByRole('button', { name: 'See what changed' }).waitFor()
    await expect.poll(chip).toBe('Live, version 1')
    await G('tab', 'Runs').click()
    await expect.poll(details).toMatch(/No runs yet\. Next: (today|tomorrow) \d\d:\d\d\./)
    await G('group', /^Filter:/).focus()
    await page.keyboard.press('m')
    await expect.poll(chip).toBe('Draft, 1 change not live')
    await page.keyboard.press('Control+z')
    await expect.poll(chip).toBe('Live, version 1')
    await G('button', 'More flow actions').click()
    await G('menuitem', 'Pause schedule').click()
    await expect.poll(chip).toBe('Live version paused')
    await G('button', 'More flow actions').click()
    await G('menuitem', 'Resume schedule').click()
    await expect.poll(chip).toBe('Live, version 1')
    await dismissAll()
  })

  it('a run says how it ended and opens nothing that was closed', async () => {
    await G('button', 'Hide details').click()
    await G('button', 'Run now').click()
    await expect.poll(notes).toMatch(/Run finished\. \d+ accepted, 0 rejected/)
    await G('button', 'Run now').waitFor()
    expect(await G('button', 'Show details').count()).toBe(1)
    await G('region', 'Notifications').getByRole('button', { name: 'See these rows' }).waitFor()
    await dismissAll()
    await G('button', 'Show details').click()
    await expect.poll(shown).toBe('Runs')
    await G('table', 'Runs').getByRole('rowheader').first().waitFor()
  })
  it('a tab that nobody looks at says in its title that the run is over, until it is looked at', async () => {
    const hide = (state: string) =>
      page.evaluate(now => {
        Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => now })
        document.dispatchEvent(new Event('visibilitychange'))
      }, state)
    await hide('hidden')
    await served.ask(`/api/flows/${id}/runs`, 'POST', {})
    await expect.poll(() => page.title()).toBe('(done) Shoes · Tributary')
    await hide('visible')
    await expect.poll(() => page.title()).toBe('Shoes · Tributary')
    await dismissAll()
  })
  /** Notes with a button stay until they are closed; the others may go between a look and a press. */
  async function dismissAll() {
    const close = G('region', 'Notifications').getByRole('button', { name: 'Dismiss' })
    const left = async () => {
      await close.evaluateAll(all => {
        for (const one of all) (one as HTMLElement).click()
      })
      return close.count()
    }
    await expect.poll(left).toBe(0)
  }

  it('publishing says what changes, when it runs next and what the last preview held back, under a note of its own', async () => {
    await G('button', 'Open settings of Filter').click()
    await G('tab', 'Preview').click()
    await G('tabpanel', 'Preview').getByRole('button', { name: 'Preview rows' }).click()
    await G('table', 'Rows of Filter').waitFor()
    await G('group', /^Filter:/).focus()
    await page.keyboard.press('m')
    await G('button', 'Publish').click()
    const dialog = G('dialog', 'Publish Shoes')
    await expect.poll(() => dialog.getByRole('list', { name: 'Changes' }).innerText()).toMatch(/^Filter: skipped/i)
    await dialog.getByText(/^Next run: (today|tomorrow) \d\d:\d\d, and it will use this version\.$/).waitFor()
    await dialog.getByText(/^Last preview: \d+ events? fit to send, \d+ held back\.$/).waitFor()
    await expect.poll(() => dialog.getByRole('textbox', { name: 'Note' }).inputValue()).toMatch(/Filter/)
    await shut(dialog)
  })

  it('a draft is thrown away after one question that names the number of changes; undo brings it back', async () => {
    await G('button', 'More flow actions').click()
    await G('menuitem', 'Discard draft').click()
    const question = G('alertdialog', 'Discard draft')
    await question.getByText(/^1 change will be gone, and the draft is version 1 again\. Undo brings them back\.$/).waitFor()
    await question.getByRole('button', { name: 'Discard draft' }).click()
    await expect.poll(async () => (await stored()).document.nodes.some(n => n.skip)).toBe(false)
    await G('button', 'Undo').click()
    await expect.poll(async () => (await stored()).document.nodes.some(n => n.skip)).toBe(true)
  })

  it('an old one is looked at without a way to change it: keys that look still work', async () => {
    await open('&version=1')
    await page.getByText('You are looking at version 1. Nothing here can be changed.').waitFor()
    await expect.poll(() => G('status', 'Save state').innerText()).toBe('Read only')
    expect(await G('button', 'Publish').count()).toBe(0)
    await G('group', /^Filter:/).focus()
    await page.keyboard.press('Delete')
    await page.keyboard.press('a')
    expect(await G('dialog', 'Add step').count()).toBe(0)
    await G('status', 'Editor announcements').filter({ hasText: 'Nothing of an old version can be changed.' }).waitFor()
    // Nothing that is pressed for nothing: the way out for what the filter leaves out has a plus in the draft only.
    expect(await G('button', /^Add step after/).count()).toBe(0)
    await G('group', /^Filter:/)
      .getByRole('button', { name: /^Open settings of / })
      .dblclick()
    expect(await G('application', 'Flow canvas').getByRole('textbox').count()).toBe(0)
    await G('group', /^Filter:/).focus()
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toMatch(/^Map fields:/)
    await page.keyboard.press('Control+f')
    await shut(G('dialog', 'Find in this flow'))
    await G('button', 'Edit as draft').click()
    await G('button', 'Publish').waitFor()
    await expect.poll(async () => (await stored()).document.nodes.some(n => n.skip)).toBe(false)
  })
})

describe('saving', () => {
  it('is said only where it takes long', async () => {
    await open('&step=paid')
    const held = Promise.withResolvers<void>()
    await page.route(`**/api/flows/${id}`, async route => {
      if (route.request().method() === 'PUT') await held.promise
      await route.continue()
    })
    await G('region', 'Settings').getByRole('textbox', { name: 'Step name' }).fill('Only paid')
    await expect.poll(() => G('status', 'Save state').innerText()).toBe('Saving...')
    held.resolve()
    await expect.poll(() => G('status', 'Save state').innerText()).toMatch(/^Saved \d\d:\d\d$/)
    await page.unrouteAll({ behavior: 'wait' })
  })

  it('the same flow in another tab is said at once, can be called to the front, and is forgotten when it goes', async () => {
    await open()
    const other = await tab()
    await open('', other)
    const note = (on: Page) => on.getByRole('status').filter({ hasText: 'This flow is open in another tab. Changes from both are joined.' })
    await Promise.all([note(page).waitFor(), note(other).waitFor()])
    await note(page).getByRole('button', { name: 'Go to that tab' }).click()
    await note(other).getByRole('button', { name: 'Hide this note' }).click()
    await note(other).waitFor({ state: 'detached' })
    await other.close()
    await note(page).waitFor({ state: 'detached' })
  })

  it('two edits to the same thing are asked about, one choice each, and the side that loses can be had again', async () => {
    await page.route('**/api/stream*', route => route.abort())
    await open('&step=paid')
    const named = (name: string) => (flow: Flow) => ({ ...flow, nodes: flow.nodes.map(n => (n.id === 'paid' ? { ...n, name } : n)) })
    await served.change(id, named('Theirs'))
    await G('region', 'Settings').getByRole('textbox', { name: 'Step name' }).fill('Mine')
    const clash = G('alertdialog', 'Two edits to the same thing')
    const choice = clash.getByRole('radiogroup')
    await choice.waitFor()
    expect(await choice.getAttribute('aria-label').then(async label => label ?? (await choice.innerText()))).toMatch(/name/i)
    await choice.getByText('Theirs', { exact: true }).first().click()
    await clash.getByRole('button', { name: 'Keep choices' }).click()
    await G('group', /^Filter: Theirs/).waitFor()
    await G('button', /^Version:/).click()
    await page.getByText(/^Drafts kept on this device/).click()
    await G('list', 'Kept drafts').getByText('before it was joined with another tab').first().waitFor()
    await shut(G('dialog', 'Versions'))
  })

  it('news that stay away for five seconds are said, and no sooner than they come back are they silent again', async () => {
    await expect.poll(() => G('status', 'Live updates').innerText()).toBe('Live updates paused, reconnecting')
    await page.unrouteAll()
    await expect.poll(() => G('status', 'Live updates').innerText(), { timeout: 60_000 }).toBe('')
  })

  it('what changes in the same flow elsewhere arrives by itself, and is said where it met changes of one’s own', async () => {
    await served.change(id, flow => ({ ...flow, name: 'Boots' }))
    await page.getByRole('heading', { level: 1, name: 'Boots' }).waitFor()
    await expect.poll(() => G('status', 'Save state').innerText()).toMatch(/^Saved \d\d:\d\d \(merged with a change from another tab\)$/)
  })
})

describe('looking', () => {
  it('a test event says where it goes and what that costs', async () => {
    await G('button', 'Send a test event').click()
    const dialog = G('dialog', 'Send a test event')
    for (const words of [
      'Nothing leaves this server. Every rule of the platform is checked here.',
      'Meta does not drop them: they count for measurement and targeting like real ones.',
      'Pinterest checks the events and answers as always, but records nothing.',
    ])
      await dialog.getByText(words, { exact: false }).waitFor()
    await shut(dialog)
  })

  it('a sample is kept while one edits: the step says so, and the sample stays as it was', async () => {
    const sample = () => G('status', 'Sample').innerText()
    // What is said is of the chosen step.
    await open('&step=paid')
    // Read anew: the one that came with the page was read tests ago, and is as old as they took.
    const read = page.waitForResponse(answer => answer.url().endsWith('/preview') && answer.request().method() === 'POST')
    await G('region', 'Details').getByRole('button', { name: 'Preview rows' }).click()
    await read
    // Pressed where it is drawn, not on its words.
    await G('switch', 'Use this sample while editing').check()
    await expect.poll(sample).toMatch(/^\d+ of \d+ rows, just now$/)
    const [rows] = (await sample()).split(',')
    await G('group', /^Filter:/).focus()
    await page.keyboard.press('m')
    await G('group', /^Map fields: .*using pinned sample/).waitFor()
    await expect.poll(sample).toMatch(new RegExp(`^${rows}, .*\\. Kept while you edit\\.$`))
    await page.keyboard.press('Control+z')
    await G('switch', 'Use this sample while editing').uncheck()
  })
})

it('a flow that is not there says so, and offers another try', async () => {
  await page.goto(`${served.url}/flows/nowhere?lang=en`)
  await page.getByRole('heading', { level: 1, name: 'This flow could not be opened' }).waitFor()
  await page.getByRole('button', { name: 'Try again' }).waitFor()
})

describe('in two places', () => {
  it('what changed elsewhere counts as not live in every tab that shows it', async () => {
    const { id: own } = await served.ask<{ id: string }>('/api/flows', 'POST', { template: 'purchases-to-both' })
    await served.change(own, notDue)
    await served.ask(`/api/flows/${own}/publish`, 'POST', {})
    const other = await tab()
    // Changed after the tab has read the flow, before it hears of anything.
    const hears = Promise.withResolvers<void>()
    await other.route('**/api/stream?*', async route => {
      await hears.promise
      await route.continue()
    })
    await other.goto(`${served.url}/flows/${own}?lang=en`)
    await G('button', 'Version: Live, version 1', other).waitFor()
    await expect.poll(() => G('status', 'Save state', other).innerText()).toMatch(/^Saved/)
    await served.change(own, flow => ({ ...flow, name: 'Sandals' }))
    hears.resolve()
    await other.getByRole('heading', { level: 1, name: 'Sandals' }).waitFor()
    await G('button', 'Version: Draft, 1 change not live', other).waitFor()
    await other.close()
  })
})
