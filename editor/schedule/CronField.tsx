import { Button } from '../ui/Button.tsx'
import { TextField } from '../ui/TextField.tsx'
import { say } from '../words/words.ts'
import { type CronForm, formWords, fromCron } from './cron-form.ts'
import css from './schedule.module.css'

/** A cron expression of one's own; where a plain choice says the same, it is offered. */
export function CronField({ cron, set }: { cron: string; set(form: CronForm): void }) {
  const plain = fromCron(cron)
  return (
    <>
      <TextField
        label={say('Cron expression')}
        data
        value={cron}
        onChange={text => set({ mode: 'cron', cron: text })}
        placeholder="0 6 * * 1-5"
        description={say('Minute, hour, day of the month, month, day of the week.')}
      />
      {plain.mode !== 'cron' && plain.mode !== 'manual' && (
        <div className={css.same}>
          {say('Same as “{formWords}”.', { formWords: formWords(plain) })}
          <Button size="small" onPress={() => set(plain)}>
            {say('Switch')}
          </Button>
        </div>
      )}
    </>
  )
}
