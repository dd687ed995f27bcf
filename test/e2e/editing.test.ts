/** Editing acts in a real browser: every one by pointer and by keyboard, each one step of undo. */
import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { Flow } from '../../runtime/flow.ts'
import { violations, violationsInBothThemes } from '../stand-ins/axe.ts'
import type { Kept } from '../stand-ins/kept-page.ts'
import type { Served } from '../stand-ins/tributary.ts'
import { boxAtRest, middleAtRest, type Spot } from './at-rest.ts'
import { small } from './drawing.ts'
import { withKeptPage } from './on-page.ts'
import { shut } from './opened.ts'

const SCREEN = { width: 1600, height: 1000 }
let served: Served
let page: Page
let kept: Kept
withKeptPage(on => {
  ;({ served, page, kept } = on)
}, SCREEN)
/** Another tab of the same person. */
async function opened(): Promise<Page> {
  const made = await page.context().newPage()
  await made.setViewportSize(SCREEN)
  made.on('pageerror', error => kept.faults.push(error.message))
  return made
}

type Role = Parameters<Page['getByRole']>[0]
const G = (role: Role, name: string | RegExp, on = page) => on.getByRole(role, { name, ...(typeof name === 'string' && { exact: true }) })
const says = (text: string | RegExp, on = page) => G('status', 'Editor announcements', on).filter({ hasText: text }).waitFor()
const press = (key: string) => page.keyboard.press(key)

const make = async (document: Flow = small): Promise<string> => (await served.ask<{ id: string }>('/api/flows', 'POST', { document })).id
const stored = async (id: string) => ((await (await fetch(`${served.url}/api/flows/${id}`)).json()) as { document: Flow }).document
const wires = async (id: string) => (await stored(id)).edges.map(e => `${e.from}${e.port ? `.${e.port}` : ''}>${e.to}`).toSorted()
const open = async (id: string, on = page) => {
  await on.goto(`${served.url}/flows/${id}?lang=en`)
  await G('group', /^Source:/, on).waitFor()
  // What comes around the picture makes room for itself.
  for (const region of ['Flow header', 'Steps', 'Settings', 'Details']) await G('region', region, on).waitFor()
}
const step = (name: RegExp) => G('group', name)
async function drag(from: Spot, to: Spot): Promise<void> {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x + (to.x - from.x) / 2, from.y + (to.y - from.y) / 2, { steps: 4 })
  await page.mouse.move(to.x, to.y, { steps: 4 })
  await page.mouse.up()
}

