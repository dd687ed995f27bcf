/** National telephone numbers in the first rows, of no country that anybody named: a run goes without them. Said before, with the countries whose numbers they are. */
import type { Row, Value } from './contract.ts'
import { type Looked, through } from './dates-unsaid.ts'
import { type Context, Unusable } from './dialect.ts'
import { isDigest } from './normalise/hashed.ts'
import { listIn } from './normalise/json.ts'
import { isNumberOf, phone } from './normalise/phone.ts'
import type { Fix, Problem } from './problem.ts'
import { contextsOf } from './seal.ts'
import { meaning } from './suggest/stand-in.ts'

/** Looked through for whose numbers these are where nothing else tells, largest shops first. */
const COMMON = 'DE FR GB ES IT US NL BE AT CH PL SE PT DK NO FI IE CZ CA AU BR MX IN JP ZA TR GR HU RO'.split(' ')
const OFFERED = 3
/** As many numbers tell a country as well as all. */
const TRIED = 60

type Fed = Pick<Looked, 'walked' | 'steps' | 'targets'>
/** Whether a number may come to the seal without a country: only then need rows be looked at. */
export function mayBeNational({ walked, steps, targets }: Fed): boolean {
  if (walked.sealing.country !== undefined || !targets.some(({ concept }) => concept === 'phone')) return false
  const always = steps.some(({ kind, config }) => {
    const country = kind.feeds?.(config, 'country')
    return country && 'value' in country
  })
  return !always && steps.some(({ kind, config }) => kind.madeOf?.(config, 'phone').length)
}

/** `hint`: the country that the source says its data are from. */
export function phonesUnsaid(looked: Looked, now: number, hint?: string): Problem[] {
  const at = looked.steps.findIndex(({ kind, config }) => kind.madeOf?.(config, 'phone').length)
  const mapper = looked.steps[at]
  if (!mapper) return []
  const base: Context = { country: undefined, dayFirst: false, timezone: looked.timezone, now }
  const contextOf = contextsOf(base)
  const kept = seenFrom(at, looked, false)
  // Where a filter leaves nothing yet, what it leaves out says as well how numbers are written.
  const seen = kept.length > 0 ? kept : seenFrom(at, looked, true)
  const withPhone = seen.filter(({ event }) => numbersIn(event).length > 0)
  const national = withPhone.filter(({ event }) => isNational(event, contextOf(event)))
  if (national.length === 0) return []
  const columns = mapper.kind.madeOf!(mapper.config, 'phone')
  const named = columns.map(column => `"${column}"`).join(', ')
  const known = looked.steps.some(({ kind, config }) => kind.madeOf?.(config, 'country').length)
  const events = seen.map(({ event }) => event)
  const countries = countriesOf(
    national.flatMap(({ event }) => numbersIn(event)),
    [...(hint ? [hint.toUpperCase()] : []), ...told(events), ...ofZones(looked)],
  )
  return [
    {
      node: mapper.id,
      code: 'map.phone_country',
      level: 'worth_a_look',
      field: 'phone',
      message: [
        national.length === 1
          ? `1 of ${withPhone.length} phone numbers in ${named} is national, without the country’s code.`
          : `${national.length} of ${withPhone.length} phone numbers in ${named} are national, without the country’s code.`,
        known ? 'Their rows name no country, so they go without Phone.' : 'Nothing says of which country, so those rows go without Phone.',
      ].join(' '),
      fixes: [...(known ? [] : fromColumn(at, looked, national, base)), ...countries.flatMap(country => byDefault(looked, country))],
    },
  ]
}

interface Seen {
  /** The row as it comes to the mapping. */
  here: Row
  event: Row
}
function seenFrom(at: number, { walked, rows }: Looked, pastFilters: boolean): Seen[] {
  return rows.flatMap(row => {
    const here = through(walked.steps.slice(0, at), row, pastFilters)
    const event = here && through(walked.steps.slice(at), here, pastFilters)
    return event ? [{ here, event }] : []
  })
}

