/** Writes values that are keyed by path (`user_data.em`) as one nested JSON text, its keys in a fixed order. */
import type { Wire } from './dialect.ts'

type Values = Readonly<Record<string, Wire | undefined>>
type Writer = (values: Values) => string

/** One path's place in the text. */
interface Place {
  path: string
  order: number
  /** Objects that it stands in, from the outside; the same list for all that stand together. */
  heads: readonly string[]
  /** `"em":` */
  name: string
  raw: boolean
}

/**
 * Made once from the paths in the order they shall stand; keys that have no value are left out, and so are objects that
 * would be empty. `raw` names paths whose text stands in the body as a number, for integers that a double cannot hold.
 */
export function nestedWriter(paths: readonly string[], raw: ReadonlySet<string> = new Set()): Writer {
  const heads = new Map<string, readonly string[]>()
  const places = new Map(inTreeOrder(paths).map((path, order) => [path, placeOf(path, order, raw.has(path), heads)]))
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
function placeOf(path: string, order: number, raw: boolean, known: Map<string, readonly string[]>): Place {
  const parts = path.split('.')
  const above = path.slice(0, Math.max(0, path.lastIndexOf('.')))
  const heads = known.get(above) ?? parts.slice(0, -1)
  known.set(above, heads)
  return { path, order, heads, name: `${JSON.stringify(parts.at(-1))}:`, raw }
}

/**
 * The pieces of the text being written. Joined at the end: a text made by adding is a tree of its pieces, and making one text
 * of that tree costs twice as much.
 */
const pieces: string[] = []

function written(used: readonly Place[], values: Values): string {
  let n = 0
  let open: readonly string[] = []
  let comma = '{'
  for (const { path, heads, name, raw } of used) {
    const value = values[path]
    if (value === undefined) continue
    if (heads !== open) {
      const shared = sharedBy(open, heads)
      for (let i = shared; i < open.length; i++) pieces[n++] = '}'
      for (let i = shared; i < heads.length; i++) {
        pieces[n++] = comma
        pieces[n++] = `${JSON.stringify(heads[i])}:`
        comma = '{'
      }
      open = heads
    }
    pieces[n++] = comma
    pieces[n++] = name
    comma = ','
    const only = Array.isArray(value) && value.length === 1 ? value[0] : undefined
    if (!raw && typeof value === 'string' && BARE.test(value)) {
      pieces[n++] = '"'
      pieces[n++] = value
      pieces[n++] = '"'
    } else if (!raw && typeof only === 'string' && BARE.test(only)) {
      pieces[n++] = '["'
      pieces[n++] = only
      pieces[n++] = '"]'
    } else pieces[n++] = raw ? rawly(value) : JSON.stringify(value)
  }
  if (n === 0) return '{}'
  for (let i = 0; i <= open.length; i++) pieces[n++] = '}'
  pieces.length = n
  return pieces.join('')
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
