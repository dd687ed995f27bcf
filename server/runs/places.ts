import { SHORT_PAUSE_MS } from '../../runtime/way.ts'

/**
 * Places for runs: a few work at a time, and one that only waits for a platform gives its place to another meanwhile.
 * One that comes back is served before those that have not begun.
 */

export interface Seats {
  /** Runs that work at a time. */
  working: number
  /** Runs that are under way at a time, those that wait with them: each holds rows and a connection to its source. */
  open: number
}

/** A run's place. Each of its ways may be taken at any time, and twice. */
export interface Place {
  /** All that the run could do has to wait, for `ms` at least. */
  give(ms: number): void
  /**
   * Asks for a place again, before the run goes on. Resolves when there is one, at once when `until` is aborted, and
   * after `ms` at the latest: a pause may last twice as long for others' sake, never for ever. `behind`: told when it has to wait.
   */
  take(ms: number, until: AbortSignal, behind?: () => void): Promise<void>
  /** So many runs are under way that one which could only wait does better to end, and be begun anew. */
  crowded(): boolean
  /** Others have no place because of it: it does better to end than to wait on. */
  makeWay: AbortSignal
}

export class Places {
  readonly #most: Seats
  readonly #freed: () => void
  readonly #line: (() => void)[] = []
  /** Those that only wait, with when the first of their waits is over, `performance.now()`. */
  readonly #waiting = new Map<AbortController, number>()
  #working = 0
  #open = 0

  /** `freed`: told when there may be room for a run that has not begun, or one to be made. */
  constructor(most: Seats, freed: () => void) {
    this.#most = most
    this.#freed = freed
  }

  /** Whether a run may begin. */
  room(): boolean {
    return this.#line.length === 0 && this.#working < this.#most.working && this.#open < this.#most.open
  }

  /**
   * A run would begin, and as many as may be are under way: of those that wait, the one that waits longest has to make way.
   * One that is about to go on does not.
   */
  makeWay(now = performance.now()): void {
    if (this.#open < this.#most.open || this.#working >= this.#most.working) return
    const [longest] = [...this.#waiting].filter(([way]) => !way.signal.aborted).sort(([, a], [, b]) => b - a)
    const leaving = [...this.#waiting.keys()].some(way => way.signal.aborted)
    if (longest && !leaving && longest[1] - now > SHORT_PAUSE_MS) longest[0].abort()
  }

  /** A run begins. `again`: it is begun again by itself when it ends for others' sake. */
  enter(again = true): Place & { leave(): void } {
    const way = new AbortController()
    this.#open++
    this.#working++
    let seated = true
    let asking: Promise<void> | undefined
    const give = (ms: number) => {
      if (!seated) return
      seated = false
      this.#working--
      if (again) this.#waiting.set(way, performance.now() + ms)
      this.#next()
    }
    const take = (ms: number, until: AbortSignal, behind?: () => void) => {
      if (seated) return Promise.resolve()
      this.#waiting.delete(way)
      asking ??= this.#inLine(ms, until, behind).then(() => {
        seated = true
        asking = undefined
      })
      return asking
    }
    const leave = () => {
      this.#open--
      if (seated) this.#working--
      seated = false
      this.#waiting.delete(way)
      this.#next()
    }
    return { give, take, leave, crowded: () => this.#open * 2 > this.#most.open, makeWay: way.signal }
  }

  /** Resolves with the place counted as taken, whether one was free or the time to wait for it was over. */
  #inLine(ms: number, until: AbortSignal, behind?: () => void): Promise<void> {
    return new Promise(resolve => {
      const sit = () => {
        clearTimeout(timer)
        until.removeEventListener('abort', sit)
        const at = this.#line.indexOf(sit)
        if (at >= 0) this.#line.splice(at, 1)
        this.#working++
        resolve()
      }
      const timer = setTimeout(sit, ms)
      this.#line.push(sit)
      until.addEventListener('abort', sit, { once: true })
      if (until.aborted) sit()
      else this.#next()
      if (this.#line.includes(sit)) behind?.()
    })
  }

  #next(): void {
    while (this.#line.length > 0 && this.#working < this.#most.working) this.#line[0]!()
    if (this.room() || this.#open >= this.#most.open) this.#freed()
  }
}
