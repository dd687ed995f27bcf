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
  /** All that the run could do has to wait. */
  give(): void
  /**
   * Asks for a place again, before the run goes on. Resolves when there is one, at once when `until` is aborted, and
   * after `ms` at the latest: a pause may last twice as long for others' sake, never for ever. `behind`: told when it has to wait.
   */
  take(ms: number, until: AbortSignal, behind?: () => void): Promise<void>
  /** So many runs are under way that one which could only wait does better to end, and be begun anew. */
  crowded(): boolean
}

export class Places {
  readonly #most: Seats
  readonly #freed: () => void
  readonly #line: (() => void)[] = []
  #working = 0
  #open = 0

  /** `freed`: told when there may be room for a run that has not begun. */
  constructor(most: Seats, freed: () => void) {
    this.#most = most
    this.#freed = freed
  }

  /** Whether a run may begin. */
  room(): boolean {
    return this.#line.length === 0 && this.#working < this.#most.working && this.#open < this.#most.open
  }

  /** A run begins. */
  enter(): Place & { leave(): void } {
    this.#open++
    this.#working++
    let seated = true
    let asking: Promise<void> | undefined
    const give = () => {
      if (!seated) return
      seated = false
      this.#working--
      this.#next()
    }
    const take = (ms: number, until: AbortSignal, behind?: () => void) => {
      if (seated) return Promise.resolve()
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
      this.#next()
    }
    return { give, take, leave, crowded: () => this.#open * 2 > this.#most.open }
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
    if (this.room()) this.#freed()
  }
}
