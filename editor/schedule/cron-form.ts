/** What the Schedule dialog lets a person choose, and the cron expression that says the same. */
import { language, say } from '../words/words.ts'

export type CronForm =
  | { mode: 'manual' }
  | { mode: 'every'; every: string }
  | { mode: 'times'; days: readonly number[]; times: readonly string[] }
  | { mode: 'cron'; cron: string }

/** Choices of "Every …": the cron expression is the value, `said` the whole sentence. */
const interval = (cron: string, title: string, said = say('Every {more}', { more: title })) => ({ cron, title, said })
export const intervals: readonly ReturnType<typeof interval>[] = [
  ...[5, 10, 15, 30].map(n => interval(`*/${n} * * * *`, say('{n, plural, one {# minute} other {# minutes}}', { n }))),
  interval('0 * * * *', say('hour'), say('Every hour')),
  ...[2, 3, 6, 12].map(n => interval(`0 */${n} * * *`, say('{n, plural, one {# hour} other {# hours}}', { n }))),
]

/** Monday first, as cron numbers them. */
export const weekdays: readonly { day: number; title: string }[] = [
  { day: 1, title: say('Monday') },
  { day: 2, title: say('Tuesday') },
  { day: 3, title: say('Wednesday') },
  { day: 4, title: say('Thursday') },
  { day: 5, title: say('Friday') },
  { day: 6, title: say('Saturday') },
  { day: 0, title: say('Sunday') },
]
export const everyDay = weekdays.map(w => w.day)

/** The expression to save; `null` runs only by hand; a sentence when the choice cannot be one expression. */
export function toCron(form: CronForm): { cron: string | null } | { problem: string } {
  if (form.mode === 'manual') return { cron: null }
  if (form.mode === 'every') return { cron: form.every }
  if (form.mode === 'cron') return form.cron.trim() === '' ? { problem: say('Write a cron expression.') } : { cron: form.cron.trim() }
  const times = form.times.map(readTime)
  if (form.days.length === 0) return { problem: say('Choose at least one day.') }
  if (times.some(time => time === null)) return { problem: say('Write each time as hours and minutes, such as 06:00.') }
  const minutes = new Set(times.map(time => time!.minute))
  if (minutes.size !== 1) return { problem: say('All times of one schedule share their minutes, such as 06:30 and 18:30.') }
  const hours = [...new Set(times.map(time => time!.hour))].sort((a, b) => a - b)
  return { cron: `${[...minutes][0]} ${hours.join(',')} * * ${dayField(form.days)}` }
}

/** The choice that an expression stands for; what no choice can say stays custom. */
export function fromCron(cron: string | null | undefined): CronForm {
  if (!cron) return { mode: 'manual' }
  const text = cron.trim().replace(/\s+/g, ' ')
  if (intervals.some(i => i.cron === text)) return { mode: 'every', every: text }
  return timesOf(text) ?? { mode: 'cron', cron }
}

function timesOf(text: string): CronForm | null {
  const match = /^(\d{1,2}) (\d{1,2}(?:,\d{1,2})*) \* \* (\S+)$/.exec(text)
  if (!match) return null
  const days = daysOf(match[3]!)
  const minute = Number(match[1])
  const hours = match[2]!.split(',').map(Number)
  if (!days || minute > 59 || hours.some(hour => hour > 23)) return null
  return { mode: 'times', days, times: hours.map(hour => clock(hour, minute)) }
}

function daysOf(field: string): number[] | null {
  if (field === '*') return everyDay
  const days = new Set<number>()
  for (const part of field.split(',')) {
    const range = /^([0-7])(?:-([0-7]))?$/.exec(part)
    if (!range) return null
    for (let day = Number(range[1]); day <= Number(range[2] ?? range[1]); day++) days.add(day % 7)
  }
  return everyDay.filter(day => days.has(day))
}

function dayField(days: readonly number[]): string {
  const sorted = everyDay.filter(day => days.includes(day))
  if (sorted.length === 7) return '*'
  if (sorted.join() === '1,2,3,4,5') return '1-5'
  return sorted.toSorted((a, b) => a - b).join(',')
}

const clock = (hour: number, minute: number) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`

/** "6", "6:30", "06:30" and "0630" are all understood. */
export function readTime(text: string): { hour: number; minute: number } | null {
  const match = /^(\d{1,2})(?:[:.h]?(\d{2}))?$/.exec(text.trim())
  const hour = Number(match?.[1])
  const minute = Number(match?.[2] ?? 0)
  return match && hour <= 23 && minute <= 59 ? { hour, minute } : null
}

/** A choice as a sentence without its zone: "Every weekday at 06:00"; `null` for custom expressions. */
export function formWords(form: CronForm): string | null {
  if (form.mode === 'manual') return say('Only when you press Run')
  if (form.mode === 'every') return intervals.find(i => i.cron === form.every)?.said ?? form.every
  if (form.mode === 'cron') return null
  return say('{days} at {times}', { days: dayWords(form.days), times: listWords(form.times) })
}

function dayWords(days: readonly number[]): string {
  const names = weekdays.filter(w => days.includes(w.day))
  if (names.length === 7) return say('Every day')
  if (names.length === 5 && !days.includes(0) && !days.includes(6)) return say('Every weekday')
  return say('Every {listWords}', { listWords: listWords(names.map(w => inSentence(w.title))) })
}

/** English writes days with a capital, French does not. */
const inSentence = (day: string): string => (language === 'en' ? day : day.toLowerCase())

const listWords = (parts: readonly string[]) =>
  parts.length < 2 ? parts.join() : say('{parts} and {at}', { parts: parts.slice(0, -1).join(', '), at: parts.at(-1) })

/** "Berlin time" for Europe/Berlin. */
export const zoneWords = (timezone: string): string =>
  timezone === 'UTC' ? 'UTC' : say('{replaceAll} time', { replaceAll: timezone.split('/').at(-1)!.replaceAll('_', ' ') })

/** The whole schedule in one sentence, for the header; a custom expression stands as it is. */
export function scheduleWords(schedule: { cron: string; timezone: string } | null | undefined): string {
  if (!schedule) return say('Only when you press Run')
  return `${formWords(fromCron(schedule.cron)) ?? say('Cron {cron}', { cron: schedule.cron })}, ${zoneWords(schedule.timezone)}`
}
