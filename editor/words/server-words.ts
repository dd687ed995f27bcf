/**
 * The server writes English, for scripts and logs too. Here its sentences are found in a catalogue and said in another
 * language: word for word, or by a pattern whose `{names}` stand for what the server filled in.
 */
export type Catalogue = Readonly<Record<string, string>>

/** How a language puts a title before what is said of it. */
const HEADED = '{title}: {sentence}'
/** How it puts in quotes what is somebody's own and stands in a list. */
const QUOTED = '"{name}"'

/** Gives the text in the other language, or nothing where the catalogue lacks it. */
export function teller(catalogue: Catalogue): (english: string) => string | undefined {
  const patterns = Object.entries(catalogue)
    .filter(([english]) => english.includes('{') && english !== HEADED && english !== QUOTED)
    // What says more comes first: "{list} and {n} more" before "{list}".
    .toSorted(([a], [b]) => written(b) - written(a))
    .map(([english, words]) => ({ found: patternOf(english), quoted: quotedIn(english), words }))
  const exact = (english: string): string | undefined => (Object.hasOwn(catalogue, english) ? catalogue[english] : undefined)
  const whole = (english: string): string | undefined => {
    const said = exact(english)
    if (said !== undefined) return said
    for (const { found, quoted, words } of patterns) {
      const values = found.exec(english)?.groups
      if (values) return words.replaceAll(/\{(\w+)\}/g, (_, name) => (quoted.has(name) ? String : filled)(values[name] ?? ''))
    }
    return undefined
  }
  /** A title may stand small within a sentence: "event id" is the small "Event ID". */
  const small = new Map(Object.entries(catalogue).map(([english, words]) => [english.toLowerCase(), smallOf(words)]))
  const one = (value: string): string | undefined => whole(value) ?? small.get(value)
  /** What fills a sentence may be several titles, in a list or on the way from one to the next. */
  const filled = (value: string): string =>
    one(value) ??
    value
      .split(/(, | → )/)
      .map((part, at) => (at % 2 ? part : (one(part) ?? requoted(part))))
      .join('')
  const requoted = (part: string): string => {
    const name = /^"([^"]+)"$/.exec(part)?.[1]
    return name === undefined || !(QUOTED in catalogue) ? part : catalogue[QUOTED]!.replace('{name}', () => name)
  }
  /** "Key: Choose a column." is a title and what is said of it; said only when both can be. */
  const headed = (english: string): string | undefined => {
    const { head = '', rest = '' } = /^(?<head>[^:]{1,100}): (?<rest>.+)$/s.exec(english)?.groups ?? {}
    const [title, said] = [one(head), rest && (sentences(rest, exact, ended) ?? ended(rest) ?? small.get(rest))]
    return title && said && HEADED in catalogue ? catalogue[HEADED]!.replace('{title}', title).replace('{sentence}', said) : undefined
  }
  /** "Meta asked to slow down (100/2804050)." has somebody's number behind what is said. */
  const numbered = (bare = ''): string | undefined => {
    const { text = '', number } = /^(?<text>.+) \((?<number>[\d/]+)\)$/s.exec(bare)?.groups ?? {}
    const said = number && whole(text)
    return said ? `${said} (${number}).` : undefined
  }
  const ended = (english: string): string | undefined => {
    const bare = /^(.*)\.$/s.exec(english)?.[1]
    // Word for word comes before a pattern that would fit, also without its end.
    const known = exact(english) ?? (bare === undefined ? undefined : exact(bare) && `${exact(bare)}.`)
    const said = known ?? whole(english)
    if (said !== undefined) return said
    // "Email is empty." is the sentence of "{field} is empty".
    const open = bare === undefined ? undefined : whole(bare)
    if (open !== undefined) return `${open}.`
    return numbered(bare) ?? headed(english)
  }
  const seen = new Map<string, string | undefined>()
  return english => {
    if (!seen.has(english)) seen.set(english, exact(english) ?? sentences(english, exact, ended) ?? ended(english))
    return seen.get(english)
  }
}

/**
 * Several sentences are said when each of them can be: half a translation helps nobody. Asked before a pattern over the
 * whole, whose last name would take in every sentence that follows. Neighbours that the catalogue holds together stay so.
 */
function sentences(english: string, exact: Say, say: Say): string | undefined {
  const parts = partsOf(english)
  const said: string[] = []
  for (let from = 0; from < parts.length; ) {
    const ends = Array.from({ length: parts.length - from - 1 }, (_, i) => parts.length - i)
    const end = ends.find(to => exact(parts.slice(from, to).join(' ')) !== undefined)
    const words = end === undefined ? say(parts[from]!) : exact(parts.slice(from, end).join(' '))
    if (words === undefined) return undefined
    said.push(words)
    from = end ?? from + 1
  }
  return parts.length > 1 ? said.join(' ') : undefined
}
type Say = (english: string) => string | undefined

/** What somebody said is one part, however many sentences it has: "Meta says: “No. Not you.” Make a new one." */
function partsOf(english: string): string[] {
  const parts: string[] = []
  let from = 0
  for (const { index, 0: end } of english.matchAll(/[.!?”] (?=[\p{Lu}\d])/gu)) {
    const before = english.slice(0, index + 1)
    if (before.split('“').length > before.split('”').length) continue
    parts.push(english.slice(from, index + 1))
    from = index + end.length
  }
  return [...parts, english.slice(from)]
}

/** Capitals that belong to each other stay: "ID de commande". */
const smallOf = (words: string): string => (/^\p{Lu}\p{Lu}/u.test(words) ? words : words.charAt(0).toLowerCase() + words.slice(1))

const written = (english: string): number => english.replaceAll(/\{\w+\}/g, '').length

/** On a button no quotes stand around the name of a column. */
const NAMES = ['column', 'columns', 'table', 'close']
/** What stands in quotes is somebody's own: a column called "day" stays so. */
const quotedIn = (english: string): Set<string> =>
  new Set([...NAMES, ...[...english.matchAll(/["“]\{(\w+)\}["”]/g)].map(([, name]) => name!)])

const patternOf = (english: string): RegExp => {
  const names = new Set<string>()
  const text = english.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/\\\{(\w+)\\\}/g, (_, name) => {
    if (names.has(name)) return `\\k<${name}>`
    names.add(name)
    return `(?<${name}>.+?)`
  })
  return new RegExp(`^${text}$`, 's')
}
