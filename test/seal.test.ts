/** What sealing promises whatever the platform: digests in lower case, once, and settings that do what they say. */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kinds } from '../nodes/kinds.ts'
import { type Destination, Left, type Row, type Sealing } from '../runtime/contract.ts'
import { sealer } from '../runtime/seal.ts'

const sha = (text: string) => createHash('sha256').update(text).digest('hex')
const NOW = Date.UTC(2026, 10, 23, 12)
const { dialect } = kinds.get('meta') as Destination

function values(fields: Row, sealing: Sealing = {}): Record<string, unknown> {
  const event: Row = { event_name: 'Purchase', action_source: 'website', event_time: '2026-11-23T11:00:00Z', event_id: '1', ...fields }
  const lost: unknown[] = []
  const sealed = sealer({ dialect: dialect!, sealing, timezone: undefined, now: NOW }).seal(event, (code, field) =>
    lost.push(`${field} ${code}`),
  )
  if (sealed instanceof Left) throw new Error(sealed.code)
  return { ...(sealed.values as Record<string, unknown>), lost }
}

describe('sealing', () => {
  it('hashes what is plain and passes a digest on in lower case', () => {
    expect(values({ email: ' Mary@Example.com ' })).toMatchObject({ 'user_data.em': [sha('mary@example.com')] })
    expect(values({ email: sha('mary@example.com').toUpperCase() })).toMatchObject({ 'user_data.em': [sha('mary@example.com')] })
  })
  it('takes several values once each', () => {
    expect(values({ email: ['a@example.com', 'A@example.com', 'b@example.com'] })).toMatchObject({
      'user_data.em': [sha('a@example.com'), sha('b@example.com')],
    })
  })
  it('reads a text that is a JSON list as its values, in every field that may have several', () => {
    expect(values({ email: '["a@example.com", "A@example.com", null, "b@example.com"]' })).toMatchObject({
      'user_data.em': [sha('a@example.com'), sha('b@example.com')],
    })
    expect(values({ external_id: '["U 1", 42]', phone: '[33612345678]', country: '["FR"]' })).toMatchObject({
      'user_data.external_id': [sha('u1'), sha('42')],
      'user_data.ph': [sha('33612345678')],
      'user_data.country': [sha('fr')],
    })
    expect(values({ phone: '["06 12 34 56 78"]', country: '["FR"]' })).toMatchObject({ 'user_data.ph': [sha('33612345678')] })
    expect(values({ email: 'a@example.com', external_id: '[]' }).lost).toEqual(['external_id empty'])
    // Half a list is a text like any other.
    expect(values({ external_id: '[vip] 7' })).toMatchObject({ 'user_data.external_id': [sha('[vip]7')] })
  })
  it('reads a national number by the row’s own country before the default one', () => {
    const digits = (fields: Row) => values(fields, { country: 'FR' })
    expect(digits({ phone: '06 12 34 56 78' })).toMatchObject({ 'user_data.ph': [sha('33612345678')] })
    expect(digits({ phone: '0151 23456789', country: 'Germany' })).toMatchObject({ 'user_data.ph': [sha('4915123456789')] })
    // A country that nobody knows is not the default one; an empty cell is.
    expect(digits({ phone: '06 12 34 56 78', country: 'Atlantis' }).lost).toEqual([
      'phone phone_without_country',
      'country country_unknown',
    ])
    expect(digits({ phone: '06 12 34 56 78', country: 'n/a' })).toMatchObject({ 'user_data.ph': [sha('33612345678')] })
    expect(digits({ phone: '06 12 34 56 78', country: sha('fr') })).toMatchObject({ 'user_data.ph': [sha('33612345678')] })
    // The answer for one country is not remembered for another.
    expect(digits({ phone: '0151 23456789', country: 'AT' })).not.toMatchObject({ 'user_data.ph': [sha('4915123456789')] })
  })
  it('leaves out what cannot be used, says which, and never drops the event for it', () => {
    expect(values({ email: 'a@example.com', phone: '06 12 34 56 78' }).lost).toEqual(['phone phone_without_country'])
  })
  it('takes nothing but digests where a column is said to hold them', () => {
    expect(values({ email: 'a@example.com' }, { alreadyHashed: ['email'] }).lost).toEqual(['email not_a_digest'])
  })
  it('sends a second spelling only when asked, and only where it differs', () => {
    expect(values({ city: 'São Paulo' })).toMatchObject({ 'user_data.ct': [sha('sãopaulo')] })
    expect(values({ city: 'São Paulo', first_name: 'Mary Ann', last_name: 'Lee' }, { variants: true })).toMatchObject({
      'user_data.ct': [sha('sãopaulo'), sha('saopaulo')],
      'user_data.fn': [sha('maryann'), sha('mary ann')],
      'user_data.ln': [sha('lee')],
    })
  })
  it('lets a clock run a little ahead, but keeps the time of what is past', () => {
    expect(values({ event_time: new Date(NOW + 30_000).toISOString() }).event_time).toBe(NOW / 1000)
    expect(values({ event_time: '2026-11-23T11:59:59.999Z' }).event_time).toBe(NOW / 1000 - 1)
  })
})

