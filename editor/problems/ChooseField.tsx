import type { Problem } from '../../runtime/contract.ts'
import { useStage } from '../commands/stage.ts'
import { useReadOnly, useSelect, useStep } from '../document/hooks.ts'
import { useCatalogue } from '../queries.ts'
import { Button } from '../ui/Button.tsx'
import { say } from '../words/words.ts'

/** Where no press repairs a field by itself: opens the field with its choices. */
export function ChooseField({ problem }: { problem: Problem }) {
  const readOnly = useReadOnly()
  const select = useSelect()
  const node = useStep(problem.node)
  const { data: catalogue } = useCatalogue()
  const kind = catalogue?.kinds.find(({ id }) => id === node?.kind)
  const concept = catalogue?.concepts.find(({ id }) => id === problem.field)
  const isMapped = kind?.accepts === 'rows' && kind.emits === 'events'
  if (readOnly || !node || !concept || !isMapped || !leavesOpen(problem)) return null
  const go = () => {
    select([node.id])
    useStage.setState({ settings: 'step', openField: { step: node.id, concept: concept.id } })
  }
  const known = concept.type === 'name' || concept.type === 'source'
  const label = asksCurrency(problem) ? say('Choose a currency') : known ? say('Choose a value') : say('Choose a column')
  return (
    <Button size="small" onPress={go}>
      {label}
    </Button>
  )
}

/** A field without a filling, or without what filled it, can take any column, also where one is offered; of what is wrong otherwise, what no press repairs. */
const leavesOpen = ({ code, fixes }: Problem): boolean => NEEDS_A_COLUMN.has(code) || !fixes?.length
const NEEDS_A_COLUMN = new Set(['map.missing', 'source.column_gone'])
export const asksCurrency = ({ field, fixes }: Problem): boolean => field === 'currency' && !fixes?.length
