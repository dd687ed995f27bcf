/** Writes values that are keyed by path (`user_data.em`) as one nested JSON text, its keys in a fixed order. */
import type { Wire } from './dialect.ts'

type Values = Readonly<Record<string, Wire | undefined>>
type Writer = (values: Values) => string

/**
 * Made once from the paths in the order they shall stand; keys that have no value are left out, and so are objects that
 * would be empty. `raw` names paths whose text stands in the body as a number, for integers that a double cannot hold.
 */
export function nestedWriter(paths: readonly string[], raw: ReadonlySet<string> = new Set()): Writer {
  const members = writersOf(paths, '', raw)
  return values => {
    const text = joined(members, values)
    return text === '' ? '{}' : `{${text}}`
  }
}

function writersOf(paths: readonly string[], above: string, raw: ReadonlySet<string>): readonly Writer[] {
  const heads = [...new Set(paths.map(path => path.split('.', 1)[0]!))]
  return heads.map(head => {
    const below = paths.filter(path => path.startsWith(`${head}.`)).map(path => path.slice(head.length + 1))
    const path = above + head
    const name = `${JSON.stringify(head)}:`
    return below.length > 0 ? branch(name, writersOf(below, `${path}.`, raw)) : leaf(name, path, raw.has(path))
  })
}

const leaf = (name: string, path: string, raw: boolean): Writer =>
  raw
    ? values => (values[path] === undefined ? '' : name + rawly(values[path]))
    : values => (values[path] === undefined ? '' : name + JSON.stringify(values[path]))

const INTEGER = /^(?:0|[1-9]\d*)$/
const rawly = (value: Wire): string => (typeof value === 'string' && INTEGER.test(value) ? value : JSON.stringify(value))

const branch =
  (name: string, members: readonly Writer[]): Writer =>
  values => {
    const text = joined(members, values)
    return text === '' ? '' : `${name}{${text}}`
  }

function joined(members: readonly Writer[], values: Values): string {
  let text = ''
  for (const member of members) {
    const part = member(values)
    if (part !== '') text += text === '' ? part : `,${part}`
  }
  return text
}
