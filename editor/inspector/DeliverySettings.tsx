import type { Delivery } from '../../runtime/flow.ts'
import { useDispatch, useFlow } from '../document/hooks.ts'
import { setDelivery } from '../document/settings.ts'
import { Select } from '../ui/Select.tsx'
import { say } from '../words/words.ts'
import { NumberBox } from './form/NumberBox.tsx'
import css from './inspector.module.css'

const unknowns = [
  { id: 'own', text: say('Send again where the platform removes copies') },
  { id: 'prefer_complete', text: say('Rather every event: always send again') },
  { id: 'prefer_no_doubles', text: say('Rather none twice: never send again') },
]
const volumes = [
  { id: 'ask', text: say('Say so on the run page') },
  { id: 'hold', text: say('Wait for me before anything is sent') },
  { id: 'off', text: say('Nothing') },
]
const counts = [
  { id: 'own', text: say('Every hour; every 6 hours where each query may be billed') },
  { id: 'hourly', text: say('Every hour') },
  { id: 'six_hours', text: say('Every 6 hours') },
  { id: 'never', text: say('Never') },
]
interface Numbered {
  name: 'waitMinutes' | 'attempts' | 'refusedPercent' | 'invalidPercent'
  label: string
  own: number
  min: number
  max: number
}
const numbers: readonly Numbered[] = [
  { name: 'waitMinutes', label: say('Wait for a platform within a run, minutes'), own: 5, min: 1, max: 60 },
  { name: 'attempts', label: say('Sendings of one request in a run, at most'), own: 6, min: 1, max: 10 },
  { name: 'refusedPercent', label: say('Pause when this many percent are refused for one reason'), own: 50, min: 10, max: 100 },
  { name: 'invalidPercent', label: say('Pause when this many percent are held back, more than usual'), own: 20, min: 1, max: 100 },
]

/** What no flow sets for itself, since an account counts what all of them send to it. */
export const shared = () => [
  say(
    'Flows that send to one account share its patience: for five new requests one may be sent again, 20 of those are saved up, and one more comes every 30 seconds.',
  ),
  say(
    'After 5 failures in a row, or when more than half of the last 20 failed, the account rests for 30 seconds, then longer, at most 15 minutes. When a platform names a time, that time is kept.',
  ),
]

/** How the flow is delivered when things go wrong. What is as we would do it is not written into the document. */
export function DeliverySettings() {
  const { document, readOnly } = useFlow()
  const dispatch = useDispatch()
  const delivery: Delivery = document.delivery ?? {}
  const set = <K extends keyof Delivery>(name: K, value: Delivery[K] | undefined) => dispatch(setDelivery(name, value))
  return (
    <div className={css.delivered}>
      <Select
        label={say('When nobody knows whether a request was taken')}
        options={unknowns}
        value={delivery.unknown ?? 'own'}
        isDisabled={readOnly}
        onChange={id => set('unknown', id === 'own' ? undefined : (id as NonNullable<Delivery['unknown']>))}
      />
      <Select
        label={say('When ten times more or less than usual is new')}
        options={volumes}
        value={delivery.volume ?? 'ask'}
        isDisabled={readOnly}
        onChange={id => set('volume', id === 'ask' ? undefined : (id as NonNullable<Delivery['volume']>))}
      />
      <Select
        label={say('While the schedule is paused, count what becomes too old')}
        options={counts}
        value={delivery.countWhilePaused ?? 'own'}
        isDisabled={readOnly}
        onChange={id => set('countWhilePaused', id === 'own' ? undefined : (id as NonNullable<Delivery['countWhilePaused']>))}
      />
      {numbers.map(({ name, label, own, min, max }) => (
        <NumberBox
          key={name}
          label={label}
          value={delivery[name] ?? own}
          min={min}
          max={max}
          readOnly={readOnly}
          onChange={value => set(name, value === null || value === own ? undefined : value)}
        />
      ))}
      {shared().map(words => (
        <p key={words} className={css.help}>
          {words}
        </p>
      ))}
    </div>
  )
}
