/** Orders with eight identity fields and realistic cardinalities: most people are unique, cities and countries are not. */
import type { Row } from '../../runtime/contract.ts'

const FIRST = [
  'Anna',
  'Jean-Luc',
  'María',
  'Oliver',
  'Zoë',
  'Søren',
  'Lukas',
  'Chloé',
  'Matteo',
  'Aisha',
  'Noah',
  'Emma',
  'Liam',
  'Mia',
  'Hugo',
  'Ines',
]
const LAST = [
  'Schmidt',
  'Dupont',
  'García',
  'O’Brien',
  'Nowak',
  'Rossi',
  'Jansen',
  'Smith',
  'Müller',
  'Leroy',
  'Costa',
  'Novák',
  'Berg',
  'Kowalski',
  'Silva',
  'Weber',
]
const PLACES = [
  ['Paris', '75001', 'FR', '+33612'],
  ['Berlin', '10115', 'DE', '+491512'],
  ['Madrid', '28001', 'ES', '+34612'],
  ['New York', '10001', 'US', '+1212555'],
  ['London', 'SW1A 1AA', 'GB', '+447700'],
  ['Lyon', '69001', 'FR', '+33712'],
] as const

export function orders(count: number, now: number): Row[] {
  return Array.from({ length: count }, (_, i) => {
    const [city, zip, country, prefix] = PLACES[i % PLACES.length]!
    return {
      order_id: `A${100000 + i}`,
      ordered_at: new Date(now - (i % 500_000) * 1000).toISOString(),
      amount: ((i % 40_000) / 100 + 5).toFixed(2),
      email: `Person.${(i * 7919) % 90_000}@Example${i % 50}.com`,
      phone: `${prefix}${String(100000 + ((i * 31) % 900_000)).slice(0, country === 'US' ? 4 : 6)}${country === 'GB' ? '' : country === 'US' ? '' : '12'.slice(0, country === 'FR' || country === 'ES' ? 1 : 2)}`,
      first_name: FIRST[(i * 13) % FIRST.length]!,
      last_name: LAST[(i * 29) % LAST.length]!,
      city,
      zip,
      country,
      customer: `C${(i * 7919) % 90_000}`,
    }
  })
}
