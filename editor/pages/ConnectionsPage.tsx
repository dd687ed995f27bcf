import { useQueryClient } from '@tanstack/react-query'
import { EllipsisVertical, Plus } from 'lucide-react'
import { useState } from 'react'
import type { Catalogue } from '../../server/api/catalogue.ts'
import { type Connection, keys, useCatalogue, useConnections, useDeleteConnection, useFlows } from '../queries.ts'
import { Button } from '../ui/Button.tsx'
import { Confirm } from '../ui/Dialog.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { Link } from '../ui/Link.tsx'
import { Menu } from '../ui/Menu.tsx'
import { Tag } from '../ui/Pill.tsx'
import { SkeletonRows } from '../ui/Skeleton.tsx'
import { toast } from '../ui/Toasts.tsx'
import { say } from '../words/words.ts'
import { ConnectionDialog, type Editing } from './ConnectionDialog.tsx'
import style from './ConnectionsPage.module.css'
import { ConnectionTester } from './ConnectionTester.tsx'
import { Page } from './Page.tsx'

/** Accounts and databases that flows use: added, tried, changed, removed. Secrets go in and never come out. */
export function ConnectionsPage({ edit }: { edit: string | undefined }) {
  const connections = useConnections()
  const known = useCatalogue()
  const { data: catalogue } = known
  // What a connection has is named by the catalogue: without it, a card would show the keys of its settings.
  const data = catalogue && connections.data
  const error = (!connections.data && connections.error) || (!catalogue && known.error)
  const retry = () => void Promise.all([connections, known].map(asked => asked.refetch()))
  const [editing, setEditing] = useState<Editing | null>(null)
  // A link led to this one: its form is open, once.
  const [led, setLed] = useState(edit)
  const asked = led === undefined ? undefined : data?.find(({ name }) => name === led)
  if (asked) {
    setLed(undefined)
    setEditing({ stored: asked })
  }
  const add = () => setEditing({ stored: null })
  return (
    <Page
      title={say('Connections')}
      lead={say('Accounts and databases that your flows read from and send to.')}
      actions={
        <Button variant="primary" onPress={add} isDisabled={!catalogue}>
          <Plus aria-hidden />
          {say('Add connection')}
        </Button>
      }
    >
      {error && <ErrorNote error={error} onRetry={retry} />}
      {!data && !error && <SkeletonRows rows={3} name={say('Loading connections')} />}
      {data?.length === 0 && (
        <EmptyState>{say('No connections yet. Sample data and the Test inbox need none; a database or an ad platform does.')}</EmptyState>
      )}
      {data && data.length > 0 && (
        <ul aria-label={say('Connections')} className={style.list}>
          {data.map(connection => (
            <li key={connection.name} className={style.item}>
              <ConnectionCard connection={connection} catalogue={catalogue} onEdit={() => setEditing({ stored: connection })} />
            </li>
          ))}
        </ul>
      )}
      {editing && catalogue && (
        <ConnectionDialog editing={editing} catalogue={catalogue} taken={data?.map(c => c.name) ?? []} onClose={() => setEditing(null)} />
      )}
    </Page>
  )
}

function ConnectionCard({
  connection,
  catalogue,
  onEdit,
}: {
  connection: Connection
  catalogue: Catalogue | undefined
  onEdit: () => void
}) {
  const kind = catalogue?.kinds.find(k => k.id === connection.kind)
  const shown = Object.entries(connection.settings).filter(([, value]) => value !== null && typeof value !== 'object')
  const titles = (kind?.connection?.properties ?? {}) as Record<string, { title?: string }>
  return (
    <>
      <div className={style.head}>
        <h2>{connection.name}</h2>
        <span className={style.kind}>{kind?.title ?? connection.kind}</span>
        {connection.simulated && <Tag tone="run">{say('Simulator on this server')}</Tag>}
        <ConnectionMenu connection={connection} onEdit={onEdit} />
      </div>
      <dl className={style.settings}>
        {shown.map(([key, value]) => (
          <div key={key}>
            <dt>{titles[key]?.title ?? key}</dt>
            <dd>
              <code>{String(value)}</code>
            </dd>
          </div>
        ))}
      </dl>
      <p className={style.used}>
        {connection.usedBy.length === 0 ? say('No flow uses it.') : say('Used by {usedBy}.', { usedBy: connection.usedBy.join(', ') })}
      </p>
      <ConnectionTester name={connection.name} setup={kind?.setup} />
    </>
  )
}

function ConnectionMenu({ connection: { name, usedBy }, onEdit }: { connection: Connection; onEdit: () => void }) {
  const [asking, setAsking] = useState(false)
  const remove = useDeleteConnection()
  const cache = useQueryClient()
  const flows = useFlows().data?.filter(flow => usedBy.includes(flow.name)) ?? []
  const ask = () => {
    remove.reset()
    setAsking(true)
  }
  const readAgain = () => {
    for (const queryKey of [keys.connections, keys.flows]) void cache.invalidateQueries({ queryKey })
  }
  const done = () => {
    setAsking(false)
    toast(say('Deleted {name}.', { name }))
  }
  return (
    <div className={style.menu}>
      <Button size="small" onPress={onEdit} aria-label={say('Edit {name}', { name })}>
        {say('Edit')}
      </Button>
      <Menu
        name={say('Actions for {name}', { name })}
        items={[{ id: 'delete', text: say('Delete connection'), danger: true, onAction: ask }]}
      >
        <IconButton name={say('More actions for {name}', { name })} size="small">
          <EllipsisVertical />
        </IconButton>
      </Menu>
      <Confirm
        isOpen={asking}
        onClose={() => setAsking(false)}
        act={say('Delete {name}', { name })}
        blocked={usedBy.length > 0}
        pending={remove.isPending}
        // A flow may have begun to use it since this page was read.
        onConfirm={() => remove.mutate(name, { onSuccess: done, onError: readAgain })}
      >
        <p>
          {usedBy.length > 0
            ? say('It is used by {usedBy}. Choose another connection there first.', { usedBy: usedBy.join(', ') })
            : say('Its secrets are erased from this server.')}
        </p>
        {usedBy.length > 0 && flows.length > 0 && (
          <ul aria-label={say('Flows that use it')} className={style.users}>
            {flows.map(flow => (
              <li key={flow.id}>
                <Link href={`/flows/${encodeURIComponent(flow.id)}`}>{say('Open {name}', { name: flow.name })}</Link>
              </li>
            ))}
          </ul>
        )}
        <ErrorNote error={remove.error} />
      </Confirm>
    </div>
  )
}
