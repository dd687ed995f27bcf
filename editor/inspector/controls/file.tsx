import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useContext, useEffect, useState } from 'react'
import type { Uploads } from '../../../server/api/uploads.ts'
import { api } from '../../api.ts'
import { useFlow } from '../../document/hooks.ts'
import { askTables } from '../../queries.ts'
import { Button } from '../../ui/Button.tsx'
import { Confirm } from '../../ui/Dialog.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { toast } from '../../ui/Toasts.tsx'
import { CalledContext } from '../../ui/ToStep.tsx'
import { locale, say } from '../../words/words.ts'
import { Field } from '../Field.tsx'
import { Choice } from '../form/Choice.tsx'
import { FileDrop } from '../form/FileDrop.tsx'
import css from '../form/file-drop.module.css'
import { sizeOf } from '../form/file-size.ts'
import { type ControlProps, useSettingsStep } from '../step-context.ts'

const READ_FIRST_MS = 2_000
/** Why nothing could be read of a file that has no model behind it yet, which would say so itself. */
function Unread({ path, at }: { path: string; at: string | undefined }) {
  const { step } = useSettingsStep()
  const { id, document } = useFlow()
  const [read, setRead] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setRead(path), READ_FIRST_MS)
    return () => clearTimeout(timer)
  }, [path])
  const alone = !document.edges.some(edge => edge.from === step.id)
  const { error, refetch } = useQuery({
    queryKey: ['tables of', id, step.id, path, at],
    queryFn: ({ signal }) => askTables(id, { document, node: step.id }, signal),
    // Whoever puts the model behind it reads the file first; two readers at once would make both late.
    enabled: alone && read === path,
    retry: false,
  })
  const called = useContext(CalledContext)
  // Its settings are open: there is no way to go.
  const here = (who: string) => (who === step.id ? { name: called(who).name } : called(who))
  return <CalledContext value={here}>{alone && <ErrorNote error={error} onRetry={() => void refetch()} />}</CalledContext>
}

/** A file on the server: one of those uploaded, a new one, or a path typed as before. */
export function Control({ property, value, set, problems, readOnly }: ControlProps) {
  const cache = useQueryClient()
  const { data, error, refetch } = useQuery({ queryKey: ['uploads'], queryFn: () => api<Uploads>('/api/uploads') })
  const [deleting, setDeleting] = useState(false)
  const chosen = data?.files.find(file => file.path === value)
  const remove = useMutation({
    mutationFn: (name: string) => api(`/api/uploads/${encodeURIComponent(name)}?used=true`, { method: 'DELETE' }),
    onSuccess: (_, name) => {
      toast(say('Deleted {name}', { name }))
      setDeleting(false)
      void cache.invalidateQueries({ queryKey: ['uploads'] })
    },
  })
  return (
    <Field help={property.help} problems={problems}>
      <Choice
        label={property.title}
        options={(data?.files ?? []).map(({ path, name, bytes, at }) => ({
          id: path,
          title: name,
          detail: `${sizeOf(bytes)}, ${new Date(at).toLocaleString(locale)}`,
        }))}
        value={typeof value === 'string' ? value : null}
        onChange={next => set(next ?? undefined)}
        placeholder={say('Choose, or type a path')}
        missing={property.required && !value}
        free
        mono
        readOnly={readOnly}
      />
      {chosen && !readOnly && (
        <div className={css.chosen}>
          <span>{say('Uploaded {when}, {size}', { when: new Date(chosen.at).toLocaleString(locale), size: sizeOf(chosen.bytes) })}</span>
          <Button size="small" variant="quiet" onPress={() => void refetch().then(() => setDeleting(true))}>
            {say('Delete {name}', { name: chosen.name })}
          </Button>
        </div>
      )}
      {!readOnly && data && <FileDrop endings={data.endings} names={data.files.map(file => file.name)} onKept={({ path }) => set(path)} />}
      <ErrorNote error={error ?? remove.error} />
      {typeof value === 'string' && value !== '' && <Unread path={value} at={chosen?.at} />}
      {chosen && (
        <Confirm
          isOpen={deleting}
          onClose={() => setDeleting(false)}
          act={say('Delete {name}', { name: chosen.name })}
          pending={remove.isPending}
          onConfirm={() => remove.mutate(chosen.name)}
        >
          <p>
            {say('It is gone for good.')}{' '}
            {chosen.flows.length
              ? say('Read by: {flows}.', { flows: chosen.flows.map(flow => flow.name).join(', ') })
              : say('No flow reads it.')}
          </p>
        </Confirm>
      )}
    </Field>
  )
}
