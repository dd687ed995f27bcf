import { Plus, Trash2 } from 'lucide-react'
import { Button } from '../../ui/Button.tsx'
import control from '../../ui/control.module.css'
import { IconButton } from '../../ui/IconButton.tsx'
import { Switch } from '../../ui/Switch.tsx'
import { say } from '../../words/words.ts'
import { columnOptions } from '../columns.tsx'
import { Field } from '../Field.tsx'
import { Choice } from '../form/Choice.tsx'
import { LookupFound } from '../lookup/LookupFound.tsx'
import css from '../lookup/lookup.module.css'
import { type ControlProps, useArriving, useSettingsStep } from '../step-context.ts'
import { useSecondTable } from '../use-tables.ts'

interface Pair {
  column: string
  matches: string
  asText?: boolean
}

/** Which columns hold the same on both sides, and what is found by them. */
export function Control({ property, value, set, problems, readOnly }: ControlProps) {
  const { step } = useSettingsStep()
  const arriving = useArriving()
  const second = useSecondTable()
  const table = String(step.config.table ?? '')
  const pairs = (value as readonly Pair[] | undefined) ?? []
  const put = (i: number, change: Partial<Pair>) => set(pairs.map((pair, j) => (i === j ? { ...pair, ...change } : pair)))
  return (
    <Field help={property.help} problems={problems}>
      <p className={`${control.label} ${css.title}`}>{property.title}</p>
      <ul className={css.pairs} aria-label={property.title}>
        {pairs.map((pair, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a pair has no other identity while it is chosen
          <li key={i} className={css.pair}>
            <Choice
              label={say('Here')}
              options={columnOptions(arriving)}
              value={pair.column || null}
              onChange={next => put(i, { column: next ?? '' })}
              placeholder={say('Choose a column')}
              missing={!pair.column}
              free={arriving.length === 0}
              mono
              readOnly={readOnly}
            />
            <span className={css.equals} aria-hidden>
              =
            </span>
            <Choice
              label={say('In {table}', { table: table || say('the table') })}
              options={columnOptions(second)}
              value={pair.matches || null}
              onChange={next => put(i, { matches: next ?? '' })}
              placeholder={say('Choose a column')}
              missing={!pair.matches}
              free={second.length === 0}
              mono
              readOnly={readOnly}
            />
            {!readOnly && (
              <IconButton name={say('Remove this pair')} size="small" onPress={() => set(pairs.filter((_, j) => i !== j))}>
                <Trash2 size={16} aria-hidden />
              </IconButton>
            )}
            {pair.asText && (
              <div className={css.text}>
                <Switch isSelected onChange={() => put(i, { asText: false })} isReadOnly={readOnly}>
                  {say('Compared as text')}
                </Switch>
              </div>
            )}
          </li>
        ))}
      </ul>
      {!readOnly && (
        <Button size="small" onPress={() => set([...pairs, { column: '', matches: '' }])}>
          <Plus size={14} aria-hidden /> {pairs.length === 0 ? say('Add a pair of columns') : say('Add another pair')}
        </Button>
      )}
      <LookupFound />
    </Field>
  )
}
