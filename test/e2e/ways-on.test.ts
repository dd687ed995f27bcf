/** Whatever is refused, whoever refused it: on a phone and wide, there is something to press that leads on, and it does. */
import type { Page, Route } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { Served } from '../stand-ins/tributary.ts'
import { withPage } from './on-page.ts'

let served: Served
let page: Page
let id: string
withPage(
  async on => {
    ;({ served, page } = on)
    ;({ id } = await served.ask<{ id: string }>('/api/flows', 'POST', { document: toInbox }))
    for (const note of ['First', 'Second']) await served.ask(`/api/flows/${id}/publish`, 'POST', { note })
  },
  { locale: 'en' },
)

const toInbox = {
  tributary: 1,
  name: 'Orders',
  nodes: [
    { id: 'shop', kind: 'sample', config: {} },
    { id: 'orders', kind: 'table', config: { table: 'orders', key: ['order_id'] } },
    {
      id: 'map',
      kind: 'mapping',
      config: {
        fields: {
          event_name: { value: 'Purchase' },
          action_source: { value: 'website' },
          event_time: { column: 'created_at' },
          value: { column: 'order_total' },
          currency: { value: 'EUR' },
          email: { column: 'customer_email' },
          event_source_url: { value: 'https://shop.example/checkout' },
          client_user_agent: { column: 'user_agent' },
        },
      },
    },
    { id: 'hash', kind: 'hash', config: { country: 'FR' } },
    { id: 'inbox', kind: 'inbox', config: {} },
  ],
  edges: [
    { from: 'shop', to: 'orders' },
    { from: 'orders', to: 'map' },
    { from: 'map', to: 'hash' },
    { from: 'hash', to: 'inbox' },
  ],
}

type Role = Parameters<Page['getByRole']>[0]
const G = (role: Role, name: string | RegExp) => page.getByRole(role, { name, ...(typeof name === 'string' && { exact: true }) })
const html = { contentType: 'text/html', body: '<html>Sign in to the hotel</html>' }
/** Whoever answers instead of the server, or nobody. */
const answers: (Parameters<Route['fulfill']>[0] | null)[] = [
  { ...html, status: 401 },
  { ...html, status: 429 },
  { ...html, status: 503 },
  { ...html, status: 200 },
  null,
]
const failing = (path: RegExp, method: string, answer: (typeof answers)[number]) =>
  page.route(path, route => (route.request().method() !== method ? route.continue() : answer ? route.fulfill(answer) : route.abort()))
/** What is said of the refusal, and what there is to press beside what closes it. */
const waysIn = async (place: 'dialog' | 'alertdialog' | 'region', name: string | RegExp): Promise<string[]> => {
  const alert = G(place, name).getByRole('alert').first()
  await alert.waitFor()
  return (await G(place, name).locator('[role=alert] button, [role=alert] a').allTextContents()).filter(text => text.trim() !== '')
}

