import { useEffect } from 'react'

const IDLE_MS = 2_000
const SIGNS = ['pointermove', 'pointerdown', 'keydown'] as const

/** Fetches a part that may be asked for next: at the first sign of a person, else when the page has nothing else to do. */
export function useFetchAhead(load: () => Promise<unknown>): void {
  useEffect(() => {
    const fetch = () => {
      leave()
      // Who asks for it later and fails is told then.
      load().catch(() => undefined)
    }
    const timer = setTimeout(fetch, IDLE_MS)
    const leave = () => {
      clearTimeout(timer)
      for (const sign of SIGNS) removeEventListener(sign, fetch, { capture: true })
    }
    for (const sign of SIGNS) addEventListener(sign, fetch, { capture: true, passive: true })
    return leave
  }, [load])
}
