/** Every key, one after another on one page: what it does, where the keyboard is afterwards, and that undo takes it back. */
import { afterEach, describe, expect, it } from 'vitest'
import { type Drawing, withDrawing } from './drawing.ts'
import { keyboardIn, shut } from './opened.ts'

let on: Drawing
withDrawing(async drawn => {
  on = drawn
  await on.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
})
afterEach(() => on.back())
const soon = <T>(ask: () => Promise<T>, message = '') => expect.poll(ask, { message })
const WIRES = ['orders>paid', 'paid.kept>big', 'shop>orders']
const selected = () =>
  on.page.locator('.react-flow__node.selected').evaluateAll(all => all.map(card => card.getAttribute('data-id')).sort())
const view = () => on.page.locator('.react-flow__viewport').getAttribute('style')
const zoom = () => on.G('button', /^Zoom level/).innerText()
const tab = () => on.page.getByRole('tab', { selected: true }).innerText()
const option = (of: string, name: RegExp) => on.G('dialog', of).getByRole('option', { name })
const region = () => on.page.evaluate(() => document.activeElement?.closest('[data-region]')?.getAttribute('data-region'))
/** Puts the keyboard on a card and presses. */
const at = async (name: RegExp, ...keys: string[]) => {
  await on.step(name).focus()
  await on.press(...keys)
}
const [SHOP, PAID, BIG, FREE] = [/^Source:/, /^Filter: Paid/, /^Filter: Big/, /^Filter: Free/]

describe('walking', () => {
  it('left and right go along the flow, up and down among siblings', async () => {
    await on.step(SHOP).focus()
    for (const [key, there] of [
      ['ArrowRight', 'orders'],
      ['ArrowRight', 'paid'],
      ['ArrowRight', 'big'],
      ['ArrowLeft', 'paid'],
      ['ArrowDown', 'big'],
      ['ArrowUp', 'paid'],
    ] as const) {
      await on.press(key)
      await soon(on.held, key).toBe(there)
    }
  })

  it('Space chooses and lets go; Shift with an arrow takes the next one in; Escape lets all go', async () => {
    await at(PAID, ' ')
    await soon(selected).toEqual(['paid'])
    await on.press(' ')
    await soon(selected).toEqual([])
    await on.press('Shift+ArrowLeft')
    await soon(selected).toEqual(['orders', 'paid'])
    await on.press('Control+a')
    await soon(selected).toEqual(['big', 'free', 'orders', 'paid', 'shop'])
    await on.press('Escape')
    await soon(selected).toEqual([])
    await soon(on.held).toBe('orders')
  })

  it('Enter goes into the settings, Escape back to the step', async () => {
    await at(FREE, 'Enter')
    await soon(on.held).toBe('Free')
    await on.press('Escape')
    await soon(on.held).toBe('free')
  })

  it('E goes to the connections of a step in turn, Enter opens the menu of one, Escape comes back', async () => {
    await at(PAID, 'e')
    const inward = on.G('group', /^Connection from Orders to Paid/)
    const outward = on.G('group', /^Connection from Paid to Big ones/)
    await keyboardIn(inward)
    await on.G('toolbar', 'Selected connection').waitFor()
    await on.press('e')
    await keyboardIn(outward)
    await on.press('e')
    await keyboardIn(inward)
    await on.press('Enter')
    const menu = on.G('menu', 'Connection actions')
    await keyboardIn(menu)
    await on.press('Escape')
    await keyboardIn(inward)
    await on.press('Enter')
    await keyboardIn(menu)
    await menu.getByRole('menuitem', { name: 'Insert step' }).press('Enter')
    await option('Add step', /^Filter/).waitFor()
    await on.press('Escape')
    await keyboardIn(inward)
    await on.press('e')
    await keyboardIn(outward)
    await on.press('Escape')
    await soon(on.held).toBe('paid')
  })

  it('the keyboard stays on the step after an act of its menu, and after the rows of a connection were asked for', async () => {
    await at(PAID, 'Control+a', 'Shift+F10')
    const menu = on.G('menu', 'Step actions')
    await keyboardIn(menu)
    await menu.getByRole('menuitem', { name: 'Align top' }).press('Enter')
    await on.says('Align top: done.')
    await soon(on.held).toBe('paid')
    await on.press('Escape', 'e')
    await keyboardIn(on.G('group', /^Connection from Orders to Paid/))
    await on.press('Tab')
    await soon(on.held).toBe('Insert step')
    await on.press('Tab')
    await soon(on.held).toBe('Preview rows')
    await on.press('Enter')
    await on.G('table', 'Rows of Orders').waitFor()
    await soon(on.held).toBe('orders')
  })

  it('F6 goes round the regions, Shift+F6 the other way, and each remembers where one was', async () => {
    const ROUND = ['tools', 'details', 'settings', 'header', 'palette', 'canvas']
    for (const key of ['Alt+1', 'Alt+4']) {
      await on.press(key)
      await at(PAID)
      const seen: unknown[] = []
      for (const _ of ROUND) {
        await on.press('F6')
        seen.push(await region())
      }
      expect(seen).toEqual(ROUND)
      await soon(on.held).toBe('paid')
    }
    await on.press('Shift+F6')
    expect(await region()).toBe('palette')
  })
})

