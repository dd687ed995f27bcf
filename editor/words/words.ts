/**
 * Everything a person reads passes through `say`. The English text is its own key, so English needs no catalogue and
 * reads in place; another language is one file that is loaded only where it is chosen. Why so: README.md of this room.
 */
import { fill, type Values } from './fill.ts'

export const languages = ['en', 'fr'] as const
export type Language = (typeof languages)[number]
/** What a person chose; `system` follows the browser. */
export type Choice = Language | 'system'
/** Accented, longer and bracketed English: shows in tests what is not in the catalogue and what gets cut. */
const PSEUDO = 'en-XA'
const KEY = 'tributary.language'

/** The choice that is remembered on this device. */
export const chosen = (): Choice => choiceOf(kept('localStorage')) ?? 'en'

/** Remembers the choice and opens the page again in that language. */
export function choose(choice: Choice): void {
  keep('localStorage', choice)
  keep('sessionStorage', '')
  const address = new URL(location.href)
  address.searchParams.delete('lang')
  location.replace(address)
}

const asked = askedFor()
/** The language of this page, for its whole life. */
export const language: Language = asked === 'system' ? ofBrowser() : asked === PSEUDO ? 'en' : asked
/** How numbers, lists and dates are written; British day order, as the English texts have always had it. */
export const locale = { en: 'en-GB', fr: 'fr-FR' }[language]

let catalogue: Readonly<Record<string, string>> = {}
let disguise = (text: string) => text

/**
 * Brings what the language of this page needs. Awaited once, before anything is imported that says something while it is
 * loaded; a top-level `await` here would do the same, but splits the bundle into twice as many files.
 */
export async function learn(): Promise<void> {
  document.documentElement.lang = language
  if (language === 'fr') catalogue = (await import('./fr.json')).default
  if (asked === PSEUDO) disguise = (await import('./pseudo.ts')).disguise
}

/**
 * The text in the language of this page: `say('{n, plural, one {# row} other {# rows}}', { n: 3 })`. ICU messages,
 * of which `{name}` and `{name, plural, …}` are understood. What the catalogue lacks stays English.
 */
export const say = (english: string, values?: Values): string => fill(disguise(catalogue[english] ?? english), values, locale)

/** 12480 → "12,480", "12 480" */
export const count = (n: number): string => n.toLocaleString(locale)

/** `?lang=fr` holds for the tab it was opened in and wins over what is remembered. */
function askedFor(): Choice | typeof PSEUDO {
  const inAddress = typeof location === 'undefined' ? null : new URLSearchParams(location.search).get('lang')
  if (inAddress) keep('sessionStorage', inAddress)
  const wanted = inAddress ?? kept('sessionStorage')
  return wanted === PSEUDO ? PSEUDO : (choiceOf(wanted) ?? chosen())
}
function ofBrowser(): Language {
  const known = navigator.languages.map(tag => tag.slice(0, 2)).find(tag => languages.some(l => l === tag))
  return (known as Language | undefined) ?? 'en'
}
function choiceOf(text: string | null): Choice | undefined {
  return [...languages, 'system' as const].find(one => one === text)
}

/** A browser may refuse storage, a worker and a test have none. */
function kept(where: 'localStorage' | 'sessionStorage'): string | null {
  try {
    return globalThis[where].getItem(KEY)
  } catch {
    return null
  }
}
function keep(where: 'localStorage' | 'sessionStorage', choice: string): void {
  try {
    globalThis[where].setItem(KEY, choice)
  } catch {
    // Then it holds for this page only.
  }
}
