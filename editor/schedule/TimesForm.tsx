import { Plus, X } from 'lucide-react'
import { ToggleButton } from 'react-aria-components'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { TextField } from '../ui/TextField.tsx'
import { say } from '../words/words.ts'
import { type CronForm, readTime, weekdays } from './cron-form.ts'
import css from './schedule.module.css'

type Times = Extract<CronForm, { mode: 'times' }>
const TIMES_MAX = 12

/** Days of the week and times of the day. */
export function TimesForm({ form, set }: { form: Times; set(form: CronForm): void }) {
  const { days, times } = form
  const toggle = (day: number) => set({ ...form, days: days.includes(day) ? days.filter(d => d !== day) : [...days, day] })
  const tidy = (at: number) => {
    const read = readTime(times[at]!)
    if (read) set({ ...form, times: times.with(at, `${String(read.hour).padStart(2, '0')}:${String(read.minute).padStart(2, '0')}`) })
  }
  return (
    <>
      <div role="group" aria-label={say('Days')} className={css.days}>
        {weekdays.map(({ day, title }) => (
          <ToggleButton key={day} aria-label={title} className={css.day!} isSelected={days.includes(day)} onChange={() => toggle(day)}>
            {title.slice(0, 3)}
          </ToggleButton>
        ))}
      </div>
      <div className={css.times}>
        {times.map((time, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a time is known by its place in the list
          <div key={at} className={css.time}>
            <TextField
              aria-label={say('Time {n}', { n: at + 1 })}
              value={time}
              onChange={text => set({ ...form, times: times.with(at, text) })}
              onBlur={() => tidy(at)}
              placeholder="06:00"
              error={readTime(time) ? undefined : say('Hours and minutes, such as 06:00')}
            />
            {times.length > 1 && (
              <IconButton
                name={say('Remove time {n}', { n: at + 1 })}
                size="small"
                onPress={() => set({ ...form, times: times.toSpliced(at, 1) })}
              >
                <X />
              </IconButton>
            )}
          </div>
        ))}
        {times.length < TIMES_MAX && (
          <Button size="small" onPress={() => set({ ...form, times: [...times, nextTime(times)] })}>
            <Plus size={14} aria-hidden /> {say('Add time')}
          </Button>
        )}
      </div>
    </>
  )
}

/** Six hours after the last one, at the same minute, because times of one schedule share it. */
function nextTime(times: readonly string[]): string {
  const last = readTime(times.at(-1) ?? '') ?? { hour: 0, minute: 0 }
  return `${String((last.hour + 6) % 24).padStart(2, '0')}:${String(last.minute).padStart(2, '0')}`
}
