/** Times as numbers that count from 1970: in which unit one counts can be told by its size, and is for a person to confirm. */
import type { Value } from '../contract.ts'
import { Unusable } from '../dialect.ts'
import { decimal } from './decimal.ts'
import { unusable } from './reasons.ts'

export const epochUnits = ['s', 'ms', 'us', 'ns'] as const
export type EpochUnit = (typeof epochUnits)[number]

const NOT_VALID = unusable('time_not_valid')
const IMPLAUSIBLE = unusable('time_implausible')
/** 2004 to 2100: what is outside is a placeholder or a wrong unit, never a conversion. */
export const FIRST = Date.UTC(2004, 0, 1)
export const LAST = Date.UTC(2100, 0, 1)
/** Milliseconds in one of each. */
const SCALE: Readonly<Record<EpochUnit, number>> = { s: 1000, ms: 1, us: 1e-3, ns: 1e-6 }

const within = (time: number): boolean => time >= FIRST && time < LAST
const brought = (number: number, unit: EpochUnit): number =>
  unit === 's' ? Math.round(number * SCALE.s) : Math.floor(number * SCALE[unit])

/** The one unit that puts the number between 2004 and 2100; the ranges do not overlap. */
export const unitBySize = (number: number): EpochUnit | undefined => epochUnits.find(unit => within(number * SCALE[unit]))

/** Milliseconds since 1970 of a number whose unit nobody said. */
export function bySize(number: number): number | Unusable {
  const unit = unitBySize(number)
  return unit ? brought(number, unit) : Number.isFinite(number) ? IMPLAUSIBLE : NOT_VALID
}

/** Milliseconds since 1970 of a plain number in a unit that a person confirmed: one of another size is refused, not read by its size. */
export function inUnit(number: string, unit: EpochUnit): number | Unusable {
  if (!within(Number(number) * SCALE[unit])) return IMPLAUSIBLE
  // A double does not hold every nanosecond.
  return unit === 'ns' ? Number(BigInt(number.split('.')[0]!) / 1_000_000n) : brought(Number(number), unit)
}

/** The cell as a plain number, exactly; nothing where it is written in another way, as a date is. */
export function countOf(value: Value): string | undefined {
  if (typeof value !== 'number' && !(typeof value === 'string' && /^\s*[+-]?\d+(?:\.\d+)?(?:e\+?\d+)?\s*$/i.test(value))) return undefined
  const text = decimal(value)
  return text instanceof Unusable ? undefined : text
}

/** What a column's first values look like: the unit that all that are filled have in common, with one of them as a time. */
export function looksCounted(values: readonly Value[]): { unit: EpochUnit; number: string; time: string } | undefined {
  const filled = values.filter(value => value !== null && value !== '')
  const counts = filled.map(value => (compactDate(value) ? undefined : countOf(value)))
  const [first] = counts
  const unit = first === undefined ? undefined : unitBySize(Number(first))
  if (first === undefined || unit === undefined || !counts.every(count => count !== undefined && unitBySize(Number(count)) === unit))
    return undefined
  return { unit, number: first, time: new Date(Number(inUnit(first, unit))).toISOString() }
}
/** 20261121180411 is a date without its marks, as `parseTime` reads it. */
const compactDate = (value: Value): boolean => /^\s*20\d{6}(?:\d{4}(?:\d\d)?)?\s*$/.test(String(value))
