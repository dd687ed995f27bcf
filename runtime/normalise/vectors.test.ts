import { expect, test } from 'vitest'
import type { Value } from '../contract.ts'
import { type Context, type Normaliser, Unusable } from '../dialect.ts'
import { birthDate } from './birthdate.ts'
import { fbc, fbp, ip, leadId, madid } from './device.ts'
import { email } from './email.ts'
import { lowerExternalId, plainExternalId } from './external-id.ts'
import { gender, genderWithNonBinary } from './gender.ts'
import { sealText } from './hashed.ts'
import { nameLetters, plainName } from './name.ts'
import { phone } from './phone.ts'
import { city, country, digitsZip, postalCode, state, twoLetterState } from './place.ts'
import meta from './vectors.meta.json' with { type: 'json' }
import pinterest from './vectors.pinterest.json' with { type: 'json' }

interface Vector {
  field: string
  input: Value
  normalised: string | null
  sha256: string | null
  note: string
  options?: { country?: string; order?: string }
}

const context = (options: Vector['options']): Context => ({
  country: options?.country?.toUpperCase(),
  dayFirst: options?.order === 'dmy',
  timezone: undefined,
  now: Date.parse('2026-11-22T00:00:00Z'),
})

const both = { em: email, ph: phone, db: birthDate, ct: city, country }
const lettersOnly: Record<string, Normaliser> = {
  ...both,
  fn: nameLetters,
  ln: nameLetters,
  ge: gender,
  st: state,
  zp: postalCode,
  external_id: lowerExternalId,
}
const inClear: Record<string, Normaliser> = { fbc, fbp, client_ip_address: ip, madid, lead_id: leadId }
const spacesKept: Record<string, Normaliser> = {
  ...both,
  fn: plainName,
  ln: plainName,
  ge: genderWithNonBinary,
  st: twoLetterState,
  zp: digitsZip,
  external_id: plainExternalId,
  hashed_maids: madid,
}

const name = (v: Vector) => `${v.field} ${JSON.stringify(v.input)} ${JSON.stringify(v.options ?? {})}: ${v.note}`

for (const [set, vectors, hashed] of [
  ['names as bare letters', meta, lettersOnly],
  ['names with their spaces', pinterest, spacesKept],
] as const) {
  test.each((vectors as Vector[]).filter(v => v.field in hashed).map(v => [name(v), v] as const))(`${set}: %s`, (_, v) => {
    const normaliser = hashed[v.field]!
    const sealed = sealText(normaliser, v.input, context(v.options))
    expect(sealed instanceof Unusable ? null : sealed).toBe(v.sha256)
    const plain = normaliser.apply(v.input, context(v.options))
    if (v.normalised !== null && v.normalised !== v.sha256) expect(plain).toBe(v.normalised)
  })
}

test.each((meta as Vector[]).filter(v => v.field in inClear).map(v => [name(v), v] as const))('in clear: %s', (_, v) => {
  const wire = inClear[v.field]!.apply(v.input, context(v.options))
  expect(wire instanceof Unusable ? null : wire).toBe(v.normalised)
})

test('every vector has a normaliser', () => {
  expect((meta as Vector[]).filter(v => !(v.field in lettersOnly) && !(v.field in inClear))).toEqual([])
  expect((pinterest as Vector[]).filter(v => !(v.field in spacesKept))).toEqual([])
})
