import { expect, test } from 'vitest'
import { inLanguage } from '../../test/stand-ins/in-language.ts'
import { fromCron, readTime, scheduleWords, toCron } from './cron-form.ts'

test.each([
  [null, 'Only when you press Run'],
  [{ cron: '*/15 * * * *', timezone: 'UTC' }, 'Every 15 minutes, UTC'],
  [{ cron: '0 * * * *', timezone: 'Europe/Paris' }, 'Every hour, Paris time'],
  [{ cron: '0 6 * * *', timezone: 'Europe/Berlin' }, 'Every day at 06:00, Berlin time'],
  [{ cron: '30 6,18 * * 1-5', timezone: 'America/New_York' }, 'Every weekday at 06:30 and 18:30, New York time'],
  [{ cron: '0 9 * * 0,6', timezone: 'UTC' }, 'Every Saturday and Sunday at 09:00, UTC'],
  [{ cron: '0 9 1 * *', timezone: 'UTC' }, 'Cron 0 9 1 * *, UTC'],
])('a schedule reads as a sentence: %j', (schedule, words) => {
  expect(scheduleWords(schedule)).toBe(words)
})

test('in French, too, down to the hours', async () => {
  await inLanguage('fr', async () => {
    const french = await import('./cron-form.ts')
    const said = (cron: string) => french.scheduleWords({ cron, timezone: 'UTC' })
    expect(said('0 * * * *')).toBe('Toutes les heures, UTC')
    expect(said('0 */6 * * *')).toBe('Toutes les 6 heures, UTC')
    expect(said('0 6 * * 1,4')).toBe('Chaque lundi et jeudi à 06:00, UTC')
    expect(said('*/15 * * * *')).toBe('Toutes les 15 minutes, UTC')
    expect(french.intervals.map(({ title }) => title)).not.toContain('hour')
  })
})

test.each(['*/5 * * * *', '0 */6 * * *', '0 6 * * *', '30 6,18 * * 1-5', '15 23 * * 0,3', '0 9 1 * *', '@daily'])(
  'opening and saving %s changes nothing',
  cron => {
    expect(toCron(fromCron(cron))).toEqual({ cron })
  },
)

test('seven is Sunday too, and ranges are spelled out as days', () => {
  expect(fromCron('0 9 * * 7')).toEqual({ mode: 'times', days: [0], times: ['09:00'] })
  expect(fromCron('0 9 * * 5-7')).toEqual({ mode: 'times', days: [5, 6, 0], times: ['09:00'] })
})

test.each([
  [{ mode: 'times', days: [], times: ['06:00'] } as const, 'Choose at least one day.'],
  [
    { mode: 'times', days: [1], times: ['06:00', '18:30'] } as const,
    'All times of one schedule share their minutes, such as 06:30 and 18:30.',
  ],
  [{ mode: 'times', days: [1], times: ['25:00'] } as const, 'Write each time as hours and minutes, such as 06:00.'],
  [{ mode: 'cron', cron: ' ' } as const, 'Write a cron expression.'],
])('a choice that is no single expression says why: %j', (form, problem) => {
  expect(toCron(form)).toEqual({ problem })
})

test.each([
  ['6', 6, 0],
  ['06:30', 6, 30],
  ['0630', 6, 30],
  ['6h15', 6, 15],
  ['23.59', 23, 59],
])('reads the time %s', (text, hour, minute) => {
  expect(readTime(text)).toEqual({ hour, minute })
})
test.each(['24:00', '6:60', 'noon', ''])('does not guess the time %s', text => {
  expect(readTime(text)).toBeNull()
})
