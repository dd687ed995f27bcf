/** Time that moves only when nothing else is to do: everything that waits stands in one queue. */
export interface Clock {
  now(): number
  /** Does `work` when `ms` have passed. */
  after(ms: number, work: () => void): void
  /** Lets time pass while nobody waits for anything. */
  pass(ms: number): Promise<void>
  /** Moves from one thing to the next until `done`. Throws when there is nothing left to wait for. */
  until(done: () => boolean): Promise<void>
}

/** A turn of the real loop: every promise that can go on has gone on. */
const settled = () => new Promise<void>(resolve => setImmediate(resolve))

export function clockOf(start: number): Clock {
  let now = start
  let order = 0
  const queue: { at: number; order: number; work: () => void }[] = []
  const next = () => {
    let first = 0
    for (let i = 1; i < queue.length; i++) {
      const [a, b] = [queue[i]!, queue[first]!]
      if (a.at < b.at || (a.at === b.at && a.order < b.order)) first = i
    }
    return queue.splice(first, 1)[0]!
  }
  const clock: Clock = {
    now: () => now,
    after: (ms, work) => void queue.push({ at: now + Math.max(0, Math.ceil(ms)), order: order++, work }),
    async pass(ms) {
      let over = false
      clock.after(ms, () => {
        over = true
      })
      await clock.until(() => over)
    },
    async until(done) {
      for (;;) {
        await settled()
        if (done()) return
        if (queue.length === 0) throw new Error('Everybody waits and nothing is to come.')
        const { at, work } = next()
        now = Math.max(now, at)
        work()
      }
    },
  }
  return clock
}
