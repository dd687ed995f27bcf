import { useState } from 'react'
import type { Condition, Span } from '../../../runtime/conditions/tree.ts'
import { Select } from '../../ui/Select.tsx'
import { say } from '../../words/words.ts'
import { Choice } from '../form/Choice.tsx'
import { TextBox } from '../form/inputs.tsx'
import { NumberBox } from '../form/NumberBox.tsx'
import css from './conditions.module.css'
import { readList, units, unitWords, type ValueShape } from './operators.ts'
import { spanWords } from './spans.ts'

interface ValueInputProps {
  condition: Condition
  takes: ValueShape
  /** By whose clock relative dates are read. */
  timezone: string
  seen: readonly { value: string; rows: number }[]
  onChange(condition: Condition): void
  readOnly: boolean
}

/** What is compared with, in the form that the comparison takes. */
export function ValueInput(props: ValueInputProps) {
  const { condition, takes, onChange, readOnly } = props
  const set = (value: Condition['value']) => onChange(value === undefined ? without(condition) : { ...condition, value })
  const { value } = condition
  if (takes === 'none') return null
  if (takes === 'number')
    return (
      <NumberBox
        label={say('Value')}
        hideLabel
        value={typeof value === 'number' ? value : null}
        onChange={n => set(n ?? undefined)}
        readOnly={readOnly}
      />
    )
  if (takes === 'numbers' || takes === 'dates') return <Between {...props} set={set} />
  if (takes === 'date') return <DateBox label={say('Value')} value={value} onChange={set} readOnly={readOnly} />
  if (takes === 'span') return <SpanInput {...props} set={set} />
  if (takes === 'unit')
    return (
      <>
        <UnitChoice label={say('Value')} value={String(value ?? 'day')} onChange={set} readOnly={readOnly} />
        <p className={css.resolved}>{spanWords({ op: 'this', unit: (value ?? 'day') as Span['unit'] }, Date.now(), props.timezone)}</p>
      </>
    )
  if (takes === 'list') return <ListInput {...props} set={set} />
  return <TextValue {...props} set={set} />
}

type Part = ValueInputProps & { set(value: Condition['value']): void }

/** Text, with the values that the sample holds as offers. */
function TextValue({ condition, seen, set, readOnly }: Part) {
  const text = condition.value === undefined ? '' : String(condition.value)
  if (seen.length === 0)
    return <TextBox label={say('Value')} hideLabel value={text} onChange={set} placeholder={say('Value')} readOnly={readOnly} />
  const options = seen.map(({ value, rows }) => ({
    id: value,
    title: value,
    detail: say('{rows, plural, one {# row} other {# rows}} of the sample', { rows }),
  }))
  return (
    <Choice
      label={say('Value')}
      hideLabel
      options={options}
      value={text || null}
      onChange={next => set(next ?? undefined)}
      placeholder={say('Value')}
      free
      readOnly={readOnly}
    />
  )
}

/** A list is typed or pasted as people have it; it becomes clean when the field is left. */
function ListInput({ condition, set, readOnly }: Part) {
  const list = Array.isArray(condition.value) ? condition.value.map(String) : []
  const [draft, setDraft] = useState<string | null>(null)
  const keep = () => {
    if (draft !== null) set(readList(draft))
    setDraft(null)
  }
  return (
    <TextBox
      label={say('Value')}
      hideLabel
      value={draft ?? list.join(', ')}
      onChange={setDraft}
      onBlur={keep}
      lines={2}
      placeholder={say('DE, AT, CH, or paste a column')}
      readOnly={readOnly}
    />
  )
}

function SpanInput({ condition, timezone, set, readOnly }: Part) {
  const span: Span = typeof condition.value === 'object' && 'amount' in condition.value ? condition.value : { amount: 7, unit: 'day' }
  const op = condition.op as 'in_last' | 'not_in_last' | 'in_next'
  return (
    <>
      <div className={css.span}>
        <NumberBox
          label={say('Value')}
          hideLabel
          value={span.amount}
          min={1}
          max={100_000}
          onChange={n => n && set({ ...span, amount: n })}
          readOnly={readOnly}
        />
        <UnitChoice
          label={say('Unit')}
          value={span.unit}
          many={span.amount !== 1}
          onChange={unit => set({ ...span, unit })}
          readOnly={readOnly}
        />
      </div>
      <p className={css.resolved}>{spanWords({ op, span }, Date.now(), timezone)}</p>
    </>
  )
}

interface UnitChoiceProps {
  label: string
  value: string
  many?: boolean
  onChange(unit: Span['unit']): void
  readOnly: boolean
}
function UnitChoice({ label, value, many, onChange, readOnly }: UnitChoiceProps) {
  const options = units.map(id => ({ id, text: unitWords(id, many ? 2 : 1) }))
  return (
    <Select aria-label={label} options={options} value={value} onChange={unit => onChange(unit as Span['unit'])} isDisabled={readOnly} />
  )
}

function Between({ condition, takes, set, readOnly }: Part) {
  const pair = Array.isArray(condition.value) ? condition.value : []
  const put = (index: 0 | 1, value: string | number | undefined) => {
    const next = [pair[0] ?? '', pair[1] ?? ''].with(index, value ?? '')
    set(next)
  }
  const number = (at: 0 | 1) => (typeof pair[at] === 'number' ? pair[at] : null)
  return (
    <div className={css.span}>
      {takes === 'numbers' ? (
        <>
          <NumberBox label={say('Value')} hideLabel value={number(0)} onChange={n => put(0, n ?? undefined)} readOnly={readOnly} />
          <NumberBox label={say('Value to')} hideLabel value={number(1)} onChange={n => put(1, n ?? undefined)} readOnly={readOnly} />
        </>
      ) : (
        <>
          <DateBox label={say('Value')} value={pair[0]} onChange={d => put(0, d)} readOnly={readOnly} />
          <DateBox label={say('Value to')} value={pair[1]} onChange={d => put(1, d)} readOnly={readOnly} />
        </>
      )}
    </div>
  )
}

interface DateBoxProps {
  label: string
  value: unknown
  onChange(value: string | undefined): void
  readOnly: boolean
}
/** The browser's own date field: typed, picked or pasted, always `2026-11-21`. */
function DateBox({ label, value, onChange, readOnly }: DateBoxProps) {
  return (
    <input
      type="date"
      aria-label={label}
      className={css.date}
      value={typeof value === 'string' ? value.slice(0, 10) : ''}
      onChange={event => onChange(event.target.value || undefined)}
      readOnly={readOnly}
    />
  )
}

const without = ({ column, op }: Condition): Condition => ({ column, op })
