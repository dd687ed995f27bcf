/** Every act by pointer, one after another on one page: what it does, and that one undo takes it back. */
import { afterEach, describe, expect, it } from 'vitest'
import { violations } from '../stand-ins/axe.ts'
import { MOUSE, smallTargets } from '../stand-ins/targets.ts'
import { boxAtRest } from './at-rest.ts'
import { type Drawing, withDrawing } from './drawing.ts'
import { shut } from './opened.ts'

let on: Drawing
withDrawing(drawn => {
  on = drawn
})
afterEach(() => on.back())
const WIRES = ['orders>paid', 'paid.kept>big', 'shop>orders']
const selected = () => on.page.locator('.react-flow__node.selected').count()
const view = () => on.page.locator('.react-flow__viewport').getAttribute('style')
const nameShown = () => on.G('region', 'Settings').getByRole('textbox', { name: 'Step name' }).inputValue()
const edge = (id: string) => on.page.locator(`.react-flow__edge[data-id="${id}"] .react-flow__edge-path`)

describe('adding', () => {
  it('what a filter leaves out goes on by a plus of its own, once what it keeps goes somewhere', async () => {
    const second = on.G('button', 'Add step after Paid, left out rows')
    expect(await on.G('button', 'Add step after Free, left out rows').count()).toBe(0)
    await second.waitFor({ state: 'hidden' })
    await on.step(/^Filter: Paid/).click()
    await second.waitFor()
    expect(await smallTargets(on.page, MOUSE)).toEqual([])
    expect(await violations(on.page)).toEqual([])
    await second.click()
    await on.page.getByRole('option', { name: /^Map fields/ }).click()
    await expect.poll(on.wires).toContainEqual(expect.stringMatching(/^paid\.left_out>mapping/))
  })
  it('the plus offers what fits, best guess first, and adds it wired, in line and 96 pixels on, with its settings open', async () => {
    await on.G('button', 'Add step after Free, kept rows').click()
    const offered = on.G('dialog', 'Add step').getByRole('option')
    expect(await offered.first().innerText()).toMatch(/^Map fields\s+Takes rows$/)
    await offered.first().click()
    await on.says('Added Map fields: Map fields.')
    await on.G('combobox', 'Where it happened').waitFor()
    await expect.poll(on.wires).toContainEqual(expect.stringMatching(/^free\.kept>mapping/))
    const { layout } = await on.stored()
    expect(Object.entries(layout!).find(([id]) => id.startsWith('mapping'))?.[1]).toEqual({ x: 256 + 96, y: 280 })
  })

  it('a destination after the mapping brings the hashing that is missing, and says so before', async () => {
    await on.G('button', 'Add step after Free, kept rows').click()
    await on.page.getByRole('option', { name: /^Map fields/ }).click()
    await on.G('button', /^Add step after Map fields/).click()
    const inbox = on.page.getByRole('option', { name: /^Test inbox/ })
    expect(await inbox.innerText()).toContain('adds Hash identity first')
    await inbox.click()
    await on.says('Added Hash identity: Hash identity. Added Test inbox: Test inbox.')
  })

  it('the palette adds behind the chosen step, else where one is looking', async () => {
    await on.G('button', 'Open settings of Big ones').click()
    await on.G('button', 'Add Map fields').click()
    await expect.poll(on.wires).toContainEqual(expect.stringMatching(/^big\.kept>mapping/))
  })

  it('a double press on bare paper adds there, by choice', async () => {
    const at = await on.bare()
    await on.page.mouse.dblclick(at.x, at.y)
    await on
      .G('dialog', 'Add step')
      .getByRole('option', { name: /^Filter/ })
      .click()
    await on.says('Added Filter: Filter.')
    await expect.poll(async () => (await on.stored()).nodes.length).toBe(6)
    expect(await on.wires()).toEqual(WIRES)
  })
})