describe('editing', () => {
  it('a frame and a note are made, named, found, folded and undone by keyboard', async () => {
    const id = await make()
    await open(id)
    await step(/^Filter: Paid/).focus()
    await press('Control+g')
    await page.keyboard.type('Shaping')
    await press('Enter')
    await G('group', 'Frame: Shaping, 1 step').waitFor()
    await step(/^Filter: Paid/).focus()
    await press('Shift+S')
    await page.getByRole('textbox', { name: 'Note text' }).waitFor()
    await page.keyboard.type('Refunds go elsewhere')
    await press('Escape')
    await G('group', 'Note: Refunds go elsewhere').waitFor()
    await expect.poll(async () => (await stored(id)).notes?.[0]?.text).toBe('Refunds go elsewhere')
    expect((await stored(id)).frames).toMatchObject([{ name: 'Shaping', steps: ['paid'] }])
    const held = (thing: Locator) => expect.poll(() => thing.evaluate(element => element === document.activeElement))
    const choose = async (command: string) => {
      await press('Control+k')
      await G('searchbox', 'Type a command').waitFor()
      await page.keyboard.type(command)
      await press('Enter')
    }
    // Folded by keys it stands for its steps: what walks along the flow passes it, and opens it again.
    const frame = G('group', 'Frame: Shaping, 1 step')
    await step(/^Filter: Paid/).focus()
    await choose('fold frame')
    await says('Folded Shaping.')
    await held(frame).toBe(true)
    await press('ArrowLeft')
    await held(step(/^Model: Orders/)).toBe(true)
    await press('ArrowRight')
    await held(frame).toBe(true)
    await press('ArrowRight')
    await held(step(/^Filter: Big ones/)).toBe(true)
    await press('ArrowLeft')
    await choose('open frame')
    await says('Opened Shaping.')
    await held(step(/^Filter: Paid/)).toBe(true)
    // Its tools stand over the frame's.
    await press('Escape')
    await G('button', 'Fold Shaping').click()
    await step(/^Filter: Paid/).waitFor({ state: 'detached' })
    await G('group', /^Connection from Orders to Paid/).waitFor({ state: 'attached' })
    await G('button', 'Open Shaping').click()
    await step(/^Filter: Paid/).waitFor()
    await press('Control+f')
    await page.keyboard.type('refunds')
    await G('option', /^Refunds go elsewhere/).waitFor()
    await press('Enter')
    await press('Delete')
    await G('group', /^Note:/).waitFor({ state: 'detached' })
    await press('Control+z')
    await G('group', 'Note: Refunds go elsewhere').waitFor()
  })

  it('finds columns and values, steps through the picture, and goes there', async () => {
    await open(await make())
    await step(/^Source:/).focus()
    await press('Control+f')
    await page.keyboard.type('status')
    await G('option', 'Paid').waitFor()
    await G('status', 'Matches').filter({ hasText: '1 match' }).waitFor()
    await G('button', 'Values').click()
    await G('status', 'Matches').filter({ hasText: '0 matches' }).waitFor()
    await G('button', 'Everywhere').click()
    await G('searchbox', 'Find in this flow').press('Enter')
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-id'))).toBe('paid')
  })

  it('an end of a connection is dragged to another step, as one undo', async () => {
    const id = await make()
    await open(id)
    const end = page.locator('.react-flow__edge[data-id="paid>big"] .react-flow__edgeupdater-target')
    await drag(await middleAtRest(end), await middleAtRest(G('button', 'Input of Free')))
    await says('Connected Paid to Free.')
    await expect.poll(() => wires(id)).toEqual(['orders>paid', 'paid.kept>free', 'shop>orders'])
    await press('Control+z')
    await says('Undone: connect Paid to Free.')
    await expect.poll(() => wires(id)).toEqual(['orders>paid', 'paid.kept>big', 'shop>orders'])
  })

  it('a step dropped on a connection goes into it; what does not fit says so', async () => {
    const id = await make()
    await open(id)
    const line = page.locator('.react-flow__edge[data-id="orders>paid"] .react-flow__edge-path')
    const [from, to] = [await middleAtRest(step(/^Filter: Free/)), await middleAtRest(line)]
    await drag({ x: from.x, y: from.y + 20 }, to)
    await expect.poll(() => wires(id)).toEqual(['free.kept>paid', 'orders>free', 'paid.kept>big', 'shop>orders'])
    await press('Control+z')
    await expect.poll(() => wires(id)).toEqual(['orders>paid', 'paid.kept>big', 'shop>orders'])
    await G('button', 'Add Filter').dragTo(page.locator('.react-flow__pane'), { targetPosition: await within(line) })
    await expect.poll(async () => (await wires(id)).length).toBe(4)
  })
  const within = async (line: Locator) => {
    const [at, pane] = [await middleAtRest(line), await boxAtRest(page.locator('.react-flow__pane'))]
    return { x: at.x - pane.x, y: at.y - pane.y }
  }

  it('everything is in the menu of a right press and of the menu key, with its key', async () => {
    const id = await make()
    await open(id)
    await step(/^Filter: Big ones/).focus()
    await press('Shift+F10')
    const menu = G('menu', 'Step actions')
    await menu.waitFor()
    await menu.getByRole('menuitem', { name: 'Move up in its branch' }).click()
    await says('Moved Big ones up.')
    await expect.poll(() => wires(id)).toEqual(['big.kept>paid', 'orders>big', 'shop>orders'])
    await page.locator('.react-flow__pane').click({ button: 'right', position: { x: 60, y: 500 } })
    await G('menu', 'Canvas actions').getByRole('menuitem', { name: 'Add note' }).click()
    await page.getByRole('textbox', { name: 'Note text' }).waitFor()
  })

  it('copies in one tab and pastes in another, with what fed it when asked', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    const [one, two] = [await make(), await make({ ...small, name: 'Other' })]
    await open(one)
    await step(/^Filter: Paid/).focus()
    await press('Control+c')
    await says('Copied 1 step.')
    const other = await opened()
    await open(two, other)
    await other.bringToFront()
    await G('group', /^Source:/, other).focus()
    await other.keyboard.press('Control+v')
    await says('Added 1 step.', other)
    await expect.poll(async () => (await stored(two)).nodes.map(n => n.name)).toContain('Paid 2')
    const fed = async (name: string) => {
      const { nodes, edges } = await stored(two)
      return edges.find(e => e.to === nodes.find(n => n.name === name)?.id)?.from
    }
    expect(await fed('Paid 2')).toBeUndefined()
    await other.keyboard.press('Control+Shift+V')
    await expect.poll(() => fed('Paid 3')).toBe('orders')
    await other.evaluate(() => navigator.clipboard.writeText('just words'))
    await other.keyboard.press('Control+v')
    await G('region', 'Notifications', other).filter({ hasText: 'The clipboard holds no steps' }).waitFor()
  })

  it('cards come to rest in line; Alt leaves a copy; several are lined up and spread at once', async () => {
    const id = await make()
    await open(id)
    const from = await middleAtRest(step(/^Filter: Free/))
    const zoom = (await boxAtRest(step(/^Filter: Free/))).width / 256
    // A drag begins with its first movement, an eighth of the way: what is left of 64 is nearest to 60 at any zoom.
    await drag({ x: from.x, y: from.y + 20 }, { x: from.x + 3 * zoom, y: from.y + 20 + 64 * zoom })
    await expect.poll(async () => (await stored(id)).layout?.free).toEqual({ x: 0, y: 340 })
    const now = await middleAtRest(step(/^Filter: Free/))
    await page.keyboard.down('Alt')
    await drag({ x: now.x, y: now.y + 20 }, { x: now.x + 280 * zoom, y: now.y + 20 + 60 * zoom })
    await page.keyboard.up('Alt')
    await expect.poll(async () => (await stored(id)).nodes.map(n => n.name)).toContain('Free 2')
    expect((await stored(id)).layout?.free).toEqual({ x: 0, y: 340 })
    await press('Control+a')
    await G('toolbar', 'Selected steps').getByRole('button', { name: 'Align top' }).click()
    await says('Align top: done.')
    await expect.poll(async () => new Set(Object.values((await stored(id)).layout!).map(p => p.y)).size).toBe(1)
    await press('Control+z')
    await says('Undone: align top.')
  })

  it('single letters can be switched off from the command menu, and Ctrl keys stay', async () => {
    await open(await make())
    await step(/^Filter: Paid/).focus()
    await press('Control+k')
    await G('searchbox', 'Type a command').fill('single-letter')
    await press('Enter')
    await says('Single-letter shortcuts are off.')
    await step(/^Filter: Paid/).focus()
    await press('a')
    await press('m')
    expect(await G('dialog', 'Add step').count()).toBe(0)
    await step(/^Filter: Paid/).focus()
    await press('Control+k')
    await G('searchbox', 'Type a command').fill('go to big')
    await press('Enter')
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-id'))).toBe('big')
  })

  it('what lies over the picture is usable by everybody, in light and in dark', async () => {
    await open(
      await make({
        ...small,
        notes: [{ id: 'note', text: 'Refunds go elsewhere' }],
        frames: [{ id: 'frame', name: 'Shaping', steps: ['paid', 'big'] }],
        layout: { ...small.layout, note: { x: 360, y: 280 } },
      }),
    )
    await step(/^Filter: Paid/).focus()
    await press('Shift+F10')
    await G('menu', 'Step actions').waitFor()
    expect(await violationsInBothThemes(page)).toEqual([])
    await shut(G('menu', 'Step actions'))
    await press('Control+f')
    await page.keyboard.type('paid')
    await G('option', 'Paid').first().waitFor()
    expect(await violationsInBothThemes(page)).toEqual([])
  })

  it('on a narrower screen the steps show their names on demand; one is searched and added, another dragged out', async () => {
    await page.setViewportSize({ width: 1280, height: 800 })
    const id = await make()
    await open(id)
    const steps = G('region', 'Steps')
    const named = G('dialog', 'Steps with their names')
    await G('button', 'Steps with their names').press('Enter')
    await named.waitFor()
    expect(await violations(page)).toEqual([])
    await named.getByRole('searchbox', { name: 'Search kinds of step' }).fill('hook')
    await page.waitForFunction(() => document.querySelectorAll('[role=dialog] li').length === 1)
    await named.getByRole('button', { name: 'Add Webhook' }).click()
    await named.waitFor({ state: 'detached' })
    await expect.poll(async () => (await stored(id)).nodes.at(-1)?.kind).toBe('webhook')
    await G('button', 'Steps with their names').click()
    await named
      .getByRole('button', { name: 'Add Pinterest' })
      .dragTo(page.locator('.react-flow__pane'), { targetPosition: { x: 500, y: 480 } })
    await expect.poll(async () => (await stored(id)).nodes.at(-1)?.kind).toBe('pinterest')
    await named.waitFor({ state: 'detached' })
    // On a laptop every kind of step is in sight, and what is not written beside it is told by a tooltip.
    const told = async (name: string, text: string) => {
      // A hand is on its way before it arrives: only then is it taken for a pointer's.
      await page.mouse.move(640, 300)
      await page.mouse.move(600, 320)
      await steps.getByRole('button', { name, exact: true }).hover()
      await page.getByRole('tooltip').filter({ hasText: text }).waitFor()
    }
    await page.setViewportSize({ width: 1440, height: 900 })
    await expect.poll(() => steps.evaluate(palette => palette.scrollHeight - palette.clientHeight)).toBe(0)
    await told('Add Filter', 'Keeps the rows that meet your conditions')
    // Narrower, none of them looks like another.
    await page.setViewportSize({ width: 1280, height: 720 })
    await expect.poll(() => steps.evaluate(rail => rail.scrollHeight - rail.clientHeight)).toBe(0)
    const buttons = steps.getByRole('list').getByRole('button')
    await expect.poll(() => buttons.count()).toBeGreaterThan(15)
    const tiles = await buttons.evaluateAll(all => all.map(tile => tile.innerHTML))
    expect(new Set(tiles).size).toBe(tiles.length)
    // What was dropped far below would lie half under the tools of a lower picture.
    await G('button', 'Fit to view').click()
    await boxAtRest(G('group', /^Pinterest:/))
    expect(await violations(page)).toEqual([])
    await told('Add Filter', 'Filter')
    await steps.getByRole('button', { name: 'Add Meta', exact: true }).press('Enter')
    await expect.poll(async () => (await stored(id)).nodes.at(-1)?.kind).toBe('meta')
  })
})
