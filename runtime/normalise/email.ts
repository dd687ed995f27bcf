/** One address, trimmed and in lower case; dots and plus tags stay, because platforms hash the address as it was given. */
import { type Normaliser, Unusable } from '../dialect.ts'
import { unusable } from './reasons.ts'
import { cleaned, lower, toAscii } from './text.ts'

const NOT_VALID = unusable('email_not_valid')
/** What most addresses look like. Letters are ASCII, so that lower case is the same in every language. */
const PLAIN = /^[A-Za-z0-9_][A-Za-z0-9._%+-]{0,62}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24}$/
/** Letters of any script are allowed on both sides; quotes, brackets and separators mean that it is not one bare address. */
const LOCAL = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~.-]{1,64}$/u
const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?$/u
/** No top-level domain is a number or a single letter. */
const NO_TOP = /^(?:\p{N}+|[a-z])$/u
const LONGEST = 254

export const email: Normaliser = {
  id: 'email',
  says: 'trimmed, lower case',
  apply(value) {
    if (typeof value === 'string' && value.length <= LONGEST && PLAIN.test(value) && !value.includes('.@')) return value.toLowerCase()
    const text = cleaned(value)
    if (text instanceof Unusable) return text
    const address = lower(toAscii(text))
    return isAddress(address) ? address : NOT_VALID
  },
}

function isAddress(address: string): boolean {
  const at = address.indexOf('@')
  if (at < 1 || address.length > LONGEST || address.indexOf('@', at + 1) >= 0) return false
  const local = address.slice(0, at)
  if (!LOCAL.test(local) || local.startsWith('.') || local.endsWith('.')) return false
  const labels = address.slice(at + 1).split('.')
  return labels.length > 1 && labels.every(label => LABEL.test(label)) && !NO_TOP.test(labels.at(-1)!)
}