function numbersIn({ phone: cell }: Row): Value[] {
  const several = Array.isArray(cell) ? cell : typeof cell === 'string' ? (listIn(cell) ?? [cell]) : [cell ?? null]
  return (several as Value[]).filter(value => value !== null && value !== '' && !isDigest(value))
}

/** None of its numbers can be used, and the first one for want of a country. */
function isNational(event: Row, context: Context): boolean {
  const wires = numbersIn(event).map(value => phone.apply(value, context))
  const [first] = wires
  return first instanceof Unusable && first.code === 'phone_without_country' && wires.every(wire => wire instanceof Unusable)
}

/** A column that is called a country, where it makes most of the numbers whole. */
function fromColumn(at: number, { walked, steps, rows }: Looked, national: readonly Seen[], base: Context): Fix[] {
  const has = at === 0 ? Object.keys(rows[0] ?? {}) : walked.steps[at - 1]!.shape.map(({ key }) => key)
  const column = meaning('country', has)
  if (column === undefined) return []
  const contextOf = contextsOf(base)
  const whole = national.filter(({ here, event }) => !isNational(event, contextOf({ country: here[column] ?? null })))
  const { id, kind, config } = steps[at]!
  const fix = whole.length * 2 >= national.length ? kind.sayCountry?.(config, { column }) : undefined
  return fix ? [{ ...fix, node: id }] : []
}

/** The step that holds a country for all numbers comes after the mapping, which could only name one for all rows. */
function byDefault({ steps }: Looked, country: string): Fix[] {
  const holder = steps.findLast(({ kind, config }) => kind.sayCountry?.(config, { value: country }))
  const fix = holder?.kind.sayCountry?.(holder.config, { value: country })
  return fix && holder ? [{ ...fix, node: holder.id }] : []
}

/** Of those that something speaks for, the ones whose numbers most of them are; where there are none, of all that are common. */
function countriesOf(numbers: readonly Value[], likely: readonly string[]): string[] {
  const some = numbers.slice(0, TRIED)
  const share = (country: string) => some.filter(number => isNumberOf(number, country)).length / some.length
  const ranked = (countries: readonly string[], least: number) =>
    [...new Set(countries)]
      .map(country => ({ country, share: share(country) }))
      .filter(one => one.share >= least)
      .toSorted((a, b) => b.share - a.share)
      .map(({ country }) => country)
  const spoken = ranked(likely, 0.5)
  return (spoken.length > 0 ? spoken : ranked(COMMON, 0.9)).slice(0, OFFERED)
}

/** What the rows themselves tell: the countries of whole numbers beside these, of email addresses and of a currency, most often first. */
function told(events: readonly Row[]): string[] {
  const times = new Map<string, number>()
  const tell = (country: string | undefined) => country && times.set(country, (times.get(country) ?? 0) + 1)
  for (const event of events) {
    for (const number of numbersIn(event)) tell(COMMON.find(country => String(number).startsWith('+') && isNumberOf(number, country)))
    const top = /@[^@]*\.([a-z]{2})$/i.exec(String(event.email ?? '').trim())?.[1]?.toUpperCase()
    tell(top === 'UK' ? 'GB' : top)
    // "EUR" is of no country; others begin with the code of theirs.
    const currency = String(event.currency ?? '').toUpperCase()
    if (/^[A-Z]{3}$/.test(currency) && currency !== 'EUR') tell(currency.slice(0, 2))
  }
  return [...times].toSorted(([, a], [, b]) => b - a).map(([country]) => country)
}

/** Known to every runtime that we start on, and not yet to the types. */
type Zoned = Intl.Locale & { getTimeZones?(): string[] | undefined }
const ofZones = ({ timezone, zones }: Looked): string[] => {
  const wanted = new Set([timezone, ...zones])
  return COMMON.filter(region => (new Intl.Locale('und', { region }) as Zoned).getTimeZones?.()?.some(zone => wanted.has(zone)))
}
