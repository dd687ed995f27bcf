import { EllipsisVertical } from 'lucide-react'
import { useState } from 'react'
import type { FlowSummary } from '../../server/api/payloads.ts'
import { ToneMark } from '../runs/Result.tsx'
import { Ribbon } from '../runs/Ribbon.tsx'
import { runPath } from '../runs/RunsTable.tsx'
import { draftWords, health, lastResult, nextRunWords } from '../runs/words.ts'
import { useFetchAhead } from '../ui/fetch-ahead.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { Link } from '../ui/Link.tsx'
import { later } from '../ui/later.tsx'
import { Head, Table } from '../ui/Table.tsx'
import { say } from '../words/words.ts'
import style from './FlowsPage.module.css'

const FlowMenu = later(() => import('./FlowMenu.tsx').then(m => m.FlowMenu))

/** The table `Flows`: how each is doing, in words. */
export function FlowTable({ flows, now }: { flows: readonly FlowSummary[]; now: number }) {
  useFetchAhead(FlowMenu.preload)
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
        <LateMenu flow={flow} />
      </td>
    </tr>
  )
}

/** The button is there at once; the menu's scripts come ahead of a press or with it: nobody waits for them to see the flows. */
function LateMenu({ flow }: { flow: FlowSummary }) {
  const [pressed, setPressed] = useState(false)
  const button = (
    <IconButton name={say('More actions for {name}', { name: flow.name })} onPress={() => setPressed(true)}>
      <EllipsisVertical />
    </IconButton>
  )
  if (!pressed) return button
  return <FlowMenu flow={flow} gap={button} />
}
