import { EllipsisVertical } from 'lucide-react'
import { useState } from 'react'
import type { FlowSummary } from '../../server/api/payloads.ts'
import { exportFlow, useDeleteFlow, usePause, useStartRun } from '../queries.ts'
import { ToneMark } from '../runs/Result.tsx'
import { Ribbon } from '../runs/Ribbon.tsx'
import { runPath } from '../runs/RunsTable.tsx'
import { draftWords, health, lastResult, nextRunWords } from '../runs/words.ts'
import { Confirm } from '../ui/Dialog.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { Link, useGo } from '../ui/Link.tsx'
import { Menu } from '../ui/Menu.tsx'
import { Head, Table } from '../ui/Table.tsx'
import { toast, toastError } from '../ui/Toasts.tsx'
import { say } from '../words/words.ts'
import { download } from './download.ts'
import style from './FlowsPage.module.css'

/** The table `Flows`: how each is doing, in words. */
export function FlowTable({ flows, now }: { flows: readonly FlowSummary[]; now: number }) {
  return (
    <Table
      name={say('Flows')}
      className={style.table!}
      head={
        <>
          <Head>{say('Name')}</Head>
          <th scope="col" className={style.wide}>
            {say('Health')}
          </th>
          <th scope="col" className={style.wide}>
            {say('Next run')}
          </th>
          <th scope="col" className={style.wide}>
            {say('Last result')}
          </th>
          <th scope="col">{say('Actions')}</th>
        </>
      }
    >
      {flows.map(flow => (
        <FlowRow key={flow.id} flow={flow} now={now} />
      ))}
    </Table>
  )
}

function FlowRow({ flow, now }: { flow: FlowSummary; now: number }) {
  const state = health(flow)
  const draft = draftWords(flow)
  const mark = <ToneMark tone={state.tone}>{state.words}</ToneMark>
  const last = flow.lastRun ? (
    <Link href={runPath(flow.lastRun)}>{lastResult(flow.lastRun, now)}</Link>
  ) : (
    <span className={style.sub}>{lastResult(null, now)}</span>
  )
  return (
    <tr>
      <th scope="row">
        <div className={style.name}>
          <Link href={`/flows/${encodeURIComponent(flow.id)}`}>{flow.name}</Link>
          {draft !== state.words && (
            <span className={style.sub} data-draft={flow.draftChanges > 0 ? '' : undefined}>
              {draft}
            </span>
          )}
        </div>
        <div className={style.narrow}>
          {mark}
          <span>{last}</span>
          <span className={style.sub}>{say('Next run: {nextRunWords}', { nextRunWords: nextRunWords(flow, now) })}</span>
        </div>
      </th>
      <td className={style.wide}>{mark}</td>
      <td className={style.wide}>{nextRunWords(flow, now)}</td>
      <td className={style.wide}>
        <div className={style.last}>
          <Ribbon run={flow.lastRun} />
          {last}
        </div>
      </td>
      <td className={style.menu}>
        <FlowMenu flow={flow} />
      </td>
    </tr>
  )
}

function FlowMenu({ flow }: { flow: FlowSummary }) {
  const go = useGo()
  const [asking, setAsking] = useState(false)
  const start = useStartRun(flow.id)
  const pause = usePause(flow.id)
  const remove = useDeleteFlow()
  const save = (format: 'json' | 'yaml') => exportFlow(flow.id, format).then(text => download(`${flow.name}.${format}`, text), toastError)
  const run = () => start.mutate({}, { onSuccess: started => go(runPath(started)), onError: toastError })
  return (
    <>
      <Menu
        name={say('Actions for {name}', { name: flow.name })}
        items={[
          { id: 'runs', text: say('Show runs'), onAction: () => go(`/flows/${encodeURIComponent(flow.id)}/runs`) },
          { id: 'run', text: say('Run now'), onAction: run, disabled: flow.live === null },
          {
            id: 'pause',
            text: flow.paused ? say('Resume schedule') : say('Pause schedule'),
            onAction: () => pause.mutate(!flow.paused, { onError: toastError }),
            disabled: flow.live === null,
          },
          null,
          { id: 'json', text: say('Export as JSON'), onAction: () => void save('json') },
          { id: 'yaml', text: say('Export as YAML'), onAction: () => void save('yaml') },
          null,
          { id: 'delete', text: 'Delete flow', danger: true, onAction: () => setAsking(true) },
        ]}
      >
        <IconButton name={say('More actions for {name}', { name: flow.name })}>
          <EllipsisVertical />
        </IconButton>
      </Menu>
      <Confirm
        isOpen={asking}
        onClose={() => setAsking(false)}
        act="Delete flow"
        pending={remove.isPending}
        onConfirm={() =>
          remove.mutate(flow.id, {
            onSuccess: () => {
              setAsking(false)
              toast(say('Deleted {name}.', { name: flow.name }))
            },
            onError: toastError,
          })
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
