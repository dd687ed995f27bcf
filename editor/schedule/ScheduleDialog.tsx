import { useState } from 'react'
import type { Schedule } from '../../runtime/flow.ts'
import { ApiError } from '../api.ts'
import { useStage } from '../commands/stage.ts'
import { useDispatch, useFlow } from '../document/hooks.ts'
import { setSchedule } from '../document/settings.ts'
import { ownZone, ZoneChoice } from '../inspector/form/ZoneChoice.tsx'
import { useSchedulePreview } from '../queries.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { RadioGroup } from '../ui/RadioGroup.tsx'
import { Select } from '../ui/Select.tsx'
import { say } from '../words/words.ts'
import { CronField } from './CronField.tsx'
import { useCronWords } from './CronWords.tsx'
import { type CronForm, everyDay, fromCron, intervals, toCron, zoneWords } from './cron-form.ts'
import { NextRuns } from './NextRuns.tsx'
import css from './schedule.module.css'
import { TimesForm } from './TimesForm.tsx'

const close = () => useStage.setState({ dialog: null })
const modes = [
  { id: 'manual', text: say('Only when I press Run') },
  { id: 'every', text: say('Every') },
  { id: 'times', text: say('At set times') },
  { id: 'cron', text: say('Custom (cron)') },
]
const downtimes = [
  { id: 'last', text: say('Run once') },
  { id: 'all', text: say('Run once for each missed time') },
  { id: 'none', text: say('Wait for the next time') },
]

/** When the flow runs by itself; the times shown come from the server that will fire them. */
export function ScheduleDialog() {
  const open = useStage(s => s.dialog === 'schedule')
  return open ? <Scheduling /> : null
}

function Scheduling() {
  const { document, readOnly } = useFlow()
  const dispatch = useDispatch()
  const [form, setForm] = useState<CronForm>(() => fromCron(document.schedule?.cron))
  const [timezone, setTimezone] = useState(document.schedule?.timezone ?? ownZone())
  const [missed, setMissed] = useState<Schedule['missed']>(document.schedule?.missed ?? 'last')
  const made = toCron(form)
  const cron = 'cron' in made ? made.cron : null
  const runs = useSchedulePreview(cron ? { cron, timezone } : null)
  const said = useCronWords(cron ?? '')
  // A schedule that the server reads and refuses is wrong; where somebody else answered, or nobody, nothing is known of it.
  const refused = runs.error instanceof ApiError && (runs.error.status === 400 || runs.error.status === 422)
  const wrong = 'problem' in made ? made.problem : ((refused ? whyOf(runs.error) : undefined) ?? said.problem)
  const save = () => {
    dispatch(setSchedule(cron ? { cron, timezone, missed } : null))
    close()
  }
  return (
    <Dialog
      isOpen
      onClose={close}
      title={say('Schedule')}
      actions={
        <Button variant="primary" isDisabled={'problem' in made || refused || readOnly} onPress={save}>
          {say('Save schedule')}
        </Button>
      }
    >
      <div className={css.schedule}>
        <RadioGroup label={say('Run')} options={modes} value={form.mode} onChange={mode => setForm(startOf(mode, form, cron))} />
        <FormFor form={form} set={setForm} />
        {form.mode !== 'manual' && <ZoneChoice label={say('Time zone')} value={timezone} onChange={zone => zone && setTimezone(zone)} />}
        <div role="status" aria-label={say('In words')} className={css.words}>
          {wrong ?? (form.mode === 'manual' ? say('Only when you press Run.') : said.words && `${said.words}, ${zoneWords(timezone)}.`)}
        </div>
        {form.mode !== 'manual' && !refused && <ErrorNote error={runs.error} onRetry={() => void runs.refetch()} />}
        {form.mode !== 'manual' && !wrong && !runs.error && <NextRuns runs={runs.data} timezone={timezone} />}
        {form.mode !== 'manual' && (
          <Select
            label={say('After downtime')}
            options={downtimes}
            value={missed}
            onChange={next => setMissed(next as Schedule['missed'])}
            description={say('A time that passed while this server was down.')}
          />
        )}
      </div>
    </Dialog>
  )
}

/** The server names the part that is wrong, and what it must be. */
const whyOf = (error: Error | null): string | undefined => (error instanceof ApiError && error.why) || error?.message

/** What a choice starts with: what was chosen before, as far as it can say the same. */
function startOf(mode: string, before: CronForm, cron: string | null): CronForm {
  if (mode === before.mode) return before
  if (mode === 'every') return { mode: 'every', every: '0 * * * *' }
  if (mode === 'times') return { mode: 'times', days: everyDay, times: ['06:00'] }
  return mode === 'cron' ? { mode: 'cron', cron: cron ?? '0 6 * * *' } : { mode: 'manual' }
}

function FormFor({ form, set }: { form: CronForm; set(form: CronForm): void }) {
  if (form.mode === 'every')
    return (
      <Select
        label={say('Every how long')}
        options={intervals.map(i => ({ id: i.cron, text: i.title }))}
        value={form.every}
        onChange={every => set({ mode: 'every', every })}
      />
    )
  if (form.mode === 'times') return <TimesForm form={form} set={set} />
  return form.mode === 'cron' ? <CronField cron={form.cron} set={set} /> : null
}
