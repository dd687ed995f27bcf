/** Digests: told apart from plain values, refused when they cannot match anybody, and made. */
import { hash } from 'node:crypto'
import type { Value } from '../contract.ts'
import { type Context, type Normaliser, Unusable } from '../dialect.ts'
import { unusable } from './reasons.ts'
import { cleaned } from './text.ts'

const EMPTY = unusable('empty')
const NOT_TEXT = unusable('not_text')
const NOT_A_DIGEST = unusable('not_a_digest')
const NOT_SHA256 = unusable('digest_not_sha256')
const OF_NOTHING = unusable('digest_of_nothing')

/** A normaliser whose plain values may be 32 or 40 hexadecimal characters, as a UUID without dashes is. */
export interface HexNormaliser extends Normaliser {
  readonly hexIsPlain: true
}

const SHA256 = /^[0-9a-f]{64}$/i
/** MD5, SHA-1, SHA-224, SHA-384 and SHA-512 in hexadecimal; SHA-256 in Base64. */
const OTHER_DIGEST = /^(?:(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{96}|[0-9a-f]{128})|[A-Za-z0-9+/_-]{43}=)$/i
const LONGEST = 200
const OUTER = /^[\s\u200b\ufeff]+|[\s\u200b\ufeff]+$/g

const sha256 = (text: string): string => hash('sha256', text, 'hex')

/** Values that mean "nothing": their digests would join everybody whose field was empty. */
const PLACEHOLDERS: ReadonlySet<string> = new Set([
  '',
  ' ',
  '0',
  '-',
  'null',
  'NULL',
  'Null',
  'none',
  'None',
  'NONE',
  'undefined',
  'nil',
  'na',
  'NA',
  'n/a',
  'N/A',
  'nan',
  'NaN',
  'unknown',
  'false',
  'true',
  '[object Object]',
  '{}',
  '[]',
  '""',
])
/** Hashed once and twice. */
const OF_PLACEHOLDERS: ReadonlySet<string> = new Set([...PLACEHOLDERS].flatMap(text => [sha256(text), sha256(sha256(text))]))
const DIGEST_LENGTH = 64

/** Whether this is a SHA-256 digest in hexadecimal, in any case, with or without outer spaces. */
export const isDigest = (value: Value | undefined): value is string => digestIn(value) !== undefined

function digestIn(value: Value | undefined): string | undefined {
  if (typeof value !== 'string' || value.length < 64) return undefined
  const bare = value.length === 64 ? value : value.length < LONGEST ? value.replace(OUTER, '') : ''
  return SHA256.test(bare) ? bare.toLowerCase() : undefined
}

/** "na" means nothing everywhere but in a country column, where it is Namibia. */
const NAMIBIA = sha256('na')
const saysNothing = (digest: string, { id }: Normaliser): boolean =>
  OF_PLACEHOLDERS.has(digest) && !(digest === NAMIBIA && id.endsWith('country'))

/**
 * What travels for a personal field: the digest of the normalised text. A digest is passed on in lower case, so sealing
 * twice is sealing once. With `alreadyHashed` nothing but digests is taken.
 */
export function sealText(
  normaliser: Normaliser,
  value: Value,
  context: Context,
  options: { alreadyHashed?: boolean } = {},
): string | Unusable {
  const given = digestIn(value)
  if (given !== undefined) return saysNothing(given, normaliser) ? OF_NOTHING : given
  if (
    typeof value === 'string' &&
    value.length >= 32 &&
    value.length < LONGEST &&
    !('hexIsPlain' in normaliser) &&
    OTHER_DIGEST.test(value.trim())
  )
    return NOT_SHA256
  if (options.alreadyHashed) return cleaned(value) === EMPTY ? EMPTY : NOT_A_DIGEST
  // A yes or no is nobody's name or id.
  if (typeof value === 'boolean') return NOT_TEXT
  const plain = normaliser.apply(value, context)
  if (plain instanceof Unusable) return plain
  const text = String(plain)
  const digest = sha256(text)
  // A digest of nothing is one of a placeholder or of a placeholder's digest, so others need not be looked for.
  const suspicious = text.length === DIGEST_LENGTH || PLACEHOLDERS.has(text)
  return suspicious && saysNothing(digest, normaliser) ? EMPTY : digest
}
