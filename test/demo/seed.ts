/** Puts the demo's flows into a server, over its API; what has the name of one of them stays as it is. */
import type { Flow } from '../../runtime/flow.ts'
import { CONNECTION, draft, first, large, second, withProblems } from './flows.ts'

export type Ask = <T>(path: string, method?: string, body?: unknown, headers?: Record<string, string>) => Promise<T>
interface Stored {
  id: string
  name: string
  revision: number
}
interface Ran {
  run: string
  state: string
}
const WAIT_MS = 200

/** What it did, a sentence a flow. Fails where the server has no connection to the simulator any more. */
export async function seedDemo(ask: Ask): Promise<string[]> {
  const there = await ask<Stored[]>('/api/flows')
  const known = await ask<{ name: string }[]>('/api/connections')
  if (!known.some(({ name }) => name === CONNECTION))
    throw new Error(
      `There is no connection “${CONNECTION}” to the simulator. A fresh data folder has one: choose another with TRIBUTARY_DATA.`,
    )
  const told: string[] = []
  for (const [{ name }, put] of [
    [first, withHistory],
    [withProblems, () => make(withProblems)],
    [large, () => make(large)],
  ] as const) {
    const already = there.some(flow => flow.name === name)
    if (!already) await put()
    told.push(already ? `“${name}” is there already.` : `Added “${name}”.`)
  }
  return told

  function make(document: Flow): Promise<Stored> {
    return ask('/api/flows', 'POST', { document })
  }
  /** Published and run with refusals, mended and published again, and changed since. */
  async function withHistory(): Promise<void> {
    const { id } = await make(first)
    await ask(`/api/flows/${id}/publish`, 'POST', { note: 'First version' })
    await ended(id, (await ask<Ran>(`/api/flows/${id}/runs`, 'POST', {})).run)
    await save(id, second)
    await ask(`/api/flows/${id}/publish`, 'POST', { note: 'References as in the shop' })
    await save(id, draft)
  }
  async function save(id: string, document: Flow): Promise<void> {
    const { revision } = await ask<Stored>(`/api/flows/${id}`)
    await ask(`/api/flows/${id}`, 'PUT', { document }, { 'if-match': String(revision) })
  }
  async function ended(id: string, run: string): Promise<void> {
    for (;;) {
      const found = (await ask<Ran[]>(`/api/flows/${id}/runs`)).find(each => each.run === run)
      if (found && found.state !== 'queued' && found.state !== 'running') return
      await new Promise(resolve => setTimeout(resolve, WAIT_MS))
    }
  }
}
