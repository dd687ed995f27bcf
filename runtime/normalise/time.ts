/** Times from whatever a warehouse, a file or a script writes. A time without a zone gets the model's zone, never a guessed one. */
import type { Value } from '../contract.ts'
import { type Context, type Normaliser, Unusable } from '../dialect.ts'
import { bySize, FIRST, LAST } from './epoch.ts'
import { isoTime } from './iso-time.ts'
import { monthOf } from './months.ts'
import { unusable } from './reasons.ts'
import { cleaned, toAscii } from './text.ts'
import { instantOf, isZone, startOfDay } from './zone.ts'

const NOT_VALID = unusable('time_not_valid')
const WITHOUT_ZONE = unusable('time_without_zone')
const AMBIGUOUS = unusable('time_ambiguous')
const SKIPPED = unusable('time_skipped')
const REPEATED = unusable('time_repeated')
const UNCLEAR_ZONE = unusable('time_zone_unclear')
const IMPLAUSIBLE = unusable('time_implausible')

const CLOCK = '(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?\\s*([ap]\\.?m\\.?)?'
/** A name after an offset ("+0100 (CET)") says the same again; without an offset a name is the zone. */
const ZONE_AGAIN = '(?:(?<=[+-]\\d{1,2}(?::?\\d{2})?)\\s*[\\[(]?[A-Za-z_/ ]+[\\])]?)?'
const ZONE = `\\s*(Z|(?:GMT|UTC)?[+-]\\d{1,2}(?::?\\d{2}(?::?\\d{2})?)?|\\[?[A-Za-z]+(?:[/_+-][A-Za-z0-9_+-]+)*\\]?)?${ZONE_AGAIN}`
const ISO = new RegExp(`^([+-]?\\d{4,6})-(\\d{2})-(\\d{2})(?:(?:T|\\s+|_)${CLOCK}${ZONE})?$`, 'i')
const SLASHED = new RegExp(`^(\\d{4})([/.])(\\d{1,2})\\2(\\d{1,2})(?:,?\\s+${CLOCK}${ZONE})?$`, 'i')
const YEAR_LAST = new RegExp(`^(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4})(?:,?(?:\\s+|T)${CLOCK}${ZONE})?$`, 'i')
const DAY_WORD = new RegExp(
  `^(?:\\p{L}{2,10}\\.?,?\\s+)?(\\d{1,2})(?:st|nd|rd|th|\\.)?[\\s-]+(?:de\\s+)?(\\p{L}{3,10})\\.?,?[\\s-]+(?:de\\s+)?(\\d{4})(?:,?\\s+(?:at\\s+)?${CLOCK}${ZONE})?$`,
  'iu',
)
const WORD_DAY = new RegExp(
  `^(?:\\p{L}{2,10}\\.?,?\\s+)?(\\p{L}{3,10})\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})(?:,?\\s+(?:at\\s+)?${CLOCK}${ZONE})?$`,
  'iu',
)
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(?:(\d{2})(?:[.,](\d{1,9}))?)?()(Z|[+-]\d{2}:?\d{2})?)?$/i

/** Whole seconds since 1970, UTC. */
export const epochSeconds: Normaliser = {
  id: 'epoch_seconds',
  says: 'seconds since 1970, UTC',
  apply(value, context) {
    const time = parseTime(value, context)
    return time instanceof Unusable ? time : Math.floor(time / 1000)
  },
}

/** Milliseconds since 1970, UTC, from text in many forms or from seconds, milliseconds, microseconds or nanoseconds since 1970. */
export function parseTime(value: Value, context: Pick<Context, 'timezone' | 'dayFirst'>): number | Unusable {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? digits(String(value), context) : bySize(value)
  if (typeof value === 'boolean') return NOT_VALID
  const plain = typeof value === 'string' ? isoTime(value) : undefined
  if (plain !== undefined && plain >= FIRST && plain < LAST) return plain
  const cell = cleaned(value)
  if (cell instanceof Unusable) return cell
  const text = toAscii(cell).replace(/[\u2010-\u2015\u2212]/g, '-')
  if (text.length > 80) return NOT_VALID
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return digits(text, context)
  return worded(text, context)
}

function worded(text: string, context: ParseContext): number | Unusable {
  const iso = ISO.exec(text)
  if (iso) return written(iso, context, 1, 2, 3, 4)
  const slashed = SLASHED.exec(text)
  if (slashed) return written(slashed, context, 1, 3, 4, 5)
  const numeric = YEAR_LAST.exec(text)
  if (numeric) return yearLast(numeric, context)
  const day = DAY_WORD.exec(text)
  if (day) return written(day, context, 3, 2, 1, 4)
  const month = WORD_DAY.exec(text)
  return month ? written(month, context, 3, 1, 2, 4) : compact(text, context)
}

type ParseContext = Parameters<typeof parseTime>[1]

function digits(text: string, context: ParseContext): number | Unusable {
  const year = Number(text.slice(0, 4))
  if ((text.length === 8 || text.length === 12 || text.length === 14) && year >= 2004 && year < 2100) return compact(text, context)
  return bySize(text.length > 16 && !text.includes('.') ? Number(text.slice(0, -6)) * 1e6 : Number(text))
}

