import { memo, useRef, useState } from 'react'
import { Button, Link } from 'react-aria-components'
import type { Problem } from '../../runtime/contract.ts'
import type { Flow } from '../../runtime/flow.ts'
import type { Catalogue } from '../../server/api/catalogue.ts'
import { openDialog, showTab } from '../commands/stage.ts'
import { useFlow } from '../document/hooks.ts'
import { samplePreview, usePreviewState } from '../preview/use-preview.ts'
import { useProblems } from '../problems/use-check.ts'
import { useCatalogue, useConnections, useFlowDetail } from '../queries.ts'
import { useTestsSent } from '../testevent/tests-sent.ts'
import { say } from '../words/words.ts'
import css from './inspector.module.css'

interface Todo {
  title: string
  done: boolean
  go(): void
}
const CLOSED = 'tributary.first-flow.closed'

/** What is left to do until a flow runs by itself; each line leads to its place and ticks itself. */
export function FirstFlow({ select }: { select(nodes: readonly string[]): void }) {
  const { id, document } = useFlow()
  const { data: catalogue } = useCatalogue()
  const { data: connections } = useConnections()
  const { data: stored } = useFlowDetail(id)
  const problems = useProblems()
  const sampled = usePreviewState(
    s => s.flow === id && (s.answer?.paths.some(path => path.nodes.some(({ rows }) => rows.length > 0)) ?? false),
  )
  const tested = useTestsSent(s => s.flows.includes(id))
  const [closed, setClosed] = useState(() => localStorage.getItem(CLOSED) === 'yes')
  const look = () => {
    showTab('preview')
    void samplePreview(id, document)
  }
  const todos: Todo[] = [
    { title: say('Look at your rows'), done: sampled, go: look },
    ...currency(document, problems, select),
    { title: say('Send a test event'), done: tested, go: () => openDialog('test') },
    ...accounts(document, catalogue, new Set(connections?.map(c => c.name)), select),
    { title: say('Set a schedule'), done: Boolean(document.schedule), go: () => openDialog('schedule') },
    { title: say('Publish'), done: (stored?.live ?? null) !== null, go: () => openDialog('publish') },
  ]
  const latest = useRef(todos)
  latest.current = todos
  const [go] = useState(() => (title: string) => latest.current.find(todo => todo.title === title)?.go())
  const toggle = () => {
    localStorage.setItem(CLOSED, closed ? 'no' : 'yes')
    setClosed(!closed)
  }
  return (
    <div className={css.checklist}>
      <h3>
        <Button className={css.more!} aria-expanded={!closed} onPress={toggle}>
          <span aria-hidden data-points>
            {closed ? '▸' : '▾'}
          </span>{' '}
          {say('First flow')}
        </Button>
      </h3>
      {!closed && (
        <ul aria-label={say('First flow')}>
          {todos.map(todo => (
            <Line key={todo.title} title={todo.title} done={todo.done} go={go} />
          ))}
        </ul>
      )}
    </div>
  )
}

/** Drawn anew when it is ticked, not with every key that is pressed somewhere. */
const Line = memo(({ title, done, go }: { title: string; done: boolean; go(title: string): void }) => (
  <li>
    <Link className={css.todo!} {...(done && { 'data-done': '' })} onPress={() => go(title)}>
      <span className={css.mark} aria-hidden>
        {done ? '✓' : ''}
      </span>
      {title}
      {done && <span className={css.help}>{say('done')}</span>}
    </Link>
  </li>
))

function currency(flow: Flow, problems: readonly Problem[], select: (nodes: readonly string[]) => void): Todo[] {
  const asked = problems.find(problem => problem.field === 'currency')
  const filled = flow.nodes.find(
    node => typeof node.config.fields === 'object' && node.config.fields !== null && 'currency' in node.config.fields,
  )
  const node = asked?.node ?? filled?.id
  return node === undefined ? [] : [{ title: say('Choose a currency'), done: !asked && filled !== undefined, go: () => select([node]) }]
}

function accounts(
  flow: Flow,
  catalogue: Catalogue | undefined,
  saved: ReadonlySet<unknown>,
  select: (nodes: readonly string[]) => void,
): Todo[] {
  return flow.nodes.flatMap(node => {
    const kind = catalogue?.kinds.find(k => k.id === node.kind)
    if (kind?.role !== 'destination' || kind.connection === null) return []
    return [
      {
        title: say('Connect {name}', { name: node.name ?? kind.title }),
        done: saved.has(node.config.connection),
        go: () => select([node.id]),
      },
    ]
  })
}
