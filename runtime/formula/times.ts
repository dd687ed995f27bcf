/** Functions of time. A time without a zone gets the one that is named, else the model's; none is ever guessed. */
import type { Value } from '../contract.ts'
import { Unusable } from '../dialect.ts'
import { monthOf } from '../normalise/months.ts'
import { parseTime } from '../normalise/time.ts'
import { isZone } from '../normalise/zone.ts'
import { floored, multiplied } from './arithmetic.ts'
import { Flaw } from './parse.ts'
import { asNumber, asText, empty, type Facts, type Fn, type Lost, type Ready, TIME } from './work.ts'

export const times: Readonly<Record<string, Fn>> = {
  date: {
    usage: 'date(text, "DD.MM.YYYY HH:mm", "Europe/Paris")',
    says: 'A time written in a form of its own: YYYY, MM, DD, HH or hh with A, mm, ss, MMM for a month’s name. The zone is the model’s when not said.',
    args: [1, 3],
    kind: TIME,
    make([value, form, zone], { timezone }: Facts) {
      const named = zone ? zoneOf(zone) : timezone
      const read = form && !empty(textIn(form)) ? formReader(textIn(form), form.from.at) : (text: string): string | undefined => text
      return (row, lost) => {
        const given = value!.work(row, lost)
        if (empty(given)) return null
        const written = typeof given === 'number' && !form ? given : read(asText(given).trim())
        return written === undefined ? none('time_not_valid', lost) : iso(parseTime(written, { timezone: named, dayFirst: false }), lost)
      }
    },
  },
  epoch: {
    usage: 'epoch(number, "s")',
    says: 'A time counted from 1970 in seconds ("s"), milliseconds ("ms") or microseconds ("us").',
    args: [2, 2],
    kind: TIME,
    make([value, unit]) {
      const scale = UNITS[textIn(unit!)]
      if (scale === undefined) throw new Flaw('The unit is "s", "ms" or "us".', unit!.from.at)
      return (row, lost) => {
        const number = asNumber(value!.work(row, lost), lost)
        const exact = number && multiplied(number, scale)
        return exact ? iso(Number(floored(exact)), lost) : null
      }
    },
  },
}
/** By exact decimals: 2.002 s are 2002 ms, and not one less. */
const UNITS: Readonly<Record<string, string>> = { s: '1000', ms: '1', us: '0.001' }

function iso(time: number | Unusable, lost: Lost): Value {
  if (time instanceof Unusable) return none(time.code, lost)
  return Math.abs(time) < 8.64e15 ? new Date(time).toISOString() : none('time_not_valid', lost)
}
function none(code: string, lost: Lost): null {
  lost(code)
  return null
}
function textIn({ from }: Ready): string {
  if (from.kind !== 'text') throw new Flaw('This must be a text in quotes.', from.at)
  return from.text
}
function zoneOf(part: Ready): string {
  const zone = textIn(part)
  if (!isZone(zone)) throw new Flaw(`"${zone.slice(0, 64)}" is no time zone. Write it like "Europe/Paris".`, part.from.at)
  return zone
}

const TOKENS: Readonly<Record<string, string>> = {
  YYYY: '(?<year>\\d{4})',
  YY: '(?<short>\\d{2})',
  MMMM: '(?<name>\\p{L}+\\.?)',
  MMM: '(?<name>\\p{L}+\\.?)',
  MM: '(?<month>\\d{1,2})',
  M: '(?<month>\\d{1,2})',
  DD: '(?<day>\\d{1,2})',
  D: '(?<day>\\d{1,2})',
  HH: '(?<hour>\\d{1,2})',
  H: '(?<hour>\\d{1,2})',
  hh: '(?<hour>\\d{1,2})',
  h: '(?<hour>\\d{1,2})',
  mm: '(?<minute>\\d{2})',
  ss: '(?<second>\\d{2})',
  SSS: '(?<fraction>\\d{1,9})',
  A: '(?<half>[AaPp]\\.?[Mm]\\.?)',
  a: '(?<half>[AaPp]\\.?[Mm]\\.?)',
  Z: '(?<zone>Z|[+-]\\d{2}:?\\d{2})',
}
const TOKEN = /YYYY|YY|MMMM|MMM|MM|M|DD|D|HH|H|hh|h|mm|ss|SSS|A|a|Z|./gsu

/** Brings a text of this form to ISO 8601; `undefined` when it has another form. */
function formReader(form: string, at: number): (text: string) => string | undefined {
  const parts = form.match(TOKEN) ?? []
  let pattern: RegExp
  try {
    pattern = new RegExp(
      `^${parts.map(part => (Object.hasOwn(TOKENS, part) ? TOKENS[part]! : part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))).join('')}$`,
      'u',
    )
  } catch {
    throw new Flaw('A part of the form stands in it twice.', at)
  }
  const has = (...names: readonly string[]) => names.some(name => (parts as readonly string[]).includes(name))
  if (!has('YYYY', 'YY') || !has('M', 'MM', 'MMM', 'MMMM') || !has('D', 'DD'))
    throw new Flaw('The form needs a year, a month and a day.', at)
  return text => {
    const found = pattern.exec(text)?.groups
    if (!found) return undefined
    const month = found.name === undefined ? Number(found.month) : monthOf(found.name.replace('.', ''))
    const day = `${found.year ?? `20${found.short}`}-${two(month)}-${two(found.day)}`
    if (found.hour === undefined) return day
    return `${day}T${two(found.hour)}:${found.minute ?? '00'}:${found.second ?? '00'}${found.fraction ? `.${found.fraction}` : ''}${found.half ? ` ${found.half}` : ''}${found.zone ?? ''}`
  }
}
const two = (number: string | number | undefined): string => String(number ?? '').padStart(2, '0')