describe('connecting', () => {
  it('is a drag: what fits grows and is counted aloud, the rest steps back, and letting go connects', async () => {
    await on.drag(await on.middle(on.G('button', 'Kept rows of Big ones')), await on.middle(on.G('button', 'Input of Free')), false)
    await on.says('1 step can take this connection.')
    const look = (of: string, part: string, pseudo?: string) =>
      on.page
        .locator(`.react-flow__node[data-id="${of}"] ${part}`)
        .first()
        .evaluate((element, p) => {
          const { width, opacity } = getComputedStyle(element, p)
          return { width, opacity }
        }, pseudo)
    await expect.poll(() => look('free', '[aria-label="Input of Free"]', '::before')).toMatchObject({ width: '22px' })
    await expect.poll(() => look('shop', '> *')).toMatchObject({ opacity: '0.55' })
    await on.page.mouse.up()
    await on.says('Connected Big ones to Free.')
    await expect.poll(on.wires).toEqual(['big.kept>free', ...WIRES])
  })

  it('is a press on an output and a press on an input', async () => {
    await on.G('button', 'Kept rows of Big ones').click()
    await on.G('button', 'Input of Free').click()
    await expect.poll(on.wires).toEqual(['big.kept>free', ...WIRES])
  })

  it('is given up by Escape, in the middle of a drag and between two presses', async () => {
    await on.drag(await on.middle(on.G('button', 'Kept rows of Big ones')), await on.bare(), false)
    await on.press('Escape')
    await on.page.mouse.up()
    await expect.poll(() => on.page.locator('[data-connecting]').count()).toBe(0)
    expect(await on.G('dialog', 'Add step').count()).toBe(0)
    await on.G('button', 'Kept rows of Big ones').click()
    await on.press('Escape')
    await on.G('button', 'Input of Free').click()
    await on.press('Escape')
    expect(await on.G('button', 'Undo').getAttribute('aria-disabled')).toBe('true')
  })

  it('let go over bare paper, it adds a step there, wired', async () => {
    const at = await on.bare()
    const [, x, y, zoom] = /translate\((.*)px, (.*)px\) scale\((.*)\)/.exec((await view())!)!.map(Number)
    const pane = await boxAtRest(on.page.locator('.react-flow__pane'))
    const there = { x: (at.x - pane.x - x!) / zoom!, y: (at.y - pane.y - y!) / zoom! }
    await on.drag(await on.middle(on.G('button', 'Kept rows of Big ones')), at)
    await on.G('dialog', 'Add step').waitFor()
    await on.press('Enter')
    await expect.poll(on.wires).toContainEqual(expect.stringMatching(/^big\.kept>mapping/))
    const { layout } = await on.stored()
    const place = Object.entries(layout!).find(([id]) => id.startsWith('mapping'))![1]
    expect(Math.hypot(place.x - there.x, place.y - there.y)).toBeLessThan(60)
  })

  it('a circle is refused with what makes it one; a second way in offers to take the place of the first', async () => {
    await on.drag(await on.middle(on.G('button', 'Kept rows of Big ones')), await on.middle(on.G('button', 'Input of Orders')))
    const refusal = on.G('dialog', 'Cannot connect')
    await refusal.getByText('Orders already feeds Big ones: that would be a circle.').waitFor()
    await on.press('Escape')
    await refusal.waitFor({ state: 'detached' })
    await expect.poll(on.held).toBe('big')
    await on.drag(await on.middle(on.G('button', 'Output of Orders')), await on.middle(on.G('button', 'Input of Big ones')))
    await refusal.getByRole('button', { name: 'Replace the present connection' }).click()
    await expect.poll(on.wires).toEqual(['orders>big', 'orders>paid', 'shop>orders'])
  })

  it('a destination asks for hashed identity on the way, and takes it at a press', async () => {
    const picture = on.page.locator('[data-connecting]')
    await on.G('button', 'Add Map fields').click()
    await on.step(/^Map fields:/).waitFor()
    await on.arrived()
    // Behind a filter no destination fits: it comes loose.
    await on.G('button', 'Open settings of Free').click()
    await expect.poll(nameShown).toBe('Free')
    await on.G('button', 'Add Test inbox').click()
    await on.step(/^Test inbox:/).waitFor()
    await expect.poll(async () => (await on.stored()).nodes.length).toBe(7)
    expect((await on.wires()).filter(wire => wire.includes('>inbox'))).toEqual([])
    await on.arrived()
    await on.press('1')
    await on.drag(await on.middle(on.G('button', 'Output of Map fields')), await on.middle(on.G('button', 'Input of Test inbox')), false)
    await expect.poll(() => picture.getAttribute('data-connecting')).toBe('events')
    await on.page.mouse.up()
    const refusal = on.G('dialog', 'Cannot connect')
    await refusal.getByText('Test inbox needs hashed identity.').waitFor()
    await on.says('Cannot connect. Test inbox needs hashed identity.')
    await refusal.getByRole('button', { name: 'Add Hash identity between' }).click()
    const WAY = /^(big\.kept>mapping|mapping.*>hash|hash.*>inbox)/
    await expect.poll(async () => (await on.wires()).filter(wire => WAY.test(wire)).length).toBe(3)
    expect(await on.wires()).toHaveLength(WIRES.length + 3)
    await on.drag(await on.middle(on.G('button', 'Output of Hash identity')), await on.bare(), false)
    await expect.poll(() => picture.getAttribute('data-connecting')).toBe('protected')
    await on.press('Escape')
    await on.page.mouse.up()
  })

  it('presses that do not fit are refused with the reason, too', async () => {
    await on.G('button', 'Output of Orders').click()
    await on.G('button', 'Input of Big ones').click()
    const refusal = on.G('dialog', 'Cannot connect')
    await refusal.getByRole('button', { name: 'Replace the present connection' }).waitFor()
    await on.says('Cannot connect. Big ones already receives from Paid.')
    await expect.poll(() => on.page.locator('[data-connecting]').count()).toBe(0)
  })

  it('a connection has its tools where the pointer is: a step goes in, its rows are shown, it is taken away', async () => {
    const at = await on.middle(edge('orders>paid'))
    await on.page.mouse.move(at.x, at.y)
    const tools = on.G('toolbar', 'Selected connection')
    await expect.poll(() => tools.getByRole('button').allInnerTexts()).toEqual(['Insert step', 'Preview rows', 'Remove connection'])
    await tools.getByRole('button', { name: 'Insert step' }).click()
    await on.page.getByRole('option', { name: /^Filter/ }).click()
    await expect.poll(async () => (await on.wires()).length).toBe(4)
    expect(await on.wires()).not.toContain('orders>paid')
    await on.back()
    await choose('orders>paid')
    await tools.getByRole('button', { name: 'Preview rows' }).click()
    await on.G('table', 'Rows of Orders').waitFor()
    await choose('orders>paid')
    await tools.getByRole('button', { name: 'Remove connection' }).click()
    await expect.poll(on.wires).toEqual(['paid.kept>big', 'shop>orders'])
    await on.back()
    await choose('orders>paid')
    await on.press('Delete')
    await expect.poll(on.wires).toEqual(['paid.kept>big', 'shop>orders'])
  })
  /** Its tools come under the pointer: pressed at once, as by a hand that knows where. */
  async function choose(id: string) {
    const at = await on.middle(edge(id))
    await on.page.mouse.click(at.x, at.y)
  }
})

