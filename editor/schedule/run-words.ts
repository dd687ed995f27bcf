/** "today 18:00" or "Mon 23 Nov, 06:00", in the schedule's own zone. */
import { locale, say } from '../words/words.ts'
export function runWords(at: string, timezone: string, now: Date): string {
  const time = new Date(at)
  const day = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', timeZone: timezone })
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone: timezone })
  const tomorrow = new Date(now.getTime() + 86_400_000)
  const date = day.format(time)
  const word = date === day.format(now) ? say('today') : date === day.format(tomorrow) ? say('tomorrow') : `${date.replaceAll(',', '')},`
  return `${word} ${clock.format(time)}`
}

/** A day and month so far ahead are of another year than one thinks. */
const FAR_MS = 300 * 86_400_000
/** "Mon 23 Nov, 06:00": a list of times is easier to compare without "today" in it. What is far ahead has its year. */
export function dateWords(at: string, timezone: string, now: Date): string {
  const far = new Date(at).getTime() - now.getTime() > FAR_MS
  if (!far) return runWords(at, timezone, new Date(0))
  const form = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' } as const
  const parts = new Intl.DateTimeFormat(locale, { ...form, timeZone: timezone }).formatToParts(new Date(at))
  const [weekday, day, month, year, hour, minute] = (Object.keys(form) as (keyof typeof form)[]).map(
    type => parts.find(part => part.type === type)?.value,
  )
  return `${weekday} ${day} ${month} ${year}, ${hour}:${minute}`
}
