import { memo, useRef, useState } from 'react'
import { Button, Link } from 'react-aria-components'
import type { Problem } from '../../runtime/contract.ts'
import type { Flow } from '../../runtime/flow.ts'
import type { Catalogue } from '../../server/api/catalogue.ts'
import { openDialog, showTab, useStage } from '../commands/stage.ts'
import { useRowsSeen, useTestsSent } from '../document/done-before.ts'
import { useFlow } from '../document/hooks.ts'
import { samplePreview } from '../preview/use-preview.ts'
import { useProblems } from '../problems/use-check.ts'
import { useCatalogue, useConnections, useFlowDetail } from '../queries.ts'
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
  const looked = useRowsSeen(s => s.flows.includes(id))
  const tested = useTestsSent(s => s.flows.includes(id))
  const [closed, setClosed] = useState(() => localStorage.getItem(CLOSED) === 'yes')
  const look = () => {
    // There they have not been changed by anything yet, and a step further on that is not set up shows none.
    const rows = document.nodes.find(node => catalogue?.kinds.find(kind => kind.id === node.kind)?.role === 'model')?.id
    if (rows) select([rows])
    useStage.setState({ settings: null })
    showTab('preview')
    void samplePreview(id, document, rows)
  }
  const todos: Todo[] = [
    { title: say('Look at your rows'), done: looked, go: look },
    ...currency(document, problems, select),
    { title: say('Send a test event'), done: tested, go: () => openDialog('test') },
    ...accounts(document, catalogue, new Set(connections?.filter(c => !c.simulated).map(c => c.name)), select),
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

/** Asked for where a value is mapped, also while something before it keeps the server from asking. */
function currency(flow: Flow, problems: readonly Problem[], select: (nodes: readonly string[]) => void): Todo[] {
  const mapping = (field: string) =>
    flow.nodes.find(({ config: { fields } }) => typeof fields === 'object' && fields !== null && field in fields)?.id
  const asked = problems.find(problem => problem.field === 'currency')?.node
  const filled = mapping('currency')
  const node = asked ?? filled ?? mapping('value')
  if (node === undefined) return []
  const go = () => {
    select([node])
    useStage.setState({ settings: 'step', openField: { step: node, concept: 'currency' } })
  }
  return [{ title: say('Choose a currency'), done: asked === undefined && filled !== undefined, go }]
}

/** A simulator on this server is no account at a platform: nobody's ads learn from what it takes. */
function accounts(
  flow: Flow,
  catalogue: Catalogue | undefined,
  real: ReadonlySet<unknown>,
  select: (nodes: readonly string[]) => void,
): Todo[] {
  return flow.nodes.flatMap(node => {
    const kind = catalogue?.kinds.find(k => k.id === node.kind)
    if (kind?.role !== 'destination' || kind.connection === null) return []
    return [
      {
        title: say('Connect {name}', { name: node.name ?? kind.title }),
        done: real.has(node.config.connection),
        go: () => select([node.id]),
      },
    ]
  })
}
