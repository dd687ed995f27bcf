/** A value that is the same in all rows is judged before any row is read: the far end cannot use it in one, so it can in none. */
import { concept } from '../../../runtime/concepts.ts'
import type { Complaint, Edge, Fix, Row } from '../../../runtime/contract.ts'
import { type Context, Unusable } from '../../../runtime/dialect.ts'
import { type Expression, fixedText } from '../../../runtime/expression.ts'
import { nearCountries } from '../../../runtime/normalise/countries.ts'
import { isDigest } from '../../../runtime/normalise/hashed.ts'
import { country } from '../../../runtime/normalise/place.ts'

type Fields = Readonly<Record<string, Expression>>
/** Phone numbers, regions and postal codes are read by it, so a wrong one spoils more than itself. */
const READ_BY_OTHERS = 'country'

export function fixedUnusable(fields: Fields, edge: Edge): Complaint[] {
  const { destination, wants, now } = edge
  if (destination === undefined) return []
  const context: Context = { country: undefined, dayFirst: false, timezone: undefined, now }
  const fixed = Object.entries(fields).flatMap(([id, expression]) => (expression && 'value' in expression ? [[id, expression.value]] : []))
  const given = Object.fromEntries(fixed) as Row
  const event = edge.derive?.(given, context) ?? given
  return Object.keys(given).flatMap((id): Complaint[] => {
    const value = event[id]
    const targets = isPlain(id) ? wants.filter(target => target.concept === id) : []
    if (targets.length === 0 || value === null || value === undefined || value === '' || typeof value === 'object' || isDigest(value))
      return []
    if (!targets.every(({ normalise }) => unusable(normalise.apply(value, context)))) return []
    const needed = targets.some(({ required }) => required) || neededBy(fields, edge).includes(id)
    const mustFix = needed || (id === READ_BY_OTHERS && unusable(country.apply(value, context))) || concept.get(id)?.consent === true
    return [
      {
        code: 'map.fixed_unusable',
        level: mustFix ? 'must_fix' : 'worth_a_look',
        field: id,
        message: `${concept.get(id)?.title ?? id} is "${String(value)}" in all rows, which ${destination} cannot use. It takes: ${targets[0]!.normalise.says}.`,
        fixes: id === READ_BY_OTHERS ? countries(String(value)) : [],
      },
    ]
  })
}

/** Whoever somebody is depends on other columns, and dates on a setting further on: those are judged row by row. */
const isPlain = (id: string): boolean => {
  const known = concept.get(id)
  return known !== undefined && known.type !== 'time' && known.type !== 'date' && (!known.personal || id === READ_BY_OTHERS)
}
const unusable = (wire: unknown): boolean => wire instanceof Unusable && wire.code !== 'empty'
const neededBy = (fields: Fields, { needs }: Edge): readonly string[] => {
  const name = fixedText(fields.event_name)
  return name === undefined ? [] : (needs?.(name, fixedText(fields.action_source) ?? 'website') ?? [])
}
const countries = (code: string): Fix[] =>
  (/^[a-z]{2}$/i.test(code) ? nearCountries(code.toUpperCase()).slice(0, 3) : []).map(near => ({
    label: `Use ${near}`,
    set: { path: ['fields', READ_BY_OTHERS], value: { value: near } },
  }))
