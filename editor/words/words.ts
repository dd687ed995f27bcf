/**
 * Everything a person reads passes through `say`. The English text is its own key, so English needs no catalogue and
 * reads in place; another language is one file that is loaded only where it is chosen. Why so: README.md of this room.
 */
import { fill, type Values } from './fill.ts'
import { type Catalogue, teller } from './server-words.ts'

export const languages = ['en', 'fr'] as const
export type Language = (typeof languages)[number]
/** What a person chose; `system` follows the browser. */
export type Choice = Language | 'system'
/** Accented, longer and bracketed English: shows in tests what is not in the catalogue and what gets cut. */
const PSEUDO = 'en-XA'
/** English from right to left: shows in tests what only fits languages that are written the other way. */
const MIRRORED = 'en-XB'
const KEY = 'tributary.language'

/** The choice that holds here: of this tab, else the one that is remembered on this device. */
export const chosen = (): Choice => choiceOf(kept('sessionStorage')) ?? choiceOf(kept('localStorage')) ?? 'en'

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
export const language: Language = asked === 'system' ? ofBrowser() : asked === PSEUDO || asked === MIRRORED ? 'en' : asked
/** What the widgets are told: their words, and whether their keys go the other way. */
export const widgets = asked === MIRRORED ? 'en-Arab' : language
/** 1 where lines begin on the left, -1 where they begin on the right: for keys and drags along them. */
export const forwards = asked === MIRRORED ? -1 : 1
/** The browser's language, where it is another and nobody has chosen yet: worth an offer, in its own words. */
export const offered: Language | undefined =
  kept('localStorage') === null && !kept('sessionStorage') && ofBrowser() !== language ? ofBrowser() : undefined
/** Languages call themselves what they are called. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', fr: 'Français' }
/** How numbers, lists and dates are written; British day order, as the English texts have always had it. */
export const locale = { en: 'en-GB', fr: 'fr-FR' }[language]

let catalogue: Readonly<Record<string, string>> = {}
let ofServer: Catalogue | undefined
let disguise: ((text: string) => string) | undefined

/**
 * Brings what the language of this page needs. Awaited once, before anything is imported that says something while it is
 * loaded; a top-level `await` here would do the same, but splits the bundle into twice as many files.
 */
export async function learn(): Promise<void> {
  document.documentElement.lang = language
  document.documentElement.dir = forwards < 0 ? 'rtl' : 'ltr'
  if (language === 'fr') {
    const [ours, theirs] = await Promise.all([import('./fr.json'), import('./fr-server.json')])
    catalogue = held(ours.default)
    ofServer = held(theirs.default)
  }
  if (asked === PSEUDO) disguise = (await import('./pseudo.ts')).disguise
}

/** In French a sign of two parts stands apart from its word and never alone on the next line. */
const held = (words: Catalogue): Catalogue =>
  Object.fromEntries(Object.entries(words).map(([english, text]) => [english, text.replaceAll(/ (?=[:;?!»])|(?<=«) /g, '\u00a0')]))

/**
 * The text in the language of this page: `say('{n, plural, one {# row} other {# rows}}', { n: 3 })`. ICU messages,
 * of which `{name}` and `{name, plural, …}` are understood. What the catalogue lacks stays English.
 */
export const say = (english: string, values?: Values): string => fill(dressed(catalogue[english] ?? english), values, locale)
const dressed = (text: string): string => disguise?.(text) ?? text

/** A text that the server wrote, in the language of the page: as it came where the catalogue lacks it. */
export function tell(english: string): string {
  if (ofServer) tellThem ??= teller(ofServer)
  return dressed(tellThem?.(english) ?? english)
}
/** The same for what begins with a name, which may hold a colon itself: "Shop: Meta: The token ends." */
export function tellNamed(english: string): string {
  for (let at = english.lastIndexOf(': '); at > 0; at = english.lastIndexOf(': ', at - 1)) {
    const rest = english.slice(at + 2)
    const said = tell(rest)
    if (/^\p{Lu}/u.test(rest) && said !== dressed(rest)) return say('{what}: {more}', { what: english.slice(0, at), more: said })
  }
  return tell(english)
}
let tellThem: ((english: string) => string | undefined) | undefined

/** Parts of an answer that a person reads, and parts that hold data, in which a title may be anybody's. */
const TEXTS = new Set(['title', 'summary', 'description', 'help', 'says', 'message', 'why', 'label', 'sentence', 'reason'])
/** Lists of sentences. */
const LISTS = new Set(['notes', 'changes'])
const DATA = new Set(['document', 'rows', 'row', 'values', 'example', 'initial', 'script', 'body', 'raw', 'samples', 'keys', 'where'])
/** An answer of the server with what people read of it in the language of the page; in English the answer itself. */
export function told<T>(answer: T): T {
  return ofServer || disguise ? (toldIn(answer) as T) : answer
}
function toldIn(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(toldIn)
  if (typeof part !== 'object' || part === null) return part
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => {
      if (typeof value === 'string') return [key, TEXTS.has(key) ? tell(value) : value]
      if (key === 'titles') return [key, Object.fromEntries(Object.entries(value ?? {}).map(([id, title]) => [id, tell(String(title))]))]
      if (LISTS.has(key) && Array.isArray(value)) return [key, value.map(one => (typeof one === 'string' ? tell(one) : toldIn(one)))]
      return [key, DATA.has(key) ? value : toldIn(value)]
    }),
  )
}

/** "Map fields and Hash identity", as the language of the page joins them. */
export const listed = (words: readonly string[]): string => new Intl.ListFormat(locale).format(words)
/** 12480 → "12,480", "12 480" */
export const count = (n: number): string => n.toLocaleString(locale)

/** `?lang=fr` holds for the tab it was opened in and wins over what is remembered. */
function askedFor(): Choice | typeof PSEUDO | typeof MIRRORED {
  const inAddress = typeof location === 'undefined' ? null : new URLSearchParams(location.search).get('lang')
  if (inAddress) keep('sessionStorage', inAddress)
  const wanted = inAddress ?? kept('sessionStorage')
  return wanted === PSEUDO || wanted === MIRRORED ? wanted : (choiceOf(wanted) ?? chosen())
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
