/** A problem that no setting of a step repairs leads to where it is repaired: the plan of the flow, a connection, a file. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { templates } from '../../server/flows/templates.ts'
import type { Served } from '../stand-ins/tributary.ts'
import { withKeptPage } from './on-page.ts'

let served: Served
let page: Page
withKeptPage(
  on => {
    ;({ served, page } = on)
  },
  { width: 1500, height: 950 },
)

type Drawn = (typeof templates)[number]['document']
const problems = () => page.getByRole('list', { name: 'Problems', exact: true }).getByRole('listitem')
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })
const reads = (wanted: RegExp) => expect.poll(async () => (await problems().allTextContents()).join('\n')).toMatch(wanted)

/** Opens a flow that cannot be published and presses Publish, which says what is in its way. */
async function publish(change: (document: Drawn) => void): Promise<void> {
  const document = structuredClone(templates[0]!.document)
  change(document)
  const { id } = await served.ask<{ id: string }>('/api/flows', 'POST', { document })
  await page.goto(`${served.url}/flows/${id}?lang=en`)
  await button('Publish').click()
  await reads(/Must fix/)
}
const source = (document: Drawn, kind: string, config: Record<string, unknown>) =>
  Object.assign(document.nodes.find(({ id }) => id === 'shop')!, { kind, config })

it('a schedule that is none is one problem, of the flow, repaired at a press or in its dialog', async () => {
  await publish(document => Object.assign(document.schedule!, { timezone: 'Europe/Pariss' }))
  await expect.poll(() => problems().count()).toBe(1)
  await reads(/This flow.*“Europe\/Pariss” is not a time zone/)
  await problems().getByRole('button', { name: 'Change schedule' }).click()
  await page.getByRole('dialog', { name: 'Schedule' }).getByText('is not a time zone').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog', { name: 'Schedule' }).waitFor({ state: 'hidden' })
  await problems().getByRole('button', { name: 'Use Europe/Paris' }).click()
  await button('No problems').waitFor()
  await button('Undo').click()
  await button('1 problem').waitFor()
})

it('a database that does not answer leads to its connection; an account that is gone is told beside it', async () => {
  const settings = { host: '127.0.0.1', port: 1, database: 'shop', user: 'reader', password: 'canary' }
  await served.ask('/api/connections/shop-db', 'PUT', { kind: 'postgres', settings })
  await publish(document => {
    source(document, 'postgres', { connection: 'shop-db' })
    Object.assign(document.nodes.find(({ id }) => id === 'meta')!, { config: { connection: 'gone' } })
  })
  await reads(/There is no connection called "gone"/)
  await reads(/The server cannot be reached/)
  await problems().getByRole('link', { name: 'Edit the connection shop-db' }).click()
  await page.getByRole('dialog', { name: 'Edit shop-db' }).waitFor()
})

it('a file that is not there is named, and looked for again at a press', async () => {
  await publish(document => source(document, 'file', { path: 'orders march.csv' }))
  await reads(/The file "orders march\.csv" is not there/)
  // A folder of that name is found as quickly as nothing is; a file would have to be read.
  mkdirSync(join(served.data, 'orders march.csv'))
  await problems().getByRole('button', { name: 'Try again' }).click()
  await reads(/The path is not a file/)
})