describe('building', () => {
  it('A adds behind the step; beside the cards it adds where one is looking', async () => {
    await at(BIG, 'a', 'Enter')
    await soon(on.wires).toContainEqual(expect.stringMatching(/^big\.kept>mapping/))
    await on.back()
    await on.press('a')
    await option('Add step', /^Filter/).click()
    await soon(async () => (await on.stored()).nodes.length).toBe(6)
    expect(await on.wires()).toEqual(WIRES)
  })

  it('I puts a step before this one', async () => {
    await at(PAID, 'i')
    await on.page.getByRole('option', { name: /^Filter/ }).click()
    await soon(async () => (await on.wires()).length).toBe(4)
    expect(await on.wires()).not.toContain('orders>paid')
  })

  it('C connects: what fits by arrows and Enter, what does not with its reason', async () => {
    await at(BIG, 'c')
    const dialog = on.G('dialog', 'Connect Big ones to')
    const fitting = dialog.getByRole('listbox', { name: 'Steps that fit', exact: true }).getByRole('option')
    await soon(() => fitting.allInnerTexts()).toEqual([expect.stringContaining('Free')])
    await dialog
      .getByRole('listbox', { name: 'Steps that do not fit' })
      .getByText('Orders already feeds Big ones: that would be a circle.')
      .waitFor()
    await on.press('Enter')
    await on.says('Connected Big ones to Free.')
    await soon(on.held).toBe('big')
    await on.press('Control+z')
    await on.says('Undone: connect Big ones to Free.')
    await on.arrived()
    await at(/^Model: Orders/, 'c')
    // What Enter takes at once takes nothing away; the others say what they replace.
    const offered = on.G('dialog', 'Connect Orders to').getByRole('listbox', { name: 'Steps that fit', exact: true }).getByRole('option')
    const replacing = 'Big ones already receives from Paid. Choosing it replaces that connection.'
    await soon(() => offered.allInnerTexts()).toEqual([expect.stringContaining('Free'), expect.stringContaining(replacing)])
  })

  it('R puts another kind in its place, with name, place and wires', async () => {
    await at(BIG, 'r')
    await option('Replace with', /^Formula/).click()
    await soon(async () => (await on.stored()).nodes.find(n => n.id === 'big')).toMatchObject({ kind: 'formula', name: 'Big ones' })
    expect(await on.wires()).toContain('paid.kept>big')
  })

  it('F2 names: Escape drops, Enter keeps', async () => {
    await at(PAID, 'F2')
    await soon(on.held).toBe('Step name')
    await on.page.keyboard.type('Dropped')
    await on.press('Escape')
    await soon(on.held).toBe('paid')
    await on.press('F2')
    await soon(on.held).toBe('Step name')
    await on.page.keyboard.type('Kept')
    await on.press('Enter')
    await on.step(/^Filter: Kept/).waitFor()
    await soon(on.held).toBe('paid')
  })

  it('M skips and takes back, P shows rows up to here', async () => {
    await at(PAID, 'm')
    await on.says('Skipped Paid.')
    await on.step(/^Filter: Paid, skipped$/).waitFor()
    await on.press('m', 'p')
    await on.G('table', 'Rows of Paid').waitFor()
    await on.step(/^Filter: Paid, ready, \d+ kept, \d+ left out$/).waitFor()
    await soon(on.held).toBe('paid')
  })

  it('Alt with an arrow moves by 20, with Shift by 100', async () => {
    await at(FREE, 'Alt+ArrowRight', 'Shift+Alt+ArrowDown')
    await on.says('Moved Free.')
    await soon(async () => (await on.stored()).layout?.free).toEqual({ x: 20, y: 380 })
  })

  it('Delete and Backspace heal the line and say so, Shift+Delete leaves it open', async () => {
    for (const key of ['Delete', 'Backspace']) {
      await at(PAID, key)
      await on.G('region', 'Notifications').getByText('Removed Paid. Orders now goes to Big ones.').first().waitFor()
      await soon(on.wires).toEqual(['orders>big', 'shop>orders'])
      await soon(on.held).toBe('orders')
      await on.back()
    }
    await at(PAID, 'Shift+Delete')
    await soon(on.wires).toEqual(['shop>orders'])
  })

  it('Ctrl+D makes a copy that alone is chosen, Ctrl+X and Ctrl+V move one, Ctrl+Z and Ctrl+Shift+Z or Ctrl+Y go back and forth', async () => {
    await at(PAID, 'Control+d')
    await soon(async () => (await on.stored()).nodes.at(-1)?.name).toBe('Paid 2')
    await soon(selected).toHaveLength(1)
    await on.press('Control+x')
    await soon(async () => (await on.stored()).nodes.length).toBe(5)
    await on.press('Control+v')
    await soon(async () => (await on.stored()).nodes.at(-1)?.name).toBe('Paid 2')
    await on.press('Control+z', 'Control+z')
    await on.says('Undone: remove Paid 2.')
    await on.press('Control+Shift+Z', 'Control+y')
    await on.says('Redone: remove Paid 2.')
  })

  it('Ctrl+G frames what is chosen and gives the keyboard back, Ctrl+Shift+G takes the frame away; Shift+S notes', async () => {
    await at(PAID, 'Control+g')
    await on.page.keyboard.type('Shaping')
    await on.press('Enter')
    await on.G('group', 'Frame: Shaping, 1 step').waitFor()
    await soon(on.held).toBe('paid')
    await on.press('Control+Shift+G')
    await on.G('group', /^Frame:/).waitFor({ state: 'detached' })
    await on.press('Shift+S')
    await on.G('textbox', 'Note text').waitFor()
  })

  it('notes stay chosen with the steps, and are counted as what they are', async () => {
    await at(PAID, 'Shift+S')
    await keyboardIn(on.G('textbox', 'Note text'))
    await on.page.keyboard.type('Ask the shop')
    await on.press('Escape')
    await on.step(/^Note: Ask the shop$/).waitFor()
    await on.press('Control+c')
    await on.says('Copied 1 note.')
    await on.press('Control+d')
    await on.says('Added 1 note.')
    await soon(async () => (await on.stored()).notes?.length).toBe(2)
    await on.press('Control+z')
    await on.says('Undone: duplicate 1 note.')
    const places = async () => {
      const { layout, notes } = await on.stored()
      return ['paid', notes![0]!.id].map(id => layout![id]!.y)
    }
    const [step, note] = (await places()) as [number, number]
    await at(PAID, 'Control+a')
    await on.says('5 steps and 1 note selected.')
    await on.press('Alt+ArrowDown', 'Alt+ArrowDown')
    await on.says('Moved 5 steps and 1 note.')
    await soon(places).toEqual([step + 40, note + 40])
  })

  it('Shift+T tidies up', async () => {
    await at(PAID, 'Shift+T')
    await on.says('Tidy up: done.')
  })
})

