/** Lets a few heavy questions be worked on at once, a few more wait, and turns the rest away at once. */
import { Declined } from './problems.ts'

export interface Gate {
  pass<T>(work: () => Promise<T>): Promise<T>
}
export function gate(atOnce: number, waiting: number): Gate {
  const queue: (() => void)[] = []
  let busy = 0
  return {
    async pass(work) {
      if (busy < atOnce) busy++
      else if (queue.length < waiting) await new Promise<void>(resolve => queue.push(resolve))
      else {
        throw new Declined(429, 'app.busy', 'Too many previews at once', 'Each reads from the source. Wait for the others.', {
          fix: [{ label: 'Try again', action: 'retry' }],
        })
      }
      try {
        return await work()
      } finally {
        // The place is handed over, so that nobody slips in between.
        const next = queue.shift()
        if (next) next()
        else busy--
      }
    },
  }
}
