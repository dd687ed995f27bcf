/** Writes values that are keyed by path (`user_data.em`) as one nested JSON text, its keys in a fixed order. */
import type { Wire } from './dialect.ts'

type Values = Readonly<Record<string, Wire | undefined>>
type Writer = (values: Values) => string

interface Special {
  raw?: ReadonlySet<string>
  digests?: ReadonlySet<string>
}
const NONE: ReadonlySet<string> = new Set()

/** One path's place in the text. */
interface Place {
  path: string
  order: number
  /** Objects that it stands in, from the outside; the same list for all that stand together. */
  heads: readonly string[]
  /** `"em":` */
  name: string
  raw: boolean
  /** Its texts stand in JSON as they are, without a look. */
  digest: boolean
  /** What stood before its value last time: nearly always the same stands there again. */
  lead: Lead
}
/** All that stands between the value of one place and that of the next. */
interface Lead {
  before: Place | undefined
  close: Close
  bare: string
  text: string
  list: string
}
/** How the value before ended. */
type Close = '' | '"' | '"]'

/**
 * Made once from the paths in the order they shall stand; keys that have no value are left out, and so are objects that
 * would be empty. `raw` names paths whose text stands in the body as a number, for integers that a double cannot hold; `digests`
 * those whose texts are never anything but hexadecimal.
 */
export function nestedWriter(paths: readonly string[], { raw = NONE, digests = NONE }: Special = {}): Writer {
  const heads = new Map<string, readonly string[]>()
  const places = new Map(
    inTreeOrder(paths).map((path, order) => [path, placeOf(path, order, { raw: raw.has(path), digest: digests.has(path) }, heads)]),
  )
  // A flow fills a fraction of what a platform knows: only paths that ever had a value are looked at.
  let used: readonly Place[] = []
  const known = new Set<string>()
  return values => {
    for (const path in values)
      if (!known.has(path)) {
        known.add(path)
        const place = Object.hasOwn(values, path) ? places.get(path) : undefined
        if (place) used = [...used, place].sort((a, b) => a.order - b.order)
      }
    return written(used, values)
  }
}

/** Paths with the same head stand together, where the first of them stands. */
function inTreeOrder(paths: readonly string[]): string[] {
  const heads = [...new Set(paths.map(path => path.split('.', 1)[0]!))]
  return heads.flatMap(head => {
    const below = paths.filter(path => path.startsWith(`${head}.`)).map(path => path.slice(head.length + 1))
    return below.length > 0 ? inTreeOrder(below).map(path => `${head}.${path}`) : [head]
  })
}
function placeOf(path: string, order: number, is: Pick<Place, 'raw' | 'digest'>, known: Map<string, readonly string[]>): Place {
  const parts = path.split('.')
  const above = path.slice(0, Math.max(0, path.lastIndexOf('.')))
  const heads = known.get(above) ?? parts.slice(0, -1)
  known.set(above, heads)
  const place = { path, order, heads, name: `${JSON.stringify(parts.at(-1))}:`, ...is }
  return { ...place, lead: leadOf(place, undefined, '') }
}

/**
 * The pieces of the text being written. Joined at the end: a text made by adding is a tree of its pieces, and making one text
 * of that tree costs twice as much.
 */
const pieces: string[] = []

function written(used: readonly Place[], values: Values): string {
  let n = 0
  let before: Place | undefined
  let close: Close = ''
  for (const place of used) {
    const value = values[place.path]
    if (value === undefined) continue
    if (place.lead.before !== before || place.lead.close !== close) place.lead = leadOf(place, before, close)
    const { lead, raw, digest } = place
    const only = Array.isArray(value) && value.length === 1 ? value[0] : undefined
    if (!raw && typeof value === 'string' && (digest || BARE.test(value))) {
      pieces[n++] = lead.text
      pieces[n++] = value
      close = '"'
    } else if (!raw && typeof only === 'string' && (digest || BARE.test(only))) {
      pieces[n++] = lead.list
      pieces[n++] = only
      close = '"]'
    } else {
      pieces[n++] = lead.bare
      pieces[n++] = raw ? rawly(value) : JSON.stringify(value)
      close = ''
    }
    before = place
  }
  if (before === undefined) return '{}'
  pieces[n++] = close + '}'.repeat(before.heads.length + 1)
  pieces.length = n
  return pieces.join('')
}
function leadOf({ heads, name }: Pick<Place, 'heads' | 'name'>, before: Place | undefined, close: Close): Lead {
  const open = before?.heads ?? []
  const shared = sharedBy(open, heads)
  const opened = heads.slice(shared).map(head => `${JSON.stringify(head)}:{`)
  const bare = `${close}${'}'.repeat(open.length - shared)}${before ? ',' : '{'}${opened.join('')}${name}`
  return { before, close, bare, text: `${bare}"`, list: `${bare}["` }
}
function sharedBy(a: readonly string[], b: readonly string[]): number {
  let i = 0
  while (i < a.length && a[i] === b[i]) i++
  return i
}

const INTEGER = /^(?:0|[1-9]\d*)$/
const rawly = (value: Wire): string => (typeof value === 'string' && INTEGER.test(value) ? value : JSON.stringify(value))
/** Printable ASCII without quote and backslash stands in JSON as it is; most of what travels are digests and names like that. */
const BARE = /^[ !#-[\]-~]*$/
