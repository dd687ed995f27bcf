/** Times as people say them, in the zone of this device unless another is named. */
import { locale, say } from '../words/words.ts'

const formats = new Map<string, Intl.DateTimeFormat>()
function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify(options)
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale, options)
  formats.set(key, known)
  return known
}
const zoned = (timeZone?: string): Intl.DateTimeFormatOptions => (timeZone ? { timeZone } : {})

/** "06:00" */
export const clock = (iso: string, zone?: string): string =>
  format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...zoned(zone) }).format(new Date(iso))
/** "21 November, 06:00"; with the year when it is another one. */
export function moment(iso: string, now: number, zone?: string): string {
  return `${day(iso, now, 'long', zone)}, ${clock(iso, zone)}`
}
/** "21 Nov, 06:00", for lists. */
export const shortMoment = (iso: string, now: number, zone?: string): string => `${day(iso, now, 'short', zone)}, ${clock(iso, zone)}`

/** "21:59:03 to 21:59:08", each with its day where it is another than that of `from`; one that is the same is said once. */
export function stretch(first: string, last: string, from: string): string {
  const at = (iso: string) => {
    const time = format({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(new Date(iso))
    return dayNumber(iso) === dayNumber(from) ? time : `${day(iso, Date.parse(from), 'short')}, ${time}`
  }
  return at(first) === at(last) ? at(first) : say('{first} to {last}', { first: at(first), last: at(last) })
}

export function day(iso: string, now: number, month: 'long' | 'short' = 'long', zone?: string): string {
  const sameYear = new Date(iso).getFullYear() === new Date(now).getFullYear()
  return format({ day: 'numeric', month, ...(sameYear ? {} : { year: 'numeric' }), ...zoned(zone) }).format(new Date(iso))
}

/** "today 18:00", "tomorrow 06:00", "yesterday 06:00", else "23 Nov, 06:00". */
export function nearDay(iso: string, now: number, zone?: string): string {
  const apart = dayNumber(iso, zone) - dayNumber(new Date(now).toISOString(), zone)
  const word = [say('yesterday'), say('today'), say('tomorrow')][apart + 1]
  return word ? `${word} ${clock(iso, zone)}` : shortMoment(iso, now, zone)
}
function dayNumber(iso: string, zone?: string): number {
  const date = format({ year: 'numeric', month: '2-digit', day: '2-digit', ...zoned(zone) }).format(new Date(iso))
  const [d, m, y] = date.split('/')
  return Math.round(Date.UTC(Number(y), Number(m) - 1, Number(d)) / 86_400_000)
}

/** "just now", "3 minutes ago", "yesterday 06:00". */
export function ago(iso: string, now: number): string {
  const seconds = Math.round((now - Date.parse(iso)) / 1000)
  if (seconds < 45) return say('just now')
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return say('{minutes, plural, one {# minute} other {# minutes}} ago', { minutes })
  const hours = Math.round(minutes / 60)
  return hours < 12 ? say('{hours, plural, one {# hour} other {# hours}} ago', { hours }) : nearDay(iso, now)
}

/** "48 s", "3 min 5 s", "2 h 10 min". */
export function took(ms: number): string {
  if (ms < 950) return say('under 1 s')
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return joined(say('{minutes} min', { minutes }), seconds % 60, 's')
  return joined(`${Math.floor(minutes / 60)} h`, minutes % 60, 'min')
}
const joined = (first: string, rest: number, unit: string): string => (rest === 0 ? first : `${first} ${rest} ${unit}`)
