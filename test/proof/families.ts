/** Sixty ways in which a row can be wrong, each with what must become of it. */

/** Stands in every bad value that is not a key, so that it can be found where it must not be. */
export const MARK = 'LEAKME'

export const ROW_FIELDS = [
  ...(['order_id', 'ordered_at', 'amount', 'currency', 'email', 'phone', 'first_name', 'last_name', 'birth_date', 'gender'] as const),
  ...(['city', 'state', 'zip', 'country', 'external_id', 'ip', 'agent', 'contents', 'event_name', 'action_source', 'status'] as const),
] as const
export type WideRow = Record<(typeof ROW_FIELDS)[number], string | null>

export interface Family {
  name: string
  /** `goes`: sent, perhaps without the bad field. `held`: never sent, listed with a reason. `any`: either, but accounted for. */
  fate: 'goes' | 'held' | 'any'
  row(i: number): WideRow
}

const ago = (days: number) => new Date(Date.now() - days * 86_400_000 - 60_000).toISOString()
const good = (i: number): WideRow => ({
  order_id: `W${i}`,
  ordered_at: ago(0.01),
  amount: '19.90',
  currency: 'EUR',
  email: `someone${i}@example.org`,
  phone: '+33612345678',
  first_name: 'Zoé',
  last_name: 'Müller',
  birth_date: '1987-03-04',
  gender: 'f',
  city: 'Lyon',
  state: null,
  zip: '69001',
  country: 'FR',
  external_id: `C${i}`,
  ip: '198.51.100.7',
  agent: 'Mozilla/5.0',
  contents: null,
  event_name: 'Purchase',
  action_source: 'physical_store',
  status: 'paid',
})
const family = (name: string, fate: Family['fate'], change: (i: number) => Partial<WideRow>): Family => ({
  name,
  fate,
  row: i => ({ ...good(i), ...change(i) }),
})
const nobody = { email: null, phone: null, first_name: null, last_name: null, birth_date: null, gender: null, city: null, state: null }
const without = { ...nobody, zip: null, country: null, external_id: null, ip: null, agent: null }
const deep = `${'['.repeat(5000)}"${MARK}"${']'.repeat(5000)}`

export const families: readonly Family[] = [
  family('all well', 'goes', () => ({})),
  family('no key', 'held', () => ({ order_id: null })),
  family('key of spaces kept', 'any', i => ({ order_id: `  ${i}  ` })),
  family('key with quotes and line breaks', 'goes', i => ({ order_id: `W"'\n${i}` })),
  family('key in other letters', 'goes', i => ({ order_id: `заказ-🧾-${i}` })),
  family('key like SQL', 'goes', i => ({ order_id: `'; drop table orders; -- ${i}` })),
  family('key like a formula', 'goes', i => ({ order_id: `=HYPERLINK("x";${i})` })),
  family('key of five thousand letters', 'any', i => ({ order_id: `${'k'.repeat(5000)}${i}` })),
  family('no time', 'held', () => ({ ordered_at: null })),
  family('time is a word', 'held', () => ({ ordered_at: `${MARK} yesterday` })),
  family('time without a zone', 'held', () => ({ ordered_at: ago(1).slice(0, 19).replace('T', ' ') })),
  family('time infinity', 'held', () => ({ ordered_at: 'infinity' })),
  family('time in year 57000', 'held', () => ({ ordered_at: '57000-01-01T00:00:00Z' })),
  family('time in year 1', 'held', () => ({ ordered_at: '0001-01-01T00:00:00Z' })),
  family('time in the future', 'held', () => ({ ordered_at: ago(-3) })),
  family('time too old', 'held', () => ({ ordered_at: ago(70) })),
  family('30th of February', 'held', () => ({ ordered_at: '2026-02-30T10:00:00Z' })),
  family('25 o’clock', 'held', () => ({ ordered_at: '2026-11-20T25:00:00Z' })),
  family('no amount', 'held', () => ({ amount: null })),
  family('amount is a word', 'held', () => ({ amount: MARK })),
  family('amount NaN', 'held', () => ({ amount: 'NaN' })),
  family('amount infinite', 'held', () => ({ amount: 'Infinity' })),
  family('amount 1e999', 'held', () => ({ amount: '1e999' })),
  family('amount negative', 'any', () => ({ amount: '-5.00' })),
  family('amount with two points', 'held', () => ({ amount: '1.2.3' })),
  family('amount with its sign', 'any', () => ({ amount: '€ 12,50' })),
  family('amount of forty digits', 'any', () => ({ amount: '9'.repeat(40) })),
  family('no currency', 'held', () => ({ currency: null })),
  family('currency is a word', 'held', () => ({ currency: MARK })),
  family('currency in small letters', 'goes', () => ({ currency: 'eur' })),
  family('e-mail without at', 'goes', () => ({ email: `${MARK}.example.org` })),
  family('e-mail empty', 'goes', () => ({ email: '' })),
  family('e-mail null as text', 'goes', () => ({ email: 'null' })),
  family('e-mail n/a', 'goes', () => ({ email: 'N/A' })),
  family('e-mail with an unseen blank', 'goes', i => ({ email: `\u200bx${i}@example.org\u00a0` })),
  family('e-mail of ten thousand letters', 'goes', () => ({ email: `${MARK}${'x'.repeat(10_000)}@example.org` })),
  family('e-mail already hashed', 'goes', () => ({ email: 'A'.repeat(64) })),
  family('e-mail with a script', 'goes', () => ({ email: `<script>alert("${MARK}")</script>` })),
  family('phone is a word', 'goes', () => ({ phone: `${MARK} call me` })),
  family('phone without a country', 'goes', () => ({ phone: '0612345678' })),
  family('phone of zeros', 'goes', () => ({ phone: '0000000000' })),
  family('phone in other digits', 'goes', () => ({ phone: '+٣٣٦١٢٣٤٥٦٧٨' })),
  family('nobody', 'held', () => without),
  family('nobody but a bad e-mail', 'held', () => ({ ...without, email: MARK })),
  family('name of control characters', 'goes', () => ({ first_name: `${MARK}\u0001\u0007\u001b[31m` })),
  family('name from right to left', 'goes', () => ({ first_name: 'שרה\u202e', last_name: 'محمد' })),
  family('name of a hundred thousand letters', 'goes', () => ({ last_name: `${MARK}${'y'.repeat(100_000)}` })),
  family('name of two code units', 'goes', () => ({ first_name: 'İıſﬁ🧑‍🚀' })),
  family('birthday in the future', 'goes', () => ({ birth_date: '2999-01-01' })),
  family('birthday is a word', 'goes', () => ({ birth_date: MARK })),
  family('gender unheard of', 'goes', () => ({ gender: MARK })),
  family('country unheard of', 'goes', () => ({ country: `${MARK}land` })),
  family('postcode of another country', 'goes', () => ({ zip: `${MARK} 1AA` })),
  family('address of no network', 'any', () => ({ ip: '999.1.1.1' })),
  family('contents broken', 'goes', () => ({ contents: `[{"id": "${MARK}"` })),
  family('contents five thousand deep', 'goes', () => ({ contents: deep })),
  family('contents that reach for the prototype', 'any', () => ({ contents: `[{"id":"x","__proto__":{"${MARK}":1},"constructor":1}]` })),
  family('event name empty', 'held', () => ({ event_name: '' })),
  family('event name of three hundred letters', 'any', () => ({ event_name: 'E'.repeat(300) })),
  family('action source unheard of', 'held', () => ({ action_source: MARK })),
]
