import { useRouter } from '@tanstack/react-router'
import { useCallback, useEffect, useRef } from 'react'
import { besideFlow } from '../commands/stage.ts'

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** How many things lie over the flow at this entry. */
    over?: number
  }
}

/** How many lie over the flow now, one on another. */
let deep = 0

/**
 * What fills a phone's screen is a page for whoever holds it: the browser's Back leaves it and no more. Returns how to leave it
 * otherwise, so that nothing of it stays behind in the history.
 */
export function useBack(open: boolean, close: () => void): () => void {
  const { history } = useRouter()
  const closes = useRef(close)
  closes.current = close
  useEffect(() => {
    if (!open) return
    const mine = ++deep
    const over = () => history.location.state.over ?? 0
    // What the act changed of the address belongs to the entry below.
    const timer = setTimeout(() => over() < mine && history.push(history.location.href, { over: mine }))
    const heed = history.subscribe(({ action }) => {
      if (action.type !== 'PUSH' && action.type !== 'REPLACE' && over() < mine) closes.current()
    })
    return () => {
      deep--
      clearTimeout(timer)
      heed()
      // Closed by something else than Back; a screen that became wide shows the same beside the flow, and nobody went anywhere.
      if (over() === mine && !besideFlow()) history.back()
    }
  }, [open, history])
  return useCallback(() => (history.location.state.over ? history.back() : closes.current()), [history])
}
