/** What can be chosen in a filter, a mapping and a plan, row by row on one page. */
import { describe, expect, it } from 'vitest'
import type { Flow } from '../../runtime/flow.ts'
import { type Drawing, small, withDrawing } from './drawing.ts'
import { inSight } from './in-sight.ts'
import { drawn, keyboardIn, shut } from './opened.ts'

let on: Drawing
const flow: Flow = {
  ...small,
  nodes: [
    ...small.nodes,
    { id: 'map', kind: 'mapping', name: 'Purchase fields', config: { fields: { event_name: { value: 'Purchase' } } } },
  ],
  edges: [...small.edges, { from: 'big', to: 'map', port: 'kept' }],
}
withDrawing(made => {
  on = made
}, flow)
const settings = () => on.G('region', 'Settings').innerText()
const condition = (n: number) => on.G('group', `Condition ${n}`)
const options = () => on.page.getByRole('option').allInnerTexts()
const choose = async (n: number, box: string, option: string) => {
  await (await inSight(condition(n).getByRole('combobox', { name: box, exact: true }))).click()
  await on.G('option', option).click()
}
const status = (name: string) => () => on.G('status', name).innerText()

it('what happens when things go wrong stands within its panel, however long its words are', async () => {
  const { x, y } = await on.bare()
  await on.page.mouse.click(x, y)
  await on.page.getByText('When things go wrong').click()
  await on.page.getByText(/^Flows that send to one account share its patience/).waitFor()
  const wide = on
    .G('region', 'Settings')
    .evaluate(panel =>
      [panel, ...panel.querySelectorAll('*')]
        .filter(one => one.scrollWidth > one.clientWidth && /auto|scroll/.test(getComputedStyle(one).overflowX))
        .map(one => one.className),
    )
  expect(await wide).toEqual([])
})

