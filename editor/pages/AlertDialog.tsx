import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type * as z from 'zod'
import type { Alerts } from '../../server/api/alerts.ts'
import { api } from '../api.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { RadioGroup } from '../ui/RadioGroup.tsx'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/Toasts.tsx'
import { say } from '../words/words.ts'
import { FIELDS, freeId, type Kind, lacking, settingsOf, type Typed } from './alert-form.ts'

type Channel = z.infer<typeof Alerts>['channels'][number]

/** Adds or changes a channel. What is stored is sealed and never comes back; left empty, it stays. */
export function AlertDialog({ stored, taken, onClose }: { stored: Channel | null; taken: readonly Channel[]; onClose: () => void }) {
  const cache = useQueryClient()
  const [kind, setKind] = useState<Kind>(stored?.kind ?? 'email')
  const [name, setName] = useState(stored?.name ?? '')
  const [typed, setTyped] = useState<Typed>({})
  const [tried, setTried] = useState(false)
  const called = name.trim()
  const lacks = lacking(kind, typed, stored !== null)
  const save = useMutation({
    mutationFn: () => {
      const id =
        stored?.id ??
        freeId(
          called,
          taken.map(channel => channel.id),
        )
      return api(`/api/alerts/channels/${id}`, { method: 'PUT', body: { kind, name: called, settings: settingsOf(kind, typed) } })
    },
    onSuccess: () => {
      toast(say('Saved {called}. Send a test to see that it arrives.', { called }))
      void cache.invalidateQueries({ queryKey: ['alerts'] })
      onClose()
    },
  })
  const submit = () => {
    setTried(true)
    if (called && lacks.length === 0) save.mutate()
  }
  return (
    <FormDialog
      title={stored ? say('Edit {name}', { name: stored.name }) : say('Add alert channel')}
      submit={say('Save channel')}
      onSubmit={submit}
      onClose={onClose}
      pending={save.isPending}
    >
      {!stored && (
        <RadioGroup
          label={say('How you want to hear of it')}
          value={kind}
          onChange={to => setKind(to as Kind)}
          options={[
            { id: 'email', text: say('Email') },
            { id: 'address', text: say('Webhook'), help: say('Slack, or any address that takes JSON') },
          ]}
        />
      )}
      <TextField
        label={say('Name')}
        description={say('What you call it here.')}
        value={name}
        onChange={setName}
        isRequired
        validationBehavior="aria"
        maxLength={64}
        error={tried && !called ? say('Name is needed.') : undefined}
        autoComplete="off"
      />
      {FIELDS[kind].map(({ key, title, help, optional }) => (
        <TextField
          key={key}
          label={title}
          description={help}
          value={typed[key] ?? ''}
          onChange={value => setTyped(before => ({ ...before, [key]: value }))}
          isRequired={!optional && !stored}
          validationBehavior="aria"
          maxLength={2000}
          error={tried && lacks.includes(key) ? say('{title} is needed.', { title }) : undefined}
          autoComplete="off"
          spellCheck="false"
          data
          {...(stored && { placeholder: say('Stored. Type to replace it') })}
        />
      ))}
      <ErrorNote error={save.error} />
    </FormDialog>
  )
}
