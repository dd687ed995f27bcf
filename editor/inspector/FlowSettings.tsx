import { useState } from 'react'
import { openDialog } from '../commands/stage.ts'
import { useDispatch, useFlow, useSelect } from '../document/hooks.ts'
import { renameFlow } from '../document/settings.ts'
import { scheduleWords } from '../schedule/cron-form.ts'
import { Button } from '../ui/Button.tsx'
import { useFetchAhead } from '../ui/fetch-ahead.ts'
import { later } from '../ui/later.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { say } from '../words/words.ts'
import { FirstFlow } from './FirstFlow.tsx'
import { TextBox } from './form/inputs.tsx'
import css from './inspector.module.css'

const DeliverySettings = later(() => import('./DeliverySettings.tsx').then(m => m.DeliverySettings), { inPlace: true })

/** Settings of the flow itself, and what is left to do before it runs by itself. */
export function FlowSettings() {
  const { document, readOnly } = useFlow()
  const dispatch = useDispatch()
  const select = useSelect()
  const steps = document.nodes.length
  return (
    <>
      <header className={`${css.head} ${css.flowHead}`}>
        <h2 tabIndex={-1} data-of="">
          {document.name}
        </h2>
        <p className={css.summary}>
          {steps === 0
            ? say('An empty flow. Start with a source.')
            : say('A flow of {steps, plural, one {# step} other {# steps}}. Choose a step to see its settings.', { steps })}
        </p>
      </header>
      <div className={css.body}>
        <TextBox label={say('Flow name')} value={document.name} onChange={name => dispatch(renameFlow(name))} readOnly={readOnly} />
        <div className={css.field}>
          <span className={css.label}>{say('Runs')}</span>
          <div className={css.scheduleLine}>
            <span>{scheduleWords(document.schedule)}</span>
            {!readOnly && (
              <Button size="small" onPress={() => openDialog('schedule')}>
                {say('Change schedule')}
              </Button>
            )}
          </div>
        </div>
        <WhenThingsGoWrong />
        {!readOnly && <FirstFlow select={select} />}
      </div>
    </>
  )
}

/** Closed until somebody asks: few flows need another answer than ours. */
function WhenThingsGoWrong() {
  const [asked, setAsked] = useState(false)
  useFetchAhead(DeliverySettings.preload)
  return (
    <details className={css.delivery} onToggle={event => setAsked(asked || event.currentTarget.open)}>
      <summary>{say('When things go wrong')}</summary>
      {asked && <DeliverySettings gap={<Skeleton />} />}
    </details>
  )
}
