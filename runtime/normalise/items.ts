/** What was bought: items with id, quantity and price, from a JSON column or a list. */
import type { Value } from '../contract.ts'
import { type Normaliser, Unusable, type Wire } from '../dialect.ts'
import { whole } from './decimal.ts'
import { parseJson } from './json.ts'
import { amountText } from './money.ts'
import { unusable } from './reasons.ts'
import { ID_NAMES } from './scalar.ts'
import { cleaned, idText } from './text.ts'

const EMPTY = unusable('empty')
const NOT_VALID = unusable('items_not_valid')
const WITHOUT_ID = unusable('item_without_id')
const MOST = 1000

type Item = Readonly<Record<string, Value>>

/** How a platform spells an item: its key for each part it knows, and whether prices are numbers or text. */
export interface ItemSpelling {
  price: 'number' | 'text'
  keys: Partial<Record<'id' | 'quantity' | 'price' | 'name' | 'category' | 'brand' | 'delivery', string>>
}

const NAMES: Readonly<Record<keyof ItemSpelling['keys'], readonly string[]>> = {
  id: ID_NAMES,
  quantity: ['quantity', 'qty', 'count', 'units', 'amount_of_items'],
  price: ['item_price', 'price', 'unit_price', 'itemPrice', 'unitPrice', 'price_per_unit'],
  name: ['item_name', 'title', 'name', 'product_name', 'description', 'itemName', 'productName'],
  category: ['item_category', 'category', 'product_category', 'itemCategory', 'product_type'],
  brand: ['item_brand', 'brand', 'vendor', 'itemBrand'],
  delivery: ['delivery_category'],
}

/** Items in a platform's spelling; an item without an id spoils the list, because platforms refuse the event for it. */
export function contents(spelling: ItemSpelling): Normaliser {
  return {
    id: `contents_${spelling.price}`,
    says: `items with id, quantity and price (${spelling.price === 'text' ? 'as text' : 'a number'})`,
    apply(value) {
      const items = itemsIn(value)
      if (items instanceof Unusable) return items
      const wires: Wire[] = []
      for (const item of items.slice(0, MOST)) {
        const wire = one(item, spelling)
        if (wire instanceof Unusable) return wire
        wires.push(wire)
      }
      return wires.length ? wires : EMPTY
    },
  }
}

function itemsIn(value: Value): readonly Value[] | Unusable {
  let cell = value
  if (typeof cell === 'string') {
    const text = cleaned(cell)
    if (text instanceof Unusable) return text
    if (!/^[[{]/.test(text))
      return text
        .split(/[,;|]/)
        .map(part => part.trim())
        .filter(part => part !== '')
    // As it stands first: an id keeps its letters as it would within a list.
    cell = parseJson(cell) ?? parseJson(text) ?? false
  }
  if (cell === null) return EMPTY
  if (Array.isArray(cell)) return cell
  return typeof cell === 'object' ? [cell] : typeof cell === 'number' ? [cell] : NOT_VALID
}

function one(part: Value, { keys, price }: ItemSpelling): Wire | Unusable {
  if (Array.isArray(part)) return NOT_VALID
  const item: Item = part !== null && typeof part === 'object' ? (part as Item) : { id: part }
  const id = idText.apply(pick(item, keys.id ?? 'id', 'id'), NO_CONTEXT)
  if (id instanceof Unusable) return WITHOUT_ID
  const wire: Record<string, Wire> = { [keys.id ?? 'id']: id }
  const quantity = keys.quantity === undefined ? EMPTY : whole(pick(item, keys.quantity, 'quantity'))
  if (!(quantity instanceof Unusable) && /^\d{1,9}$/.test(quantity)) wire[keys.quantity!] = Number(quantity)
  const each = keys.price === undefined ? EMPTY : amountText.apply(pick(item, keys.price, 'price'), NO_CONTEXT)
  if (!(each instanceof Unusable)) wire[keys.price!] = price === 'text' ? each : Number(each)
  for (const name of ['name', 'category', 'brand', 'delivery'] as const) {
    const key = keys[name]
    const text = key === undefined ? EMPTY : cleaned(pick(item, key, name))
    if (!(text instanceof Unusable)) wire[key!] = text
  }
  return wire
}

/** The platform's own key first, so that what is already in its spelling stays as it is. */
function pick(item: Item, own: string, part: keyof ItemSpelling['keys']): Value {
  if (Object.hasOwn(item, own)) return item[own]!
  for (const name of NAMES[part]) if (Object.hasOwn(item, name)) return item[name]!
  return null
}

const NO_CONTEXT = { country: undefined, dayFirst: false, timezone: undefined, now: 0 } as const
