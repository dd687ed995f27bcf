import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import type * as z from 'zod'
import type { Alerts, ChannelTest } from '../../server/api/alerts.ts'
import { api } from '../api.ts'
import { Button } from '../ui/Button.tsx'
import { Confirm } from '../ui/Dialog.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { SkeletonRows } from '../ui/Skeleton.tsx'
import { toast } from '../ui/Toasts.tsx'
import { say } from '../words/words.ts'
import { AlertDialog } from './AlertDialog.tsx'
import style from './AlertsSection.module.css'
import attention from './Attention.module.css'
import { Incidents, useAlerts } from './Attention.tsx'
import { KIND_WORDS } from './alert-form.ts'
import { Section } from './Page.tsx'

type Channel = z.infer<typeof Alerts>['channels'][number]
const path = (id: string) => `/api/alerts/channels/${encodeURIComponent(id)}`

/** Who is told when something is amiss, whether that works, and what is amiss now. */
export function AlertsSection() {
  const { data, error, refetch } = useAlerts()
  const [editing, setEditing] = useState<{ stored: Channel | null } | null>(null)
  return (
    <Section title={say('Alerts')}>
      <p className={style.note}>
        {say(
          'Tributary writes when something begins to need you, and once more when it is over: a failed run, a refused token, an unknown outcome, silence, a full disk.',
        )}
      </p>
      {error && !data && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonRows rows={2} name={say('Loading alerts')} />}
      {data?.channels.length === 0 && (
        <p>{say('Nobody is told yet. Add an email address or a webhook, so that you need not look here.')}</p>
      )}
      {data && data.channels.length > 0 && (
        <ul aria-label={say('Who is told')} className={style.channels}>
          {data.channels.map(channel => (
            <li key={channel.id} className={style.channel}>
              <ChannelCard channel={channel} onEdit={() => setEditing({ stored: channel })} />
            </li>
          ))}
        </ul>
      )}
      {data && (
        <div>
          <Button onPress={() => setEditing({ stored: null })}>
            <Plus aria-hidden />
            {say('Add alert channel')}
          </Button>
        </div>
      )}
      {data && (
        <div className={style.now}>
          <h3 id="amiss-now">{say('Needs attention now')}</h3>
          {data.open.length === 0 ? (
            <p>{say('Nothing. All is well.')}</p>
          ) : (
            <ul aria-labelledby="amiss-now" className={attention.list}>
              <Incidents open={data.open} />
            </ul>
          )}
        </div>
      )}
      {editing && <AlertDialog stored={editing.stored} taken={data?.channels ?? []} onClose={() => setEditing(null)} />}
    </Section>
  )
}

function ChannelCard({ channel, onEdit }: { channel: Channel; onEdit: () => void }) {
  const { name, kind, place, fixed, failed } = channel
  return (
    <>
      <h3>{name}</h3>
      <p>
        {say('{value} to', { value: KIND_WORDS[kind] })} <code>{place}</code>
      </p>
      {fixed && <p className={style.note}>{say('Named in the environment of the server, and changed there.')}</p>}
      {failed && <p className={style.failed}>{say('The last alert was not taken: {failed}', { failed })}</p>}
      <Tester channel={channel} />
      {!fixed && (
        <div className={style.acts}>
          <Button size="small" variant="quiet" aria-label={say('Edit {name}', { name })} onPress={onEdit}>
            {say('Edit')}
          </Button>
          <Remover channel={channel} />
        </div>
      )}
    </>
  )
}

/** Sends a test and says in words whether it was taken. */
function Tester({ channel: { id, name } }: { channel: Channel }) {
  const test = useMutation({ mutationFn: () => api<z.infer<typeof ChannelTest>>(`${path(id)}/test`, { method: 'POST' }) })
  return (
    <div className={style.test}>
      <Button size="small" pending={test.isPending} aria-label={say('Send a test to {name}', { name })} onPress={() => test.mutate()}>
        {test.isPending ? say('Sending…') : say('Send a test')}
      </Button>
      <div role="status" aria-label={say('Test of {name}', { name })}>
        {test.data && (
          <p className={style.verdict} data-ok={test.data.ok}>
            {test.data.ok
              ? say('It was taken. Look whether it arrived.')
              : say('It was not taken. {message}', { message: test.data.message })}
          </p>
        )}
      </div>
      <ErrorNote error={test.error} />
    </div>
  )
}

function Remover({ channel: { id, name } }: { channel: Channel }) {
  const cache = useQueryClient()
  const [asking, setAsking] = useState(false)
  const remove = useMutation({
    mutationFn: () => api(path(id), { method: 'DELETE' }),
    onSuccess: () => {
      setAsking(false)
      toast(say('Removed {name}.', { name }))
      void cache.invalidateQueries({ queryKey: ['alerts'] })
    },
  })
  return (
    <>
      <Button size="small" variant="quiet" aria-label={say('Remove {name}', { name })} onPress={() => setAsking(true)}>
        {say('Remove')}
      </Button>
      <Confirm
        isOpen={asking}
        onClose={() => setAsking(false)}
        act={say('Remove {name}', { name })}
        pending={remove.isPending}
        onConfirm={() => remove.mutate()}
      >
        <p>{say('It hears nothing more. Its address is erased from this server.')}</p>
        <ErrorNote error={remove.error} />
      </Confirm>
    </>
  )
}
