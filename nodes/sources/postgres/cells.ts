/** From Postgres' text forms to the contract's cells, exact to the last digit. */
import type { Column, ColumnType, Value } from '../../../runtime/contract.ts'
import { jsonOrText } from '../../../runtime/exact-json.ts'

/** A type as the catalogue of types describes it. */
export interface PgType {
  oid: number
  name: string
  /** `e` for an enum. */
  kind: string
  /** The type of the elements when it is an array, else 0. */
  element: number
}
type Read = (text: string) => Value
interface Rule {
  type: ColumnType
  zoned?: boolean
  read: Read
}
const asIs: Read = text => text
const number: Read = text => {
  const value = Number(text)
  return Number.isFinite(value) ? value : text
}
const iso: Read = text => text.replace(' ', 'T').replace(/\+00(:00)?(?= BC|$)/, 'Z')
/** Numeric and bigint stay text; so do NaN and the infinities, which JSON has no form for. */
const rules: Readonly<Record<string, Rule>> = {
  bool: { type: 'boolean', read: text => text === 't' },
  int2: { type: 'number', read: number },
  int4: { type: 'number', read: number },
  oid: { type: 'number', read: number },
  float4: { type: 'number', read: number },
  float8: { type: 'number', read: number },
  int8: { type: 'number', read: asIs },
  numeric: { type: 'number', read: asIs },
  date: { type: 'date', read: asIs },
  timestamp: { type: 'time', zoned: false, read: iso },
  timestamptz: { type: 'time', zoned: true, read: iso },
  json: { type: 'json', read: jsonOrText },
  jsonb: { type: 'json', read: jsonOrText },
  // Blanks that fill it up are not part of it: to Postgres, 'paid' and 'paid   ' are the same there.
  bpchar: { type: 'text', read: text => text.replace(/ +$/, '') },
  bytea: { type: 'text', read: text => text.replace(/^\\x/, '') },
}
const plain: Rule = { type: 'text', read: asIs }
const ruleOf = (type: PgType | undefined): Rule => (type && Object.hasOwn(rules, type.name) ? rules[type.name]! : plain)

export function columnOf(key: string, type: PgType | undefined, types: ReadonlyMap<number, PgType>): Column {
  if (type?.element) return { key, type: 'list', native: `${types.get(type.element)?.name ?? '?'}[]` }
  const { type: column, zoned } = ruleOf(type)
  return {
    key,
    type: column,
    ...(zoned !== undefined && { zoned }),
    native: type?.kind === 'e' ? `${type.name} (enum)` : (type?.name ?? '?'),
  }
}

/** Decided once per column. */
export function reader(type: PgType | undefined, types: ReadonlyMap<number, PgType>): Read {
  if (!type?.element) return ruleOf(type).read
  const element = types.get(type.element)
  return text => list(text, ruleOf(element).read, element?.name === 'box' ? ';' : ',')
}

/** `{1,NULL,"a \"b\"",{2}}`, with bounds before it when they are unusual. */
export function list(text: string, read: Read, separator = ','): Value {
  const start = text.indexOf('{')
  let at = start
  const items = (): Value[] => {
    const found: Value[] = []
    at++
    while (at < text.length && text[at] !== '}') {
      if (text[at] === separator) at++
      else found.push(item())
    }
    at++
    return found
  }
  const item = (): Value => {
    if (text[at] === '{') return items()
    if (text[at] === '"') return read(quoted())
    const from = at
    while (at < text.length && text[at] !== separator && text[at] !== '}') at++
    const bare = text.slice(from, at)
    return bare === 'NULL' ? null : read(bare)
  }
  const quoted = (): string => {
    let inside = ''
    for (at++; at < text.length && text[at] !== '"'; at++) {
      if (text[at] === '\\') at++
      inside += text[at]
    }
    at++
    return inside
  }
  return start < 0 ? null : items()
}