describe('choosing', () => {
  it('a press on a card opens its settings and leaves the keyboard on the card', async () => {
    await on.step(/^Filter: Paid/).click({ position: { x: 150, y: 60 } })
    await expect.poll(nameShown).toBe('Paid')
    await expect.poll(on.held).toBe('paid')
  })

  it('a double press on a title names the step: Enter keeps, Escape drops', async () => {
    await on.G('button', 'Open settings of Paid').dblclick()
    await expect.poll(on.held).toBe('Step name')
    await on.page.keyboard.type('Dropped')
    await on.press('Escape')
    await on.G('button', 'Open settings of Paid').dblclick()
    await expect.poll(on.held).toBe('Step name')
    await on.page.keyboard.type('Kept')
    await on.press('Enter')
    await on.step(/^Filter: Kept/).waitFor()
    await expect.poll(on.held).toBe('paid')
  })

  it('several are chosen by a box or one by one, and have tools together', async () => {
    const [left, right] = [await boxAtRest(on.step(/^Filter: Free/)), await boxAtRest(on.step(/^Filter: Big/))]
    await on.drag({ x: left.x - 20, y: left.y + left.height + 15 }, { x: right.x + 40, y: right.y + 20 })
    await expect.poll(selected).toBe(2)
    await on.press('Escape')
    await expect.poll(selected).toBe(0)
    await on.G('button', 'Open settings of Paid').click()
    await on.G('button', 'Open settings of Free').click({ modifiers: ['Shift'] })
    const tools = on.G('toolbar', 'Selected steps')
    await tools.getByRole('button', { name: 'Distribute horizontally', disabled: true }).press('Enter')
    await on.says('Choose three steps or more first.')
    await on.G('button', 'Open settings of Big ones').click({ modifiers: ['ControlOrMeta'] })
    await expect.poll(selected).toBe(3)
    const names = ['Align left', 'Align top', 'Distribute horizontally', 'Frame', 'Duplicate', 'Skip steps', 'Delete steps']
    for (const name of names) await tools.getByRole('button', { name }).waitFor()
    await tools.getByRole('button', { name: 'Skip steps' }).click()
    await on.says('Skipped 3 steps.')
    await tools.getByRole('button', { name: 'Delete steps' }).click()
    await on.G('alertdialog', 'Delete 3 steps').getByRole('button', { name: 'Delete 3 steps' }).click()
    await expect.poll(async () => (await on.stored()).nodes.map(n => n.id)).toEqual(['shop', 'orders'])
  })

  it('the tools of a step: seen up to here, connected, one before it, another in its place, skipped, and more', async () => {
    await on.step(/^Filter: Paid/).click({ position: { x: 150, y: 60 } })
    const tools = on.G('toolbar', 'Selected step')
    for (const name of ['Preview up to here', 'Connect to...', 'Insert step before', 'Replace with...', 'Skip step'])
      await tools.getByRole('button', { name }).waitFor()
    await tools.getByRole('button', { name: 'Preview up to here' }).click()
    await on.step(/^Filter: Paid, ready, \d+ kept, \d+ left out$/).waitFor()
    await tools.getByRole('button', { name: 'Skip step', pressed: false }).click()
    await on.step(/^Filter: Paid, skipped$/).waitFor()
    await tools.getByRole('button', { name: 'Skip step', pressed: true }).waitFor()
    // What came in goes on.
    await on.G('tabpanel', 'Preview').getByRole('button', { name: 'Preview rows' }).click()
    await on.G('button', 'Open settings of Big ones').click()
    await expect.poll(() => on.G('status', 'Sample').innerText()).toMatch(/^200 of 200 rows, just now$/)
    await on.G('button', 'Open settings of Paid').click()
    await tools.getByRole('button', { name: 'More step actions' }).click()
    await on.page.getByRole('menuitem', { name: 'Rename' }).waitFor()
    await on.press('Escape')
    // The same tools at every step; what one cannot do it says.
    await on.step(/^Source:/).click({ position: { x: 150, y: 60 } })
    const before = tools.getByRole('button', { name: 'Insert step before', disabled: true })
    await before.press('Enter')
    await on.says('Nothing leads to Sample data yet.')
  })

  it('a right press has a menu of its own for a card, a connection and bare paper, each act with its key', async () => {
    await on.step(/^Filter: Paid/).click({ button: 'right', position: { x: 150, y: 60 } })
    await on.G('menu', 'Step actions').getByRole('menuitem', { name: 'Skip step' }).filter({ hasText: 'M' }).waitFor()
    await shut(on.G('menu', 'Step actions'))
    await expect.poll(on.held).toBe('paid')
    const at = await on.middle(edge('orders>paid'))
    await on.page.mouse.click(at.x, at.y, { button: 'right' })
    await on.G('menu', 'Connection actions').getByRole('menuitem', { name: 'Remove connection' }).waitFor()
    await shut(on.G('menu', 'Connection actions'))
    const bare = await on.bare()
    await on.page.mouse.click(bare.x, bare.y, { button: 'right' })
    await on.G('menu', 'Canvas actions').getByRole('menuitem', { name: 'Tidy up' }).waitFor()
  })
})

