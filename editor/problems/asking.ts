/** Keys that repeat, and a hand that hurries, are quicker than this. */
const HAND_MS = 100
/** What goes on has come to rest after this. */
const REST_MS = 300

/**
 * When the server is asked about a draft that changes: at once after an act of its own; once it has rested where an edit goes on
 * with the act before, as typing does, where keys repeat, or where an earlier edit is not answered yet. So a word costs two
 * questions, after its first letter and after its last, and a key held down two as well. The answer to an older draft is
 * never heard: its question is stopped by the next edit.
 */
export class Asking {
  #act: unknown = this
  #at = Number.NEGATIVE_INFINITY
  #open: AbortController | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  /** `act` is one and the same for all edits that go on with each other. */
  edited(act: unknown, ask: (stop: AbortSignal) => Promise<unknown>): void {
    const now = performance.now()
    const alone = act !== this.#act && now - this.#at >= HAND_MS && !this.#open && !this.#timer
    this.#act = act
    this.#at = now
    this.leave()
    if (alone) this.#go(ask)
    else this.#timer = setTimeout(() => this.#go(ask), REST_MS)
  }

  leave(): void {
    clearTimeout(this.#timer)
    this.#open?.abort()
    this.#timer = this.#open = undefined
  }

  #go(ask: (stop: AbortSignal) => Promise<unknown>): void {
    const open = new AbortController()
    this.#timer = undefined
    this.#open = open
    const over = () => {
      if (this.#open === open) this.#open = undefined
    }
    // Who asks says what a failure means.
    ask(open.signal).then(over, over)
  }
}
