/** What people see of personal values unless they ask for the values: enough to recognise a row, not a person. */
import { concept } from '../../runtime/concepts.ts'
import type { Row, Shape, Value } from '../../runtime/contract.ts'

const NAMES =
  /mail|phone|mobile|tel$|^tel|(first|last|full|sur|given|family|customer|user|person)[_ ]?name|^name$|address|street|(^|[_ ])ip([_ ]|$)|zip|postal|postcode|city|birth|dob|gender|user[_ ]?agent|browser/i
/** Bounded, so that a long cell keeps nobody busy. */
const EMAIL = /[^\s@<>"',;]{1,64}@[^\s@<>"',;]{1,255}/g
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
  if (typeof value !== 'string' || DIGEST.test(value)) return value
  return personal || IP.test(value.trim().slice(0, 64)) ? maskText(value) : value.replace(EMAIL, maskText)
}

/** `a•••@example.com`, `+•••`, `J•••`. */
function maskText(text: string): string {
  const [first = ''] = text.trim()
  const at = text.lastIndexOf('@')
  return first && `${first}•••${at > 0 ? text.slice(at) : ''}`
}
