/** A page of events in the hands of the second thread, while the next one is read and looked up here. */
import type { Finished, Finishing } from './finish.ts'
import { type Piece, unpacked } from './finished-page.ts'
import type { Shaped } from './shaping.ts'
import type { Way } from './way.ts'
import type { EventKey, SecondThread } from './world.ts'

export interface Away {
  rows: readonly Shaped[]
  /** Rows of an event that is among `rows` already. */
  again: readonly Shaped[]
  finished: Promise<readonly Finished<Piece>[]>
}
/** A thread costs as much as so many events: few are finished sooner here. */
const WORTH = 2000

export class Elsewhere {
  readonly #way: Way
  readonly #how: Finishing
  #thread: SecondThread | undefined
  #seen = 0
  #away: Away | undefined
  readonly #keys = new Set<EventKey>()

  constructor(way: Way, how: Finishing) {
    this.#way = way
    this.#how = how
  }

  /** Whether these rows are to go there; starts the thread when there turn out to be many. */
  takes(rows: readonly unknown[]): boolean {
    this.#seen += rows.length
    if (this.#seen < WORTH || rows.length === 0) return false
    this.#thread ??= this.#started()
    return this.#thread?.ready === true
  }
  #started(): SecondThread | undefined {
    const { plan, world } = this.#way
    const { dialect: _, ...how } = this.#how
    const { alreadyHashed = [] } = plan.sealing
    const { speaker } = plan.resolved
    return world.secondThread?.({ ...how, speaker: speaker.id, shape: plan.steps.at(-1)?.shape ?? plan.rows, alreadyHashed })
  }
  /** Whether one of these events is there now. */
  hasAny(rows: readonly Shaped[]): boolean {
    return this.#keys.size > 0 && rows.some(({ key, idKey }) => this.#keys.has(key) || (idKey !== undefined && this.#keys.has(idKey)))
  }
  /** Hands a page over; gives the one before, which is to be entered now. */
  begin(fresh: readonly Shaped[]): Away | undefined {
    const before = this.take()
    const rows: Shaped[] = []
    const again: Shaped[] = []
    for (const row of fresh) {
      if (this.hasAny([row])) again.push(row)
      else {
        rows.push(row)
        this.#keys.add(row.key)
        if (row.idKey) this.#keys.add(row.idKey)
      }
    }
    const events = rows.map(({ event }) => event)
    const finished = this.#thread!.finish(events, this.#way.world.now()).then(unpacked)
    // Looked at when its turn comes.
    finished.catch(() => {})
    this.#away = { rows, again, finished }
    return before
  }
  take(): Away | undefined {
    const away = this.#away
    this.#away = undefined
    this.#keys.clear()
    return away
  }
  async end(): Promise<void> {
    const counted = await this.#thread?.end()
    this.#thread = undefined
    if (counted) this.#way.books.quality?.merge(counted)
  }
}
