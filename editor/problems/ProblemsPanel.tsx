import type { ComponentProps } from 'react'
import { Button } from 'react-aria-components'
import type { Problem } from '../../runtime/contract.ts'
import { focusStep, useStage } from '../commands/stage.ts'
import { useFlow, useSelect } from '../document/hooks.ts'
import { useCatalogue } from '../queries.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { say } from '../words/words.ts'
import { ChooseField } from './ChooseField.tsx'
import { Fixes } from './FieldProblems.tsx'
import css from './problems.module.css'
import { ToPlace } from './ToPlace.tsx'
import { useCheck } from './use-check.ts'

/** Everything that stands between the draft and a run, and what might; each with its step and its repair. */
export function ProblemsPanel() {
  const { problems, checking, failed, checkedAt } = useCheck()
  const must = problems.filter(p => p.level === 'must_fix')
  const look = problems.filter(p => p.level === 'worth_a_look')
  if (problems.length === 0)
    return (
      <Nothing>
        {failed ? say('Could not check the flow.') : checkedAt === null ? say('Checking…') : say('No problems. Ready to publish.')}
      </Nothing>
    )
  return (
    <div className={css.panel}>
      {failed && <p className={css.note}>{say('Could not check again. This is how it was before the last edits.')}</p>}
      <div role="list" aria-label={say('Problems')} aria-busy={checking}>
        <Level title={say('Must fix')} problems={must} />
        <Level title={say('Worth a look')} problems={look} />
      </div>
    </div>
  )
}

function Level({ title, problems }: { title: string; problems: readonly Problem[] }) {
  return problems.map((problem, at) => (
    <div role="listitem" key={`${problem.node} ${problem.code} ${problem.field} ${problem.message}`}>
      {at === 0 && (
        <div className={css.level}>
          <h2>{title}</h2> <span className={css.count}>{problems.length}</span>
        </div>
      )}
      <Line problem={problem} />
    </div>
  ))
}

function Line({ problem }: { problem: Problem }) {
  const { document } = useFlow()
  const { data: catalogue } = useCatalogue()
  const select = useSelect()
  const node = document.nodes.find(n => n.id === problem.node)
  const name = node ? (node.name ?? catalogue?.kinds.find(k => k.id === node.kind)?.title ?? node.id) : say('This flow')
  const go = () => {
    select(node ? [node.id] : [])
    // Where settings are not beside the flow, they come: there is nothing else to go to on a phone.
    useStage.setState({ settings: node ? 'step' : 'flow' })
    if (node) focusStep(node.id)
  }
  return (
    <div className={css.line} data-level={problem.level}>
      <span aria-hidden className={css.sign}>
        {problem.level === 'must_fix' ? '■' : '▲'}
      </span>
      <Button className={css.step!} onPress={go}>
        {name}
      </Button>
      <span className={css.message}>{problem.message}</span>
      <span className={css.fixes}>
        <Fixes problem={problem} />
        <ChooseField problem={problem} />
        <ToPlace problem={problem} />
      </span>
    </div>
  )
}

/** An empty state with the panel's own margin. */
const Nothing = (props: ComponentProps<typeof EmptyState>) => (
  <div className={css.nothing}>
    <EmptyState {...props} />
  </div>
)
