import type { Problem } from '../../runtime/contract.ts'
import { useDispatch, useReadOnly } from '../document/hooks.ts'
import { applyFix } from '../document/settings.ts'
import { DECIDES } from '../inspector/kept-focus.ts'
import { Button } from '../ui/Button.tsx'
import { asksCurrency, ChooseField } from './ChooseField.tsx'
import css from './problems.module.css'
import { ToPlace } from './ToPlace.tsx'

/** The problems of one field, in words, each with the buttons that repair it. */
export function FieldProblems({ problems }: { problems: readonly Problem[] }) {
  if (problems.length === 0) return null
  return (
    <ul className={css.atField}>
      {problems.map((problem, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two problems of one field may read the same
        <li key={at} data-level={problem.level}>
          <span>
            <span aria-hidden>{problem.level === 'must_fix' ? '■ ' : '▲ '}</span>
            {problem.message}
          </span>
          <Fixes problem={problem} />
          {asksCurrency(problem) && <ChooseField problem={problem} />}
          <ToPlace problem={problem} />
        </li>
      ))}
    </ul>
  )
}

/** The one-press repairs that came with a problem. */
export function Fixes({ problem }: { problem: Problem }) {
  const dispatch = useDispatch()
  const readOnly = useReadOnly()
  if (readOnly || !problem.fixes?.length) return null
  return (
    <span className={css.fixes}>
      {problem.fixes.map(fix => (
        <Button key={fix.label} size="small" {...DECIDES} onPress={() => dispatch(applyFix(problem.node, fix))}>
          {fix.label}
        </Button>
      ))}
    </span>
  )
}
