import { useAppearance } from '../styles/appearance.ts'
import { say } from '../words/words.ts'

const mac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)

/** Whether a key press is this shortcut: "Mod+Shift+z", "Alt+ArrowUp", "a". */
export function matches(event: KeyboardEvent, shortcut: string): boolean {
  const parts = shortcut.split('+')
  const key = parts.pop() || '+'
  const wants = new Set(parts)
  const mod = mac ? event.metaKey : event.ctrlKey
  const single = key.length === 1 && !wants.has('Mod') && !wants.has('Alt')
  if (single && !useAppearance.getState().letters) return false
  // A plus, a question mark: the character itself says whether Shift was needed.
  const shiftMatters = key.length > 1 || /[a-z]/i.test(key)
  return (
    event.key.toLowerCase() === key.toLowerCase() &&
    mod === wants.has('Mod') &&
    event.altKey === wants.has('Alt') &&
    (!shiftMatters || event.shiftKey === wants.has('Shift')) &&
    (mac ? !event.ctrlKey : !event.metaKey)
  )
}

const glyphs: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Mod: mac ? '⌘' : 'Ctrl',
  Alt: mac ? '⌥' : 'Alt',
  ' ': say('Space'),
  // As they are printed on the keyboards of the page's language.
  Shift: say('Shift'),
  Enter: say('Enter'),
  Escape: say('Escape'),
  Backspace: say('Backspace'),
}
/** How a shortcut is written for people: "Ctrl+Shift+Z". */
export const keyWords = (shortcut: string): string => {
  // The plus itself, with nothing held.
  if (shortcut === '+') return shortcut
  const parts = shortcut.split('+')
  return parts.map(part => glyphs[part] ?? (part.length === 1 ? part.toUpperCase() : part)).join('+')
}

/** Whether typing goes into a field, which has keys and an undo of its own. */
export function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return (
    target.isContentEditable ||
    target.matches('input:not([type=checkbox],[type=radio],[type=button]), textarea, select') ||
    target.closest('.cm-editor') !== null
  )
}
