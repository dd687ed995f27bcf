import { type RouterHistory, useRouter } from '@tanstack/react-router'
import { useLayoutEffect, useRef } from 'react'
import { useWidth, type Width, widthNow } from './use-width.ts'

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** How many things lie over the page at this entry. */
    over?: number
  }
}

/** What lies over the page now, from below: how each is closed. */
let layers: readonly { close(): void }[] = []
/** On the way to an entry below, asked for here: it arrives later, and nobody pressed Back. */
let returning = false
/** Where somebody went while it was on its way: the browser arrives below first, and gives that up. */
let wentOn: string | null = null
let heard: RouterHistory | null = null

const entered = (history: RouterHistory): number => history.location.state.over ?? 0

/** Brings the history to what is open: an entry for each layer, and none for what is closed. */
function settle(history: RouterHistory): void {
  if (returning) return
  const surplus = entered(history) - layers.length
  for (let over = entered(history) + 1; over <= layers.length; over++) history.push(history.location.href, { over })
  // Where a window with a mouse became wide nobody went anywhere, and going back would end a visit that just began.
  if (surplus <= 0 || !isByHand(widthNow())) return
  returning = true
  history.go(-surplus)
}

/** The history outlives every layer, and so does who listens to it: also the last one's entry arrives at an end. */
function hear(history: RouterHistory): void {
  if (heard === history) return
  heard = history
  history.subscribe(({ action, location }) => {
    if (action.type === 'PUSH' && returning) wentOn = location.href
    if (action.type === 'PUSH' || action.type === 'REPLACE') return
    const lost = wentOn
    if (!returning) for (const layer of layers.slice(entered(history)).reverse()) layer.close()
    returning = false
    wentOn = null
    if (lost !== null) history.push(lost)
    queueMicrotask(() => settle(history))
  })
}

/** Whoever works by finger goes Back by a stroke from the edge, and a dialog is what they mean to leave; on a phone it is a page. */
const isByHand = (width: Width): boolean => width === 'phone' || matchMedia('(pointer: coarse)').matches
export function useBackByHand(open: boolean, close: () => void): void {
  const byHand = isByHand(useWidth())
  useBack(open && byHand, close)
}
/** The same for what is drawn only while it is open: a form has dozens of lists, and those that are closed ask for nothing. */
export function LeftByBack({ close }: { close: () => void }): null {
  useBackByHand(true, close)
  return null
}

/**
 * What lies over the page is a page for whoever holds it in the hand: the browser's Back leaves it and no more. Its entry is there
 * before it can be seen, so that no press on Back comes too early, and goes with it however it is closed.
 */
export function useBack(open: boolean, close: () => void): void {
  const { history } = useRouter()
  const closes = useRef(close)
  closes.current = close
  useLayoutEffect(() => {
    hear(history)
    const layer = { close: () => closes.current() }
    if (open) layers = [...layers, layer]
    // Later than what else the same act opens and closes, sooner than it can be seen.
    queueMicrotask(() => settle(history))
    return () => {
      layers = layers.filter(l => l !== layer)
      queueMicrotask(() => settle(history))
    }
  }, [open, history])
}