describe('looking', () => {
  it('0 is a hundred percent, plus and minus zoom, 1 shows all, 2 what is chosen, Ctrl with an arrow pans', async () => {
    await at(PAID, ' ', '0')
    await soon(zoom).toBe('100 %')
    await on.press('+')
    await soon(zoom).toBe('125 %')
    await on.press('-', '-')
    await soon(zoom).toBe('80 %')
    await on.press('1')
    await soon(zoom).not.toBe('80 %')
    const all = await zoom()
    await on.press('2')
    await soon(zoom).not.toBe(all)
    const before = await view()
    await on.press('Control+ArrowLeft')
    await soon(view).not.toBe(before)
  })

  it('L changes between picture and list and stays on the step; Alt+1 to Alt+4 open what is below', async () => {
    await at(PAID, 'l')
    await on.G('application', 'Flow canvas').waitFor({ state: 'detached' })
    await soon(on.held).toBe('paid')
    await on.press('l')
    await on.G('application', 'Flow canvas').waitFor()
    await soon(on.held).toBe('paid')
    for (const [key, name] of [
      ['Alt+1', /^Preview/],
      ['Alt+2', /^Problems/],
      ['Alt+3', /^Runs/],
      ['Alt+4', /^Flow list/],
    ] as const) {
      await on.press(key)
      await soon(tab).toMatch(name)
    }
  })

  it('a row of the list below has the menu of a card; where its tab goes, the tab that comes has the keyboard', async () => {
    const row = on.page.locator('[role=treegrid] [data-id=paid]')
    const menu = on.G('menu', 'Step actions')
    const below = async () => {
      await on.press('Alt+4')
      await row.focus()
    }
    await at(PAID)
    await below()
    await on.press('Shift+F10')
    await keyboardIn(menu)
    await menu.getByRole('menuitem', { name: 'Skip step' }).press('Enter')
    await on.says('Skipped Paid.')
    await keyboardIn(row)
    for (const [key, name] of [
      ['Alt+1', /^Preview/],
      ['Alt+2', /^Problems/],
      ['p', /^Preview/],
    ] as const) {
      await below()
      await on.press(key)
      await keyboardIn(on.page.getByRole('tab', { name, selected: true }))
    }
  })

  it('with the picture itself in hand, the menu key offers what is done to it, and an arrow goes to its steps', async () => {
    await at(PAID)
    await on.page.locator('.react-flow').focus()
    await on.press('Shift+F10')
    const menu = on.G('menu', 'Canvas actions')
    await keyboardIn(menu)
    await shut(menu)
    await on.press('ArrowRight')
    await soon(on.held).toBe('paid')
  })

  it('where the list stands instead of the picture, F2 names in the settings and Shift+S writes in the row of a note', async () => {
    await at(PAID, 'l')
    await on.G('application', 'Flow canvas').waitFor({ state: 'detached' })
    await soon(on.held).toBe('paid')
    await on.press('F2')
    await keyboardIn(on.G('region', 'Settings').getByRole('textbox', { name: 'Step name' }))
    await on.press('Escape')
    await soon(on.held).toBe('paid')
    await on.press('Shift+S')
    await keyboardIn(on.G('textbox', 'Note text'))
    await on.page.keyboard.type('Ask the shop')
    await on.press('Control+Enter')
    await on.G('row', 'Note: Ask the shop').waitFor()
    await soon(on.held).toBe('Edit note text')
    await on.press('l')
    await on.G('application', 'Flow canvas').waitFor()
  })

  it('Ctrl+K, Ctrl+F, question mark and Ctrl+slash open what they say, and Escape comes back', async () => {
    for (const [key, name] of [
      ['Control+k', 'Command menu'],
      ['Control+f', 'Find in this flow'],
      ['?', 'Keyboard shortcuts'],
      ['Control+/', 'Keyboard shortcuts'],
    ] as const) {
      await at(PAID, key)
      const open = on.G('dialog', name)
      await keyboardIn(open)
      if (key === '?') await soon(() => open.innerText()).toMatch(/Zoom in\s+\+, =/)
      await shut(open)
      await soon(on.held).toBe('paid')
    }
  })
})

