/**
 * When what is forgotten by age is due: once a day, by times that are on the disk. How long this process lives does not count,
 * or a server that is restarted often would never forget anything.
 */
import type { Store } from '../store/open.ts'
import { getSetting, setSetting } from '../store/setting.ts'

export interface Forgetting {
  /** Begins when it is due; call it each second or so. */
  beat(): void
}
export interface ForgettingOptions {
  store: Store
  forget(): Promise<void>
  failed?: (cause: unknown) => void
}

const DAY_MS = 86_400_000
/** It goes over the whole ledger, so it waits until what a start begins with is done. Once: the next start waits for the same time. */
const SETTLE_MS = 10 * 60_000
/** When it last came to its end, and when it begins now that it is due. */
const [LAST, FROM] = ['forgotten', 'forgetting.from']

export function watchForgetting({ store, forget, failed }: ForgettingOptions): Forgetting {
  let busy = false
  let [last, from] = [LAST, FROM].map(name => Number(getSetting(store, name) ?? Number.NEGATIVE_INFINITY)) as [number, number]
  const begin = (at: number) => {
    from = at
    setSetting(store, FROM, String(at))
  }
  return {
    beat() {
      const now = store.now()
      // A time in the future was written by a clock that was wrong.
      if (last > now) last = Number.NEGATIVE_INFINITY
      if (busy || now - last <= DAY_MS) return
      if (from <= last || from > now + SETTLE_MS) begin(now + SETTLE_MS)
      if (now < from) return
      busy = true
      void forget()
        .then(() => {
          last = now
          if (store.sql.open) setSetting(store, LAST, String(now))
        })
        .catch(cause => {
          from = now + SETTLE_MS
          failed?.(cause)
        })
        .finally(() => {
          busy = false
        })
    },
  }
}
