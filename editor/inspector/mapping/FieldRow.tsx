import { Check } from 'lucide-react'
import { memo } from 'react'
import { Button } from 'react-aria-components'
import type { Problem } from '../../../runtime/contract.ts'
import type { Expression } from '../../../runtime/expression.ts'
import type { Catalogue } from '../../../server/api/catalogue.ts'
import type { Suggested } from '../../../server/api/payloads.ts'
import { useStage } from '../../commands/stage.ts'
import { FieldProblems } from '../../problems/FieldProblems.tsx'
import { Tag } from '../../ui/Pill.tsx'
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx'
import { say } from '../../words/words.ts'
import { Choice } from '../form/Choice.tsx'
import { ExpressionParts } from './ExpressionParts.tsx'
import { Forget } from './Forget.tsx'
import { HEAD, type FieldRow as Row, type Suggestion, unoffered } from './fields.ts'
import css from './mapping.module.css'
import { expressionFrom, optionOf, optionsFor } from './options.ts'
import { Unit } from './Unit.tsx'

export interface FieldRowProps {
  row: Row
  expression: Expression | undefined
  suggestion: Suggestion | undefined
  /** The problems of this field alone. */
  problems: readonly Problem[]
  catalogue: Catalogue
  suggested: Suggested | undefined
  setField(concept: string, expression: Expression | undefined, label: string): void
  readOnly: boolean
  /** A link led here: its choices open by themselves. */
  opens: boolean
}

/** One field of the event. A mapping has dozens, each with a list of all columns, so a row redraws only when it changed itself. */
export const FieldRow = memo(OneRow, (a, b) => {
  const same = (['expression', 'suggestion', 'catalogue', 'suggested', 'setField', 'readOnly', 'opens'] as const).every(
    key => a[key] === b[key],
  )
  return same && JSON.stringify([a.row, a.problems]) === JSON.stringify([b.row, b.problems])
})

/** The field's name on the left, what fills it on the right, and the proof below. */
function OneRow({ row, expression, suggestion, problems, catalogue, suggested, setField, readOnly, opens }: FieldRowProps) {
  const { concept } = row
  const closed = concept.type === 'name' || concept.type === 'source'
  const chosen = expression && 'column' in expression ? suggested?.columns.find(column => column.key === expression.column) : undefined
  const counted = concept.type === 'time' ? chosen?.counted : undefined
  const parts = (filled: Expression) => (
    <ExpressionParts
      concept={concept}
      expression={filled}
      columns={suggested?.columns ?? []}
      set={(next, label) => setField(concept.id, next, label)}
      readOnly={readOnly}
      catalogue={catalogue}
    />
  )
  return (
    <div className={css.row} data-field={concept.id}>
      <Name row={row} empty={!expression && !suggestion} />
      <div className={css.filling}>
        <Choice
          label={concept.title}
          hideLabel
          options={optionsFor(concept, suggested?.columns ?? [], catalogue, expression)}
          value={optionOf(concept, expression)}
          onChange={option => setField(concept.id, expressionFrom(option, expression), say('map {title}', { title: concept.title }))}
          placeholder={suggestion ? suggestion.column : say('Choose a column')}
          missing={!expression && !suggestion && problems.some(p => p.level === 'must_fix')}
          free={concept.type === 'name'}
          mono={!closed && (!expression || 'column' in expression)}
          readOnly={readOnly}
          {...(opens && { opens: () => useStage.setState({ openField: null }) })}
        />
        {expression && !('map' in expression) && parts(expression)}
      </div>
      <div className={css.wide}>
        {!expression && !closed && !readOnly && (
          <Offers
            title={concept.title}
            suggestion={suggestion}
            take={filling => setField(concept.id, filling, say('map {title}', { title: concept.title }))}
          />
        )}
        <Unit
          title={concept.title}
          expression={expression}
          counted={counted}
          confirm={filling => setField(concept.id, filling, say('unit of {title}', { title: concept.title }))}
          readOnly={readOnly}
        />
        <Proof row={row} expression={expression} suggestion={suggestion} suggested={suggested} />
        {expression && 'map' in expression && parts(expression)}
      </div>
      {/* Where the rows have been seen, the unit is asked for with the evidence, above. */}
      <FieldProblems
        problems={unoffered(
          counted ? problems.filter(({ code }) => code !== 'map.time_unit') : problems,
          expression || closed ? undefined : suggestion,
        )}
      />
    </div>
  )
}

function Name({ row, empty }: { row: Row; empty: boolean }) {
  const about = aboutRow(row)
  const hint = empty && row.concept.group === 'event' && !HEAD.includes(row.concept.id) ? row.help : undefined
  return (
    <div className={css.name}>
      <span className={css.title}>{row.concept.title}</span>
      {about && <span className={css.small}>{about}</span>}
      {hint && <span className={css.small}>{hint}</span>}
      {row.only.length > 0 && <Tag tone="plain">{say('{platforms} only', { platforms: row.only.join(', ') })}</Tag>}
    </div>
  )
}

const TYPES: Record<string, string> = {
  time: say('Date and time'),
  date: say('Date'),
  number: say('Number'),
  boolean: say('Yes or no'),
  list: say('List'),
  items: say('List of items'),
  text: say('Text'),
}
const aboutRow = (row: Row) =>
  HEAD.includes(row.concept.id) ? '' : `${TYPES[row.concept.type] ?? say('Text')}${row.hashed ? say(', will be hashed') : ''}`

/** What may fill an empty field at a press: the suggested column, with the reason, or one value for all rows. */
function Offers({ title, suggestion, take }: { title: string; suggestion: Suggestion | undefined; take(filling: Expression): void }) {
  return (
    <>
      <div className={css.offers}>
        {suggestion && (
          <>
            <Tag>{suggestion.sure ? say('suggested') : say('perhaps')}</Tag>
            <Button
              className={css.keep!}
              aria-label={say('Keep suggestion for {title}', { title })}
              onPress={() => take(suggestion.turned ?? { column: suggestion.column })}
            >
              <Check size={14} aria-hidden /> {say('Keep')}
            </Button>
          </>
        )}
        <Button className={css.quiet!} aria-label={say('Use one value for {title}', { title })} onPress={() => take({ value: '' })}>
          {say('Use one value')}
        </Button>
      </div>
      {suggestion && (
        <span className={css.small}>
          {suggestion.remembered ? say('Mapped so in “{flow}”.', suggestion.remembered) : suggestion.why}{' '}
          {suggestion.remembered && <Forget column={suggestion.column} />}
        </span>
      )}
    </>
  )
}

/** A sample before and after cleaning: why the field can be trusted. */
function Proof({
  row,
  expression,
  suggestion,
  suggested,
}: {
  row: Row
  expression: Expression | undefined
  suggestion: Suggestion | undefined
  suggested: Suggested | undefined
}) {
  const column = !expression ? suggestion?.column : 'column' in expression ? expression.column : undefined
  if (column === undefined) return null
  const known = suggested?.suggestions.find(s => s.concept === row.concept.id && s.column === column)
  const before = known?.sample ?? suggested?.columns.find(c => c.key === column)?.samples[0]
  if (!before) return null
  return (
    <span className={css.proof}>
      {before}
      {known?.cleaned && known.cleaned !== before && (
        <>
          <span aria-hidden data-points>
            {' '}
            →{' '}
          </span>
          <VisuallyHidden> {say('becomes')} </VisuallyHidden>
          {known.cleaned}
        </>
      )}
      {known?.reason && (
        <>
          <span aria-hidden data-points>
            {' '}
            →{' '}
          </span>{' '}
          {known.reason}
        </>
      )}
    </span>
  )
}
