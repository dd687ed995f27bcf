/** Samples as people see them while choosing a column: enough to recognise the kind of value, never the person. */
import type { Value } from '../contract.ts'
import { isDigest } from '../normalise/hashed.ts'

const EMAIL = /^[^\s@]+@([^\s@]+)$/
const ADDRESS = /^(?:\d{1,3}\.){3}\d{1,3}$|^[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}$/i
/** Longer text may hold anything, so nothing of it is shown. */
const LONGEST = 40

/** `a•••@example.com`, `J•••`; what is not personal stands as it is, unless it is long or looks like an address. */
export function masked(value: Value, personal: boolean): string {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value).trim()
  const known: Value = text
  if (isDigest(known)) return `${text.slice(0, 8)}…`
  const domain = EMAIL.exec(text)?.[1]
  if (domain !== undefined) return `${first(text)}•••@${domain}`
  return personal || text.length > LONGEST || text.includes('@') || ADDRESS.test(text) ? `${first(text)}•••` : text
}

const first = (text: string): string => [...text][0] ?? ''
