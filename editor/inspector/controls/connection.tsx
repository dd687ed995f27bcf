import { useId, useState } from 'react'
import { announce } from '../../announce/announce.ts'
import { useReadOnly } from '../../document/hooks.ts'
import { useCatalogue, useConnections, useTestConnection } from '../../queries.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { later } from '../../ui/later.tsx'
import { toast } from '../../ui/Toasts.tsx'
import { say } from '../../words/words.ts'
import { ConnectionSteps } from '../ConnectionSteps.tsx'
import { Field } from '../Field.tsx'
import { Choice } from '../form/Choice.tsx'
import css from '../inspector.module.css'
import { type ControlProps, useSettingsStep } from '../step-context.ts'

const ConnectionDialog = later(() => import('../../pages/ConnectionDialog.tsx').then(m => m.ConnectionDialog))

/** A saved connection of this kind: choose one, make one, test it. */
export function Control({ property, value, set, problems, readOnly }: ControlProps) {
  const { kind } = useSettingsStep()
  const { data: connections } = useConnections()
  const { data: catalogue } = useCatalogue()
  const looking = useReadOnly()
  const [making, setMaking] = useState(false)
  const test = useTestConnection()
  const chosen = typeof value === 'string' ? value : null
  const lacking = chosen !== null && connections !== undefined && !connections.some(connection => connection.name === chosen)
  const ours = (connections ?? []).filter(connection => connection.kind === kind.id)
  return (
    <Field help={property.help} problems={problems}>
      <Choice
        label={kind.role === 'destination' ? say('Account') : property.title}
        options={ours.map(({ name, simulated }) => ({
          id: name,
          title: name,
          ...(simulated && { detail: say('Talks to the simulator on this server') }),
        }))}
        value={chosen}
        onChange={name => {
          test.reset()
          set(name ?? undefined)
        }}
        placeholder={ours.length > 0 ? say('Choose a connection') : say('No connection yet')}
        missing={!chosen}
        readOnly={readOnly}
      />
      {!looking && (
        <div className={css.row}>
          <Button size="small" onPress={() => setMaking(true)}>
            {say('New connection')}
          </Button>
          <Tester connection={lacking ? null : chosen} test={test} />
        </div>
      )}
      <ErrorNote error={test.error} />
      {test.data && <ConnectionSteps result={test.data} />}
      {making && catalogue && (
        <ConnectionDialog
          editing={{ stored: null, kind: kind.id, ...(lacking && { name: chosen }) }}
          catalogue={catalogue}
          taken={(connections ?? []).map(c => c.name)}
          onClose={() => setMaking(false)}
          onSaved={name => set(name)}
        />
      )}
    </Field>
  )
}

/** Always there; without a connection to test it says so. */
function Tester({ connection, test }: { connection: string | null; test: ReturnType<typeof useTestConnection> }) {
  const id = useId()
  const why = say('Choose a connection or make one first. There is nothing to test yet.')
  if (connection !== null)
    return (
      <Button size="small" pending={test.isPending} onPress={() => test.mutate(connection)}>
        {say('Test connection')}
      </Button>
    )
  const tell = () => {
    toast(why)
    announce(why)
  }
  return (
    <>
      <Button size="small" aria-disabled="true" aria-describedby={id} onPress={tell}>
        {say('Test connection')}
      </Button>
      <span id={id} hidden>
        {why}
      </span>
    </>
  )
}
