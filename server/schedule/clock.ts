/**
 * Watches the machine's clock, for it may be wrong: set by hand, by a virtual machine that was paused, by a board without
 * a battery. It is compared with the time that only ever runs forward, and with the last time that this folder saw.
 */
import type { Store } from '../store/open.ts'
import { getSetting, setSetting } from '../store/setting.ts'

export interface Clock {
  /** Compares; call it each second or so. */
  beat(): void
  /** Ms since the clock last jumped by more than `JUMP_MS`, or since the start. */
  steadyFor(): number
  /** No jump of a day or more for a day, whoever ran meanwhile: what is forgotten by its age may be forgotten. */
  trusted(): boolean
}
export interface ClockOptions {
  store: Store
  /** Ms that only run forward. */
  steadily?: () => number
  /** Told by how many ms the clock jumped; negative: set back. */
  jumped?: (ms: number) => void
}

export const JUMP_MS = 5 * 60_000
const DAY_MS = 86_400_000
const SEEN = 'clock.seen'
/** When it last jumped by a day or more, as it stood afterwards: a restart settles no doubt. */
const DOUBTED = 'clock.doubted'
const SEEN_EVERY_MS = 10 * 60_000

export function watchClock({ store, steadily = () => performance.now(), jumped }: ClockOptions): Clock {
  let [wall, steady] = [store.now(), steadily()]
  let steadySince = steady
  const seen = Number(getSetting(store, SEEN) ?? wall)
  let doubted = Math.abs(wall - seen) > DAY_MS ? wall : Number(getSetting(store, DOUBTED) ?? Number.NEGATIVE_INFINITY)
  let noted = doubted === wall ? undefined : doubted
  let kept = Number.NEGATIVE_INFINITY
  return {
    beat() {
      const [nextWall, nextSteady] = [store.now(), steadily()]
      const jump = nextWall - wall - (nextSteady - steady)
      wall = nextWall
      steady = nextSteady
      if (Math.abs(jump) > JUMP_MS) {
        steadySince = steady
        jumped?.(jump)
      }
      if (Math.abs(jump) > DAY_MS) doubted = wall
      if (noted !== doubted) {
        setSetting(store, DOUBTED, String(doubted))
        noted = doubted
      }
      if (steady - kept < SEEN_EVERY_MS) return
      kept = steady
      setSetting(store, SEEN, String(wall))
    },
    steadyFor: () => steadily() - steadySince,
    trusted: () => wall - doubted > DAY_MS,
  }
}
