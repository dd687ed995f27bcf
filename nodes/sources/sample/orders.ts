/** Shop orders that are made up: reserved phone ranges, reserved addresses, example.com. The same day always has the same orders. */
import type { Row, Shape } from '../../../runtime/contract.ts'
import { browsers, people } from './people.ts'

export const DAY_MS = 86_400_000
/** Orders of six whole days before today and three from the day before the window: 200, of which 3 are too old. */
const FRESH_DAYS = 6
const OLD_DAY = 8
const OLD_ORDERS = 3
/** Days repeat in sixes, so that any six of them hold 197 orders. */
const ordersOn = (day: number): number => (day % FRESH_DAYS === 0 ? 32 : 33)
/** Once a day somebody pays cash and leaves no trace. */
const NAMELESS = 10

export const orderShape: Shape = [
  { key: 'order_id', type: 'text' },
  { key: 'created_at', type: 'time', zoned: true },
  { key: 'customer_email', type: 'text' },
  { key: 'phone_number', type: 'text' },
  { key: 'first_name', type: 'text' },
  { key: 'last_name', type: 'text' },
  { key: 'country', type: 'text' },
  { key: 'order_total', type: 'number' },
  { key: 'status', type: 'text' },
  { key: 'client_ip', type: 'text' },
  { key: 'user_agent', type: 'text' },
]

/** 200 orders, oldest first, all before the day that `now` is in. */
export function orders(now: number): Row[] {
  const today = Math.floor(now / DAY_MS)
  const old = Array.from({ length: OLD_ORDERS }, (_, i) => order(today - OLD_DAY, i))
  const fresh = Array.from({ length: FRESH_DAYS }, (_, i) => today - FRESH_DAYS + i)
  return [...old, ...fresh.flatMap(day => Array.from({ length: ordersOn(day) }, (_, i) => order(day, i)))]
}

function order(day: number, index: number): Row {
  const roll = dice(day * 100 + index)
  const who = people[roll(people.length)]!
  const nameless = index === NAMELESS
  const number = String(roll(90) + 10)
  const personal = {
    customer_email: roll(12) === 0 ? null : written(`${who.first}.${who.last}@example.${who.domain}`, roll(8)),
    phone_number: roll(6) === 0 ? null : who.phones[roll(who.phones.length)]!.replace('##', number),
    first_name: who.first,
    last_name: who.last,
  }
  const browser = { client_ip: addresses[roll(addresses.length)]! + (roll(250) + 2), user_agent: browsers[roll(browsers.length)]! }
  const total = 900 + roll(19_000)
  const state = roll(20)
  return {
    order_id: `SO-${day * 40 + index}`,
    created_at: timeOf(day, index, roll(60)),
    ...(nameless ? { customer_email: null, phone_number: null, first_name: null, last_name: null } : personal),
    country: who.country,
    order_total: `${Math.floor(total / 100)}.${String(total % 100).padStart(2, '0')}`,
    status: nameless || index < OLD_ORDERS ? 'paid' : state === 0 ? 'refunded' : state < 3 ? 'pending' : 'paid',
    ...(nameless ? { client_ip: null, user_agent: null } : browser),
  }
}

const addresses = ['192.0.2.', '198.51.100.', '203.0.113.']

/** From 06:00 to before 23:00, in order: never nearer than an hour to the edge of a seven-day window. */
export function timeOf(day: number, index: number, second: number): string {
  return new Date(day * DAY_MS + (6 * 3600 + index * 1800 + second) * 1000).toISOString().replace('.000', '')
}

/** People type their address in more than one way. */
const written = (email: string, way: number): string =>
  way === 0 ? email.toUpperCase() : way === 1 ? ` ${email.toLowerCase()} ` : way === 2 ? email : email.toLowerCase()

/** The same throws for the same seed: mulberry32. */
export function dice(seed: number): (sides: number) => number {
  let state = (seed * 0x9e3779b1) | 0
  return sides => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % sides
  }
}