/** Cells as tables hold them: well-formed, half-formed and hopeless. */
const cell = fc.oneof(
  fc.emailAddress(),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom(
    '06 12 34 56 78',
    '+44 7911 123456',
    'Österreich',
    'US',
    'f',
    'Mr',
    '1990-02-16',
    '94035-1234',
    'n/a',
    'O’Brien',
    'İlkay',
  ),
  fc.integer(),
  fc.boolean(),
)
const person = fc.record(
  Object.fromEntries(
    'email phone first_name last_name gender birth_date city state postal_code country external_id'
      .split(' ')
      .map(concept => [concept, cell]),
  ),
  { requiredKeys: [] },
)
const platforms = [...kinds.values()].flatMap(kind =>
  kind.role === 'destination' && kind.dialect ? [[kind.id, kind.dialect] as const] : [],
)

it.each(platforms)('%s: what has to stay readable is left out where it is hashed', (_, language) => {
  const { seal } = sealer({ dialect: language, sealing: {}, timezone: undefined, now: NOW })
  const plain: Row = {
    event_name: 'Lead',
    action_source: 'website',
    event_time: '2026-11-23T11:00:00Z',
    event_id: '1',
    email: 'a@b.example',
  }
  for (const { key, concept } of language.targets.filter(target => target.personal && !target.hash && target.worth)) {
    const lost: string[] = []
    for (const cell of ['ab'.repeat(32), ` ${'AB'.repeat(32)}\t`]) {
      const event = seal({ ...plain, [concept]: cell }, (code, field) => void lost.push(`${field} ${code}`))
      expect(event instanceof Left ? event.code : event.values[key]).toBeUndefined()
    }
    expect(lost).toEqual(Array(2).fill(`${concept} hashed_in_clear`))
    expect(language.reasons.hashed_in_clear?.why).toBeTruthy()
  }
})

it.each(platforms)('%s: what is sealed and sealed again is the same', (_, language) => {
  const hashed = language.targets.filter(target => target.hash)
  const event: Row = {
    event_name: 'Purchase',
    action_source: 'website',
    event_time: '2026-11-23T11:00:00Z',
    event_id: '1',
    value: 5,
    currency: 'EUR',
  }
  const sealing = { country: 'FR' }
  const { seal } = sealer({ dialect: language, sealing, timezone: undefined, now: NOW })
  fc.assert(
    fc.property(person, row => {
      const once = seal({ ...event, ...(row as Row) }, () => {})
      if (once instanceof Left) return
      const digests = Object.fromEntries(
        hashed.flatMap(({ key, concept }) => (once.values[key] === undefined ? [] : [[concept, once.values[key]]])),
      )
      const twice = seal({ ...event, ...(digests as Row) }, () => {})
      if (twice instanceof Left) throw new Error(twice.code)
      for (const { key } of hashed) expect(twice.values[key]).toEqual(once.values[key])
    }),
  )
})
