import type { Conditions } from '../../../runtime/conditions/tree.ts'
import { useSentence } from '../../problems/use-check.ts'
import { ConditionsEditor } from '../conditions/ConditionsEditor.tsx'
import css from '../conditions/conditions.module.css'
import { emptyTree } from '../conditions/edits.ts'
import type { Counted } from '../conditions/effects.ts'
import { seenValues } from '../conditions/seen.ts'
import { useCounts } from '../conditions/use-counts.ts'
import { Field } from '../Field.tsx'
import { type ControlProps, useArriving, useSettingsStep } from '../step-context.ts'

/** Which rows go on: a tree of conditions, in words, with what each one takes away from the sample. */
export function Control({ property, value, set, problems, readOnly }: ControlProps) {
  const { step } = useSettingsStep()
  const columns = useArriving()
  const tree = (value as Conditions | undefined) ?? emptyTree
  const { counted, counting } = useCounts(property.name, tree)
  const sentence = useSentence(step.id)
  return (
    <Field help={property.help} problems={problems}>
      <ConditionsEditor
        tree={tree}
        columns={columns}
        seen={seenValues(counted?.rows ?? [], columns)}
        effects={counted?.effects ?? none}
        counting={counting}
        onChange={set}
        readOnly={readOnly}
      />
      {tree.conditions.length > 0 && sentence && <p className={css.words}>In words: {sentence}</p>}
      <RowsKept counted={counted} counting={counting} />
    </Field>
  )
}
const none: ReadonlyMap<number, number> = new Map()

function RowsKept({ counted, counting }: { counted: Counted | null; counting: boolean }) {
  const share = counted && counted.arrived > 0 ? ` (${Math.round((100 * counted.kept) / counted.arrived)} %)` : ''
  return (
    <div className={css.kept}>
      <span role="status" aria-label="Rows kept" className={counting ? css.dim : ''}>
        {counted ? `${counted.kept} of ${counted.arrived} rows${share}` : counting ? 'Counting…' : 'Not counted yet'}
      </span>
      {counted && <span>{counting ? 'counting…' : counted.kept === 0 && counted.arrived > 0 ? 'No rows match.' : 'of the sample'}</span>}
    </div>
  )
}
