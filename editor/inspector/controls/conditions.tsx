import type { Conditions } from '../../../runtime/conditions/tree.ts'
import { useFlow } from '../../document/hooks.ts'
import { useIsStale, useLivePreview, usePreviewState, useSampleOf } from '../../preview/use-preview.ts'
import { useSentence } from '../../problems/use-check.ts'
import { ConditionsEditor } from '../conditions/ConditionsEditor.tsx'
import css from '../conditions/conditions.module.css'
import { emptyTree } from '../conditions/edits.ts'
import { seenValues } from '../conditions/seen.ts'
import { Field } from '../Field.tsx'
import { type ControlProps, parentOf, useArriving, useSettingsStep } from '../step-context.ts'

/** Which rows go on: a tree of conditions, in words, with how many rows of the sample they keep. */
export function Control({ property, value, set, problems, readOnly }: ControlProps) {
  const { step } = useSettingsStep()
  const { document } = useFlow()
  const columns = useArriving()
  useLivePreview()
  const arriving = useSampleOf(parentOf(document, step.id)?.id).seen
  const sentence = useSentence(step.id)
  const tree = (value as Conditions | undefined) ?? emptyTree
  return (
    <Field help={property.help} problems={problems}>
      <ConditionsEditor tree={tree} columns={columns} seen={seenValues(arriving?.rows ?? [], columns)} onChange={set} readOnly={readOnly} />
      {tree.conditions.length > 0 && sentence && <p className={css.words}>In words: {sentence}</p>}
      <RowsKept node={step.id} />
    </Field>
  )
}

function RowsKept({ node }: { node: string }) {
  const { seen } = useSampleOf(node)
  const stale = useIsStale()
  const pending = usePreviewState(s => s.pending)
  const kept = seen ? seen.in - seen.results.filter(r => r.outcome === 'filtered').length : 0
  const share = seen && seen.in > 0 ? ` (${Math.round((100 * kept) / seen.in)} %)` : ''
  return (
    <div className={css.kept}>
      <span role="status" aria-label="Rows kept" className={stale || pending ? css.dim : ''}>
        {seen ? `${kept} of ${seen.in} rows${share}` : pending ? 'Counting…' : 'Not counted yet'}
      </span>
      {seen && (stale || pending) && <span>counting…</span>}
      {seen && kept === 0 && seen.in > 0 && !stale && <span>No row of the sample matches.</span>}
    </div>
  )
}