describe.each([1440, 390])('%d wide', width => {
  const open = async (path: string, ready: () => Promise<unknown>) => {
    await page.unrouteAll()
    await page.setViewportSize({ width, height: width < 500 ? 844 : 900 })
    await page.goto(`${served.url}${path}`)
    await ready()
  }
  const openFlow = () => open(`/flows/${id}?lang=en`, () => G('button', 'Publish').waitFor())
  const openDialog = async (name: 'Versions' | 'Schedule') => {
    await G('button', name === 'Versions' ? /^Version:/ : /^Schedule:/).click()
  }

  it('a schedule whose times cannot be asked for says so, is asked again at a press, and can be saved all the same', async () => {
    for (const answer of answers.filter((_, at) => at % 2 === 0)) {
      await openFlow()
      await failing(/\/api\/schedule/, 'POST', answer)
      await openDialog('Schedule')
      const dialog = G('dialog', 'Schedule')
      await dialog.getByText('At set times').click()
      expect(await waysIn('dialog', 'Schedule')).toContain('Try again')
      expect(await dialog.getByRole('button', { name: 'Save schedule' }).isEnabled()).toBe(true)
      await page.unrouteAll()
      await dialog.getByRole('button', { name: 'Try again' }).click()
      await expect.poll(() => dialog.getByRole('list', { name: 'Next 5 runs' }).getByRole('listitem').count()).toBe(5)
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
    }
  })

  it('an old version that cannot be read or made live says why beside it, and the same act goes through at a press', async () => {
    await openFlow()
    for (const answer of answers.slice(-2)) {
      await failing(/\/versions\/1$/, 'GET', answer)
      await openDialog('Versions')
      const line = G('listitem', 'Version 1')
      await line.getByRole('button', { name: 'Edit as draft' }).click()
      expect(await waysIn('dialog', 'Versions')).toContain('Try again')
      await page.unrouteAll()
      await line.getByRole('button', { name: 'Try again' }).click()
      await G('dialog', 'Versions').waitFor({ state: 'detached' })
      await page.reload()
      await G('button', 'Publish').waitFor()
    }
    await failing(/\/versions$/, 'GET', null)
    await page.reload()
    await G('button', 'Publish').waitFor()
    await openDialog('Versions')
    expect(await waysIn('dialog', 'Versions')).toContain('Try again')
    await page.unrouteAll()
    await G('dialog', 'Versions').getByRole('button', { name: 'Try again' }).click()
    await failing(/\/publish$/, 'POST', { ...html, status: 503 })
    await G('listitem', 'Version 1').getByRole('button', { name: 'Make live' }).click()
    expect(await waysIn('dialog', 'Versions')).toContain('Try again')
    await page.unrouteAll()
    const before = await live()
    await G('listitem', 'Version 1').getByRole('button', { name: 'Try again' }).click()
    await expect.poll(live).toBe(before + 1)
  })
  const live = async () => (await served.ask<{ live: number }>(`/api/flows/${id}`)).live

  it('a connection in use is not deleted: its flows are named and led to, also when one began to use it meanwhile', async () => {
    const save = (name: string) => served.ask(`/api/connections/${name}`, 'PUT', { kind: 'meta', settings: { dataset: '1', token: 'T' } })
    await save('Ads')
    await open('/connections?lang=en', () => G('button', 'Edit Ads').waitFor())
    await G('button', 'More actions for Ads').click()
    await G('menuitem', 'Delete connection').click()
    const asked = G('alertdialog', 'Delete Ads')
    await asked.waitFor()
    const name = `User ${width}`
    const nodes = [{ id: 'out', kind: 'meta', config: { connection: 'Ads' } }]
    const user = await served.ask<{ id: string }>('/api/flows', 'POST', { document: { tributary: 1, name, nodes, edges: [] } })
    await asked.getByRole('button', { name: 'Delete Ads' }).click()
    await asked.getByRole('alert').filter({ hasText: 'This connection is in use' }).waitFor()
    await asked.getByRole('link', { name: `Open ${name}` }).click()
    await page.waitForURL(address => address.pathname === `/flows/${user.id}`)
    await fetch(`${served.url}/api/flows/${user.id}`, { method: 'DELETE', headers: { 'x-tributary': '1' } })
    await open('/connections?lang=en', () => G('button', 'Edit Ads').waitFor())
    for (const answer of answers) {
      await failing(/\/api\/connections\/Ads$/, 'DELETE', answer)
      await G('button', 'More actions for Ads').click()
      await G('menuitem', 'Delete connection').click()
      await asked.getByRole('button', { name: 'Delete Ads' }).click()
      await asked.getByRole('alert').waitFor()
      expect(await asked.getByRole('button', { name: 'Delete Ads' }).isEnabled()).toBe(true)
      await page.unrouteAll()
      await asked.getByRole('button', { name: 'Keep it' }).click()
      await asked.waitFor({ state: 'detached' })
    }
    await G('button', 'More actions for Ads').click()
    await G('menuitem', 'Delete connection').click()
    // What was refused before is not said of this question.
    expect(await asked.getByRole('alert').isVisible()).toBe(false)
    await asked.getByRole('button', { name: 'Delete Ads' }).click()
    await G('button', 'Edit Ads').waitFor({ state: 'detached' })
  })

  it('notes in passing cover nothing that is pressed next', async () => {
    await openFlow()
    await page.keyboard.press('Control+s')
    const note = G('region', 'Notifications').locator('[data-tone]').first()
    await note.waitFor()
    await note.hover()
    for (const toggled of ['Show details', 'Hide details'] as const) {
      const toggle = G('button', toggled)
      if (await toggle.isVisible()) await toggle.click()
      await expect.poll(() => covered(page)).toEqual([])
    }
    await G('button', 'Dismiss').click()
  })
})

/** Controls of the editor that lie under a note and cannot be scrolled out from under it. */
const covered = (on: Page): Promise<string[]> =>
  on.evaluate(() => {
    const notes = [...document.querySelectorAll('section[aria-label=Notifications] [data-tone]')].map(it => it.getBoundingClientRect())
    const named = (it: Element) => it.getAttribute('aria-label') ?? it.textContent ?? ''
    const under = (box: DOMRect) => notes.some(n => box.left < n.right && box.right > n.left && box.top < n.bottom && box.bottom > n.top)
    return [...document.querySelectorAll('button, [role=tab]')]
      .filter(it => !it.closest('[data-region=settings], section[aria-label=Notifications], [role=tabpanel], [role=treegrid]'))
      .filter(it => it.checkVisibility() && under(it.getBoundingClientRect()))
      .map(named)
  })

it('Ctrl+S saves at once and offers to publish under a name', async () => {
  await page.unrouteAll()
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(`${served.url}/flows/${id}?lang=en`)
  await G('button', 'Publish').waitFor()
  await page.keyboard.press('Control+s')
  await G('region', 'Notifications').getByText('Saved.').waitFor()
  await G('button', 'Publish with a name').click()
  await G('dialog', /^Publish/)
    .getByRole('textbox', { name: 'Note' })
    .fill('Before Christmas')
  await G('button', 'Publish version').click()
  await G('region', 'Notifications')
    .getByText(/^Version \d+ is live$/)
    .waitFor()
})

it('each version says when it was published and by which door', async () => {
  await G('button', /^Version:/).click()
  await expect.poll(() => G('listitem', 'Version 1').innerText()).toMatch(/\d{4}.*\d\d:\d\d.* · by the API/)
  await expect.poll(() => page.getByRole('dialog').getByText('Before Christmas').isVisible()).toBe(true)
  const newest = page.getByRole('list', { name: 'Versions' }).getByRole('listitem').first()
  expect(await newest.innerText()).toMatch(/in the editor/)
})
