import type { SegmentUse } from '../../../runtime/conditions/tree.ts'
import { Button } from '../../ui/Button.tsx'
import { Select } from '../../ui/Select.tsx'
import { say } from '../../words/words.ts'
import { RowButtons } from './ConditionRow.tsx'
import css from './conditions.module.css'

interface SegmentRowProps {
  place: string
  number: number
  use: SegmentUse
  onChange(use: SegmentUse): void
  onOpen?: ((use: SegmentUse) => void) | undefined
  onRemove(): void
  onMove(by: -1 | 1): void
  readOnly: boolean
}

/** A segment among the conditions: its rows are kept, or they are left out. */
export function SegmentRow({ place, number, use, onChange, onOpen, onRemove, onMove, readOnly }: SegmentRowProps) {
  return (
    <div
      role="group"
      aria-label={say('Condition {number}: segment {segment}', { number, segment: use.segment })}
      className={css.row}
      data-place={place}
    >
      <div className={css.value}>
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
      </div>
      <div className={css.value}>
        {onOpen ? (
          <Button className={css.segment!} onPress={() => onOpen(use)}>
            {use.segment}
          </Button>
        ) : (
          <p className={css.segment}>{use.segment}</p>
        )}
      </div>
      {!readOnly && <RowButtons name={say('condition {number}', { number })} onRemove={onRemove} onMove={onMove} />}
    </div>
  )
}
