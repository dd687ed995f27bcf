import type { SegmentUse } from '../../../runtime/conditions/tree.ts'
import { Select } from '../../ui/Select.tsx'
import { say } from '../../words/words.ts'
import { RowButtons } from './ConditionRow.tsx'
import css from './conditions.module.css'

interface SegmentRowProps {
  place: string
  number: number
  use: SegmentUse
  onChange(use: SegmentUse): void
  onRemove(): void
  onMove(by: -1 | 1): void
  readOnly: boolean
}

/** A segment among the conditions: its rows are kept, or they are left out. */
export function SegmentRow({ place, number, use, onChange, onRemove, onMove, readOnly }: SegmentRowProps) {
  return (
    <div
      role="group"
      aria-label={say('Condition {number}: segment {segment}', { number, segment: use.segment })}
      className={css.row}
      data-place={place}
    >
      <Select
        aria-label={say('Rows of the segment')}
        options={[
          { id: 'in', text: say('in the segment') },
          { id: 'out', text: say('not in the segment') },
        ]}
        value={use.is ? 'in' : 'out'}
        onChange={id => onChange({ ...use, is: id === 'in' })}
        isDisabled={readOnly}
      />
      <p className={css.segment}>{use.segment}</p>
      {!readOnly && <RowButtons name={`condition ${number}`} onRemove={onRemove} onMove={onMove} />}
    </div>
  )
}
