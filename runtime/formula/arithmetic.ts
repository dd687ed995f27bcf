/** Decimal arithmetic on text: 0.1 + 0.2 is 0.3, and no cent is lost. Quotients are rounded, half away from zero. */

/** Decimal places of a quotient that does not end. */
const PLACES = 12
/** More digits than any amount has; a longer result is no amount. */
const DIGITS_MAX = 60

interface Scaled {
  units: bigint
  places: number
}
/** Takes the plain decimal text that `normalise/decimal.ts` writes. */
function scaled(text: string): Scaled {
  const point = text.indexOf('.')
  return point < 0
    ? { units: BigInt(text), places: 0 }
    : { units: BigInt(text.slice(0, point) + text.slice(point + 1)), places: text.length - point - 1 }
}
function written({ units, places }: Scaled): string | undefined {
  const sign = units < 0n ? '-' : ''
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0')
  if (digits.length > DIGITS_MAX) return undefined
  const whole = digits.slice(0, digits.length - places)
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '')
  const text = fraction ? `${whole}.${fraction}` : whole
  return text === '0' ? text : sign + text
}
const raised = ({ units, places }: Scaled, to: number): bigint => units * 10n ** BigInt(to - places)

/** Plain decimal text in and out; `undefined` when the result has too many digits. */
export function plus(a: string, b: string): string | undefined {
  const [x, y] = [scaled(a), scaled(b)]
  const places = Math.max(x.places, y.places)
  return written({ units: raised(x, places) + raised(y, places), places })
}
export const negative = (a: string): string => (a === '0' ? a : a.startsWith('-') ? a.slice(1) : `-${a}`)
export const minus = (a: string, b: string): string | undefined => plus(a, negative(b))
export function multiplied(a: string, b: string): string | undefined {
  const [x, y] = [scaled(a), scaled(b)]
  return written({ units: x.units * y.units, places: x.places + y.places })
}
/** `undefined` also for a division by zero. */
export function divided(a: string, b: string): string | undefined {
  const [x, y] = [scaled(a), scaled(b)]
  if (y.units === 0n) return undefined
  const places = Math.max(PLACES, x.places)
  return written({ units: nearest(raised(x, x.places + y.places + places), y.units * 10n ** BigInt(x.places)), places })
}
/** The next whole number below. */
export function floored(a: string): string {
  const whole = a.split('.')[0]!
  if (!a.includes('.')) return a
  return a.startsWith('-') ? (BigInt(whole) - 1n).toString() : whole
}
/** To so many decimal places; a negative count rounds to tens and hundreds. */
export function rounded(a: string, places: number): string | undefined {
  const x = scaled(a)
  if (places >= x.places) return a
  const units = nearest(x.units, 10n ** BigInt(x.places - places))
  return places >= 0 ? written({ units, places }) : written({ units: units * 10n ** BigInt(-places), places: 0 })
}

/** The nearest whole quotient, halves away from zero. */
function nearest(a: bigint, b: bigint): bigint {
  const down = a / b
  const rest = a % b
  const twice = (rest < 0n ? -rest : rest) * 2n
  const size = b < 0n ? -b : b
  if (twice < size) return down
  return a < 0n === b < 0n ? down + 1n : down - 1n
}