describe('a filter', () => {
  it('says why what a condition takes away cannot be shown when its source has gone meanwhile, and tries again at a press', async () => {
    await on.G('button', 'Open settings of Paid').click()
    await on.G('button', /^-\d+ rows: show them$/).waitFor()
    const gone = { code: 'source.gone', message: 'The table is gone', why: 'Somebody dropped it.', node: 'orders' }
    await on.page.route('**/preview', async route => {
      const answer = await route.fetch()
      const said = (await answer.json()) as { paths: object[] }
      await route.fulfill({ response: answer, json: { ...said, paths: said.paths.map(path => ({ ...path, nodes: [], error: gone })) } })
    })
    await on.G('button', /^-\d+ rows: show them$/).click()
    const dialog = on.G('dialog', 'Rows that condition 1 takes away')
    await dialog.getByText('The table is gone. Somebody dropped it.').waitFor()
    await on.page.unrouteAll({ behavior: 'wait' })
    await dialog.getByRole('button', { name: 'Try again' }).click()
    await on.G('table', 'Rows of Condition 1').waitFor()
    expect(await dialog.getByText('The table is gone').count()).toBe(0)
    await shut(dialog)
  })

  it('shows what a condition takes away, and on a press exactly those rows', async () => {
    await on.G('button', 'Open settings of Paid').click()
    await expect.poll(status('Rows kept')).toMatch(/^\d+ of 200 rows \(\d+ %\)$/)
    await expect.poll(status('Effect of condition 1')).toMatch(/^-\d+ rows$/)
    const lost = Number(/^-(\d+) rows$/.exec(await status('Effect of condition 1')())?.[1])
    expect(lost).toBeGreaterThan(0)
    await expect.poll(status('Rows kept')).toContain(`${200 - lost} of 200`)
    await on.G('button', `-${lost} rows: show them`).click()
    const table = on.G('table', 'Rows of Condition 1')
    await table.waitFor()
    expect(await table.getAttribute('aria-rowcount')).toBe(String(lost + 1))
    const at = (await table.getByRole('columnheader').allInnerTexts()).indexOf('status')
    const seen = await table.getByRole('row').evaluateAll((rows, i) => rows.map(row => row.children[i]?.textContent), at)
    expect(seen.filter(value => value === 'paid')).toEqual([])
    await shut(on.page.getByRole('dialog'))
  })

  it('takes a list as it is pasted from a sheet, and offers the values of the sample with their counts', async () => {
    await (await inSight(condition(1).getByRole('combobox', { name: 'Value' }))).click()
    await expect.poll(options).toContainEqual(expect.stringMatching(/^paid\s+\d+ rows of the sample$/))
    await on.press('Escape')
    await choose(1, 'Comparison', 'is any of')
    await condition(1).getByRole('textbox', { name: 'Value' }).fill('paid\nrefunded\n')
    await on.press('Tab')
    await expect.poll(() => condition(1).getByRole('textbox', { name: 'Value' }).inputValue()).toBe('paid, refunded')
  })

  it('says which condition takes the last rows away, and shows what came to it', async () => {
    await condition(1).getByRole('textbox', { name: 'Value' }).fill('nobody')
    await on.press('Tab')
    await expect
      .poll(settings)
      .toMatch(/No rows match\.\s+The condition that takes the last rows away: status is any of nobody\.\s+Show the rows before it/)
    await on.G('button', 'Show the rows before it').click()
    await expect.poll(() => on.G('table', 'Rows of Condition 1').getAttribute('aria-rowcount')).toBe('201')
    await shut(on.page.getByRole('dialog'))
  })

  it('says the span of a date that is told from now, and offers what fits a date', async () => {
    await on.G('button', 'Add condition').click()
    await keyboardIn(condition(2).getByRole('combobox', { name: 'Column' }))
    await on.page.keyboard.type('created_at')
    await on.press('Enter')
    await (await inSight(condition(2).getByRole('combobox', { name: 'Comparison' }))).click()
    const all = ['in the last', 'not in the last', 'in the next', 'is before', 'is after', 'is on', 'is between', 'is in this', 'is empty']
    await expect.poll(options).toEqual(expect.arrayContaining(all))
    await on.G('option', 'in the last').click()
    await expect.poll(settings).toMatch(/In words: Status is nobody and created at in the last 7 days/)
    await expect.poll(() => condition(2).innerText()).toMatch(/from \d+ \w+ \d{4}, \d\d:\d\d to now, (UTC|\w+ time)/)
  })

  it('moves a condition by its menu and takes one out, and each row goes on saying its own column', async () => {
    const columns = () => Promise.all([1, 2].map(n => condition(n).getByRole('combobox', { name: 'Column' }).inputValue()))
    await on.G('button', 'Move condition 2').click()
    await on.G('menuitem', 'Move up').click()
    await expect.poll(columns).toEqual(['created_at', 'status'])
    await on.G('button', 'Remove condition 1').click()
    await condition(2).waitFor({ state: 'detached' })
    await expect.poll(() => condition(1).getByRole('combobox', { name: 'Column' }).inputValue()).toBe('status')
    await expect.poll(on.held).toBe('Column')
  })

  it('has one word between the conditions of a group, and groups no deeper than three', async () => {
    await on.G('button', 'Add group').click()
    await on.G('group', 'Group 1').getByRole('button', { name: 'Add group' }).click()
    await on.G('group', 'Group 2').waitFor()
    expect(await on.G('group', 'Group 2').getByRole('button', { name: 'Add group' }).count()).toBe(0)
    await (await inSight(on.G('group', 'Group 1').getByRole('combobox', { name: 'Match', exact: true }).first())).click()
    await on.G('option', 'none').click()
    await expect.poll(() => on.G('group', 'Group 1').innerText()).toMatch(/\bnor\b/)
  })
})

