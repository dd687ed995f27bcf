/** How the interface looks and listens on this device: kept in the browser, put on the root element. */
import { create } from 'zustand'

export interface Appearance {
  theme: 'system' | 'light' | 'dark'
  density: 'comfortable' | 'compact'
  motion: 'system' | 'off'
  /** Single-letter shortcuts inside the canvas and the flow list. */
  letters: boolean
  /** What the scroll wheel does over the picture of a flow. */
  wheel: 'pan' | 'zoom'
}

const KEY = 'tributary.appearance'
const initial: Appearance = { theme: 'system', density: 'comfortable', motion: 'system', letters: true, wheel: 'pan' }

/** The present choice; `useAppearance(s => s.letters)` is what the canvas asks before it takes a single letter. */
export const useAppearance = create<Appearance>()(() => ({ ...initial, ...stored() }))

/** Changes the look at once and remembers it. */
export function setAppearance(change: Partial<Appearance>): void {
  useAppearance.setState(change)
  try {
    localStorage.setItem(KEY, JSON.stringify(useAppearance.getState()))
  } catch {
    // A browser that refuses storage still gets the change for this visit.
  }
  applyAppearance()
}

/** Called once before the first paint, and again after every change. `?motion=off` wins over what is remembered. */
export function applyAppearance(search = location.search): void {
  const { theme, density, motion } = useAppearance.getState()
  const asked = new URLSearchParams(search)
  const root = document.documentElement
  if (asked.get('motion') === 'off') forcedStill = true
  mark(root, 'theme', theme === 'system' ? undefined : theme)
  mark(root, 'density', density === 'compact' ? 'compact' : undefined)
  mark(root, 'motion', motion === 'off' || forcedStill ? 'off' : undefined)
}

let forcedStill = false

function mark(root: HTMLElement, name: string, value: string | undefined): void {
  if (value === undefined) delete root.dataset[name]
  else root.dataset[name] = value
}

function stored(): Partial<Appearance> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    return typeof kept === 'object' && kept !== null ? kept : {}
  } catch {
    return {}
  }
}
