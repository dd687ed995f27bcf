/** What people see of personal values unless they ask for the values: enough to recognise a row, not a person. */
import { concept } from '../runtime/concepts.ts'
import type { Row, Shape, Value } from '../runtime/contract.ts'

const NAMES =
  /mail|phone|mobile|tel$|^tel|(first|last|full|sur|given|family|customer|user|person)[_ ]?name|^name$|address|street|(^|[_ ])ip([_ ]|$)|zip|postal|postcode|city|birth|dob|gender|user[_ ]?agent|browser/i
const EMAIL = /^[^\s@]+@[^\s@]+$/
const IP = /^(\d{1,3}\.){3}\d{1,3}$|^[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,7}$/i
const DIGEST = /^[0-9a-f]{64}$/

/** Rows with personal columns masked: by concept, by name, and mail and IP addresses wherever they stand. */
export function maskRows(rows: readonly Row[], columns: Shape, personal: ReadonlySet<string>): Row[] {
  const hidden = new Set(
    columns
      .map(column => column.key)
      .filter(key => personal.has(key) || concept.get(key)?.personal || (!concept.has(key) && NAMES.test(key))),
  )
  return rows.map(row => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, masked(value, hidden.has(key))])))
}

function masked(value: Value, personal: boolean): Value {
  if (Array.isArray(value)) return value.map(part => masked(part as Value, personal))
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, masked(part as Value, personal || NAMES.test(key))]))
  if (typeof value === 'number') return personal ? '•••' : value
  if (typeof value !== 'string' || value === '') return value
  if (EMAIL.test(value)) return maskText(value)
  return (personal && !DIGEST.test(value)) || IP.test(value) ? maskText(value) : value
}

/** `a•••@example.com`, `+•••`, `J•••`. */
export function maskText(text: string): string {
  const [first = ''] = text
  return EMAIL.test(text) ? `${first}•••@${text.slice(text.lastIndexOf('@') + 1)}` : `${first}•••`
}