/** `20261121`, `20261121180411`, `20261121T180411Z`. */
function compact(text: string, context: ParseContext): number | Unusable {
  const found = COMPACT.exec(text)
  return found ? written(found, context, 1, 2, 3, 4) : NOT_VALID
}

function yearLast(found: RegExpExecArray, context: ParseContext): number | Unusable {
  const [a, b] = [Number(found[1]), Number(found[3])]
  const dayFirst = a > 12 || (b <= 12 && (a === b || context.dayFirst))
  if (dayFirst) return written(found, context, 4, 3, 1, 5)
  return b > 12 ? written(found, context, 4, 1, 3, 5) : AMBIGUOUS
}

/** Takes the parts of a match by their places; the clock's five parts and the zone follow each other. */
function written(
  found: RegExpExecArray,
  context: ParseContext,
  year: number,
  month: number,
  day: number,
  clock: number,
): number | Unusable {
  const m = found[month]!
  return zoned(
    {
      y: found[year]!,
      m: /^\d/.test(m) ? Number(m) : monthOf(m),
      d: found[day]!,
      hour: found[clock],
      minute: found[clock + 1],
      second: found[clock + 2],
      fraction: found[clock + 3],
      half: found[clock + 4] || undefined,
      zone: found[clock + 5],
    },
    context,
  )
}

interface Parts {
  y: string
  m: number
  d: string
  hour?: string | undefined
  minute?: string | undefined
  second?: string | undefined
  fraction?: string | undefined
  half?: string | undefined
  zone?: string | undefined
}

function zoned(parts: Parts, context: ParseContext): number | Unusable {
  const [year, day, minute, second] = [Number(parts.y), Number(parts.d), Number(parts.minute ?? 0), Number(parts.second ?? 0)]
  const hour = hourOf(Number(parts.hour ?? 0), parts.half)
  if (year > 9999 || year < 0) return IMPLAUSIBLE
  if (parts.m < 1 || parts.m > 12 || day < 1 || day > new Date(Date.UTC(year, parts.m, 0)).getUTCDate()) return NOT_VALID
  if (hour < 0 || minute > 59 || second > 60 || (hour === 24 && minute + second > 0)) return NOT_VALID
  const wall = Date.UTC(year, parts.m - 1, day, hour, minute, second, Number((parts.fraction ?? '').padEnd(3, '0').slice(0, 3)))
  const time = parts.hour === undefined ? dayIn(wall, context.timezone) : clockIn(wall, parts.zone, context.timezone)
  return time instanceof Unusable || (time >= FIRST && time < LAST) ? time : IMPLAUSIBLE
}

function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined) return hour <= 24 ? hour : -1
  return hour < 1 || hour > 12 ? -1 : (hour % 12) + (/^p/i.test(half) ? 12 : 0)
}

const dayIn = (wall: number, zone: string | undefined): number | Unusable =>
  zone !== undefined && isZone(zone) ? startOfDay(wall, zone) : WITHOUT_ZONE

/** Letters with one meaning: RFC 2822's American ones, and summer times that no time zone is named after. */
const SPOKEN: Readonly<Record<string, number>> = {
  ...{ EST: -5, EDT: -4, CST: -6, CDT: -5, MST: -7, MDT: -6, PST: -8, PDT: -7, AKST: -9, AKDT: -8 },
  ...{ CEST: 2, EEST: 3, WEST: 1, MEZ: 1, MESZ: 2, MSK: 3, JST: 9, KST: 9, HKT: 8, SGT: 8, AEST: 10, AEDT: 11, NZST: 12, NZDT: 13 },
}
/** Other three letters stand for several zones, and the machine's own list picks one: Dhaka for BST. */
const UNCLEAR = /^(?!CET|EET|MET|WET|HST|UCT)[A-Z]{3}$/i
const MINUTE = 60_000

function clockIn(wall: number, zone: string | undefined, timezone: string | undefined): number | Unusable {
  if (zone !== undefined) {
    if (/^(?:z|utc|gmt|ut)$/i.test(zone)) return wall
    const offset = /^(?:GMT|UTC)?([+-])(\d{1,2}):?(\d{2})?(?::?(\d{2}))?$/i.exec(zone)
    if (offset) {
      const minutes = Number(offset[2]) * 60 + Number(offset[3] ?? 0) + Number(offset[4] ?? 0) / 60
      return minutes > 18 * 60 ? NOT_VALID : wall - (offset[1] === '-' ? -minutes : minutes) * MINUTE
    }
    const hours = SPOKEN[zone.toUpperCase()]
    if (hours !== undefined) return wall - hours * 60 * MINUTE
    if (UNCLEAR.test(zone)) return UNCLEAR_ZONE
  }
  const name = zone?.replace(/^\[|\]$/g, '') ?? timezone
  if (name === undefined || !isZone(name)) return zone === undefined ? WITHOUT_ZONE : NOT_VALID
  const instant = instantOf(wall, name)
  return instant === 'skipped' ? SKIPPED : instant === 'repeated' ? REPEATED : instant
}
