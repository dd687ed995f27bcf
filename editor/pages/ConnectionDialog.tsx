import { Fragment, useState } from 'react'
import type { Catalogue } from '../../server/api/catalogue.ts'
import { type Connection, useSaveConnection } from '../queries.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { Select } from '../ui/Select.tsx'
import { Switch } from '../ui/Switch.tsx'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/Toasts.tsx'
import { say } from '../words/words.ts'
import { ConnectionChoices } from './ConnectionChoices.tsx'
import style from './ConnectionsPage.module.css'
import { ConnectionTester } from './ConnectionTester.tsx'
import { type ConnectionField, fieldsOf, freeName, missing, NAME, settingsOf, startingText } from './connection-form.ts'
import { SetupScript } from './SetupScript.tsx'

/** What the dialog is about: a stored connection, or a new one, perhaps of a given kind. */
export interface Editing {
  stored: Connection | null
  kind?: string
  /** What the new one is to be called, where a flow waits for it. */
  name?: string
}
export interface ConnectionDialogProps {
  editing: Editing
  catalogue: Catalogue
  /** Names in use. */
  taken: readonly string[]
  onClose: () => void
  /** Hears the name that was saved. */
  onSaved?: (name: string) => void
}

/** Adds or changes a connection; the form is drawn from the kind's own schema. */
export function ConnectionDialog({
  editing: { stored, kind: given, name: wanted },
  catalogue,
  taken,
  onClose,
  onSaved,
}: ConnectionDialogProps) {
  const kinds = catalogue.kinds.filter(k => k.connection)
  const [kindId, setKind] = useState(stored?.kind ?? given ?? kinds[0]?.id ?? '')
  const kind = kinds.find(k => k.id === kindId)
  const fields = kind?.connection ? fieldsOf(kind.connection) : []
  const [typed, setTyped] = useState(() => startingText(fields, stored?.settings))
  const [name, setName] = useState(stored?.name ?? wanted ?? freeName(kindId, taken))
  const [tried, setTried] = useState(false)
  const save = useSaveConnection()
  const lacking = missing(fields, typed, stored !== null)
  const nameError =
    stored || NAME.test(name)
      ? !stored && taken.includes(name)
        ? say('Another connection has this name.')
        : undefined
      : say('Use 1 to 64 letters, digits, spaces, dots, dashes or underscores.')
  const choose = (id: string) => {
    setKind(id)
    setName(wanted ?? freeName(id, taken))
    setTyped(startingText(fieldsOf(kinds.find(k => k.id === id)?.connection ?? {}), undefined))
  }
  const complete = () => {
    setTried(true)
    return lacking.length === 0 && !nameError
  }
  const submit = () => {
    if (!complete()) return
    save.mutate(
      { name, kind: kindId, settings: settingsOf(fields, typed) },
      {
        onSuccess: () => {
          toast(say('Saved {name}.', { name }))
          onSaved?.(name)
          onClose()
        },
      },
    )
  }
  const change = (key: string) => (value: string) => setTyped(before => ({ ...before, [key]: value }))
  const field = (f: ConnectionField) => (
    <Fragment key={f.key}>
      <FieldInput
        field={f}
        kept={stored !== null}
        value={typed[f.key] ?? ''}
        onChange={change(f.key)}
        missing={tried && lacking.includes(f.key)}
      />
      {f.listed && (
        <ConnectionChoices
          title={f.title}
          value={typed[f.key] ?? ''}
          onChange={change(f.key)}
          asked={() => ({ name, kind: kindId, settings: settingsOf(fields, typed) })}
        />
      )}
    </Fragment>
  )
  return (
    <FormDialog
      title={stored ? say('Edit {name}', { name: stored.name }) : say('Add connection')}
      submit={say('Save connection')}
      onSubmit={submit}
      onClose={onClose}
      pending={save.isPending}
    >
      {!stored && (
        <Select
          label={say('Kind of connection')}
          value={kindId}
          onChange={choose}
          options={kinds.map(({ id, title, summary }) => ({ id, text: title, help: summary }))}
        />
      )}
      {!stored && (
        <TextField
          label={say('Name')}
          value={name}
          onChange={setName}
          error={tried ? nameError : undefined}
          description={say('What flows call it. It cannot be changed later.')}
          autoComplete="off"
        />
      )}
      {kind?.setup && <SetupScript setup={kind.setup} />}
      {fields.filter(f => !f.advanced).map(field)}
      {fields.some(f => f.advanced) && (
        <details className={style.more}>
          <summary>{say('More settings')}</summary>
          <div>{fields.filter(f => f.advanced).map(field)}</div>
        </details>
      )}
      {stored?.simulated && <p>{say('It talks to the simulator on this server. Saving other settings makes it real.')}</p>}
      <ErrorNote error={save.error} />
      <ConnectionTester name={name} typed={() => (complete() ? { kind: kindId, settings: settingsOf(fields, typed) } : null)} />
    </FormDialog>
  )
}

function FieldInput({
  field,
  value,
  onChange,
  missing: lacks,
  kept,
}: {
  field: ConnectionField
  value: string
  onChange: (value: string) => void
  missing: boolean
  kept: boolean
}) {
  if (field.type === 'boolean')
    return (
      <Switch isSelected={value === 'true'} onChange={on => onChange(String(on))}>
        {field.title}
      </Switch>
    )
  if (field.type === 'choice')
    return <Select label={field.title} description={field.description} value={value || null} onChange={onChange} options={field.choices} />
  return (
    <TextField
      label={field.title}
      description={field.description}
      value={value}
      onChange={onChange}
      isRequired={field.required && !(field.secret && kept)}
      validationBehavior="aria"
      error={lacks ? say('{title} is needed.', { title: field.title }) : undefined}
      {...(field.secret
        ? { type: 'password' as const, autoComplete: 'new-password', ...(kept ? { placeholder: say('Stored. Type to replace it') } : {}) }
        : { autoComplete: 'off' })}
      {...(field.type === 'number' ? { inputMode: 'numeric' as const } : {})}
    />
  )
}
