import { MoreVertical, Trash2 } from 'lucide-react'
import type { Condition } from '../../../runtime/conditions/tree.ts'
import type { Column } from '../../../runtime/contract.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { Select } from '../../ui/Select.tsx'
import { say } from '../../words/words.ts'
import { columnOptions } from '../columns.tsx'
import { Choice } from '../form/Choice.tsx'
import css from './conditions.module.css'
import { asksOrder, comparisonOf, comparisonsFor, withColumn, withOperator } from './operators.ts'
import { ValueInput } from './ValueInput.tsx'

interface ConditionRowProps {
  place: string
  number: number
  condition: Condition
  columns: readonly Column[]
  /** By whose clock relative dates are read. */
  timezone: string
  /** Values seen in the sample, by column. */
  seen: ReadonlyMap<string, readonly { value: string; rows: number }[]>
  onChange(condition: Condition): void
  onRemove(): void
  onMove(by: -1 | 1): void
  readOnly: boolean
  /** What is wrong is told below the row, with the buttons that repair it. */
  below?: unknown
}

/** One condition: column, comparison, value, and what can be done with the row. */
export function ConditionRow({
  place,
  number,
  condition,
  columns,
  timezone,
  seen,
  onChange,
  onRemove,
  onMove,
  readOnly,
  below,
}: ConditionRowProps) {
  const type = columns.find(c => c.key === condition.column)?.type
  const typeOf = (key: string) => columns.find(c => c.key === key)?.type
  const values = seen.get(condition.column) ?? none
  const comparison = comparisonOf(condition, type, values)
  const fitting = comparisonsFor(type, values)
  const comparisons = fitting.some(c => c.op === comparison.op) ? fitting : [comparison, ...fitting]
  const gone = condition.column !== '' && columns.length > 0 && type === undefined
  return (
    <div role="group" aria-label={say('Condition {number}', { number })} className={css.row} data-place={place}>
      <Choice
        label={say('Column')}
        hideLabel
        options={columnOptions(columns)}
        value={condition.column || null}
        onChange={key => onChange(withColumn(condition, key ?? '', typeOf(key ?? ''), type))}
        placeholder={say('Choose a column')}
        missing={condition.column === '' || gone}
        free={columns.length === 0}
        mono
        readOnly={readOnly}
      />
      <Select
        className={css.comparison!}
        aria-label={say('Comparison')}
        options={comparisons.map(c => ({ id: c.op, text: c.title }))}
        value={condition.op}
        onChange={op => onChange(withOperator(condition, op as Condition['op'], type, type, values))}
        isDisabled={readOnly}
      />
      <div className={css.value}>
        <ValueInput
          condition={condition}
          takes={comparison.takes}
          timezone={timezone}
          seen={values}
          onChange={onChange}
          readOnly={readOnly}
        />
        {asksOrder(condition, type, values) && <OrderChoice condition={condition} onChange={onChange} readOnly={readOnly} />}
      </div>
      {!readOnly && <RowButtons name={say('condition {number}', { number })} onRemove={onRemove} onMove={onMove} />}
      {gone && !below && <p className={css.gone}>{say('The column {column} does not arrive here.', { column: condition.column })}</p>}
    </div>
  )
}

const none: readonly { value: string; rows: number }[] = []

const orders: { id: NonNullable<Condition['order']>; text: string }[] = [
  { id: 'day_first', text: say('Day first, as in 31/12/2026') },
  { id: 'month_first', text: say('Month first, as in 12/31/2026') },
]
/** Dates in text: which number is the day. Nobody guesses it. */
function OrderChoice({ condition, onChange, readOnly }: Pick<ConditionRowProps, 'condition' | 'onChange' | 'readOnly'>) {
  return (
    <Select
      className={css.order!}
      label={say('Dates are written')}
      options={orders}
      value={condition.order ?? null}
      placeholder={say('Say which number is the day')}
      onChange={order => onChange({ ...condition, order: order as NonNullable<Condition['order']> })}
      isDisabled={readOnly}
    />
  )
}

/** Moving and taking out, for a row of any sort. */
export function RowButtons({ name, onRemove, onMove }: { name: string } & Pick<ConditionRowProps, 'onRemove' | 'onMove'>) {
  const items = [
    { id: 'up', text: say('Move up'), onAction: () => onMove(-1) },
    { id: 'down', text: say('Move down'), onAction: () => onMove(1) },
  ]
  return (
    <div className={css.buttons}>
      <Menu name={say('Move {name}', { name })} items={items}>
        <IconButton size="small" name={say('Move {name}', { name })}>
          <MoreVertical />
        </IconButton>
      </Menu>
      <IconButton size="small" name={say('Remove {name}', { name })} onPress={onRemove}>
        <Trash2 />
      </IconButton>
    </div>
  )
}