describe('a mapping', () => {
  it('has the required first, then who bought, then what and how much, and the rest folded behind a search', async () => {
    await on.G('button', 'Open settings of Purchase fields').click()
    const groups = on.G('region', 'Settings').getByRole('group', { name: /^(Required|Who bought|What and how much)/ })
    await expect
      .poll(() => groups.evaluateAll(all => all.map(one => one.getAttribute('aria-label') ?? one.textContent)))
      .toEqual([expect.stringMatching(/^Required/), expect.stringMatching(/^Who bought/), expect.stringMatching(/^What and how much/)])
    await on.G('button', /All other fields/).click()
    await on.G('textbox', 'Search fields').waitFor()
  })

  it('says of a suggestion why, with a sample before and after, and takes all that are sure at once', async () => {
    await expect
      .poll(settings)
      .toMatch(
        /Event time\s+Date and time\s+suggested\s+Keep\s+Use one value\s+The name means event time, and 200 of 200 samples are dates\./,
      )
    // Of what every order has: whether the first address needs cleaning is another matter each day, for the orders are the day's.
    await expect.poll(settings).toMatch(/samples are dates\.\s+\d{4}-\d\d-\d\dT[\d:]+Z →\s+becomes\s+\d{10}\s/)
    await expect.poll(settings).toMatch(/First name[^.]+, and \d+ of \d+ samples are names\.\s+\p{Lu}••• →\s+becomes\s+\p{Ll}•••\s/u)
    await on.G('button', /^Accept all suggestions \(\d+\)$/).click()
    await expect.poll(() => on.G('combobox', 'Email').inputValue()).toBe('customer_email')
    expect(await on.G('combobox', 'Event ID').inputValue()).toBe('')
    await on.G('button', 'Keep suggestion for Event ID').waitFor()
  })

  it('says the next best thing to do about matching, and whose estimate it is', async () => {
    await expect.poll(settings).toMatch(/Match readiness \d+ of 100\. Add .+ for about \d+ more points\./)
    await expect.poll(settings).toContain('Our estimate. The platforms show their own score after events arrive.')
  })

  it('shows of each column its type, how full it is and three samples, and offers one value or several columns instead', async () => {
    const email = on.G('combobox', 'Email')
    await (await inSight(email)).click()
    await expect.poll(options).toContainEqual(expect.stringMatching(/^customer_email\s+Text, \d+ % filled: (.+ · ){2}.+$/))
    await expect.poll(options).toEqual(expect.arrayContaining(['Same value for all rows', 'First filled of several columns']))
    await on.press('Escape')
  })

  it('leaves a field empty at a press, with which its list is gone; typing has it back', async () => {
    const phone = on.G('combobox', 'Phone')
    await expect.poll(() => phone.inputValue()).toBe('phone_number')
    await (await inSight(phone)).click()
    await on.G('option', 'Leave empty').click()
    await expect.poll(() => phone.inputValue()).toBe('')
    await drawn(phone)
    await expect.poll(() => phone.getAttribute('aria-expanded')).toBe('false')
    await phone.pressSequentially('phone')
    await on.G('option', /^phone_number/).click()
    await expect.poll(() => phone.inputValue()).toBe('phone_number')
  })

  it('has columns of an unlikely type under a heading of their own', async () => {
    const value = on.G('combobox', 'Value')
    await (await inSight(value)).click()
    const others = on.page.getByRole('group', { name: 'Other columns' })
    await others.getByRole('option', { name: /^created_at/ }).waitFor({ state: 'attached' })
    // The list of the field before may still be closing.
    const likely = on.page.getByRole('group', { name: 'Columns', exact: true }).getByRole('option', { name: /^order_total/ })
    await expect.poll(() => likely.count()).toBe(1)
    await on.press('Escape')
  })

  it('says which platform alone uses a field', async () => {
    await expect.poll(settings).toMatch(/Pinterest click ID\s+Text\s+Pinterest, Webhook only/)
  })
})

describe('a plan', () => {
  const dialog = () => on.G('dialog', 'Schedule')
  it('of one’s own says which part is wrong and what it must be, and offers the plain choice that says the same', async () => {
    await on.G('button', /^Schedule:/).click()
    await dialog().getByText('Custom (cron)', { exact: true }).click()
    const own = on.G('textbox', 'Cron expression')
    await own.fill('0 25 * * *')
    await expect.poll(status('In words')).toBe('The hour must be 0 to 23. You wrote 25.')
    await own.fill('0 6 * * 1-5')
    await expect.poll(status('In words')).toMatch(/^Every weekday at 06:00, .+\.$/)
    await dialog().getByText('Same as “Every weekday at 06:00”.').waitFor()
    await dialog().getByRole('button', { name: 'Switch' }).click()
    await on.G('textbox', 'Time 1').waitFor()
  })

  it('names the hour that a change of the clocks takes away', async () => {
    await dialog().getByText('Custom (cron)', { exact: true }).click()
    await on.G('combobox', 'Time zone').fill('Europe/Berlin')
    await on.press('Enter')
    await on.G('textbox', 'Cron expression').fill('30 2 * 3 0')
    await expect.poll(() => dialog().innerText()).toMatch(/On Sun \d+ Mar, 02:30 does not exist in .+ 03:00/)
  })

  it('has intervals to choose from, and times of one’s own on days of one’s own', async () => {
    await dialog().getByText('Every', { exact: true }).click()
    await on
      .G('combobox', 'Every how long')
      .or(on.G('button', /Every how long/))
      .first()
      .waitFor()
    await expect.poll(status('In words')).toMatch(/^Every hour, Berlin time\.$/)
    await dialog().getByRole('radio', { name: 'At set times' }).check()
    await on.G('button', 'Add time').click()
    await on.G('textbox', 'Time 2').waitFor()
    await expect.poll(status('In words')).toMatch(/^Every day at 06:00 and 12:00, Berlin time\.$/)
    await expect.poll(() => on.G('list', 'Next 5 runs').getByRole('listitem').count()).toBe(5)
    await shut(dialog())
  })
})
