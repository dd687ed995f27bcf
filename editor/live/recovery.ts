/** A server that was away and is back: what could not be read meanwhile is read then, and nobody has to press anything. */
import type { QueryClient } from '@tanstack/react-query'
import { ApiError } from '../api.ts'

const EVERY_MS = 3_000
const AWAY: ReadonlySet<string> = new Set(['app.offline', 'app.not_ready'])
/** Nobody answered, or only what stands before the server did: no refusal of its own. */
export const isAway = (error: unknown): boolean => error instanceof ApiError && AWAY.has(error.code)

/** Acts once the server answers again, until the returned function is called. What failed stays on screen meanwhile. */
export function onceBack(act: () => void): () => void {
  const timer = setInterval(async () => {
    const { ok } = await fetch('/readyz').catch(() => ({ ok: false }))
    if (!ok || ended) return
    end()
    act()
  }, EVERY_MS)
  let ended = false
  const end = () => {
    ended = true
    clearInterval(timer)
  }
  return end
}

/** Every question that is on screen and found no server is asked again when there is one. */
export function recover(queries: QueryClient): void {
  let waits = false
  const back = () => {
    waits = false
    void queries.refetchQueries({ type: 'active', predicate: ({ state }) => isAway(state.error) })
  }
  queries.getQueryCache().subscribe(event => {
    if (waits || event.type !== 'updated' || event.action.type !== 'error' || !isAway(event.action.error)) return
    waits = true
    onceBack(back)
  })
}
