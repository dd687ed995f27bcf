/** The columns of models, asked of their sources and kept for a while. */
import type { Query, Session, Shape } from '../../runtime/contract.ts'
import type { Placed } from '../../runtime/resolve.ts'
import { connectionOf, openSource, type Workplace } from '../runs/workplace.ts'
import { FirstRows } from './first-rows.ts'
import { impatient } from './patience.ts'

/** Nobody waits longer for the columns. */
export const LOOK_MS = 15_000
const KEEP_MS = 60_000
/** Rights change seldom, and a warehouse may have to wake to tell them. */
const KEEP_RIGHTS_MS = 15 * 60_000
interface Seen {
  shape: Shape
  /** What the login may do besides reading. */
  writes: string | undefined
  understood: readonly string[]
}
const KEPT_MAX = 200

/** Columns of models, kept for a minute so that typing in the editor does not connect to the warehouse on every key. */
export class Shapes {
  readonly first = new FirstRows()
  readonly #kept = new Map<string, Seen & { at: number }>()
  readonly #rights = new Map<string, { at: number; writes: string | undefined }>()

  async of(source: Placed<any>, query: Query, place: Workplace): Promise<Seen> {
    const { known } = connectionOf(source, place)
    const key = JSON.stringify([source.kind.id, source.config, known.settings, query.from])
    const kept = this.#kept.get(key)
    if (kept && place.now() - kept.at < KEEP_MS) return kept
    const over = AbortSignal.timeout(LOOK_MS)
    let session: Session | undefined
    try {
      session = await openSource(source, place, over)
      const shape = await session.describe(query)
      const writes = await this.#rightsOf(JSON.stringify([source.kind.id, known.settings]), session, place.now())
      if (this.#kept.size >= KEPT_MAX) this.#kept.clear()
      const seen = { at: place.now(), shape, writes, understood: session.understood?.(shape) ?? [] }
      this.#kept.set(key, seen)
      return seen
    } catch (cause) {
      throw impatient(cause, over, LOOK_MS)
    } finally {
      await session?.close().catch(() => {})
    }
  }

  /** What was seen of a file is no more true when another took its place. */
  forget(): void {
    this.#kept.clear()
    this.first.forget()
  }

  /** A source that cannot tell is none that a flow should wait for, or fail by. */
  async #rightsOf(key: string, session: Session, now: number): Promise<string | undefined> {
    const known = this.#rights.get(key)
    if (known && now - known.at < KEEP_RIGHTS_MS) return known.writes
    const writes = await session.mayWrite?.().catch(() => undefined)
    if (this.#rights.size >= KEPT_MAX) this.#rights.clear()
    this.#rights.set(key, { at: now, writes })
    return writes
  }
}
