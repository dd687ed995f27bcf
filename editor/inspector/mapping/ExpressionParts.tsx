import { Plus, X } from 'lucide-react'
import { Button } from 'react-aria-components'
import type { Expression } from '../../../runtime/expression.ts'
import type { Catalogue } from '../../../server/api/catalogue.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { say } from '../../words/words.ts'
import { columnOptions } from '../columns.tsx'
import { Chips } from '../form/Chips.tsx'
import { Choice, type Option } from '../form/Choice.tsx'
import { TextBox } from '../form/inputs.tsx'
import type { Concept } from './fields.ts'
import css from './mapping.module.css'
import { type SampledColumn, simpleColumns } from './options.ts'

interface PartsProps {
  concept: Concept
  expression: Expression
  columns: readonly SampledColumn[]
  catalogue: Catalogue
  set(expression: Expression | undefined, label: string): void
  readOnly: boolean
}

/** What a field's filling needs beside its name: the value, the columns, the text, the translations. */
export function ExpressionParts(props: PartsProps) {
  const { concept, expression, columns, set, readOnly } = props
  const closed = concept.type === 'name' || concept.type === 'source'
  if ('value' in expression) {
    if (closed) return null
    return (
      <TextBox
        label={say('One value for {title}', { title: concept.title })}
        hideLabel
        value={String(expression.value)}
        onChange={value => set({ value }, say('one value for {title}', { title: concept.title }))}
        placeholder={say('The value of every row')}
        missing={expression.value === ''}
        readOnly={readOnly}
        autoFocus={expression.value === ''}
      />
    )
  }
  if ('first' in expression || 'all' in expression) {
    const key = 'first' in expression ? 'first' : 'all'
    return (
      <Chips
        label={`${key === 'first' ? say('First filled of') : say('All of')}`}
        options={columnOptions(columns)}
        value={simpleColumns(expression)}
        onChange={list =>
          set((key === 'first' ? { first: list } : { all: list }) as Expression, say('columns of {title}', { title: concept.title }))
        }
        placeholder={say('Add a column')}
        mono
        readOnly={readOnly}
      />
    )
  }
  if ('template' in expression)
    return (
      <TextBox
        label={say('Text for {title}', { title: concept.title })}
        hideLabel
        value={expression.template}
        onChange={template => set({ template }, say('text for {title}', { title: concept.title }))}
        placeholder="{first_name} {last_name}"
        mono
        readOnly={readOnly}
      />
    )
  return 'map' in expression ? <ValueMap {...props} expression={expression} /> : null
}

type MapExpression = Extract<Expression, { map: unknown }>

/** "order_completed" means Purchase: one line per value of a column. */
function ValueMap({ concept, expression, columns, catalogue, set, readOnly }: PartsProps & { expression: MapExpression }) {
  const pairs = Object.entries(expression.map)
  const put = (next: [string, unknown][]) =>
    set({ ...expression, map: Object.fromEntries(next) } as Expression, say('translate {title}', { title: concept.title }))
  const of = simpleColumns(expression)[0] ?? null
  return (
    <div className={css.map}>
      <Choice
        label={say('Column to translate for {title}', { title: concept.title })}
        hideLabel
        options={columnOptions(columns)}
        value={of}
        onChange={column => set({ ...expression, of: column ?? '' }, say('translate {title}', { title: concept.title }))}
        placeholder={say('Choose a column')}
        missing={of === null}
        mono
        readOnly={readOnly}
      />
      {pairs.map(([from, to], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the value itself changes while it is typed
        <div key={index} className={css.pair}>
          <TextBox
            label={say('Value {n}', { n: index + 1 })}
            hideLabel
            value={from}
            onChange={text => put(pairs.with(index, [text, to]))}
            placeholder="order_completed"
            mono
            readOnly={readOnly}
          />
          <span aria-hidden data-points>
            →
          </span>
          <MapTarget
            index={index}
            concept={concept}
            catalogue={catalogue}
            value={String(to)}
            set={text => put(pairs.with(index, [from, text]))}
            readOnly={readOnly}
          />
          {!readOnly && (
            <IconButton size="small" name={say('Remove value {n}', { n: index + 1 })} onPress={() => put(pairs.toSpliced(index, 1))}>
              <X />
            </IconButton>
          )}
        </div>
      ))}
      {!readOnly && !('' in expression.map) && (
        <Button className={css.quiet!} onPress={() => put([...pairs, ['', '']])}>
          <Plus size={14} aria-hidden /> {say('Add value')}
        </Button>
      )}
    </div>
  )
}

interface MapTargetProps {
  index: number
  concept: Concept
  catalogue: Catalogue
  value: string
  set(text: string): void
  readOnly: boolean
}
function MapTarget({ index, concept, catalogue, value, set, readOnly }: MapTargetProps) {
  const label = say('Becomes {n}', { n: index + 1 })
  const options: Option[] =
    concept.type === 'name'
      ? catalogue.eventNames.map(id => ({ id, title: id }))
      : concept.type === 'source'
        ? catalogue.actionSources.map(s => ({ id: s.id, title: s.title }))
        : []
  if (options.length === 0) return <TextBox label={label} hideLabel value={value} onChange={set} readOnly={readOnly} />
  return (
    <Choice
      label={label}
      hideLabel
      options={options}
      value={value || null}
      onChange={next => set(next ?? '')}
      free={concept.type === 'name'}
      readOnly={readOnly}
    />
  )
}