describe('moving', () => {
  it('a drag moves a card, and says so', async () => {
    const from = await on.middle(on.step(/^Filter: Free/))
    await on.drag({ x: from.x, y: from.y + 20 }, { x: from.x + 100, y: from.y + 80 })
    await on.says('Moved Free.')
    await expect.poll(async () => (await on.stored()).layout?.free).not.toEqual({ x: 0, y: 280 })
  })

  it('far away a card is its tile and its name, and whole again where it is chosen', async () => {
    const card = on.step(/^Filter: Paid/)
    const sentence = card.getByText('Status is paid')
    await card.focus()
    await on.press('0', '-', '-', '-', '-', '-')
    await sentence.waitFor({ state: 'detached' })
    await on.G('button', 'Open settings of Paid').waitFor()
    await on.press(' ')
    await sentence.waitFor()
  })

  it('the wheel, the middle button and Space pan, Ctrl with the wheel zooms, and none of it is saved', async () => {
    const writes: string[] = []
    on.page.on('request', request => request.method() === 'PUT' && writes.push(request.url()))
    const at = await on.bare()
    await on.page.mouse.move(at.x, at.y)
    const moves = async (act: () => Promise<void>, scaled: boolean) => {
      const before = await view()
      await act()
      await expect.poll(view).not.toBe(before)
      const scale = (style: string | null) => /scale\(.*\)/.exec(style ?? '')?.[0]
      await expect.poll(async () => scale(await view()) !== scale(before)).toBe(scaled)
    }
    const pull = async (button: 'left' | 'middle') => {
      await on.page.mouse.move(at.x, at.y)
      await on.page.mouse.down({ button })
      await on.page.mouse.move(at.x + 60, at.y + 40, { steps: 3 })
      await on.page.mouse.up({ button })
    }
    await moves(() => on.page.mouse.wheel(0, 60), false)
    await moves(() => pull('middle'), false)
    await on.page.keyboard.down('Space')
    await moves(() => pull('left'), false)
    await on.page.keyboard.up('Space')
    await on.page.keyboard.down('Control')
    await moves(() => on.page.mouse.wheel(0, -60), true)
    await on.page.keyboard.up('Control')
    await on.G('button', 'Fit to view').click()
    expect(writes).toEqual([])
  })
})