describe('what cannot be done now', () => {
  it('a key says why not', async () => {
    const said = on.G('region', 'Notifications')
    for (const [name, key, why] of [
      [SHOP, 'i', 'Nothing leads to Sample data yet.'],
      [FREE, 'e', 'Free has no connections yet.'],
      [FREE, 'Control+Shift+G', 'Choose a step in a frame first.'],
      [FREE, 'Control+z', 'There is nothing to undo.'],
    ] as const) {
      await at(name, key)
      await on.says(why)
      await said.getByText(why).waitFor()
    }
    await at(PAID, 'l')
    await on.G('application', 'Flow canvas').waitFor({ state: 'detached' })
    await soon(on.held).toBe('paid')
    await on.press('0')
    await on.says('That is about the picture. Show the picture first.')
    await on.press('l')
    await on.G('application', 'Flow canvas').waitFor()
  })

  it('the command menu finds it all the same, with the reason, and stays for something else', async () => {
    await on.G('button', 'Fit to view').focus()
    await on.press('Control+k')
    const menu = on.G('dialog', 'Command menu')
    await keyboardIn(menu)
    await on.page.keyboard.type('duplicate')
    const flow = menu.getByRole('option', { name: 'Duplicate flow' })
    const steps = menu.getByRole('option', { name: 'Duplicate', exact: true })
    await soon(() => steps.getAttribute('aria-disabled')).toBe('true')
    await steps.getByText('Choose a step first.').waitFor()
    expect(await flow.getAttribute('aria-selected')).toBe('true')
    await on.press('ArrowDown', 'Enter')
    await on.says('Choose a step first.')
    await keyboardIn(menu)
    await shut(menu)
    await soon(async () => (await on.stored()).nodes.length).toBe(5)
  })

  it('the command menu is about the step that has the keyboard; a copy that is taken back leaves it with the step', async () => {
    await at(BIG, 'Control+k')
    await keyboardIn(on.G('dialog', 'Command menu'))
    await on.page.keyboard.type('duplicate')
    await on.press('Enter')
    await on.step(/^Filter: Big ones 2/).waitFor()
    await soon(on.held).toMatch(/^big-/)
    await on.press('Control+z')
    await on.says('Undone: duplicate 1 step.')
    await soon(on.held).toBe('big')
  })
})

describe('the flow', () => {
  it('Ctrl+S saves at once, Ctrl+Enter tests, Ctrl+Shift+Enter runs and Shift+P publishes, or say what must be fixed', async () => {
    const said = on.G('region', 'Notifications')
    await at(PAID, 'Control+s')
    await said.getByText('Saved.').waitFor()
    await on.press('Control+Enter')
    await shut(on.G('dialog', 'Send a test event'))
    await on.press('Control+Shift+Enter')
    await said.getByText(/^Fix \d problems? before running$/).waitFor()
    await at(PAID, 'Shift+P')
    await said.getByText(/^Fix \d problems? before publishing$/).waitFor()
    await soon(tab).toMatch(/^Problems/)
  })
})
