/** A run's paths: one after the other, but none stands still because another one waits for its platform. */
import type { World } from '../../runtime/world.ts'
import type { Place } from './places.ts'

/** The ways in which a path sends and waits, watched. */
export type Pace = Pick<World, 'send' | 'wait'>

export interface BesideOptions<P> {
  /** Paths under way at a time. */
  most: number
  /** Whether this one may begin while those are under way. */
  may(path: P, open: readonly P[]): boolean
  /** Runs it to its end. Never rejects. */
  begin(path: P, paced: (pace: Pace) => Pace): Promise<void>
  stop: AbortSignal
  /** Told when a path whose wait is over has to wait for the run's place, and when it has it. */
  turn?(path: P, waits: boolean): void
  /** The run's own place, given up while nothing of it can go on. */
  place?: Place | undefined
}

/** Of a path: its waits, until when each lasts (`performance.now()`), and its requests under way. */
interface State {
  waits: Set<{ until: number }>
  sends: number
}

/**
 * Begins each path when those before it have ended, or while all of them only wait. One whose wait is over goes on beside
 * those that were begun meanwhile.
 */
export function besideWaiting<P>(paths: readonly P[], { most, may, begin, stop, turn, place }: BesideOptions<P>): Promise<void> {
  const left = [...paths]
  const open = new Map<P, State>()
  const rests = ({ waits, sends }: State) => waits.size > 0 && sends === 0
  const restsFor = () => Math.min(...[...open.values()].flatMap(({ waits }) => [...waits].map(({ until }) => until))) - performance.now()
  return new Promise(resolve => {
    const look = () => {
      if (open.size === 0 && left.length === 0) return resolve()
      if (![...open.values()].every(rests)) return
      const next = open.size < most ? left.find(path => may(path, [...open.keys()])) : undefined
      if (next === undefined) return place?.give(restsFor())
      left.splice(left.indexOf(next), 1)
      const state: State = { waits: new Set(), sends: 0 }
      open.set(next, state)
      void begin(next, pace => watched(next, pace, state)).then(() => {
        open.delete(next)
        look()
      })
    }
    const watched = (path: P, pace: Pace, state: State): Pace => ({
      async wait(ms) {
        const rest = { until: performance.now() + ms }
        state.waits.add(rest)
        look()
        await pace.wait(ms)
        let behind = false
        await place?.take(ms, stop, () => {
          behind = true
          turn?.(path, true)
        })
        if (behind) turn?.(path, false)
        state.waits.delete(rest)
      },
      async send(call) {
        state.sends++
        try {
          return await pace.send(call)
        } finally {
          state.sends--
          look()
        }
      },
    })
    look()
  })
}
