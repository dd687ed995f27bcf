/** The built product with a browser in front of it, as the measures find it. */
import type { Page } from 'playwright-core'
import { type Served as Process, serve as start } from '../stand-ins/tributary.ts'

export interface Served extends Process {
  ask<T>(path: string, body?: unknown): Promise<T>
  /** Saves a flow; its address in the editor, in English. */
  make(document: object): Promise<string>
}

export async function serve(): Promise<Served> {
  const process = await start()
  const ask = async <T>(path: string, body?: unknown): Promise<T> => {
    const headers = { 'content-type': 'application/json', 'x-tributary': '1' }
    const answer = await fetch(process.url + path, { headers, ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }) })
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
    return (await answer.json()) as T
  }
  const make = async (document: object) => {
    const { id } = await ask<{ id: string }>('/api/flows', { document })
    return `${process.url}/flows/${id}?lang=en`
  }
  return { ...process, ask, make }
}

export const frame = (page: Page) => page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => resolve(null))))

/** Every route with something on it: the sample flow published and run, and an event in the Test inbox. */
export async function routes(served: Served): Promise<[name: string, path: string, ready: (page: Page) => Promise<unknown>][]> {
  type Run = { run: string; state: string }
  const { document, live } = await served.ask<{ document: { nodes: { id: string }[] }; live: number | null }>('/api/flows/sample')
  if (live === null) await served.ask('/api/flows/sample/publish', {})
  await served.ask('/api/flows/sample/runs', {})
  await served.ask('/api/flows/sample/test', { node: document.nodes.at(-1)!.id })
  let run: Run | undefined
  while (!run || ['queued', 'running'].includes(run.state)) {
    await new Promise(resolve => setTimeout(resolve, 200))
    run = (await served.ask<Run[]>('/api/flows/sample/runs'))[0]
  }
  // Not the first list: that of the navigation is there before the page is.
  const list = (page: Page) => page.getByRole('main').getByRole('list').first().waitFor()
  const chooser = (page: Page) => page.getByRole('dialog', { name: 'New flow' }).getByRole('list').getByRole('button').first().waitFor()
  const table = (page: Page) => page.getByRole('table').first().waitFor()
  const settings = (page: Page) => page.locator('[data-region="settings"] input').first().waitFor()
  const drawn = (page: Page) => page.locator('.react-flow__node, [role="treegrid"]').first().waitFor()
  return [
    ['Flows', '/', table],
    ['New flow', '/flows/new', chooser],
    ['Connections', '/connections', list],
    ['Test inbox', '/test-inbox', list],
    ['Settings', '/settings', page => page.getByRole('radiogroup').first().waitFor()],
    ['Runs', '/flows/sample/runs', table],
    ['Run', `/flows/sample/runs/${run.run}`, table],
    ['Editor', '/flows/sample', drawn],
    ['Mapping', '/flows/sample?step=map', settings],
  ]
}
