import { Check } from 'lucide-react'
import { Button } from 'react-aria-components'
import type { Expression } from '../../../runtime/expression.ts'
import { say } from '../../words/words.ts'
import css from './mapping.module.css'
import type { SampledColumn } from './options.ts'

interface UnitProps {
  title: string
  expression: Expression | undefined
  /** What the column looks like, where the field is a time and the column numbers that count from 1970. */
  counted: SampledColumn['counted']
  confirm(expression: Expression): void
  readOnly: boolean
}

/** In which unit a number is read, once a person said so; what a time looks like is shown, and asked. */
export function Unit({ title, expression, counted, confirm, readOnly }: UnitProps) {
  if (!expression || !('column' in expression)) return null
  const { column, unit } = expression
  if (unit === 'cents') return <Small>{say('Read as cents of the currency')}</Small>
  if (unit === 'units') return <Small>{say('Read as whole units')}</Small>
  if (unit !== undefined) return <Small>{READ[unit]}</Small>
  if (!counted) return null
  const { number, time } = counted
  return (
    <span className={css.offers}>
      <Small>{LOOKS[counted.unit]({ column, number, time: time.replace('T', ' ').replace(/(?:\.000)?Z$/, ' UTC') })}</Small>
      {!readOnly && (
        <Button
          className={css.keep!}
          aria-label={say('Confirm the unit of {title}', { title })}
          onPress={() => confirm({ column, unit: counted.unit })}
        >
          <Check size={14} aria-hidden /> {say('Yes, read them so')}
        </Button>
      )}
    </span>
  )
}
const Small = ({ children }: { children: string }) => <span className={css.small}>{children}</span>

const READ = {
  s: say('Read as seconds since 1970'),
  ms: say('Read as milliseconds since 1970'),
  us: say('Read as microseconds since 1970'),
  ns: say('Read as nanoseconds since 1970'),
  decimal_comma: say('Read with a decimal comma'),
  decimal_point: say('Read with a decimal point'),
  day_first: say('Read with the day first'),
  month_first: say('Read with the month first'),
}
type Seen = { column: string; number: string; time: string }
const LOOKS = {
  s: (seen: Seen) => say('“{column}” looks like seconds since 1970: {number} is {time}.', seen),
  ms: (seen: Seen) => say('“{column}” looks like milliseconds since 1970: {number} is {time}.', seen),
  us: (seen: Seen) => say('“{column}” looks like microseconds since 1970: {number} is {time}.', seen),
  ns: (seen: Seen) => say('“{column}” looks like nanoseconds since 1970: {number} is {time}.', seen),
}
