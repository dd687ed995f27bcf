/**
 * Orders with eight identity fields. As in a shop's table most people are unique, some buy again, a few names and towns are
 * everybody's and most are rare. Everything is written so that the official SDK's rules and ours agree about it: phone numbers
 * are international, names hold no hyphen and no apostrophe. Where they disagree, speed would compare different work.
 */
import type { Row } from '../../runtime/contract.ts'

/** Syllables of invented names; three of them, taken by the digits of a number, are one of 4,096 names. */
export const SYLLABLES = [
  ['An', 'Be', 'Cé', 'Da', 'El', 'Fi', 'Ga', 'He', 'In', 'Jo', 'Ka', 'Lu', 'Ma', 'No', 'Sø', 'Vi'],
  ['na', 'ri', 'lo', 'mi', 'ste', 'do', 'lé', 'ra', 'vi', 'ce', 'bo', 'nü', 'tha', 'ly', 'ki', 'sa'],
  ['', 'a', 'ne', 'lle', 'n', 's', 'rd', 'tte', 'no', 'k', 'ra', 'th', 'nia', 'son', 'í', 'my'],
] as const
/** Country, its share of a hundred, and a mobile number's constant beginning; six digits follow. */
const COUNTRIES = [
  ['FR', 40, '33612', 0],
  ['DE', 22, '491512', 1],
  ['ES', 10, '34612', 0],
  ['GB', 10, '447700', 0],
  ['US', 10, '1212555', -2],
  ['NL', 8, '31612', 0],
] as const
export const PEOPLE_PER_ORDER = 0.75

/** A number between 0 and 1 that always is the same for the same person and purpose. */
function chance(person: number, purpose: number): number {
  let x = Math.imul(person ^ Math.imul(purpose, 0x9e3779b1), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  x = Math.imul(x ^ (x >>> 16), 0x27d4eb2d)
  return ((x ^ (x >>> 15)) >>> 0) / 2 ** 32
}
/** Few are everybody's: the hundred commonest of 4,096 make up three of ten. */
const common = (of: number, person: number, purpose: number): number => Math.floor(chance(person, purpose) ** 3 * of)
const name = (n: number): string => SYLLABLES[0][n % 16]! + SYLLABLES[1][(n >> 4) % 16]! + SYLLABLES[2][(n >> 8) % 16]!

/** A third writes spaces, one in twenty the exit code. */
function phone(person: number, [, , start, more]: (typeof COUNTRIES)[number]): string {
  const digits = start + String(Math.floor(chance(person, 5) * 10 ** (6 + more))).padStart(6 + more, '0')
  const how = chance(person, 6)
  if (how < 0.05) return `00${digits}`
  return how < 0.35 ? `+${digits.replace(/(\d{2})(?=\d)/g, '$1 ')}` : `+${digits}`
}
function countryOf(person: number): (typeof COUNTRIES)[number] {
  let left = chance(person, 4) * 100
  for (const country of COUNTRIES) {
    left -= country[1]
    if (left < 0) return country
  }
  return COUNTRIES[0]
}

/** `count` of `total` orders, from the one at `from` on. */
export function orders(total: number, now: number, from = 0, count = total): Row[] {
  const people = Math.ceil(total * PEOPLE_PER_ORDER)
  return Array.from({ length: count }, (_, at) => {
    const i = from + at
    const person = Math.floor(chance(i, 7) * people)
    const [first, last] = [name(common(4096, person, 1)), common(65_536, person, 2)]
    const town = common(4096, person, 3)
    const country = countryOf(person)
    return {
      order_id: `A${100_000 + i}`,
      ordered_at: new Date(now - (i % 500_000) * 1000).toISOString(),
      amount: (Math.floor(chance(i, 8) * 40_000) / 100 + 5).toFixed(2),
      email: `${first.normalize('NFD').replace(/[^A-Za-z]/g, '')}.${person}@Example${person % 50}.com`,
      phone: phone(person, country),
      first_name: first,
      last_name: `${name(last % 4096)}${SYLLABLES[1][last >> 12]}`,
      city: `${name(town)} ville`,
      zip: String(10_000 + ((town * 20 + Math.floor(chance(person, 9) * 20)) % 89_999)),
      country: country[0],
      customer: `C${person}`,
    }
  })
}
