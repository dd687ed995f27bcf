import { useQueryClient } from '@tanstack/react-query'
import { EllipsisVertical } from 'lucide-react'
import { useState } from 'react'
import type { FlowSummary } from '../../server/api/payloads.ts'
import { copyOf } from '../document/copy.ts'
import { exportFlow, flowOptions, useCreateFlow, useDeleteFlow, usePause, useStartRun } from '../queries.ts'
import { pauseWords } from '../runs/paused-words.ts'
import { runPath } from '../runs/RunsTable.tsx'
import { Confirm } from '../ui/Dialog.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { useGo } from '../ui/Link.tsx'
import { Menu } from '../ui/Menu.tsx'
import { toast, toastError } from '../ui/Toasts.tsx'
import { say } from '../words/words.ts'
import { download } from './download.ts'

/** What can be done with a flow from the list. Open as soon as it is there: it comes when its button was pressed. */
export function FlowMenu({ flow }: { flow: FlowSummary }) {
  const go = useGo()
  const [asking, setAsking] = useState(false)
  const start = useStartRun(flow.id)
  const pause = usePause(flow.id)
  const remove = useDeleteFlow()
  const create = useCreateFlow()
  const cache = useQueryClient()
  const save = (format: 'json' | 'yaml') => exportFlow(flow.id, format).then(text => download(`${flow.name}.${format}`, text), toastError)
  const duplicate = () =>
    cache.fetchQuery(flowOptions(flow.id)).then(({ document }) => {
      create.mutate({ document: copyOf(document) }, { onSuccess: made => go(`/flows/${encodeURIComponent(made.id)}`), onError: toastError })
    }, toastError)
  const run = () => start.mutate({}, { onSuccess: started => go(runPath(started)), onError: toastError })
  return (
    <>
      <Menu
        open
        name={say('Actions for {name}', { name: flow.name })}
        items={[
          { id: 'runs', text: say('Show runs'), onAction: () => go(`/flows/${encodeURIComponent(flow.id)}/runs`) },
          { id: 'run', text: say('Run now'), onAction: run, disabled: flow.live === null },
          {
            id: 'pause',
            text: flow.paused ? say('Resume schedule') : say('Pause schedule'),
            onAction: () => void pause.mutateAsync(!flow.paused).then(now => toast(pauseWords(now)), toastError),
            disabled: flow.live === null,
          },
          null,
          { id: 'duplicate', text: say('Duplicate flow'), onAction: () => void duplicate() },
          { id: 'json', text: say('Export as JSON'), onAction: () => void save('json') },
          { id: 'yaml', text: say('Export as YAML'), onAction: () => void save('yaml') },
          null,
          { id: 'delete', text: say('Delete flow'), danger: true, onAction: () => setAsking(true) },
        ]}
      >
        <IconButton autoFocus name={say('More actions for {name}', { name: flow.name })}>
          <EllipsisVertical />
        </IconButton>
      </Menu>
      <Confirm
        isOpen={asking}
        onClose={() => setAsking(false)}
        act={say('Delete flow')}
        pending={remove.isPending}
        onConfirm={() =>
          // By the promise: the list may know before the answer is there, and takes this menu away with the flow.
          void remove.mutateAsync(flow.id).then(() => {
            setAsking(false)
            toast(say('Deleted {name}.', { name: flow.name }))
          }, toastError)
        }
      >
        <p>
          {say(
            '"{name}" goes, with its versions and its runs. What it sent stays with the platforms. Export it first if you may want it back.',
            { name: flow.name },
          )}
        </p>
      </Confirm>
    </>
  )
}
