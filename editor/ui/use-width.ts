import { useSyncExternalStore } from 'react'

/** How much room there is: decides which parts are docked. */
export type Width = 'wide' | 'middle' | 'narrow' | 'phone'

const steps: readonly [Width, string][] = [
  ['wide', '(min-width: 1440px)'],
  ['middle', '(min-width: 1180px)'],
  // A phone on its side is a phone still: nothing has room beside anything.
  ['narrow', '(min-width: 768px) and (min-height: 481px), (min-width: 1000px)'],
]
export const widthNow = (): Width => steps.find(([, query]) => matchMedia(query).matches)?.[0] ?? 'phone'
const listen = (heard: () => void) => {
  const lists = steps.map(([, query]) => matchMedia(query))
  for (const list of lists) list.addEventListener('change', heard)
  return () => {
    for (const list of lists) list.removeEventListener('change', heard)
  }
}
export const useWidth = (): Width => useSyncExternalStore(listen, widthNow)
