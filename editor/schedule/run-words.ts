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

/** "Mon 23 Nov, 06:00": a list of times is easier to compare without "today" in it. */
export const dateWords = (at: string, timezone: string): string => runWords(at, timezone, new Date(0))
