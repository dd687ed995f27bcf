/** A company's own id for a person, which must look the same on every channel that sends it. */
import { Unusable } from '../dialect.ts'
import type { HexNormaliser } from './hashed.ts'
import { unusable } from './reasons.ts'
import { cleaned, isEmptyWord, lower } from './text.ts'

const EMPTY = unusable('empty')
/** "0" and "000" are what systems write for "nobody". */
const NOBODY = /^0+$/
/** A digit other than zero: neither "nobody" nor a word for it. */
const PLAIN = /^[A-Za-z0-9_-]{0,40}[1-9][A-Za-z0-9_-]{0,40}$/

/** Lower case, all white space removed; leading zeros stay. */
export const lowerExternalId: HexNormaliser = {
  id: 'lower_external_id',
  says: 'lower case, no spaces',
  hexIsPlain: true,
  apply(value) {
    if (typeof value === 'string' && PLAIN.test(value)) return value.toLowerCase()
    const text = cleaned(value)
    return text instanceof Unusable ? text : somebody(lower(text.replace(/\s+/g, '')))
  },
}

/** As it is given, but for outer white space; leading zeros stay. */
export const plainExternalId: HexNormaliser = {
  id: 'plain_external_id',
  says: 'trimmed, case kept',
  hexIsPlain: true,
  apply(value) {
    if (typeof value === 'string' && PLAIN.test(value)) return value
    const text = cleaned(value)
    return text instanceof Unusable ? text : somebody(text)
  },
}

const somebody = (id: string): string | Unusable => (NOBODY.test(id) || isEmptyWord(id) ? EMPTY : id)
